"""What is kept of an index between builds, so that one changed record does not rebuild it.

The files of a large index, its base, stay as they are in release after release.
`.wenming/search/<id>.json` tells which records it was made from. Records that came
or changed since are in a second, small segment; those of the base that are no longer
so are dead, and stay so: `<digest of the manifest online>.recent.json` tells of both.
Where a note is lost or damaged, or a file, all is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..library import Library
from ..records import Record
from ..store import code_version
from .segment import Segment

VERSION = 3
"""Of the index's format: a browser reads no other one."""

_SMALL = 500
"""Records up to which all is always made anew: the same content gives the same bytes."""
_NOTES = 8

Pages = tuple[tuple[str, str], ...]
"""Paths and texts of pages of suggestions."""


@dataclass(frozen=True, slots=True)
class Base:
    """The large segment: its id, and what it was made from."""

    id: str
    segment: Segment
    prints: Mapping[str, str]
    """Fingerprints by the record's key, in the order of the base's numbers."""
    people: Mapping[str, str]
    """Fingerprints of everybody by address."""

    @property
    def most_changes(self) -> int:
        """Changes from which another base pays: it takes as long as all of them until then."""
        return max(64, 2 * math.isqrt(len(self.prints)))


@dataclass(frozen=True, slots=True)
class Recent:
    """What an index has beside its base."""

    base: str
    dead: tuple[int, ...] = ()
    """Numbers of the base's documents that do not count any more, rising."""
    keys: tuple[str, ...] = ()
    """Of the records in the second segment, newest first."""
    ranks: tuple[int, ...] = ()
    """For each of them: the number in the base that it comes before."""
    pages: Pages = ()
    """The suggestions in it."""


def prints_of(records: Iterable[Record]) -> dict[str, str]:
    """For each record, by its key, what tells whether its document is still the same."""
    return {record.key: f"{record.digest[:16]} {record.path}" for record in records}


def context_of(library: Library) -> str:
    """A digest of all that documents depend on besides their own records."""
    settings = library.settings
    readings = sorted(settings.readings.items())
    told = f"{VERSION} {settings.timezone} {settings.source} {readings}"
    hasher = hashlib.sha256(told.encode())
    hasher.update(code_version())
    for collection in library.collections.values():
        hasher.update(collection.model_dump_json().encode())
    for each in library.organizations:
        hasher.update(f"{each.slug} {each.name} {each.short} {each.path}\n".encode())
    hasher.update(" ".join(sorted(library.minors.names)).encode())
    return hasher.hexdigest()[:16]


def base_id(prints: Mapping[str, str], context: str) -> str:
    """The name of a segment's folder: it says what is in it."""
    data = json.dumps([context, list(prints.items())])
    return hashlib.sha256(data.encode()).hexdigest()[:12]


def changes_since(
    base: Base, before: Recent, library: Library, prints: dict[str, str]
) -> tuple[Recent, list[Record]] | None:
    """What changed since a base was made, and the records that are recent.

    None where it is better, or due, to make another. Due it is when a record is
    published no more: nothing of it may stay.
    """
    if len(prints) <= _SMALL:
        return None
    numbers = {key: number for number, key in enumerate(base.prints)}
    gone = set(before.dead)
    dead = {
        key: numbers[key]
        for key, print_ in base.prints.items()
        if prints.get(key) != print_ or numbers[key] in gone
    }
    if any(library.record(key) is None for key in (*dead, *before.keys)):
        return None
    recent, ranks = [], []
    rank = len(numbers)
    for key, record in zip(reversed(prints), reversed(library.listed), strict=True):
        if key in numbers and key not in dead:
            rank = numbers[key]
        else:
            recent.append(record)
            ranks.append(rank)
    if len(recent) + len(dead) > base.most_changes:
        return None
    recent.reverse()
    keys = tuple(record.key for record in recent)
    return Recent(base.id, tuple(dead.values()), keys, tuple(reversed(ranks))), recent


