"""Faults at system calls: strace counts them, then makes each one go wrong in turn."""

from __future__ import annotations

import collections
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from .ground import ENVIRONMENT

CHANGING = (
    *("write", "pwrite64", "writev", "sendfile", "copy_file_range", "ftruncate"),
    *("rename", "renameat", "renameat2", "unlink", "unlinkat", "rmdir"),
    *("link", "linkat", "symlink", "symlinkat", "mkdir", "mkdirat"),
    *("chmod", "fchmod", "fchmodat", "utimensat", "fsync", "syncfs"),
)
"""Calls that change files; besides, `openat` where it makes or opens one to write."""

WRITING = ("write", "pwrite64", "writev", "sendfile", "copy_file_range", "fsync", "syncfs")

_LINE = re.compile(r"(\d+) +(\w+)\((.*)")


def points(command: Sequence[str], folder: Path, calls: Sequence[str]) -> list[tuple[str, int]]:
    """Each call of these that the command makes: its name, and the how-manieth it is there.

    strace counts for each process of its own; the one that calls most is followed.
    """
    with tempfile.NamedTemporaryFile(mode="r", encoding="utf-8", errors="replace") as trace:
        wanted = [*calls, "openat"] if "mkdir" in calls else [*calls]
        options = ["-f", "-qq", "-o", trace.name, "-e", f"trace={','.join(wanted)}"]
        subprocess.run(
            ["strace", *options, *command], cwd=folder, env=ENVIRONMENT, capture_output=True
        )
        return sorted(set(_counted(trace.read().splitlines())))


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
    command: Sequence[str], folder: Path, call: str, number: int, what: str
) -> tuple[int, str] | None:
    """Run the command with a fault at one call: `what` is `signal=SIGKILL`, `error=EIO`…

    Its exit code and what it said on standard error; None where it made no such call.
    """
    with tempfile.NamedTemporaryFile(mode="r", encoding="utf-8", errors="replace") as trace:
        options = ["-f", "-qq", "-o", trace.name, "-e", f"trace={call}"]
        options += ["-e", f"inject={call}:{what}:when={number}"]
        done = subprocess.run(
            ["strace", *options, *command],
            cwd=folder,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
        )
        text = trace.read()
        hit = "(INJECTED)" in text or "killed by SIGKILL" in text
        return (done.returncode, done.stderr) if hit else None
