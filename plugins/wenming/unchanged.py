"""What a build was made from: if nothing of it changed since, a build has nothing to do.

All that a build depends on is told by the times and sizes of the content's files,
the digest of the trusted files, our own code, the day, and the newest commit.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import stat as modes
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .built import Built
from .history import newest_commit
from .problems import Place, Problem
from .settings import Settings
from .store import STORE, Store, code_version
from .trusted import digest_of

_SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times tell that it was written again; FAT has two seconds."""


@dataclass(frozen=True, slots=True)
class State:
    """All that a build depends on."""

    rest: str
    """A digest of what is neither the content's files nor what their history ends with."""
    commit: str
    files: Mapping[str, tuple[int, ...]]
    """Of all that lies in the content's folder what the system tells; nothing where a file
    was written a moment ago."""

    def is_that_of(self, other: State) -> bool:
        """Whether surely nothing changed between the two."""
        return self == other and () not in self.files.values()

    def files_changed_since(self, before: State) -> frozenset[str] | None:
        """The files that may have changed, relative to the content; None where more did."""
        if self.rest != before.rest or self.files.keys() != before.files.keys():
            return None
        was = before.files
        return frozenset(path for path, told in self.files.items() if not told or told != was[path])


@dataclass(frozen=True, slots=True)
class Done:
    """A build: what it was made from, what it counted, and the warnings that it gave."""

    state: State
    site: tuple[int, int]
    """Inode and time of the site's folder: no rename changes them, a change in it does."""
    records: int
    pages: int
    files: int
    problems: tuple[Problem, ...] = ()

    @property
    def as_before(self) -> Built:
        """What another build tells that has nothing to do after this one."""
        return Built(
            problems=self.problems,
            published=True,
            records=self.records,
            pages=self.pages,
            carried_over=self.files,
        )


def state_of(
    root: Path, config_file: Path, settings: Settings, today: dt.date, seen: int = 0
) -> State | None:
    """All that a build depends on, `seen` now or at a time in nanoseconds.

    None where something cannot be looked at.
    """
    seen = seen or time.time_ns()
    folder = root / settings.content_dir
    newest = newest_commit(folder)
    trusted = digest_of(root, config_file, settings)
    try:
        files = dict(_files(folder, "", seen - _SETTLED))
    except OSError:
        files = None
    commit, whole = newest()
    told = (trusted, settings.keep_releases, today, whole)
    rest = hashlib.blake2b(f"{told}".encode(), digest_size=16, key=code_version()).hexdigest()
    return State(rest, commit, files) if files is not None else None


def done_before(root: Path, site: Path) -> Done | None:
    """The build whose site is online, if that is known."""
    done = _store(root).read_one(_KIND, _KIND)
    try:
        return done if isinstance(done, Done) and tuple(done.site) == stamp(site) else None
    except OSError:
        return None


def built_before(root: Path, site: Path, state: State | None) -> Built | None:
    """What the build told whose site is online, if nothing changed since."""
    done = done_before(root, site)
    return done.as_before if state and done and state.is_that_of(done.state) else None


def note(root: Path, done: Done) -> None:
    """Remember a build. A full disk is no reason to fail."""
    store = _store(root)
    store.keep(_KIND, _KIND, done)
    store.save()


def forget(root: Path) -> None:
    store = _store(root)
    store.forget(_KIND, _KIND)
    store.save()


def stamp(site: Path) -> tuple[int, int]:
    """What tells a site's folder from any other, and from itself after a change in it."""
    stat = site.stat()
    return stat.st_ino, stat.st_mtime_ns


_KIND = "done"


def _store(root: Path) -> Store:
    return Store(root / STORE, (Done, State, Problem, Place))


def _files(folder: Path | str, below: str, settled: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """All that lies in a folder, with what the system tells of it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = below + entry.name
            stat = entry.stat(follow_symlinks=False)
            if modes.S_ISDIR(stat.st_mode):
                yield path, (stat.st_mode,)
                yield from _files(entry.path, f"{path}/", settled)
            elif stat.st_mtime_ns > settled or stat.st_ctime_ns > settled:
                yield path, ()
            else:
                yield (
                    path,
                    (stat.st_mode, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns),
                )
