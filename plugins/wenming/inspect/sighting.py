"""Where private data is looked for, and where it was seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ..library import ORGANIZATIONS, Loaded, RecordScope, texts_shown
from ..privacy import Finding, blot, find, reads_otherwise
from ..problems import Place
from ..records import Record, Refused, position, read_text, source_of

if TYPE_CHECKING:
    from .attachments import Read


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding and its place; in an attachment `zh` and `en` tell where in it."""

    finding: Finding
    place: Place
    zh: str = ""
    en: str = ""

    @property
    def in_text(self) -> bool:
        """Whether it can be masked by us: it stands in a text file as it is."""
        return not self.zh


def text_files(loaded: Loaded) -> tuple[str, ...]:
    """The text files that are published: records, organizations."""
    root, prefix = loaded.library.root, loaded.library.settings.content_dir
    organizations = f"{prefix}/{ORGANIZATIONS}"
    paths = [record.path for record in loaded.coming]
    return (*paths, *([organizations] if (root / organizations).is_file() else []))


def sightings(loaded: Loaded) -> Iterator[Sighting]:
    """Everything that looks like private data, whoever's it is."""
    return _sightings(loaded, text_files(loaded), sorted(loaded.media))


def sightings_in_drafts(loaded: Loaded) -> Iterator[Sighting]:
    """The same in drafts and the files that they alone name: nobody publishes them yet."""
    drafts = tuple(record.path for record in loaded.records if record.draft)
    return _sightings(loaded, drafts, sorted(loaded.draft_media))


def _sightings(loaded: Loaded, paths: Sequence[str], attached: Sequence[str]) -> Iterator[Sighting]:
    records = {record.path: record for record in loaded.records}
    # When a record was read, it was found out whether there is anything to see.
    looked = [path for path in paths if path in loaded.suspects or path not in records]
    for path in looked:
        try:
            text = read_text(loaded.library.root / path, path)
            source = source_of(text, path) if path in records else None
        except (Refused, OSError):  # which has a problem already
            continue
        found = find(text)
        lines = blot(text).split("\n") if found else []
        for finding in found:
            line, column = position(text, finding.start)
            yield Sighting(finding, Place(path, line, column, lines[line - 1]))
        if source and reads_otherwise(text):
            written = {finding.value for finding in found}
            yield from _hidden(records[path], source.body_line, written, loaded)
    for path in (*looked, *attached):
        for finding in find(path):
            yield Sighting(finding, Place(path), "文件名里", "The file's name")
    yield from _in_attachments(loaded, attached)


def _hidden(
    record: Record, body_line: int, written: set[str], loaded: Loaded
) -> Iterator[Sighting]:
    """What escapes and markup keep from being seen in the file, but not on the page."""
    scope = RecordScope(loaded.library.root, loaded.library.collections, frozenset())
    shown = texts_shown(record, loaded.bodies[record.path], scope)
    for text, line in zip(shown, (body_line, 1), strict=True):
        for finding in find(text):
            if finding.value not in written:
                place = Place(record.path, line)
                yield Sighting(finding, place, "写法特殊的文字里", "Disguised text")


def _in_attachments(loaded: Loaded, paths: Sequence[str]) -> Iterator[Sighting]:
    for path, digest, read in _attachments(loaded, paths):
        for finding, passage in read.findings:
            yield Sighting(
                finding, Place(path), f"附件{passage.zh}", f"The attachment ({passage.en})"
            )
        if not read.readable:
            # Its digest is the value: somebody may have looked through this very file.
            finding = Finding("attachment-unread", 0, 0, digest, "附件")
            yield Sighting(finding, Place(path), "附件", "The attachment")


def _attachments(loaded: Loaded, paths: Sequence[str]) -> Iterator[tuple[str, str, Read]]:
    """Each attachment of a kind that can be read, with the digest of its bytes.

    Of equal ones one is read.
    """
    if paths:
        from .attachments import READERS, read_attachment  # and readers of many formats
    done: dict[tuple[str, str], Read] = {}
    for path in paths:
        suffix = PurePosixPath(path).suffix.lower()
        if suffix in READERS:
            data = (loaded.library.root / path).read_bytes()
            key = (hashlib.sha256(data).hexdigest(), suffix)
            if key not in done:
                done[key] = read_attachment(data, suffix)
            yield path, key[0], done[key]
