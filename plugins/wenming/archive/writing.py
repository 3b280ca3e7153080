"""An archive as a folder or a ZIP: all of it or nothing."""

from __future__ import annotations

import contextlib
import shutil
import uuid
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from ..release import exchange
from ..writing import naming
from .files import INDEX

Files = Iterable[tuple[str, bytes]]

_PACKED = frozenset((".webp", ".jpg", ".jpeg", ".png", ".mp3", ".mp4", ".xlsx", ".docx", ".pptx"))
"""Suffixes of files that a ZIP would not make any smaller."""


def is_free(output: Path, *, replace: bool) -> bool:
    """Whether an archive may be written there: nothing is, or with `replace` a former one."""
    if output.is_symlink():
        return False
    if not output.exists() or (output.is_dir() and not any(output.iterdir())):
        return True
    return replace and _is_archive(output)


def _is_archive(output: Path) -> bool:
    if output.is_dir():
        return not _is_zip(output) and (output / INDEX).is_file()
    if not _is_zip(output) or not zipfile.is_zipfile(output):
        return False
    with zipfile.ZipFile(output) as packed:
        return INDEX in packed.namelist()


def write(files: Files, output: Path) -> None:
    """Write the files to a folder, or to a ZIP where `output` ends in `.zip`.

    What was there is exchanged for them in one step; where writing fails it stays
    as it was. Raises OSError.
    """
    made = output.with_name(f".{output.name}.{uuid.uuid4().hex[:8]}")
    try:
        with naming(output):
            output.parent.mkdir(parents=True, exist_ok=True)
            if _is_zip(output):
                _pack(files, made)
                if output.is_dir():
                    output.rmdir()
                made.replace(output)
            else:
                _lay_out(files, made)
                exchange(made, output)
    finally:
        with contextlib.suppress(FileNotFoundError):
            made.unlink() if made.is_file() else shutil.rmtree(made)


def _is_zip(output: Path) -> bool:
    return output.suffix.lower() == ".zip"


def _lay_out(files: Files, folder: Path) -> None:
    folder.mkdir()
    for path, content in files:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _pack(files: Files, file: Path) -> None:
    """Nothing of the machine and the hour is in it: the same files give the same ZIP."""
    with zipfile.ZipFile(file, "x") as packed:
        for path, content in files:
            entry = zipfile.ZipInfo(path)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            is_packed = PurePosixPath(path).suffix.lower() in _PACKED
            entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
