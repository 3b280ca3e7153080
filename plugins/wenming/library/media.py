"""Media: the files beside records that are published with them."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from PIL import Image

from .file_types import FILE_TYPES, PICTURES
from .pictures import published
from .recordings import without_tags, without_telling_boxes

_CLEANED: Mapping[str, Callable[[bytes], bytes]] = {
    **dict.fromkeys(PICTURES, published),
    ".mp3": without_tags,
    ".mp4": without_telling_boxes,
}
"""What takes the metadata out of a file of that suffix."""


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
        """The bytes that are published: of a picture, film or sound, without metadata."""
        data = (root / self.path).read_bytes()
        clean = _CLEANED.get(self._suffix)
        return clean(data) if clean else data

    @property
    def is_cleaned(self) -> bool:
        """Whether what is published may be other bytes than the file's."""
        return self._suffix in _CLEANED

    @property
    def _suffix(self) -> str:
        return PurePosixPath(self.path).suffix.lower()

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
    if clean := _CLEANED.get(suffix):
        data = clean(file.read_bytes())
        digest, size = hashlib.sha256(data).hexdigest()[:16], len(data)
        if suffix in PICTURES:
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
