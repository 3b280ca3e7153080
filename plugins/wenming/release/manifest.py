"""Manifest: of which units a release consists, and which release wrote each of its files.

A unit is what is made at once: a page, the feeds of a listing. Where its
fingerprint is that of the unit online, its files stay. Manifests are kept in a
folder of the portal's cache by the inode of the release's folder, which no
rename changes; one that is lost or damaged costs time and nothing else.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..packing import sealed, unsealed

_MOST = 12
"""Manifests that are kept: of two sites with their releases."""


class Unit(NamedTuple):
    """Files that are made at once, and the fingerprint of all that they are made from."""

    print: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The units of a release by name; for each file the number of the build that wrote it."""

    number: int = 0
    """Of the build, higher than those of all builds before."""
    units: Mapping[str, Unit] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)


class Manifests:
    """The manifests of releases, by the release's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, release: Path, *, units: bool = True) -> Manifest | None:
        """That of a release, without its units where nobody asks for them.

        None where there is none, or it is not of this very folder.
        """
        try:
            stamp = _stamp(release)
            there, number, paths, numbers, packed = unsealed(self._file(stamp).read_bytes())
            if there != stamp:
                return None
            files = dict(zip(_apart(paths), numbers, strict=True))
            return Manifest(number, _unpacked(packed) if units else {}, files)
        except (OSError, TypeError, ValueError):
            return None

    def write(self, release: Path, manifest: Manifest) -> None:
        """Keep the manifest of a release that is complete. A full disk is no reason to fail."""
        with contextlib.suppress(OSError):
            stamp = _stamp(release)
            paths, numbers = _NEXT.join(manifest.files), [*manifest.files.values()]
            data = sealed((stamp, manifest.number, paths, numbers, _packed(manifest.units)))
            self._folder.mkdir(parents=True, exist_ok=True)
            new = self._folder / "new"
            new.write_bytes(data)
            new.replace(self._file(stamp))
            kept = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime)
            for old in kept[:-_MOST]:
                old.unlink()

    def clear(self) -> None:
        """Forget all releases."""
        with contextlib.suppress(OSError):
            for file in self._folder.iterdir():
                file.unlink()

    def _file(self, stamp: tuple[int, int]) -> Path:
        return self._folder / str(stamp[0])


# Forty thousand texts in one are read and written in a quarter of the time.


_NEXT = "\0"
"""Between texts: no path, name or fingerprint holds it."""


def _packed(units: Mapping[str, Unit]) -> tuple[str, str, str]:
    """Names, fingerprints, and paths of units."""
    prints, paths = [unit.print for unit in units.values()], [u.paths for u in units.values()]
    return _NEXT.join(units), _NEXT.join(prints), (2 * _NEXT).join(map(_NEXT.join, paths))


def _unpacked(packed: tuple[str, str, str]) -> dict[str, Unit]:
    names, prints, paths = packed
    each_paths = map(tuple, map(_apart, paths.split(2 * _NEXT)))
    return dict(zip(_apart(names), map(Unit, prints.split(_NEXT), each_paths), strict=False))


def _apart(texts: str) -> list[str]:
    return texts.split(_NEXT) if texts else []


def _stamp(release: Path) -> tuple[int, int]:
    """What tells a release's folder from any other: no rename changes it, a change in it does."""
    stat = release.stat()
    return stat.st_ino, stat.st_mtime_ns
