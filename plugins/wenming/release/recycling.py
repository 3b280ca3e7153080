"""Recycling: an older release's folder becomes a copy of the site online, by its differences.

To link thirty thousand files into a new folder takes seconds, to find out by two
manifests in which few an old one differs takes none. Nobody reads a folder
while it is made so; what goes wrong only costs the folder.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from .kept import Releases
from .manifest import Manifest, Manifests


def recycled(releases: Releases, site: Path, manifests: Manifests, online: Manifest) -> Path | None:
    """A folder for a new release that holds all files of the site; None where that fails."""
    spare = manifests.read(releases.spare, units=False)
    if spare is None:  # nobody knows what is in it
        if releases.spare.exists():
            shutil.rmtree(releases.spare)
        return None
    folder = releases.begin(recycle=True)
    try:
        remove(folder, spare.files.keys() - online.files.keys())
        other = [p for p, number in online.files.items() if spare.files.get(p) != number]
        for path in other:
            if path in spare.files:
                folder.joinpath(path).unlink(missing_ok=True)
        _link_all(site, folder, other)
    except OSError:
        shutil.rmtree(folder)
        return None
    return folder


def prepare_spare(releases: Releases, site: Path, manifests: Manifests, manifest: Manifest) -> None:
    """Copy the site for the next release, unless an older one is left for it."""
    if releases.spare.exists():
        return
    with contextlib.suppress(OSError):
        folder = releases.begin()
        _link_all(site, folder, manifest.files)
        folder.rename(releases.spare)
        manifests.write(releases.spare, manifest)


def _link_all(site: Path, folder: Path, paths: Iterable[str]) -> None:
    """Make files below `folder` those of the site. They are many: texts are faster than `Path`."""
    made: set[str] = set()
    for path in paths:
        before, target = f"{site}/{path}", f"{folder}/{path}"
        above = path.rpartition("/")[0]
        if above not in made:
            os.makedirs(f"{folder}/{above}", exist_ok=True)  # noqa: PTH103
            made.add(above)
        link(before, target)


def link(before: Path | str, target: Path | str) -> None:
    """Make `target` the same file as `before`, or a copy with its times."""
    try:
        os.link(before, target)
    except FileNotFoundError:
        raise
    except OSError:  # another file system, or one without hard links
        shutil.copy2(before, target)


def remove(folder: Path, paths: Iterable[str]) -> None:
    """Remove files below a folder, and the folders that are left empty.

    What became a folder, or lies where now a file is, is gone already.
    """
    for path in paths:
        target = folder / path
        if not target.is_dir():
            with contextlib.suppress(NotADirectoryError):
                target.unlink(missing_ok=True)
        for parent in target.parents:
            if parent == folder:
                break
            try:
                parent.rmdir()
            except OSError:  # there is more in it
                break
