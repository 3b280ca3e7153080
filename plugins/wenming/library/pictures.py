"""Pictures as they are published: without what the camera says of itself and of the place.

JPEG, PNG and WebP are cut byte by byte to the parts that show the picture; its
colours stay what they are. A picture that lies on its side is turned and
encoded anew, as the mark that would turn it goes with the rest.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PIL import Image, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")

QUALITY = 92
"""Of a picture that is turned."""

_ORIENTATION = 0x0112


def orientation(picture: Image.Image) -> int:
    """How a picture is to be turned to be seen upright (Exif 2.32, 4.6.5): 1 is upright."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of faulty metadata, which go anyway
            value = int(picture.getexif().get(_ORIENTATION, 1))
    except (OSError, ValueError, SyntaxError, TypeError, struct.error):
        return 1
    return value if 1 <= value <= 8 else 1


def without_metadata(data: bytes) -> bytes:
    """A picture's bytes without metadata; the same for the same bytes. Others stay as they are.

    Where the parts cannot be told apart, the picture is encoded anew.
    """
    strip = next((each for start, each in _STRIPPERS.items() if data.startswith(start)), None)
    if strip is None:
        return data
    try:
        return b"".join(strip(data))
    except (struct.error, IndexError, ValueError):
        return _encoded_anew(data)


def published(data: bytes) -> bytes:
    """The bytes that are published of a picture: upright, without metadata.

    Raises what Pillow raises for a picture that it cannot read.
    """
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        turned = orientation(picture) != 1
    return _encoded_anew(data) if turned else without_metadata(data)


def _encoded_anew(data: bytes) -> bytes:
    """Turned upright and saved with its colour profile alone."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        upright = ImageOps.exif_transpose(picture)
        options: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile")}
        options |= {} if picture.format == "PNG" else {"quality": QUALITY}
        saved = io.BytesIO()
        upright.save(saved, picture.format, **options)
    return without_metadata(saved.getvalue())


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Up to the end of the picture: previews that follow it may have metadata of their own."""
    yield data[:2]
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == 0xD9:
            yield data[at : at + 2]
            return
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if end > len(data):
            raise ValueError("cut off")
        if 0xC0 <= marker <= 0xDF or _shows_jpeg(marker, data[at + 4 : end]):
            yield data[at:end]
        at = end
        if marker == 0xDA:
            end = _end_of_scan(data, at)
            yield data[at:end]
            at = end


def _shows_jpeg(marker: int, content: bytes) -> bool:
    """Whether an application segment tells how to show the picture.

    Those from C0 to DF (ISO 10918-1, B.1.1.3) are the picture; no other kind is kept.
    """
    return (
        (marker == 0xE0 and content.startswith(b"JFIF\0"))
        or (marker == 0xE2 and content.startswith(b"ICC_PROFILE\0"))
        or (marker == 0xEE and content.startswith(b"Adobe"))
    )


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker is that is neither a stuffed byte nor a restart."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs hIST sPLT "
    b"acTL fcTL fdAT".split()
)
"""PNG chunks that tell how to show the picture (PNG 3rd edition, 11)."""


def _png(data: bytes) -> Iterator[bytes]:
    yield data[:8]
    at, name = 8, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise ValueError("cut off")
        if name in _CHUNKS:
            yield data[at:end]
        at = end


_WEBP_CHUNKS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH"})
_EXIF_AND_XMP = 0b1100
"""Flags of a VP8X chunk that say that the picture has them (RFC 9649, 2.7)."""


def _webp(data: bytes) -> Iterator[bytes]:
    kept: list[bytes] = []
    at = 12
    stop = min(8 + struct.unpack_from("<I", data, 4)[0], len(data))
    while at + 8 <= stop:
        name, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        chunk = data[at:end]
        if at + 8 + length > len(data):
            raise ValueError("cut off")
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_EXIF_AND_XMP]) + chunk[9:]
        if name in _WEBP_CHUNKS:
            kept.append(chunk)
        at = end
    body = b"".join(kept)
    yield b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


_STRIPPERS: Mapping[bytes, Callable[[bytes], Iterator[bytes]]] = {
    b"\xff\xd8": _jpeg,
    b"\x89PNG\r\n\x1a\n": _png,
    b"RIFF": _webp,
}
