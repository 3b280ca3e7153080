"""Pictures inside documents: unlike those beside a record they are published as they are."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterator

from PIL import ExifTags, Image

from .package import Package
from .passage import Passage

_PICTURE = re.compile(r"\.(jpe?g|png|webp|tiff?)$", re.IGNORECASE)
_PLACE = frozenset({int(ExifTags.GPS.GPSLatitude), int(ExifTags.GPS.GPSLongitude)})


def tells_place(data: bytes) -> bool:
    """Whether a picture's metadata (Exif or XMP) say where it was taken."""
    if b"exif:GPSLatitude" in data:
        return True
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as picture:
            return picture.getexif().get_ifd(ExifTags.IFD.GPSInfo).keys() >= _PLACE
    except Exception:  # Pillow raises whatever a damaged file leads it to
        return False


def placed(data: bytes, zh: str, en: str) -> Iterator[Passage]:
    """A passage for a picture that tells where it was taken; its text tells it from others."""
    if tells_place(data):
        digest = hashlib.sha256(data).hexdigest()
        yield Passage(digest, zh, en, code="attachment-picture-place")


def placed_pictures(package: Package) -> Iterator[Passage]:
    """Those of a package that tell where they were taken."""
    for name in package.names:
        if _PICTURE.search(name):
            file = name.rpartition("/")[2]
            yield from placed(package.read(name), f"里的图片 {file}", f"picture {file}")
