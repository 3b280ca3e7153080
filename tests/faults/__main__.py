"""`python -m tests.faults`: everything that can go wrong with a build, counted.

The whole needs root, Linux, strace, libfaketime and disorderfs, and a quarter of
an hour; `--some` takes every eighth system call of it, `--short` what an ordinary
user can do in half a minute. The exit code is 1 where anything was not as it must be.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from . import kinds
from .ground import Ground, Row

NEEDED = ("strace", "faketime", "disorderfs", "mount", "prlimit")


def short(ground: Ground) -> Iterator[Callable[[], Row]]:
    yield lambda: kinds.kills_at_moments(ground, 20, cold=False)
    yield lambda: kinds.kills_at_moments(ground, 3, cold=True)
    yield lambda: kinds.limited_files(ground, 3)
    yield lambda: kinds.pairs(ground, 3)
    yield lambda: kinds.damaged_caches(ground, 5)


def full(ground: Ground, share: int) -> Iterator[Callable[[], Row]]:
    for cold in (False, True):
        yield lambda cold=cold: kinds.kills_at_calls(ground, share, cold=cold)
    yield lambda: kinds.kills_of_rollback(ground, share)
    for cold in (False, True):
        yield lambda cold=cold: kinds.kills_at_moments(ground, 100 // share, cold=cold)
    for error in ("ENOSPC", "EIO"):
        for cold in (False, True):
            yield lambda error=error, cold=cold: kinds.errors_at_writes(
                ground, share, error, cold=cold
            )
    yield lambda: kinds.limited_files(ground, 40 // share)
    yield lambda: kinds.full_disk(20 // share)
    yield lambda: kinds.pairs(ground, 50 // share)
    yield lambda: kinds.damaged_caches(ground, 100 // share)
    yield lambda: kinds.wrong_clocks(ground, 20 // share)
    yield lambda: kinds.read_only(ground, 10 // share + 1)
    yield lambda: kinds.interrupted_fixes(ground, share)
    yield kinds.same_bytes_in_any_order


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--short", action="store_true", help="what needs neither root nor strace")
    size.add_argument("--some", action="store_true", help="every eighth system call")
    options = parser.parse_args()
    if not options.short:
        missing = [name for name in NEEDED if not shutil.which(name)]
        if missing or os.geteuid():
            parser.error(f"needs root and {', '.join(missing or NEEDED)}; or take --short")
    machine = f"{platform.system()} {platform.release()}, {os.cpu_count()} cores"
    print(f"{time.strftime('%Y-%m-%d')}, {machine}, Python {platform.python_version()}\n")
    print("| fault | injected | old site intact, or the new one whole | next build succeeds |")
    print("|---|---|---|---|", flush=True)
    bad = []
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder) / "portal")
        for kind in short(ground) if options.short else full(ground, 8 if options.some else 1):
            row = kind()
            counts = f"{row.injected} | {row.intact} | {row.succeeded}"
            print(f"| {row.fault} | {counts} |", flush=True)
            bad += [f"{row.fault}: {remark}" for remark in row.remarks]
            bad += [] if row.good else [f"{row.fault}: not all is as it must be"]
    print("\n".join(["", *bad]))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
