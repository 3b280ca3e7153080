"""Media: the files beside records that are published with them."""

from __future__ import annotations

import hashlib
import io
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from PIL import Image

from .file_types import FILE_TYPES, PICTURES
from .pictures import published
from .recordings import without_tags, without_telling_boxes
from .renditions import WIDTHS, key_of, widths_of

_CLEANED: Mapping[str, Callable[[bytes], bytes]] = {
    **dict.fromkeys(PICTURES, published),
    ".mp3": without_tags,
    ".mp4": without_telling_boxes,
}
"""What takes the metadata out of a file of that suffix."""


UNREADABLE = (OSError, ValueError, SyntaxError, IndexError, TypeError, EOFError, struct.error)
"""What Pillow raises for a damaged picture."""


@dataclass(frozen=True, slots=True)
class Media:
    """A published file: where it lies, its address by its published content, its measures.

    `size` in bytes; `width` and `height` in pixels, 0 for what is no picture;
    `widths` of its renditions.
    """

    path: str
    address: str
    mime: str
    size: int
    width: int = 0
    height: int = 0
    widths: tuple[int, ...] = ()

    def content(self, root: Path) -> bytes:
        """The bytes that are published: of a picture, film or sound, without metadata."""
        data = (root / self.path).read_bytes()
        clean = _CLEANED.get(self._suffix)
        return clean(data) if clean else data

    @property
    def digest(self) -> str:
        """Of the bytes that are published."""
        return self.address.split("/")[2]

    @property
    def rendition_key(self) -> str:
        """What is in the addresses of the renditions: other bytes have another one."""
        return key_of(self.digest)

    @property
    def renditions(self) -> dict[int, str]:
        """The addresses of the renditions, by width."""
        name = PurePosixPath(self.address).stem[:60]  # it may be all that a file system can bear
        return {width: f"/media/{self.rendition_key}/{name}-{width}.webp" for width in self.widths}

    @property
    def candidates(self) -> dict[int, str]:
        """The addresses that a browser may choose from, by width; the original's if it is light."""
        light = self.mime == FILE_TYPES[".webp"].mime and self.width <= WIDTHS[-1]
        return self.renditions | ({self.width: self.address} if light else {})

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
    """Measure a file that `file_fault` has nothing against.

    Raises one of `UNREADABLE` for a picture whose pixels cannot be unpacked.
    """
    suffix = file.suffix.lower()
    width = height = 0
    widths: tuple[int, ...] = ()
    if clean := _CLEANED.get(suffix):
        data = clean(file.read_bytes())
        digest, size = hashlib.sha256(data).hexdigest()[:16], len(data)
        if suffix in PICTURES:
            with Image.open(io.BytesIO(data)) as picture:
                width, height = picture.size
                widths = widths_of(picture)
                picture.draft(None, (1, 1))  # as few pixels as a JPEG can be unpacked to
                picture.load()
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
        widths=widths,
    )
