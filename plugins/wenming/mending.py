"""What `--fix` mends without asking: text in another encoding becomes UTF-8."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .problems import Problem
from .records import decode_any


def mend_encoding(root: Path, problems: Sequence[Problem]) -> list[str]:
    """Convert the files that have a `file-encoding` problem; returns their paths."""
    mended = []
    for problem in problems:
        if problem.code == "file-encoding":
            file = root / problem.place.path
            text = decode_any(file.read_bytes())
            if text is not None:
                replace_text(file, text)
                mended.append(problem.place.path)
    return mended


def replace_text(file: Path, text: str) -> None:
    """Put a text in a file's place in one step: it is never seen half written."""
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as new:
        new.write(text.encode())
        new.flush()
        os.fsync(new.fileno())
    try:
        Path(new.name).chmod(file.stat().st_mode & 0o777)
        Path(new.name).replace(file)
    except OSError:
        Path(new.name).unlink(missing_ok=True)
        raise
