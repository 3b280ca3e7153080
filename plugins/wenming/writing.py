"""Files that people own, written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from .problems import Place, Problem, system_reason


def write_file(file: Path, data: bytes, *, new: bool = False) -> None:
    """Put a content in a file's place in one step: it is never seen half written.

    With `new` no file that is there is touched, and FileExistsError raised. Raises
    OSError that names the file; what was there before is there still.
    """
    if file.exists() and not file.is_file():  # /dev/stdout, a pipe
        file.write_bytes(data)
        return
    if file.is_symlink() and not new:
        file = file.resolve()
    with _staged(file, data) as made, naming(file):
        if not new:
            made.replace(file)
            return
        try:
            os.link(made, file)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP) or file.exists():
                raise
            made.replace(file)  # on a stick, say, there are no links


@contextlib.contextmanager
def staged_files(contents: Mapping[Path, bytes]) -> Iterator[Callable[[], None]]:
    """All contents written beside their files; what is given puts them in place."""
    with contextlib.ExitStack() as stack:
        made = {file: stack.enter_context(_staged(file, contents[file])) for file in contents}

        def put_in_place() -> None:
            for file, temporary in made.items():
                with naming(file):
                    temporary.replace(file)

        yield put_in_place


@contextlib.contextmanager
def _staged(file: Path, data: bytes) -> Iterator[Path]:
    """A hidden file with the content, beside the file; gone in the end, if not moved."""
    made = file.with_name(f".{file.name[:80]}.{uuid.uuid4().hex[:8]}")
    try:
        with naming(file):
            if file.exists() and not os.access(file, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            with made.open("xb") as opened:
                opened.write(data)
                opened.flush()
                os.fsync(opened.fileno())
            if file.exists():
                made.chmod(file.stat().st_mode & 0o777)
        yield made
    finally:
        made.unlink(missing_ok=True)


@contextlib.contextmanager
def naming(file: Path) -> Iterator[None]:
    """Whatever the system says, of a temporary file or of none, it is about this one."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(file)) from error


def may_remove(file: Path) -> None:
    """Raises PermissionError where a file could not be removed."""
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))


def unwritten(error: OSError, root: Path) -> Problem | None:
    """The problem that a file which the system names could not be written; None for no file."""
    if not error.filename:
        return None
    path = os.fsdecode(error.filename).removeprefix(f"{root}{os.sep}")
    return Problem("file-unwritten", Place(path), details=system_reason(error))
