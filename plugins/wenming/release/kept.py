"""The releases kept beside a site, and which of them is online.

`.<site>.releases/<number>/` holds each, numbered upwards; `releases.json` beside
them tells which number belongs to which folder by the folder's inode, which a
rename does not change. So a swap is one step, and whoever comes after a process
that was killed can tell what stands where.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from .exchange import exchange

_ASIDE = re.compile(r".+\.[0-9a-f]{8}")
"""The name of a site moved aside where the system has no exchange."""

_NEW = "new"
"""The name of a release that is being written."""

_SPARE = "spare"


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is known of a release."""

    inode: int
    carried: tuple[str, ...] = ()
    """Files of earlier releases that it was given for their open pages."""
    withdrawn: tuple[str, ...] = ()
    """The records that were withdrawn when it was made: it holds none of them."""


class Releases:
    """The releases of one site. Only who holds the site's lock may use it."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self.folder = site.with_name(f".{site.name}.releases")
        self._manifest = self.folder / "releases.json"
        self._entries = self._read()

    @property
    def kept(self) -> list[int]:
        """The numbers of those kept beside the site, newest first."""
        names = [each.name for each in self._folders()]
        return sorted((int(name) for name in names if name.isdecimal()), reverse=True)

    @property
    def online(self) -> int:
        """The number of the site itself; where nobody wrote it down it is the newest."""
        number = self._number(self._site)
        return max(self.kept, default=0) + 1 if number is None else number

    def path(self, number: int) -> Path:
        return self.folder / str(number)

    def carried(self, number: int) -> tuple[str, ...]:
        """The files that the release was given from earlier ones."""
        entry = self._entries.get(number)
        return entry.carried if entry else ()

    def withdrawn(self, number: int) -> tuple[str, ...]:
        """The withdrawn records that the release holds no more; of an unknown one, none."""
        entry = self._entries.get(number)
        return entry.withdrawn if entry else ()

    @property
    def spare(self) -> Path:
        """A release that is kept no more, whose folder another one can be made of."""
        return self.folder / _SPARE

    def begin(self, *, recycle: bool = False) -> Path:
        """A folder for a new release: an empty one, or the spare one with all that is in it."""
        self.folder.mkdir(exist_ok=True)
        new = self.folder / _NEW
        if recycle:
            self.spare.rename(new)
        else:
            new.mkdir()
        new.chmod(0o755)
        return new

    def successors(self, keep: int) -> list[int]:
        """What would be kept, newest first, after another release: the site, then older ones."""
        online = [self.online] if _has_files(self._site) else []
        return (online + [number for number in self.kept if number < self.online])[:keep]

    def publish(
        self, new: Path, carried: Sequence[str], keep: int, withdrawn: Sequence[str] = ()
    ) -> int:
        """Put the folder `new` online in one step and keep the former site and older ones.

        Those that may hold a record of `withdrawn` are removed, however few are
        left: a rollback must not bring it back. Returns how many that were.
        Raises OSError where that fails; then the site is what it was.
        """
        online, kept = self.online, self.successors(keep)
        marks = (carried, tuple(withdrawn) if keep else ())
        there = {*self.kept, *kept}
        unsafe = {each for each in there if not set(withdrawn) <= {*self.withdrawn(each)}}
        purged = unsafe & {*kept}
        number = max([online, *self.kept]) + 1 if _has_files(self._site) or self.kept else 1
        for other in self.kept:
            if other > online:  # rolled back from: nobody wants it again
                shutil.rmtree(self.path(other))
        self._write(number, new, *marks)
        new.rename(self.path(number))
        try:
            self._swap(number, online)
        except OSError:
            shutil.rmtree(self.path(number), ignore_errors=True)
            raise
        # The new release is online: what is left to do the next build can do as well.
        with contextlib.suppress(OSError):
            if self.spare.exists() and (purged or not keep):
                shutil.rmtree(self.spare)
            for other in self.kept:
                if other in kept and other not in purged:
                    continue
                if keep and other not in unsafe and not self.spare.exists():
                    self.path(other).rename(self.spare)
                else:
                    shutil.rmtree(self.path(other))
            self._write(number, self._site, *marks)
        return len(purged)

    @property
    def older(self) -> list[int]:
        """The numbers of those that are older than the site, newest first."""
        online = self.online
        return [number for number in self.kept if number < online]

    def roll_back(self, steps: int) -> int | None:
        """Put the release online that is `steps` older than the site; its number, if there is."""
        older = self.older
        if len(older) < steps:
            return None
        number, online = older[steps - 1], self.online
        self._write(number, self.path(number), self.carried(number), self.withdrawn(number))
        self._swap(number, online)
        return number

    def mend(self) -> None:
        """Put in order what a process that was killed left behind; nothing kept, no folder."""
        for each in self._folders():
            if _ASIDE.fullmatch(each.name) and not self._site.exists():
                each.rename(self._site)
        for each in self._folders():
            # Half a release has no number, though a removed one may have had its inode.
            number = None if each.name == _NEW else self._number(each)
            if number is not None and not self.path(number).exists():
                each.rename(self.path(number))
            elif not each.name.isdecimal() and each.name != _SPARE:
                shutil.rmtree(each)
        with contextlib.suppress(OSError):
            self._manifest.with_suffix(".new").unlink(missing_ok=True)
            told = any(entry.withdrawn for entry in self._entries.values())
            if self.folder.is_dir() and not self._folders() and not told:
                self._manifest.unlink(missing_ok=True)
                self.folder.rmdir()

    def _swap(self, number: int, online: int) -> None:
        """Exchange the release `number` with the site, whose number is `online`."""
        folder = self.path(number)
        sync(self.folder)
        exchange(folder, self._site)
        with contextlib.suppress(OSError):
            sync_folder(self.folder, self._site.parent)
            if folder.is_dir():
                if _has_files(folder):
                    folder.rename(self.path(online))
                else:
                    folder.rmdir()

    def _folders(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        return sorted(each for each in self.folder.iterdir() if each.is_dir())

    def _number(self, folder: Path) -> int | None:
        try:
            inode = folder.stat().st_ino
        except OSError:
            return None
        return next((n for n, entry in self._entries.items() if entry.inode == inode), None)

    def _read(self) -> dict[int, _Entry]:
        try:
            data = json.loads(self._manifest.read_text(encoding="utf-8"))
            return {
                int(number): _Entry(
                    int(entry["inode"]),
                    tuple(map(str, entry["carried"])),
                    tuple(map(str, entry.get("withdrawn", ()))),
                )
                for number, entry in data.items()
            }
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _write(
        self, number: int, folder: Path, carried: Sequence[str], withdrawn: Sequence[str]
    ) -> None:
        """Write down the site and what is kept, and that `folder` is the release `number`."""
        known = {other: self.path(other) for other in self.kept}
        if self._site.is_dir():
            known[self.online] = self._site
        entries = {
            other: _Entry(path.stat().st_ino, self.carried(other), self.withdrawn(other))
            for other, path in known.items()
        }
        entries[number] = _Entry(folder.stat().st_ino, tuple(carried), tuple(withdrawn))
        data = {str(other): asdict(entry) for other, entry in sorted(entries.items())}
        beside = self._manifest.with_suffix(".new")
        beside.write_text(json.dumps(data, indent=1), encoding="utf-8")
        beside.replace(self._manifest)
        self._entries = entries


def _has_files(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def sync(folder: Path) -> None:
    """Have everything written so far on disk, so that a power cut leaves no empty files."""
    if sys.platform == "linux":
        with _opened(folder) as file:
            if ctypes.CDLL(None, use_errno=True).syncfs(file):
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    elif hasattr(os, "sync"):
        os.sync()


def sync_folder(*folders: Path) -> None:
    """Have the names in folders on disk."""
    for folder in folders:
        with contextlib.suppress(OSError), _opened(folder) as file:
            os.fsync(file)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    file = os.open(folder, os.O_RDONLY)
    try:
        yield file
    finally:
        os.close(file)
