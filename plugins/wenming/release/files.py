"""Single files of a release: written whole, compared, and made room for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def make_room(target: Path) -> None:
    """Make room for a file."""
    try:
        target.unlink(missing_ok=True)
    except (IsADirectoryError, PermissionError):  # as macOS calls it, too
        if not target.is_dir():
            raise
        shutil.rmtree(target)


def remove_files_above(root: Path, folder: Path) -> None:
    """Make room for a folder below `root`."""
    for each in (folder, *folder.parents):
        if each == root:
            return
        if each.is_file():
            each.unlink()


def create(file: Path, data: bytes) -> None:
    """Write a file that is not there yet. Raises OSError, FileExistsError where it is."""
    with file.open("xb", buffering=0) as made:
        rest = memoryview(data)
        while rest:  # a disk may take a part, and then no more
            rest = rest[made.write(rest) :]


def stat_of(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except OSError:
        return None


def has_bytes(file: Path, data: bytes) -> bool:
    try:
        return file.stat().st_size == len(data) and file.read_bytes() == data
    except OSError:
        return False


def same_bytes(one: Path, other: Path) -> bool:
    try:
        same_size = one.stat().st_size == other.stat().st_size
        return same_size and one.read_bytes() == other.read_bytes()
    except OSError:
        return False
