"""The gallery: renditions of pictures that were published before need not be made again.

`.wenming/pictures/<key>-<width>` holds each behind a digest of it. Nothing there is
needed: what is missing or damaged is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from .library import Media, render

_DIGEST = 32
"""Bytes in front of a rendition."""


class Gallery:
    """The renditions that are kept beside one portal."""

    def __init__(self, root: Path) -> None:
        self._folder = root / ".wenming" / "pictures"

    def renditions(self, media: Media, content: Callable[[], bytes]) -> dict[int, bytes]:
        """A picture's renditions by width: kept ones, or made of its published `content`."""
        kept = {width: self._read(_name(media, width)) for width in media.widths}
        found = {width: data for width, data in kept.items() if data is not None}
        if len(found) == len(kept):
            return found
        made = dict(zip(media.widths, render(content(), media.widths), strict=True))
        for width, data in made.items():
            self._write(_name(media, width), data)
        return made

    def tidy(self, shown: Iterable[Media]) -> None:
        """Remove the renditions of all other pictures."""
        names = {_name(media, width) for media in shown for width in media.widths}
        with contextlib.suppress(FileNotFoundError), os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name not in names:
                    with contextlib.suppress(OSError):
                        Path(entry.path).unlink()

    def _read(self, name: str) -> bytes | None:
        try:
            data = (self._folder / name).read_bytes()
        except OSError:
            return None
        digest, rendition = data[:_DIGEST], data[_DIGEST:]
        return rendition if digest == _digest(rendition) else None

    def _write(self, name: str, data: bytes) -> None:
        """Keep a rendition, whole or not at all. A full disk is no reason to fail."""
        new = self._folder / f"{name}.{os.getpid()}"
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            new.write_bytes(_digest(data) + data)
            new.replace(self._folder / name)


def _name(media: Media, width: int) -> str:
    return f"{media.rendition_key}-{width}"


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_DIGEST).digest()
