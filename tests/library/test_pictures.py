"""Pictures are published without what the camera knows of itself and of the place."""

from __future__ import annotations

import functools
import io
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from wenming.library.media import read_media
from wenming.library.pictures import published, without_metadata

SECRETS = (
    b"SN-4711",
    b"30 deg",
    b"Exif",
    b"eXIf",
    b"EXIF",
    b"XMP ",
    b"tEXt",
    b"xmpmeta",
    b"Photoshop",
)
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">SN-4711</x:xmpmeta>'
FORMATS = ("JPEG", "PNG", "WEBP")


@functools.cache  # a colour profile holds the time that it was made at
def photograph(form: str, orientation: int = 1, **options: Any) -> bytes:
    """A picture of four colours with a place, a serial number and a colour profile in it."""
    picture = Image.new("RGB", (40, 20))
    for n, colour in enumerate([(200, 0, 0), (0, 200, 0), (0, 0, 200), (200, 200, 0)]):
        picture.paste(colour, (n % 2 * 20, n // 2 * 10, n % 2 * 20 + 20, n // 2 * 10 + 10))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0xC62F] = "SN-4711"
    exif.get_ifd(0x8825)[1] = "30 deg"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if form == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "SN-4711")
        options["pnginfo"] = text
    elif form == "JPEG":
        options["comment"] = "SN-4711"
    data = io.BytesIO()
    if form != "PNG":
        options["xmp"] = XMP
    picture.save(data, form, exif=exif, icc_profile=profile, **options)
    return data.getvalue()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_no_metadata_is_left(form: str, orientation: int) -> None:
    """No place, no serial number, no comment; the colour profile stays."""
    data = photograph(form, orientation)
    assert b"SN-4711" in data
    clean = published(data)
    assert [secret for secret in SECRETS if secret in clean] == []
    picture = opened(clean)
    assert dict(picture.getexif()) == {}
    assert picture.info["icc_profile"] == opened(data).info["icc_profile"]


@pytest.mark.parametrize("form", FORMATS)
def test_an_upright_picture_loses_no_quality(form: str) -> None:
    """Its pixels are not encoded anew."""
    data = photograph(form)
    assert opened(published(data)).tobytes() == opened(data).tobytes()
    assert published(published(data)) == published(data)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [(1, (40, 20), 0), (3, (40, 20), 3), (6, (20, 40), 2), (8, (20, 40), 1)],
)
def test_a_picture_that_lies_on_its_side_is_turned(
    form: str, orientation: int, size: tuple[int, int], corner: int
) -> None:
    """What is in the upper left corner is what the reader is to see there."""
    picture = opened(published(photograph(form, orientation))).convert("RGB")
    assert picture.size == size
    expected = [(200, 0, 0), (0, 200, 0), (0, 0, 200), (200, 200, 0)][corner]
    pixel = picture.getpixel((3, 3))
    assert isinstance(pixel, tuple)
    assert all(abs(a - b) < 30 for a, b in zip(pixel, expected, strict=True))


def test_a_progressive_picture_keeps_all_its_scans() -> None:
    data = photograph("JPEG", progressive=True)
    assert opened(published(data)).tobytes() == opened(data).tobytes()


def test_a_preview_behind_a_picture_is_cut_off() -> None:
    """Cameras put one there, with a place of its own."""
    data = photograph("JPEG")
    assert published(data + photograph("JPEG")) == published(data)


def test_a_transparent_picture_stays_transparent() -> None:
    data = io.BytesIO()
    Image.new("RGBA", (2, 2), (1, 2, 3, 4)).save(data, "PNG")
    assert opened(published(data.getvalue())).getpixel((0, 0)) == (1, 2, 3, 4)


def test_the_address_and_the_size_are_of_what_is_published(tmp_path: Path) -> None:
    """Two pictures that differ in their metadata alone are one."""
    (tmp_path / "a.jpg").write_bytes(photograph("JPEG"))
    (tmp_path / "b.jpg").write_bytes(published(photograph("JPEG")))
    one, other = (read_media(tmp_path / name, name) for name in ("a.jpg", "b.jpg"))
    assert one.address.split("/")[2] == other.address.split("/")[2]
    assert one.size == other.size == len(one.content(tmp_path))
    (tmp_path / "c.jpg").write_bytes(photograph("JPEG", 6))
    turned = read_media(tmp_path / "c.jpg", "c.jpg")
    assert (turned.width, turned.height) == (20, 40)


def test_a_segment_of_no_known_kind_is_not_published() -> None:
    """Such as metadata whose mark was damaged."""
    original = photograph("JPEG")
    at = original.index(b"\xff\xe1")
    for marker in (0x00, 0x02, 0xBF, 0xF0):
        damaged = original[: at + 1] + bytes([marker]) + original[at + 2 :]
        assert b"SN-4711" not in without_metadata(damaged)


@pytest.mark.parametrize("form", FORMATS)
@settings(deadline=None)
@given(st.data())
def test_damaged_metadata_is_not_published_either(form: str, data: st.DataObject) -> None:
    """Whatever was cut off or changed: an error of Pillow's, or a clean picture."""
    original = photograph(form)
    at = data.draw(st.integers(20, len(original) - 1))
    byte = data.draw(st.integers(0, 255))
    damaged = original[:at] + bytes([byte]) + original[at + 1 : data.draw(st.integers(at, 4000))]
    try:
        clean = published(damaged)
    except (OSError, ValueError, SyntaxError, struct.error, Image.DecompressionBombError):
        return
    assert b"SN-4711" not in clean
