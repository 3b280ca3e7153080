"""Media: the files beside records that are published with them."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from PIL import Image

from .file_types import FILE_TYPES, PICTURES
from .pictures import published


@dataclass(frozen=True, slots=True)
class Media:
    """A published file: where it lies, its address by its published content, its measures.

    `size` in bytes; `width` and `height` in pixels, 0 for what is no picture.
    """

    path: str
    address: str
    mime: str
    size: int
    width: int = 0
    height: int = 0

    def content(self, root: Path) -> bytes:
        """The bytes that are published: of a picture, without metadata."""
        data = (root / self.path).read_bytes()
        return published(data) if self.width else data

    @property
    def kind(self) -> str:
        """The suffix in capitals, as the reader is told it: `PDF`."""
        return PurePosixPath(self.path).suffix[1:].upper()

    @property
    def shown_size(self) -> str:
        if self.size < 1024 * 1024:
            return f"{max(self.size / 1024, 1):.0f} KB"
        return f"{self.size / 1024 / 1024:.1f} MB"


def _published_name(path: str) -> str:
    """A file's name without what ends or encodes a path in an address."""
    return re.sub(r"[#%?]+", "-", PurePosixPath(path).name)


def read_media(file: Path, path: str) -> Media:
    """Measure a file that `file_fault` has nothing against."""
    suffix = file.suffix.lower()
    width = height = 0
    if suffix in PICTURES:
        data = published(file.read_bytes())
        digest, size = hashlib.sha256(data).hexdigest()[:16], len(data)
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
    else:
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()[:16]
        size = file.stat().st_size
    return Media(
        path=path,
        address=f"/media/{digest}/{_published_name(path)}",
        mime=FILE_TYPES[suffix].mime,
        size=size,
        width=width,
        height=height,
    )
