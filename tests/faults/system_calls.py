"""Faults at system calls: strace counts them, then makes each one go wrong in turn."""

from __future__ import annotations

import collections
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from wenming.cli import main

CHANGING = (
    *("write", "pwrite64", "writev", "sendfile", "copy_file_range", "ftruncate"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir"),
    *("link", "linkat", "symlink", "symlinkat", "mkdir", "mkdirat"),
    *("chmod", "fchmod", "fchmodat", "utimensat", "fsync", "syncfs"),
)
"""Calls that change files; besides, `openat` where it makes or opens one to write."""

WRITING = ("write", "pwrite64", "writev", "sendfile", "copy_file_range", "fsync", "syncfs")

_UNSAID = re.compile(r"write\(2, .* = -1 E.*\(INJECTED\)")
"""A process of the command could not write to standard error: it cannot be asked to tell why."""

_LINE = re.compile(r"(\d+) +(\w+)\((.*)")


def points(arguments: Sequence[str], folder: Path, calls: Sequence[str]) -> list[tuple[str, int]]:
    """Each call of these that the command makes: its name, and the how-manieth it is there.

    strace counts for each process of its own; the one that calls most is followed.
    """
    wanted = [*calls, "openat"] if "mkdir" in calls else [*calls]
    _code, _said, trace = _traced(arguments, folder, ["-e", f"trace={','.join(wanted)}"])
    return sorted(set(_counted(trace.splitlines())))


def _counted(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    numbers: dict[tuple[str, str], int] = collections.Counter()
    for line in lines:
        match = _LINE.match(line)
        if match:
            process, call, arguments = match.groups()
            numbers[process, call] += 1
            if call != "openat" or "O_CREAT" in arguments or "O_WRONLY" in arguments:
                yield call, numbers[process, call]


def inject(
    arguments: Sequence[str], folder: Path, call: str, number: int, what: str
) -> tuple[int, str | None] | None:
    """Run `wenming` with a fault at one call: `what` is `signal=SIGKILL`, `error=EIO`…

    Its exit code and what it said on standard error, which is None where the fault was
    in the saying; None where it made no such call.
    """
    options = ["-e", f"trace={call}", "-e", f"inject={call}:{what}:when={number}"]
    code, said, trace = _traced(arguments, folder, options)
    hit = "(INJECTED)" in trace or "killed by SIGKILL" in trace
    return (code, None if _UNSAID.search(trace) else said) if hit else None


def _traced(arguments: Sequence[str], folder: Path, options: list[str]) -> tuple[int, str, str]:
    """Run `wenming` in a fork of this process, which has imported it, under strace.

    Exit code, standard error, trace.
    """
    reading, writing = os.pipe()
    with tempfile.TemporaryDirectory() as name:
        said, trace = Path(name) / "said", Path(name) / "trace"
        process = os.fork()
        if not process:
            os.close(writing)
            _wenming(arguments, folder, reading, said)
        os.close(reading)
        command = ["strace", "-f", "-o", str(trace), *options, "-p", str(process)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
            assert strace.stderr
            strace.stderr.readline()  # "Process … attached"
            os.close(writing)
            code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
            strace.stderr.read()
        return code, said.read_text("utf-8", "replace"), trace.read_text("utf-8", "replace")


def _wenming(arguments: Sequence[str], folder: Path, begin: int, said: Path) -> None:
    """The child: waits until it is traced, then is the command; never returns."""
    code: int | str | None = 70
    try:
        error = os.open(said, os.O_WRONLY | os.O_CREAT)
        os.dup2(error, 2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.chdir(folder)
        os.read(begin, 1)
        main([*arguments], standalone_mode=True)
    except SystemExit as end:
        code = end.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code if isinstance(code, int) else 0)
