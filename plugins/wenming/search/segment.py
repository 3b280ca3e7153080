"""Segment: the files of an index over some records, numbered newest first."""

from __future__ import annotations

import gc
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ..library import Library
from ..parallel import Shared
from ..records import Record
from .coding import checksum, rising
from .documents import document_of
from .facets import facet_files
from .grams import CHUNK, merged, partial

T = TypeVar("T")

_SHARD = 16_000
"""Bytes that a shard shall have, about; half of it when compressed."""
_WHOLE = 4_000
_GROUPS = 16
_FEW = 200
"""Documents up to which one group is enough."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What the manifest says of a segment; shards are counted by kind."""

    records: int
    terms: int
    wholes: int
    facets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """A chunk of the index."""

    texts: list[str]
    postings: list[bytes]
    wholes: list[tuple[int, int]]
    """Checksum of a whole name or title; 2 × document, + 1 for a title."""


class Writer:
    """Makes the files of a segment; afterwards `segment` tells its measures."""

    def __init__(self, records: Sequence[Record], library: Library) -> None:
        self._records = records
        self._library = library
        self._groups = _GROUPS if len(records) > _FEW else 1
        self.segment = Segment(len(records), 0, 0)

    def files(self) -> Iterator[tuple[str, str]]:
        """Every file by name, as soon as it is made; none without records."""
        if not self._records:
            return
        starts = range(0, len(self._records), CHUNK)
        wholes: list[tuple[int, int]] = []
        chunks: list[list[bytes]] = []
        parts = Shared(self._part, starts, weight=CHUNK).results()
        for start, part in zip(starts, parts, strict=True):
            for number, text in enumerate(part.texts, start):
                yield f"t/{number}.txt", text
            chunks.append(part.postings)
            wholes += ((key, value + 2 * start) for key, value in part.wholes)
        size = sum(len(group) for chunk in chunks for group in chunk)
        per_group = math.ceil(size * 0.55 / _SHARD / self._groups) or 1

        def shards(group: int) -> list[tuple[str, str]]:
            data = [(start, chunk[group]) for start, chunk in zip(starts, chunks, strict=True)]
            return _without_pauses(lambda: merged(group, data, self._groups, per_group))

        weight = max(1, len(self._records) // self._groups)
        for files in Shared(shards, range(self._groups), weight=weight).results():
            yield from files
        written = list(_whole_files(wholes))
        yield from written
        facets = dict(facet_files(self._records, self._library))
        yield from ((f"f/{name}.txt", text) for name, text in facets.items())
        terms = self._groups * per_group
        self.segment = Segment(len(self._records), terms, len(written), tuple(facets))

    def _part(self, start: int) -> _Part:
        records = self._records[start : start + CHUNK]

        def part() -> _Part:
            documents = [document_of(record, self._library) for record in records]
            normal = [document.normal() for document in documents]
            wholes: list[tuple[int, int]] = []
            for number, (names, title, *_) in enumerate(normal):
                wholes.append((checksum(title), 2 * number + 1))
                wholes += ((checksum(name), 2 * number) for name in set(names.split("\n")))
            postings = partial(normal, self._groups)
            return _Part([document.text() for document in documents], postings, wholes)

        return _without_pauses(part)


def _without_pauses(work: Callable[[], T]) -> T:
    """The result of some work; making lists by the thousand would have Python look for cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        return work()
    finally:
        if enabled:
            gc.enable()


def _whole_files(wholes: Sequence[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """Shards of whole names and titles, by checksum: the documents that have that name, title."""
    found: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for key, value in sorted(wholes):
        found[key][value & 1].append(value >> 1)
    count = math.ceil(len(wholes) * 12 / _WHOLE) or 1
    shards: list[list[str]] = [[] for _ in range(count)]
    for key, (names, titles) in found.items():
        entry = (f"!{rising(names)}" if names else "") + (f'"{rising(titles)}' if titles else "")
        shards[key % count].append(f"{key:x}\t{entry}\n")
    for index, lines in enumerate(shards):
        yield f"w/{index}.txt", "".join(lines)
