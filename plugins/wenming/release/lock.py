"""One at a time: a lock file with its owner's name in it.

The lock is the operating system's, so it ends with its owner however that ends;
the file's text only tells those who wait whom they wait for.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
"""What file systems say that have no locks; there everybody goes ahead."""
_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    def _lock(file: int, *, wait: bool) -> None:
        # Far behind the text: what is locked cannot be read by others there.
        os.lseek(file, 1 << 30, os.SEEK_SET)
        while True:
            with contextlib.suppress(OSError):
                msvcrt.locking(file, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
                return
            if not wait:
                raise OSError(errno.EAGAIN, "locked")
else:
    import fcntl

    def _lock(file: int, *, wait: bool) -> None:
        # lockf, not flock: a process forked to share the work does not inherit it.
        fcntl.lockf(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a lock; all is empty where the file does not say."""

    pid: str = ""
    host: str = ""
    since: str = ""
    """Local time with its offset, to the second."""


Waiting = Callable[[Owner], None]


@contextlib.contextmanager
def locked(path: Path, waiting: Waiting) -> Iterator[None]:
    """Hold the lock file `path` during the block; waits for another process that holds it.

    `waiting` is told once, and only if there is somebody to wait for. Whoever
    died leaves a file that nobody holds: it is taken over. Raises OSError where
    the file cannot be written; then there is none.
    """
    file = _acquired(path, waiting)
    try:
        _sign(file)
        yield
    finally:
        # Before it is let go, so that nobody gets a file that is about to vanish.
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        os.close(file)


def _acquired(path: Path, waiting: Waiting) -> int:
    told = False
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        try:
            try:
                _lock(file, wait=False)
            except OSError as error:
                if error.errno in _NO_LOCKS:
                    return file
                if error.errno not in _BUSY:
                    raise
                if not told:
                    waiting(_owner_soon(file))
                    told = True
                _lock(file, wait=True)
            if _is_at(file, path):
                return file
        except BaseException:
            os.close(file)
            raise
        os.close(file)  # its owner removed it meanwhile; there may be a new one


def _is_at(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _sign(file: int) -> None:
    now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    owner = Owner(str(os.getpid()), socket.gethostname(), now)
    os.ftruncate(file, 0)
    os.lseek(file, 0, os.SEEK_SET)
    os.write(file, json.dumps(asdict(owner)).encode())


def _owner_soon(file: int) -> Owner:
    """The owner, who may be about to sign: a lock is taken first and signed then."""
    for _ in range(50):
        owner = _owner(file)
        if owner.pid:
            break
        time.sleep(0.01)
    return owner


def _owner(file: int) -> Owner:
    try:
        os.lseek(file, 0, os.SEEK_SET)
        return Owner(**json.loads(os.read(file, 1000)))
    except (OSError, ValueError, TypeError):
        return Owner()
