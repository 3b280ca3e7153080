"""Segment: the files of an index over some records, numbered newest first."""

from __future__ import annotations

import gc
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TypeVar

from ..library import Library
from ..parallel import apart, shared
from ..records import Record
from ..release import Part, Release
from .coding import checksum, rising, sealed
from .documents import document_of
from .facets import facet_files
from .grams import CHUNK, expected_size, merged, partial
from .normal_form import folds
from .spool import Spool

T = TypeVar("T")

_SHARD = 4_000
"""Bytes that a shard shall have, about; two thirds of it when compressed."""
_SHARD_OF_FEW = 700
"""In the recent segment, which is loaded beside those of the base."""
_WHOLE = 2_000
_GROUPS = 16
_MOST_IN_GROUP = 1_000
"""Documents for each group, so that merging one takes as much memory in any portal."""
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

    part: Part
    postings: list[bytes]
    wholes: list[tuple[int, int]]
    """Checksum of a whole name or title; 2 × document, + 1 for a title."""


class Writer:
    """Writes the files of a segment; whoever makes one writes it."""

    def __init__(
        self, records: Sequence[Record], library: Library, release: Release, folder: str
    ) -> None:
        self._records = records
        self._library = library
        self._release = release
        self._folder = folder
        most = max(_GROUPS, math.ceil(len(records) / _MOST_IN_GROUP))
        self._groups = most if len(records) > _FEW else 1

    def write(self, pages: Iterable[tuple[str, str]]) -> Segment:
        """Write all, and some more `pages`; the segment's measures."""
        meanwhile = apart if len(self._records) > _FEW else nullcontext
        with meanwhile(lambda: self._written_apart(pages)) as written:
            segment = self._write_records()
            self._release.include(written())
        return segment

    def _write_records(self) -> Segment:
        """Write what is of the records; the segment's measures."""
        if not self._records:
            return Segment(0, 0, 0)
        with Spool() as spool:
            wholes = self._chunks(spool)
            terms = self._merge(spool)
        whole = dict(_whole_files(wholes))
        facets = dict(facet_files(self._records, self._library))
        self._write(whole.items())
        self._write((f"f/{name}.txt", text) for name, text in facets.items())
        return Segment(len(self._records), terms, len(whole), tuple(facets))

    def _chunks(self, spool: Spool) -> list[tuple[int, int]]:
        """Write the texts and put the partial postings into the spool; whole names and titles."""
        starts = range(0, len(self._records), CHUNK)
        wholes: list[tuple[int, int]] = []
        folds()  # made once: forked processes need not make it, each, again
        parts = shared(self._part, starts, weight=CHUNK)
        for start, part in zip(starts, parts, strict=True):
            self._release.include(part.part)
            spool.put(start, part.postings)
            wholes += ((key, value + 2 * start) for key, value in part.wholes)
        return wholes

    def _merge(self, spool: Spool) -> int:
        """Write the shards of all groups; how many they are."""
        # Checksums divide terms evenly: one group is as large as another.
        size = _SHARD if len(self._records) > _FEW else _SHARD_OF_FEW
        per_group = math.ceil(expected_size(spool.of(0)) / size) or 1

        def shards(group: int) -> Part:
            chunks = spool.of(group)
            files = _without_pauses(lambda: merged(group, chunks, self._groups, per_group))
            return self._written_apart(files)

        weight = max(1, len(self._records) // self._groups)
        for part in shared(shards, range(self._groups), weight=weight):
            self._release.include(part)
        return self._groups * per_group

    def _written_apart(self, files: Iterable[tuple[str, str]]) -> Part:
        """The part of the release that files of the segment are, written by whoever made them."""
        return self._release.apart(lambda: self._write(files))[1]

    def _write(self, files: Iterable[tuple[str, str]]) -> None:
        for path, text in files:
            self._release.write(f"{self._folder}/{path}", sealed(text))

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
            texts = ((f"t/{n}.txt", each.text()) for n, each in enumerate(documents, start))
            return _Part(self._written_apart(texts), postings, wholes)

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
