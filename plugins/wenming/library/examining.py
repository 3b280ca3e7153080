"""Examining the files beside records: what they are, and whether they may be published.

Each is read, cleaned and unpacked once, in other processes where there are many;
what was found stays in the store until the file changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ..options import Limits
from ..parallel import shared
from ..store import STORE, Store
from .file_types import PICTURES, Details, file_fault
from .media import UNREADABLE, Media, read_media
from .stamps import Stamp, digest_in

_EXAMINED = "examined"
"""What the store keeps, by path."""

_WEIGHT = 20
"""To examine a file takes as long as to prepare so many records."""


@dataclass(frozen=True, slots=True)
class Examined:
    """The code and details of what is wrong with a file, or an empty code and what it is."""

    code: str
    details: Details
    media: Media | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: Stamp
    limit: int
    found: Examined


_STORED = (_Kept, Stamp, Examined, Media)


def examine(paths: Iterable[str], root: Path, limits: Limits) -> Mapping[str, Examined]:
    """What each of these files is, by path relative to the portal in `root`."""
    store = Store(root / STORE, _STORED)
    before: dict[str, _Kept] = store.read_many(_EXAMINED)
    kept: dict[str, _Kept] = {}
    new: list[str] = []
    for path in paths:
        still = _still(before.get(path), root / path, _limit(path, limits))
        if still:
            kept[path] = still
        else:
            new.append(path)

    def look(path: str) -> _Kept:
        return _look(root, path, _limit(path, limits))

    kept.update(zip(new, shared(look, new, weight=_WEIGHT), strict=True))
    store.keep_many(_EXAMINED, kept, before)
    store.save()
    return {path: each.found for path, each in kept.items()}


def _limit(path: str, limits: Limits) -> int:
    is_picture = PurePosixPath(path).suffix.lower() in PICTURES
    return limits.picture_mb if is_picture else limits.attachment_mb


def _look(root: Path, path: str, limit: int) -> _Kept:
    file = root / path
    stamp = Stamp.of(file).with_digest(digest_in(file))
    code, details = file_fault(file, file.suffix.lower(), most_megabytes=limit)
    media = None
    if not code:
        try:
            media = read_media(file, path)
        except UNREADABLE:
            code = "unreadable-picture"
    return _Kept(stamp, limit, Examined(code, details, media))


def _still(kept: _Kept | None, file: Path, limit: int) -> _Kept | None:
    """What was kept of a file, if it is what it was."""
    stamp = kept.stamp.still(file) if kept and kept.limit == limit else None
    return replace(kept, stamp=stamp) if kept and stamp else None