def changes_with(
    base: Base, before: Recent, library: Library, records: Iterable[Record]
) -> tuple[Recent, list[Record]] | None:
    """The same where only the bodies of some records changed since there was `before`.

    Of the library it asks for single records alone.
    """
    numbers = {key: number for number, key in enumerate(base.prints)}
    ranks = dict(zip(before.keys, before.ranks, strict=True))
    dead = set(before.dead)
    listed = {record.key: record for record in records if library.is_listed(record)}
    for key, print_ in prints_of(listed.values()).items():
        if key in ranks:
            continue
        number = numbers.get(key)
        if number is None or number in dead:
            return None
        if base.prints[key] != print_:
            dead.add(number)
            ranks[key] = number
    recent = [listed.get(key) or library.record(key) for key in ranks]
    found = [record for record in recent if record]
    many = len(found) + len(dead) > base.most_changes
    small = len(numbers) + len(found) - len(dead) <= _SMALL
    if many or small or len(found) < len(recent):
        return None
    found.sort(key=Record.order, reverse=True)
    for key, rank in ranks.items():
        while rank in dead:
            rank += 1
        ranks[key] = rank
    keys = tuple(record.key for record in found)
    order = tuple(ranks[key] for key in keys)
    return Recent(base.id, tuple(sorted(dead)), keys, order, before.pages), found


class Notes:
    """The notes on indexes, in a folder that may be lost at any time."""

    def __init__(self, root: Path, context: str) -> None:
        self._folder = root / ".wenming" / "search"
        self._context = context

    def base(self, name: str) -> Base | None:
        """The note on a base; None where there is none, or it is damaged, or of another context."""
        try:
            data = self._read(f"{name}.json")
            records, terms, wholes, facets = data["segment"]
            segment = Segment(records, terms, wholes, tuple(facets))
            base = Base(name, segment, data["prints"], data["people"])
            return base if data["context"] == self._context else None
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def recent(self, manifest: bytes) -> Recent | None:
        """What an index with this manifest has beside its base; None where nobody knows."""
        try:
            data = self._read(_recent_file(manifest))
            dead, keys, ranks = (tuple(data[name]) for name in ("dead", "keys", "ranks"))
            pages = tuple((path, text) for path, text in data["pages"])
            return Recent(data["base"], dead, keys, ranks, pages)
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def write_base(self, base: Base) -> None:
        """Note a base down; no other note stays, which may tell of what was withdrawn."""
        with contextlib.suppress(OSError):
            for old in [*self._folder.iterdir()]:
                old.unlink()
        each = base.segment
        data = {
            "context": self._context,
            "segment": (each.records, each.terms, each.wholes, each.facets),
            "prints": base.prints,
            "people": base.people,
        }
        self._write(f"{base.id}.json", data)

    def write_recent(self, manifest: bytes, recent: Recent) -> None:
        """Note down what an index with this manifest has beside its base."""
        self._write(_recent_file(manifest), asdict(recent))

    def _read(self, name: str) -> dict[str, Any]:
        digest, _, data = (self._folder / name).read_bytes().partition(b"\n")
        if digest.decode() != _digest(data):
            raise ValueError(name)
        found: dict[str, Any] = json.loads(data)
        return found

    def _write(self, name: str, value: Mapping[str, Any]) -> None:
        """The oldest notes of a kind make room. A full disk is no reason to fail."""
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            new = self._folder / f"{name}.new"
            new.write_bytes(f"{_digest(data)}\n".encode() + data)
            new.replace(self._folder / name)
            _, _, kind = name.partition(".")
            same = [file for file in self._folder.iterdir() if file.name.partition(".")[2] == kind]
            for old in _oldest(same):
                old.unlink()


def _recent_file(manifest: bytes) -> str:
    return f"{_digest(manifest)[:12]}.recent.json"


def _oldest(notes: Sequence[Path]) -> Sequence[Path]:
    return sorted(notes, key=os.path.getmtime, reverse=True)[_NOTES:]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
