"""`python -m tests.faults`: everything that can go wrong with a build, counted.

The whole needs root, Linux, strace, libfaketime and disorderfs, and twenty
minutes; `--some` takes every eighth system call of it and says what this machine
does not allow, `--short` is what an ordinary user can do in half a minute. The
exit code is 1 where anything was not as it must be.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import kinds
from .allowed import refused
from .ground import Ground, Row

Kind = tuple[str, Callable[[], Row]]
"""The tool that a kind of fault needs (see `allowed`), if any; and the trying of it."""


def short(ground: Ground) -> Iterator[Kind]:
    yield "", lambda: kinds.kills_at_moments(ground, 20, cold=False)
    yield "", lambda: kinds.kills_at_moments(ground, 3, cold=True)
    yield "", lambda: kinds.limited_files(ground, 3)
    yield "", lambda: kinds.pairs(ground, 3)
    yield "", lambda: kinds.damaged_caches(ground, 5)


def full(ground: Ground, share: int) -> Iterator[Kind]:
    for cold in (False, True):
        yield "strace", lambda cold=cold: kinds.kills_at_calls(ground, share, cold=cold)
    yield "strace", lambda: kinds.kills_of_rollback(ground, share)
    for cold in (False, True):
        yield "", lambda cold=cold: kinds.kills_at_moments(ground, 100 // share, cold=cold)
    for error in ("ENOSPC", "EIO"):
        for cold in (False, True):
            yield (
                "strace",
                lambda error=error, cold=cold: kinds.errors_at_writes(
                    ground, share, error, cold=cold
                ),
            )
    yield "", lambda: kinds.limited_files(ground, 40 // share)
    yield "mount", lambda: kinds.full_disk(20 // share)
    yield "", lambda: kinds.pairs(ground, 50 // share)
    yield "", lambda: kinds.damaged_caches(ground, 100 // share)
    yield "faketime", lambda: kinds.wrong_clocks(ground, 20 // share)
    yield "mount", lambda: kinds.read_only(ground, 10 // share + 1)
    yield "strace", lambda: kinds.interrupted_fixes(ground, share)
    yield "disorderfs", kinds.same_bytes_in_any_order


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--short", action="store_true", help="what needs neither root nor strace")
    size.add_argument("--some", action="store_true", help="every eighth system call")
    options = parser.parse_args()
    missing = {} if options.short else refused()
    if missing and not options.some:
        reasons = "; ".join(f"{tool}: {reason}" for tool, reason in missing.items())
        parser.error(f"this needs root on Linux and all tools, or take --some: {reasons}")
    machine = f"{platform.system()} {platform.release()}, {os.cpu_count()} cores"
    print(f"{time.strftime('%Y-%m-%d')}, {machine}, Python {platform.python_version()}\n")
    print("| fault | injected | old site intact, or the new one whole | next build succeeds |")
    print("|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder) / "portal")
        tried = short(ground) if options.short else full(ground, 8 if options.some else 1)
        bad = [line for tool, kind in tried if tool not in missing for line in _count(kind)]
    untried = [f"not tried, {tool}: {reason}" for tool, reason in missing.items()]
    print("\n".join(["", *untried, *bad]))
    sys.exit(1 if bad else 0)


def _count(kind: Callable[[], Row]) -> list[str]:
    """Try one kind, print its row, and return what is to be complained of."""
    row = kind()
    print(f"| {row.fault} | {row.injected} | {row.intact} | {row.succeeded} |", flush=True)
    bad = [] if row.good else [f"{row.fault}: not all is as it must be"]
    return [f"{row.fault}: {remark}" for remark in row.remarks] + bad


if __name__ == "__main__":
    main()
