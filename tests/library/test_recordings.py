"""Film and sound are published without what they tell of place, device and people."""

from __future__ import annotations

import contextlib
import struct
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wenming.library.file_types import file_fault
from wenming.library.recordings import without_tags, without_telling_boxes

from ..mistakes import NOTICE, RECORD
from ..portals import make_portal, write
from .loading import loaded

PLACE = b"+39.9042+116.4074/"
SOUND = b"\xff\xfb\x90\x64" + bytes(range(200)) * 4


def box(kind: bytes, *content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + sum(map(len, content)), kind) + b"".join(content)


def numbers(*values: int) -> bytes:
    return struct.pack(f">{len(values)}I", *values)


def track(handler: bytes, chunks: list[int], sizes: list[int], *, wide: bool = False) -> bytes:
    """A track with one sample to a chunk but for the first, which has two."""
    offsets = box(b"stco", numbers(0, len(chunks), *chunks))
    if wide:
        offsets = box(b"co64", numbers(0, len(chunks)), struct.pack(f">{len(chunks)}Q", *chunks))
    same = len(set(sizes)) == 1
    table = box(
        b"stbl",
        box(b"stsc", numbers(0, 2, 1, 2, 1, 2, 1, 1)),
        box(b"stsz", numbers(0, sizes[0] if same else 0, len(sizes), *([] if same else sizes))),
        offsets,
    )
    header = box(b"mdhd", numbers(0, 3_900_000_000, 3_900_000_001, 1000, 1000, 0))
    media = box(b"mdia", header, box(b"hdlr", numbers(0, 0), handler), box(b"minf", table))
    return box(b"trak", box(b"udta", box(b"\xa9nam", PLACE)), media)


def film(*, data_handler: bytes = b"meta", wide: bool = False) -> bytes:
    """Two chunks of picture, two of places, and places in every kind of box."""
    begin = box(b"ftyp", b"isom", numbers(512), b"isomiso2")
    samples = [b"picture-1 picture-2 ", PLACE * 2, b"picture-3 ", PLACE]
    at = len(begin) + 8
    starts = [at + sum(map(len, samples[:n])) for n in range(4)]
    moov = box(
        b"moov",
        box(b"mvhd", bytes([1, 0, 0, 0]), numbers(0, 3_900_000_000, 0, 3_900_000_001, 1000)),
        track(b"vide", [starts[0], starts[2]], [10, 10, 10], wide=wide),
        track(data_handler, [starts[1], starts[3]], [len(PLACE), len(PLACE), len(PLACE)]),
        box(b"udta", box(b"\xa9xyz", PLACE), box(b"meta", PLACE)),
    )
    rest = box(b"uuid", b"XMP" * 6, PLACE) + box(b"free", PLACE)
    return begin + box(b"mdat", *samples) + moov + rest


@pytest.mark.parametrize("wide", [False, True])
def test_a_film_is_published_without_place_date_and_data(wide: bool) -> None:
    """Of the same length, so that all that it shows is where it was."""
    before = film(wide=wide)
    after = without_telling_boxes(before)
    assert PLACE in before
    assert numbers(3_900_000_000) in before
    assert PLACE not in after
    assert numbers(3_900_000_000) not in after
    assert numbers(3_900_000_001) not in after
    assert len(after) == len(before)
    assert b"picture-1 picture-2 " + bytes(2 * len(PLACE)) + b"picture-3 " in after
    assert after.count(b"trak") == 1
    assert without_telling_boxes(after) == after


def test_samples_of_several_sizes_are_found() -> None:
    """A table of sizes instead of one for all."""
    begin = box(b"ftyp", b"isom", numbers(512)) + struct.pack(">I4s", 8 + 12, b"mdat")
    at = len(begin)
    data = begin + b"aabbbcd-----" + box(b"moov", track(b"gpmd", [at, at + 6], [2, 3, 1]))
    assert b"\0\0\0\0\0c\0-----" in without_telling_boxes(data)


def test_subtitles_stay() -> None:
    assert without_telling_boxes(film(data_handler=b"sbtl")).count(PLACE) == 3


@pytest.mark.parametrize(
    "data",
    [
        film()[:-1],
        film() + box(b"moof", bytes(8)),
        box(b"ftyp", b"isom", numbers(0)) + box(b"moov", track(b"meta", [10_000], [9, 9])),
        box(b"ftyp", b"isom", numbers(0)) + box(b"moov", box(b"trak", bytes(8))),
    ],
    ids=["cut off", "fragments with data", "samples beyond the end", "no handler"],
)
def test_a_film_whose_metadata_cannot_be_taken_out_is_refused(tmp_path: Path, data: bytes) -> None:
    """To be saved anew."""
    with pytest.raises(ValueError, match=r"."):
        without_telling_boxes(data)
    file = write(tmp_path / "a.mp4", data)
    assert file_fault(file, ".mp4", most_megabytes=1)[0] == "media-content"


@given(st.integers(0, len(film()) - 1), st.integers(0, 255))
def test_no_damage_makes_it_fail_otherwise(at: int, value: int) -> None:
    data = bytearray(film())
    data[at] = value
    with contextlib.suppress(ValueError):
        assert len(without_telling_boxes(bytes(data))) == len(data)


ID3 = b"ID3\x03\0\0\0\0\x01\x05" + PLACE.ljust(133, b"\0")
FOOTED = b"ID3\x04\0\x10\0\0\0\x12" + PLACE + b"3DI\x04\0\x10\0\0\0\x12"
ID3_AT_END = b"TAG" + PLACE.ljust(125, b"\0")
_APE = (b"APETAGEX", 2000, 32 + len(PLACE), 1)
APE = struct.pack("<8s4I8x", *_APE, 1 << 31) + PLACE + struct.pack("<8s4I8x", *_APE, 1 << 31)
APE_1 = PLACE + struct.pack("<8s4I8x", *_APE, 0)


@pytest.mark.parametrize("before", [b"", ID3, FOOTED, ID3 + FOOTED])
@pytest.mark.parametrize("after", [b"", ID3_AT_END, APE, APE_1, APE + ID3_AT_END])
def test_sound_is_published_without_tags(before: bytes, after: bytes) -> None:
    assert without_tags(before + SOUND + after) == SOUND


@given(st.binary(max_size=300))
@example(b"APETAGEX")
def test_tags_that_lie_do_no_harm(data: bytes) -> None:
    for each in (data, ID3[:10] + data, data + ID3_AT_END, data + APE[-32:]):
        assert without_tags(each) in each


def test_the_address_and_the_size_are_those_of_what_is_published(tmp_path: Path) -> None:
    body = "\n![渡口开船](ferry.mp4)\n\n![扫桥](s.mp3)\n"
    files = {"ferry.mp4": film(), "s.mp3": ID3 + SOUND}
    beside = {f"notices/2024/{name}": data for name, data in files.items()}
    portal = make_portal(tmp_path, {RECORD: NOTICE + body, **beside})
    media = loaded(portal).library.media
    for name, clean in (("ferry.mp4", without_telling_boxes), ("s.mp3", without_tags)):
        each = media[f"content/notices/2024/{name}"]
        assert each.is_cleaned
        assert each.content(portal) == clean(files[name])
        assert each.size == len(clean(files[name]))
