"""What is kept of an index between builds, so that one changed record does not rebuild it.

The files of a large index, its base, stay as they are in release after release.
`.wenming/search/<id>.json` tells which records it was made from. Records that came
or changed since are in a second, small segment; those of the base that are no longer
so are listed as dead. Where the note is lost or damaged, or a file, all is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..library import Library
from ..records import Record
from .segment import Segment

VERSION = 3
"""Of the index's format, and of how texts are read: another one is another index."""

_SMALL = 500
"""Records up to which all is always made anew: the same content gives the same bytes."""
_NOTES = 8


@dataclass(frozen=True, slots=True)
class Base:
    """The large segment: its id, what it was made from and the sizes of its files."""

    id: str
    segment: Segment
    prints: Mapping[str, str]
    """Fingerprints by the record's key, in the order of the base's numbers."""
    people: Mapping[str, str]
    """Fingerprints of everybody by address."""
    files: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Changes:
    """How the records of today differ from those of a base."""

    dead: tuple[int, ...]
    """Numbers of the base's documents that do not count any more."""
    recent: tuple[Record, ...]
    ranks: tuple[int, ...]
    """For each recent record: the number in the base that it comes before."""


def prints_of(library: Library) -> dict[str, str]:
    """For each listed record what tells whether its document is still the same."""
    return {record.key: f"{record.digest[:16]} {record.path}" for record in library.listed}


def context_of(library: Library) -> str:
    """A digest of all that documents depend on besides their own records."""
    hasher = hashlib.sha256(f"{VERSION} {library.settings.timezone}".encode())
    for collection in library.collections.values():
        hasher.update(collection.model_dump_json().encode())
    for each in library.organizations:
        hasher.update(f"{each.slug} {each.name} {each.short} {each.path}\n".encode())
    return hasher.hexdigest()[:16]


def base_id(prints: Mapping[str, str], context: str) -> str:
    """The name of a base's folder: it says what is in it."""
    data = json.dumps([context, list(prints.items())])
    return hashlib.sha256(data.encode()).hexdigest()[:12]


def changes_since(base: Base, library: Library, prints: dict[str, str]) -> Changes | None:
    """What changed since a base was made; None where it is better, or due, to make another.

    Due it is when a record is published no more: nothing of it may stay.
    """
    if len(prints) <= _SMALL:
        return None
    numbers = {key: number for number, key in enumerate(base.prints)}
    dead = {key: numbers[key] for key, print_ in base.prints.items() if prints.get(key) != print_}
    if any(library.record(key) is None for key in dead):
        return None
    recent, ranks = [], []
    rank = len(numbers)
    for key, record in zip(reversed(prints), reversed(library.listed), strict=True):
        if key in numbers and key not in dead:
            rank = numbers[key]
        else:
            recent.append(record)
            ranks.append(rank)
    if len(recent) + len(dead) > max(64, len(numbers) // 40):
        return None
    return Changes(tuple(dead.values()), tuple(reversed(recent)), tuple(reversed(ranks)))


class Notes:
    """The notes on bases, in a folder that may be lost at any time."""

    def __init__(self, root: Path, context: str) -> None:
        self._folder = root / ".wenming" / "search"
        self._context = context

    def read(self, name: str) -> Base | None:
        """The note on a base; None where there is none, or it is damaged, or of another context."""
        try:
            digest, _, text = (self._folder / f"{name}.json").read_text("utf-8").partition("\n")
            if digest != _digest(text):
                return None
            data: dict[str, Any] = json.loads(text)
            records, terms, wholes, facets = data["segment"]
            segment = Segment(records, terms, wholes, tuple(facets))
            base = Base(name, segment, data["prints"], data["people"], data["files"])
            return base if data["context"] == self._context else None
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def write(self, base: Base) -> None:
        """Note a base down; the oldest notes make room. A full disk is no reason to fail."""
        each = base.segment
        data = {
            "context": self._context,
            "segment": (each.records, each.terms, each.wholes, each.facets),
            "prints": base.prints,
            "people": base.people,
            "files": base.files,
        }
        text = json.dumps(data)
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            new = self._folder / f"{base.id}.new"
            new.write_text(f"{_digest(text)}\n{text}", "utf-8")
            new.replace(self._folder / f"{base.id}.json")
            for old in _oldest(list(self._folder.iterdir())):
                old.unlink()


def _oldest(notes: Sequence[Path]) -> Sequence[Path]:
    return sorted(notes, key=os.path.getmtime, reverse=True)[_NOTES:]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
