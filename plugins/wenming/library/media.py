"""Media: the files beside records that are published with them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from PIL import Image

PICTURES: Mapping[str, str] = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
ATTACHMENTS: Mapping[str, str] = {
    **PICTURES,
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
}


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


class UnreadablePicture(Exception):  # noqa: N818 - becomes a Problem
    """A file with a picture's name that is no picture."""


def read_media(file: Path, path: str) -> Media:
    """Measure a file; its suffix must be among `ATTACHMENTS`. Raises `UnreadablePicture`."""
    suffix = file.suffix.lower()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:16]
    width = height = 0
    if suffix in PICTURES:
        try:
            with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as picture:
                width, height = picture.size
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise UnreadablePicture(str(error)) from None
    return Media(
        path=path,
        address=f"/media/{digest}/{PurePosixPath(path).name}",
        mime=ATTACHMENTS[suffix],
        size=file.stat().st_size,
        width=width,
        height=height,
    )
