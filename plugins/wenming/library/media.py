"""Media: the files beside records that are published with them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from PIL import Image

from .file_types import FILE_TYPES, PICTURES


@dataclass(frozen=True, slots=True)
class Media:
    """A published file: where it lies, its address by content, its measures.

    `size` in bytes; `width` and `height` in pixels, 0 for what is no picture.
    """

    path: str
    address: str
    mime: str
    size: int
    width: int = 0
    height: int = 0

    @property
    def kind(self) -> str:
        """The suffix in capitals, as the reader is told it: `PDF`."""
        return PurePosixPath(self.path).suffix[1:].upper()

    @property
    def shown_size(self) -> str:
        if self.size < 1024 * 1024:
            return f"{max(self.size / 1024, 1):.0f} KB"
        return f"{self.size / 1024 / 1024:.1f} MB"


def read_media(file: Path, path: str) -> Media:
    """Measure a file that `file_fault` has nothing against."""
    suffix = file.suffix.lower()
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()[:16]
    width = height = 0
    if suffix in PICTURES:
        with Image.open(file) as picture:
            width, height = picture.size
    return Media(
        path=path,
        address=f"/media/{digest}/{PurePosixPath(path).name}",
        mime=FILE_TYPES[suffix].mime,
        size=file.stat().st_size,
        width=width,
        height=height,
    )
