"""Renditions: a published picture in WebP, as wide as screens need it and no wider."""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Sequence

import PIL
from PIL import Image, ImageCms, features

WIDTHS = (480, 960, 1600)
"""In pixels: a phone; a phone with a fine screen, or a column of text; a whole page."""

QUALITY = 80

_EFFORT = 2
"""Of 6: what more would save, some two in a hundred bytes, costs twice the time."""

_TALLEST = 16383
"""Rows of a WebP picture (RFC 9649, 2.6)."""

_MODES = frozenset(("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK"))
"""Not those of more than eight bits: Pillow would cut them off."""

_FORM = "1"
"""To be counted up with each change to what is made here."""


def widths_of(picture: Image.Image) -> tuple[int, ...]:
    """The widths of a picture's renditions: none is enlarged, what moves has none.

    A picture that is WebP and not too wide is its own widest rendition.
    """
    if getattr(picture, "is_animated", False) or picture.mode not in _MODES:
        return ()
    width = picture.width
    widths = {min(each, width) for each in WIDTHS}
    if picture.format == "WEBP":
        widths.discard(width)
    return tuple(sorted(each for each in widths if _height(picture.size, each) <= _TALLEST))


@functools.cache
def key_of(digest: str) -> str:
    """What stands for the renditions of the picture with this digest, in this form of them."""
    made_by = f"{_FORM} {PIL.__version__} {features.version('webp')}"
    return hashlib.sha256(f"{digest} {made_by}".encode()).hexdigest()[:16]


def render(data: bytes, widths: Sequence[int]) -> list[bytes]:
    """The renditions of a picture's published bytes, in these of its widths, which ascend."""
    with Image.open(io.BytesIO(data)) as opened:
        # Of a JPEG no more is unpacked than is needed: a half, a quarter, an eighth of it.
        size, profile = opened.size, opened.info.get("icc_profile")
        opened.draft(None, (widths[-1], _height(size, widths[-1])))
        picture = opened if opened.mode in ("RGB", "RGBA") else _in_rgb(opened, profile)
        if opened.mode == "CMYK" or opened.mode in ("1", "L", "LA"):
            profile = None  # it was of other colours
        made: list[bytes] = []
        for width in reversed(widths):
            measures = (width, _height(size, width))
            if picture.size != measures:
                picture = picture.resize(measures, Image.Resampling.LANCZOS, reducing_gap=3.0)
            saved = io.BytesIO()
            picture.save(saved, "WEBP", quality=QUALITY, method=_EFFORT, icc_profile=profile)
            made.append(saved.getvalue())
    return made[::-1]


def _height(size: tuple[int, int], width: int) -> int:
    return max(1, round(size[1] * width / size[0]))


def _in_rgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if picture.mode == "CMYK" and profile:
        try:
            theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            ours = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, theirs, ours, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):  # a damaged profile
            converted = None
        if converted:
            return converted
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
