"""Film and sound as they are published: without place, device, people and dates.

MP3: the tags before and behind the sound are cut off. MP4: what is no picture,
sound or subtitle becomes free space of the same size, so that every offset in
the file still holds (ISO/IEC 14496-12, 8.1.2).
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterator
from dataclasses import dataclass

_APE_FOOTER = 32


def without_tags(data: bytes) -> bytes:
    """The bytes of an MP3 file without ID3v2 (once or more), ID3v1 and APE tags."""
    start, stop = 0, len(data)
    while data[start : start + 3] == b"ID3" and start + 10 <= stop:
        flags, *sizes = data[start + 5 : start + 10]
        footer = 10 if flags & 0x10 else 0
        start += 10 + footer + sum((n & 0x7F) << 7 * (3 - i) for i, n in enumerate(sizes))
    while True:
        end = stop
        if data[max(stop - 128, start) :][:3] == b"TAG" and stop - start >= 128:
            stop -= 128
        elif stop - start >= _APE_FOOTER and data[stop - _APE_FOOTER :][:8] == b"APETAGEX":
            size, _, flags = struct.unpack_from("<III", data, stop - 20)
            stop -= size + (_APE_FOOTER if flags >> 31 else 0)
        data = data[: max(stop, start)]
        if stop == end:
            return data[start:]


@dataclass(frozen=True, slots=True)
class _Box:
    """A box of an MP4 file: what kind, where it begins, its content, and where it ends."""

    kind: bytes
    start: int
    content: int
    end: int


_HOLDERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf", b"edts", b"mvex"})
_TELLING = frozenset({b"udta", b"meta", b"uuid", b"skip", b"free"})
"""User data (`©xyz` is the place), metadata, XMP; free space may hold what was deleted."""

_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
"""Headers that begin with when the film was made and changed."""

_SHOWN = frozenset({b"vide", b"soun", b"text", b"sbtl", b"subt", b"clcp", b"auxv", b"tmcd"})
"""Handlers of tracks that are seen or heard; others hold the place or time of each moment."""


def without_telling_boxes(data: bytes) -> bytes:
    """The bytes of an MP4 film without metadata, as long as before.

    Raises ValueError for a file whose boxes cannot be told apart.
    """
    film = bytearray(data)
    try:
        for box in _boxes(film, 0, len(film)):
            _blank_below(film, box, fragmented=b"moof" in data)
    except struct.error as error:
        raise ValueError(str(error)) from None
    return bytes(film)


def _boxes(film: bytearray, start: int, stop: int) -> Iterator[_Box]:
    while start + 8 <= stop:
        size, kind = struct.unpack_from(">I4s", film, start)
        content = start + 8
        if size == 1:
            size = struct.unpack_from(">Q", film, content)[0]
            content += 8
        end = start + size if size else stop
        if not content <= end <= stop:
            raise ValueError("a box that is longer than what holds it")
        yield _Box(kind, start, content, end)
        start = end


def _blank_below(film: bytearray, box: _Box, *, fragmented: bool) -> None:
    if box.kind in _TELLING:
        _blank(film, box)
    elif box.kind == b"trak" and _handler(film, box) not in _SHOWN:
        if fragmented:
            raise ValueError("a track of data in a film in fragments")
        for start, end in _samples(film, box):
            film[start:end] = bytes(end - start)
        _blank(film, box)
    elif box.kind in _DATED and box.content < box.end:
        # Version 1 has longer numbers.
        times = slice(
            box.content + 4, min(box.content + (20 if film[box.content] else 12), box.end)
        )
        film[times] = bytes(len(film[times]))
    elif box.kind in _HOLDERS:
        for inner in _boxes(film, box.content, box.end):
            _blank_below(film, inner, fragmented=fragmented)


def _blank(film: bytearray, box: _Box) -> None:
    film[box.start + 4 : box.start + 8] = b"free"
    film[box.content : box.end] = bytes(box.end - box.content)


def _find(film: bytearray, box: _Box, *path: bytes) -> _Box:
    """A box within a box; ValueError where there is none."""
    for kind in path:
        inner = (each for each in _boxes(film, box.content, box.end) if each.kind == kind)
        found = next(inner, None)
        if found is None:
            raise ValueError(f"no {kind!r}")
        box = found
    return box


def _handler(film: bytearray, track: _Box) -> bytes:
    content = _find(film, track, b"mdia", b"hdlr").content
    return bytes(film[content + 8 : content + 12])


def _samples(film: bytearray, track: _Box) -> Iterator[tuple[int, int]]:
    """Where the chunks of a track lie in the file (14496-12, 8.7)."""
    table = _find(film, track, b"mdia", b"minf", b"stbl")
    kinds = {box.kind: box for box in _boxes(film, table.content, table.end)}
    wide = b"co64" in kinds
    offsets = _numbers(film, kinds.get(b"co64") or _find(film, table, b"stco"), 4, 8 if wide else 4)
    each, count = struct.unpack_from(">II", film, _find(film, table, b"stsz").content + 4)
    sizes = iter(()) if each else iter(_numbers(film, kinds[b"stsz"], 8, 4))
    runs = _numbers(film, _find(film, table, b"stsc"), 4, 4, 3)
    last = len(offsets) + 1
    firsts = [min(first, last) for first in (*runs[::3], last)]
    per_chunk = [n for i, n in enumerate(runs[1::3]) for _ in range(firsts[i], firsts[i + 1])]
    for offset, samples in zip(offsets, per_chunk, strict=False):
        samples = min(samples, count)
        length = each * samples if each else sum(itertools.islice(sizes, samples))
        if offset + length > len(film):
            raise ValueError("samples beyond the end")
        yield offset, offset + length


def _numbers(film: bytearray, box: _Box, at: int, width: int, columns: int = 1) -> list[int]:
    """The numbers of a table whose count stands `at` bytes into the box."""
    [count] = struct.unpack_from(">I", film, box.content + at)
    begin = box.content + at + 4
    if begin + count * columns * width > box.end:
        raise ValueError("a table that is longer than its box")
    form = "Q" if width == 8 else "I"
    return list(struct.unpack_from(f">{count * columns}{form}", film, begin))
