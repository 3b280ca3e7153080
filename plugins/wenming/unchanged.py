"""Whether anything changed since the site was built: if not, a build has nothing to do.

All that a build depends on is told by the times and sizes of the content's files,
the digest of the trusted files, our own code, the day, and the newest commit.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from .library import newest_commit
from .pages import digest_of
from .settings import Settings
from .store import code_version

_SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times tell that it was written again; FAT has two seconds."""


@dataclass(frozen=True, slots=True)
class Done:
    """A build that found no problem: what it was made from, and what it counted."""

    state: str
    site: tuple[int, int]
    """Inode and time of the site's folder: no rename changes them, a change in it does."""
    records: int
    pages: int
    files: int


def state_of(
    root: Path, config_file: Path, settings: Settings, today: dt.date, seen: int = 0
) -> str:
    """A digest of all that a build depends on, `seen` now or at a time in nanoseconds.

    Empty where a file was just written, or where something cannot be looked at.
    """
    seen = seen or time.time_ns()
    hasher = hashlib.blake2b(code_version(), digest_size=16)
    folder = root / settings.content_dir
    told = (digest_of(root, config_file, settings), settings.keep_releases, today)
    hasher.update(f"{told} {newest_commit(folder)}\n".encode())
    try:
        for path, stat in _files(folder, ""):
            if max(stat.st_mtime_ns, stat.st_ctime_ns) + _SETTLED > seen:
                return ""
            times = (stat.st_mode, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
            hasher.update(f"{path} {times}\n".encode("utf-8", "surrogateescape"))
    except OSError:
        return ""
    return hasher.hexdigest()


def done_before(root: Path, site: Path, state: str) -> Done | None:
    """The build whose site is online, if it was made from the same."""
    try:
        done = Done(**json.loads(_file(root).read_text("utf-8")))
        same = state and done.state == state and tuple(done.site) == _stamp(site)
    except (OSError, ValueError, TypeError):
        return None
    return done if same else None


def note(root: Path, site: Path, state: str, records: int, pages: int, files: int) -> None:
    """Remember a build without problems. A full disk is no reason to fail."""
    with contextlib.suppress(OSError):
        done = Done(state, _stamp(site), records, pages, files)
        new = _file(root).with_suffix(".new")
        new.write_text(json.dumps(asdict(done)), "utf-8")
        new.replace(_file(root))


def forget(root: Path) -> None:
    with contextlib.suppress(OSError):
        _file(root).unlink(missing_ok=True)


def _file(root: Path) -> Path:
    return root / ".wenming" / "done.json"


def _stamp(site: Path) -> tuple[int, int]:
    stat = site.stat()
    return stat.st_ino, stat.st_mtime_ns


def _files(folder: Path | str, below: str) -> Iterator[tuple[str, os.stat_result]]:
    """All that lies in a folder, in an order, with what the system tells of it."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = f"{below}{entry.name}"
        yield path, entry.stat(follow_symlinks=False)
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{path}/")
