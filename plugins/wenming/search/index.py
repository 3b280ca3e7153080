"""Index: the base, the recent segment, the folded characters and the manifest of them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..library import Library
from ..records import Record
from ..release import Part, Release, Unit
from ..views import Views
from .coding import checksum, rising, sealed
from .facets import facet_names
from .kept import (
    VERSION,
    Base,
    Notes,
    Recent,
    base_id,
    changes_since,
    changes_with,
    context_of,
    prints_of,
)
from .normal_form import folds
from .segment import Segment, Writer
from .suggestions import everybody, suggestion_pages

_FOLDER = "search"
_MANIFEST = f"{_FOLDER}/manifest.json"
_BASE = "search base"
"""The unit of the release that the files of a base are."""
_RECENT = "search recent"
_FOLDS = 16
"""Files that the folded characters are divided among."""


def write_search(library: Library, views: Views, release: Release) -> None:
    """Write the index of all listed records, the suggestions and the manifest."""
    context = context_of(library)
    notes = Notes(library.root, context)
    prints, people = prints_of(library.listed), everybody(library)
    readings = library.settings.readings
    shown = {url: each.print for url, each in people.items()}
    before = notes.recent(_manifest_online(release))
    base = notes.base(before.base) if before else None
    changed = changes_since(base, before, library, prints) if before and base else None
    if base and changed and release.keep(_BASE, bytes.fromhex(base.id)):
        recent, records = changed
        now = [people[url] for url, print_ in shown.items() if base.people.get(url) != print_]
        old = [url for url, print_ in base.people.items() if shown.get(url) != print_]
        if records or now or old:
            pages = tuple(suggestion_pages(now, old, readings))
            recent = dataclasses.replace(recent, pages=pages)
    else:
        name = base_id({**prints, **shown}, context)
        segment = _write_base(
            name, library.listed, suggestion_pages(people.values(), (), readings), library, release
        )
        base = Base(name, segment, prints, shown)
        notes.write_base(base)
        recent, records = Recent(name), []
    rest = {
        "facets": facet_names(library),
        "folds": _FOLDS,
        "folded": "".join(sorted(each for each in folds() if _is_common(each))),
    }
    _finish(base, recent, records, rest, notes, library, release)


def amend_search(
    library: Library, records: Sequence[Record], _told: Sequence[Record], release: Release
) -> bool:
    """Write the index of the site online with other words of some records.

    All else is as it is online: which records are listed, their other fields, the people,
    the declarations. The files are those that `write_search` writes. Of the library
    only single records, bodies and organizations are asked for. False, and nothing
    is written, where all has to be made anew.
    """
    online = _manifest_online(release)
    notes = Notes(library.root, context_of(library))
    before = notes.recent(online)
    base = notes.base(before.base) if before else None
    changed = changes_with(base, before, library, records) if before and base else None
    if base is None or changed is None or not release.keep(_BASE, bytes.fromhex(base.id)):
        return False
    recent, records = changed
    if records and not recent.pages:
        recent = dataclasses.replace(recent, pages=tuple(suggestion_pages(())))
    manifest = json.loads(online)
    rest = {name: manifest[name] for name in ("facets", "folds", "folded")}
    _finish(base, recent, records, rest, notes, library, release)
    return True


def _manifest_online(release: Release) -> bytes:
    """The manifest that the site online has, or nothing."""
    try:
        return (release.previous or release.folder).joinpath(_MANIFEST).read_bytes()
    except OSError:
        return b""


def _write_base(
    name: str,
    records: Sequence[Record],
    pages: Iterable[tuple[str, str]],
    library: Library,
    release: Release,
) -> Segment:
    """Write a base, which other releases will keep; its measures."""
    writer = Writer(records, library, release, f"{_FOLDER}/{name}")
    # Not by `release.unit`: of one with the same name texts may be missing online.
    segment, part = release.apart(lambda: writer.write(pages))
    unit = Unit(name, tuple(part.files))
    release.include(Part(part.files, {**part.units, _BASE: unit}))
    return segment


def _finish(
    base: Base,
    recent: Recent,
    records: Sequence[Record],
    rest: dict[str, Any],
    notes: Notes,
    library: Library,
    release: Release,
) -> None:
    """Write all but the base, and note down what is not in it; `rest` is of the manifest."""
    for number in recent.dead:  # nothing of what it was may stay
        release.write(f"{_FOLDER}/{base.id}/t/{number}.txt", sealed(""))
    segments = [_entry(base.id, base.segment)]
    if recent.dead:
        segments[0]["dead"] = rising(recent.dead)
    if recent.pages:
        name = base_id({**prints_of(records), **dict(recent.pages)}, base.id)
        writer = Writer(records, library, release, f"{_FOLDER}/{name}")
        segment, part = release.apart(lambda: writer.write(recent.pages))
        release.include(Part(part.files, {**part.units, _RECENT: Unit("", tuple(part.files))}))
        segments.append({**_entry(name, segment), "ranks": rising(recent.ranks)})
    for path, text in _fold_files():
        release.write(f"{_FOLDER}/{path}", sealed(text))
    manifest = _json({"version": VERSION, "segments": segments, **rest}).encode()
    release.write(_MANIFEST, manifest)
    notes.write_recent(manifest, recent)


def _entry(name: str, segment: Segment) -> dict[str, Any]:
    """What the manifest says of a segment."""
    return {
        "facets": list(segment.facets),
        "id": name,
        "records": segment.records,
        "terms": segment.terms,
        "wholes": segment.wholes,
    }


def _fold_files() -> Iterator[tuple[str, str]]:
    """The folded characters, each followed by what it becomes, by the character's checksum."""
    shards = [""] * _FOLDS
    for each, other in sorted(folds().items()):
        shards[checksum(each) % _FOLDS] += each + other
    for index, text in enumerate(shards):
        yield f"folds/{index}.txt", text


def _is_common(character: str) -> bool:
    """Whether a character is in GB 2312: a browser asks for the folds of all others."""
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
