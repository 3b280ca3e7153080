"""Output: search. A static index that a browser reads in small files; see the handbook."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..library import Library
from ..records import Record
from ..release import Release
from ..views import Views
from .coding import checksum, rising, sealed
from .facets import facet_names
from .kept import VERSION, Base, Notes, base_id, changes_since, context_of, prints_of
from .normal_form import folds
from .segment import Segment, Writer
from .suggestions import Somebody, everybody, suggestion_pages

__all__ = ["write_search"]

_FOLDER = "search"
_FOLDS = 16
"""Files that the folded characters are divided among."""


def write_search(library: Library, views: Views, release: Release) -> None:
    """Write the index of all listed records, the suggestions and the manifest."""
    prints = prints_of(library)
    context = context_of(library)
    people = everybody(library)
    notes = Notes(library.root, context)
    segments = _carried(library, release, notes, prints, people)
    if segments is None:
        name = base_id({**prints, **{url: each[0] for url, each in people.items()}}, context)
        pages = suggestion_pages((each for _, each in people.values()), library)
        segment, files = _write(library.listed, pages, name, library, release)
        notes.write(Base(name, segment, prints, {u: p for u, (p, _) in people.items()}, files))
        segments = [_entry(name, segment)]
    for name, text in _fold_files():
        release.write(f"{_FOLDER}/{name}", sealed(text))
    manifest = {
        "version": VERSION,
        "segments": segments,
        "facets": facet_names(library),
        "folds": _FOLDS,
        "folded": "".join(sorted(each for each in folds() if _is_common(each))),
    }
    release.write(f"{_FOLDER}/manifest.json", _json(manifest))


def _carried(
    library: Library,
    release: Release,
    notes: Notes,
    prints: dict[str, str],
    people: dict[str, tuple[str, Somebody]],
) -> list[dict[str, Any]] | None:
    """The base online with what changed since; None where all has to be made anew."""
    base = notes.read(_base_online(release))
    changes = changes_since(base, library, prints) if base else None
    if base is None or changes is None:
        return None
    gone = {f"t/{number}.txt" for number in changes.dead}
    files = {name: size for name, size in base.files.items() if name not in gone}
    if not release.carry_over_folder(f"{_FOLDER}/{base.id}", files):
        return None
    entry = _entry(base.id, base.segment)
    if changes.dead:
        entry["dead"] = rising(changes.dead)
    now = {url: each for url, (print_, each) in people.items() if base.people.get(url) != print_}
    old = [url for url, print_ in base.people.items() if people.get(url, ("",))[0] != print_]
    if not (changes.recent or now or old):
        return [entry]
    pages = list(suggestion_pages(now.values(), library, old))
    own = {record.key: prints[record.key] for record in changes.recent}
    name = base_id({**own, **dict(pages)}, base.id)
    segment, _ = _write(changes.recent, pages, name, library, release)
    return [entry, {**_entry(name, segment), "ranks": rising(changes.ranks)}]


def _base_online(release: Release) -> str:
    """The name of the base that the site online has, or nothing."""
    try:
        text = (release.previous or release.folder).joinpath(_FOLDER, "manifest.json").read_text()
        name = json.loads(text)["segments"][0]["id"]
    except (OSError, ValueError, LookupError, TypeError):
        return ""
    return name if isinstance(name, str) and name.isalnum() else ""


def _write(
    records: Sequence[Record],
    pages: Iterable[tuple[str, str]],
    name: str,
    library: Library,
    release: Release,
) -> tuple[Segment, dict[str, int]]:
    """Write a segment; its measures, and the sizes of its files."""
    return Writer(records, library, release, f"{_FOLDER}/{name}").write(pages)


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
