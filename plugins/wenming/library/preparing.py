"""What can be known of a record without the others: read, rendered and checked by itself.

Records are prepared apart from each other, in other processes where there are
many, and only if their files changed since the store was last written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..crew import Crew
from ..markup import Body, Outline, render_body
from ..packing import pack
from ..privacy import find, reads_otherwise
from ..problems import Place, Problem
from ..records import (
    OrganizationName,
    Reader,
    Reading,
    Record,
    Refused,
    decoded,
    read_bytes,
    source_of,
)
from ..settings import Settings
from ..store import Store
from .bodies import PARTS, Bodies, Shelf
from .body_checks import check_writing
from .naming import check_minors, check_names, check_people_apart, check_rare_characters
from .scope import RecordScope
from .stamps import Stamp, digest_of

_PREPARED = "prepared"
"""What the store keeps, by the path of the record."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came of a file: the record and its body's outline, if any, and what is wrong."""

    reading: Reading
    outline: Outline
    problems: tuple[Problem, ...]
    suspect: bool = False
    """Whether something in it looks like private data; what, the inspection will say."""

    @property
    def record(self) -> Record | None:
        """The record, or of a faulty one what is sound of it."""
        return self.reading.checkable


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was prepared, and of what: another file, or declaration, makes it worthless."""

    stamp: Stamp
    depends_on: str
    prepared: Prepared


STORED = (
    *(_Kept, Stamp, Prepared, Reading, Record, OrganizationName, Problem, Place),
    *PARTS,
)
"""The classes of what the store keeps."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it was read: its bytes, or why it has none to offer."""

    path: str
    """Relative to the portal."""
    stamp: Stamp
    data: bytes
    problems: tuple[Problem, ...] = ()

    @classmethod
    def read(cls, root: Path, path: str) -> _File:
        stamp = Stamp.of(root / path)
        try:
            data = read_bytes(root / path, path)
        except Refused as refused:
            return cls(path, stamp, b"", refused.problems)
        return cls(path, stamp.with_digest(digest_of(data)), data)


@dataclass(frozen=True, slots=True)
class _Preparer:
    """Prepares the record in a file that was read, on this machine or on another one."""

    scope: RecordScope
    readers: Mapping[str, Reader]
    content: str

    def __call__(self, file: _File) -> tuple[_Kept, bytes]:
        """What came of the file, and the packed body."""
        path, reader = file.path, self.readers[collection_in(file.path, self.content)]
        packed = b""
        try:
            if file.problems:
                raise Refused(*file.problems)
            prepared, packed = self._prepared(decoded(file.data, path), path, reader)
        except Refused as refused:
            unread = Reading(None, None, refused.problems)
            prepared = Prepared(unread, Outline(), unread.problems)
        return _Kept(file.stamp, self.depends_on(reader), prepared), packed

    def _prepared(self, text: str, path: str, reader: Reader) -> tuple[Prepared, bytes]:
        source = source_of(text, path)
        self.scope.sources.clear()
        self.scope.sources[path] = source
        reading = reader.read_source(source)
        record, problems = reading.checkable, [*reading.problems]
        if record is None:
            return Prepared(reading, Outline(), reading.problems), b""
        body = render_body(source.body)
        problems += check_writing(source, body.excess)
        for check in (check_minors, check_names, check_people_apart, check_rare_characters):
            problems += check(record, self.scope)
        looked = [path, text]
        if reads_otherwise(text):
            looked += texts_shown(record, body, self.scope)
        suspect = any(map(find, looked))
        return Prepared(reading, body.outline, tuple(problems), suspect), pack(body)

    def depends_on(self, reader: Reader) -> str:
        """A digest of what, beside its file, is known of a record here."""
        return f"{reader.digest} {''.join(sorted(self.scope.rare_characters))}"


def texts_shown(record: Record, body: Body, scope: RecordScope) -> tuple[str, str]:
    """The texts of a record as its page shows them: the body's, and those of the fields."""
    found = scope.values[record.collection](record.fields)
    values = (value for _, _, value in found if isinstance(value, str))
    return body.text, "\n".join(values)


def prepare(
    paths: Iterable[str],
    scope: RecordScope,
    settings: Settings,
    store: Store,
    crew: Crew | None = None,
) -> tuple[list[Prepared], Bodies, int]:
    """The records in those of the files that belong to a declared column, and their bodies.

    And how many of the files had to be read.
    """
    preparer = _preparer(scope, settings)
    readers = preparer.readers
    records = [
        path
        for path in paths
        if path.endswith(".md") and collection_in(path, settings.content_dir) in readers
    ]
    before: dict[str, _Kept] = store.read_many(_PREPARED)
    kept: dict[str, _Kept] = {}
    for path in records:
        on = preparer.depends_on(readers[collection_in(path, settings.content_dir)])
        if path in before and (still := _still(before[path], scope.root / path, on)):
            kept[path] = still
    new = [path for path in records if path not in kept]
    shelf = Shelf(store)
    done = (crew or Crew()).share(
        preparer,
        new,
        fetch=lambda path: _File.read(scope.root, path),
        keep=lambda _, made: made,
    )
    for path, (made, body) in zip(new, done, strict=True):
        kept[path] = made
        shelf.put(path, body)
    for path in before.keys() - kept.keys():
        shelf.take_away(path)
    store.keep_many(_PREPARED, kept, before)
    shelf.save()
    prepared = [kept[path].prepared for path in records]
    by_path = {each.record.path: each.record for each in prepared if each.record}
    return prepared, Bodies(scope.root, by_path, store, shelf.left_over), len(new)


def prepare_again(
    paths: Iterable[str], scope: RecordScope, settings: Settings, store: Store
) -> dict[str, Prepared]:
    """The records in some files of declared columns, read anew whatever the store has of them."""
    preparer = _preparer(scope, settings)
    found, shelf = {}, Shelf(store)
    for path in paths:
        kept, body = preparer(_File.read(scope.root, path))
        store.keep_among(_PREPARED, path, kept)
        shelf.put(path, body)
        found[path] = kept.prepared
    shelf.save()
    return found


def prepared_before(store: Store) -> Callable[[str], Prepared | None]:
    """What the store has of a file, by its path; each part of the store is read once."""
    read: dict[str, _Kept] = {}

    def find(path: str) -> Prepared | None:
        if path not in read:
            read.update(store.read_among(_PREPARED, path))
        return read[path].prepared if path in read else None

    return find


def _preparer(scope: RecordScope, settings: Settings) -> _Preparer:
    defaults = {"source": settings.source} if settings.source else {}
    readers = {name: Reader.of(each, defaults) for name, each in scope.collections.items()}
    return _Preparer(scope, readers, settings.content_dir)


def _still(kept: _Kept, file: Path, depends_on: str) -> _Kept | None:
    """What was kept of a file, if the file and all that it depends on are what they were."""
    stamp = kept.stamp.still(file) if kept.depends_on == depends_on else None
    if stamp is kept.stamp:
        return kept
    return replace(kept, stamp=stamp) if stamp else None


def collection_in(path: str, content: str) -> str:
    """The folder of the content that a path leads into."""
    return path.removeprefix(f"{content}/").partition("/")[0]
