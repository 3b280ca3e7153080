"""Two folders change places in one step, where the system can."""

from __future__ import annotations

import ctypes
import os
import sys
import uuid
from collections.abc import Callable
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # renameat2(2), Linux 3.15
_RENAME_SWAP = 2  # renamex_np(2), macOS 10.12


def swap(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; False, and nothing changed, where the system cannot."""
    paths = (os.fsencode(one), os.fsencode(other))
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            done = libc.renameat2(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE)
        elif sys.platform == "darwin":
            done = libc.renamex_np(*paths, _RENAME_SWAP)
        else:
            return False
    except (OSError, AttributeError, TypeError):
        return False
    return bool(done == 0)


def exchange(new: Path, online: Path, swap: Callable[[Path, Path], bool] = swap) -> None:
    """Put the folder `new` at `online`, and what was there at `new`; both on one file system.

    Where there is nothing at `online` yet, `new` is moved there. Raises OSError,
    and then `online` is what it was.
    """
    if not online.exists():
        new.rename(online)
    elif not swap(new, online):
        # Two renames, with a moment between them: only where the system has no exchange.
        aside = new.with_name(f"{new.name}.{uuid.uuid4().hex[:8]}")
        online.rename(aside)
        try:
            new.rename(online)
        except OSError:
            aside.rename(online)
            raise
        aside.rename(new)
