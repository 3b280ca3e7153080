"""Manifest: of which units a release consists, and which release wrote each of its files.

A unit is what is made at once: a page, the feeds of a listing. Where its
fingerprint is that of the unit online, its files stay. Manifests are kept in a
folder of the portal's cache by the inode of the release's folder, which no
rename changes; one that is lost or damaged costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_MOST = 12
"""Manifests that are kept: of two sites with their releases."""


@dataclass(frozen=True, slots=True)
class Unit:
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

    def read(self, release: Path) -> Manifest | None:
        """That of a release; None where there is none, or it is not of this very folder."""
        try:
            stamp = _stamp(release)
            digest, _, text = self._file(stamp).read_text("utf-8").partition("\n")
            if digest != _digest(text):
                return None
            data: dict[str, Any] = json.loads(text)
            if data["stamp"] != stamp:
                return None
            units = {
                name: Unit(print_, tuple(paths) or (name,))
                for name, (print_, *paths) in data["units"].items()
            }
            files = {path: int(n) for n, paths in data["files"].items() for path in paths}
            return Manifest(data["number"], units, files)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None

    def write(self, release: Path, manifest: Manifest) -> None:
        """Keep the manifest of a release that is complete. A full disk is no reason to fail."""
        by_number: dict[int, list[str]] = defaultdict(list)
        for path, number in manifest.files.items():
            by_number[number].append(path)
        units = {
            name: [each.print, *(() if each.paths == (name,) else each.paths)]
            for name, each in manifest.units.items()
        }
        with contextlib.suppress(OSError):
            stamp = _stamp(release)
            data = {"stamp": stamp, "number": manifest.number, "units": units, "files": by_number}
            text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
            self._folder.mkdir(parents=True, exist_ok=True)
            new = self._folder / "new"
            new.write_text(f"{_digest(text)}\n{text}", "utf-8")
            new.replace(self._file(stamp))
            kept = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime)
            for old in kept[:-_MOST]:
                old.unlink()

    def clear(self) -> None:
        """Forget all releases."""
        with contextlib.suppress(OSError):
            for file in self._folder.iterdir():
                file.unlink()

    def _file(self, stamp: list[int]) -> Path:
        return self._folder / f"{stamp[0]}.json"


def _stamp(release: Path) -> list[int]:
    """What tells a release's folder from any other: no rename changes it, a change in it does."""
    stat = release.stat()
    return [stat.st_ino, stat.st_mtime_ns]


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
