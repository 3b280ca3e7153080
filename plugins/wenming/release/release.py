"""Release: the files of a complete site, and the swap that puts it online.

A build writes into a new folder beside the site. Files whose bytes did not
change are carried over as they are, with their times, so that what a web
server says of them (ETag, Last-Modified) holds; a file that did change gets
another time, whatever the clock says. One rename exchanges the folders; until
then nothing of the site online is touched.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from .files import create, has_bytes, make_room, remove_files_above, same_bytes, stat_of
from .manifest import Manifest, Unit
from .recycling import link, remove

T = TypeVar("T")

_HASHED = re.compile(r"assets/.*\.[0-9a-f]{8,}(\.min)?\.(css|js)")
"""Styles and scripts that have a digest of their content in their names."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Files that were written anew, and that were carried over."""

    written: int = 0
    carried_over: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What was written of a release: each file, whether it is new, and the units."""

    files: Mapping[str, bool]
    units: Mapping[str, Unit]


class Release:
    """A site being written. Paths are relative, with `/`; each is written once."""

    def __init__(
        self,
        folder: Path,
        previous: Path | None = None,
        older: Sequence[Path] = (),
        *,
        manifest: Manifest | None = None,
        recycled: bool = False,
    ) -> None:
        """`previous` is the site online; it and the `older` ones have had readers.

        `manifest` is that of `previous`. A `recycled` folder holds all files of `previous`.
        """
        self.folder = folder
        self._previous = previous
        self._before = [previous, *older] if previous else [*older]
        self._manifest = manifest or Manifest()
        self._recycled = recycled
        self._made: set[str] = set()
        self._files: dict[str, bool] = {}
        self._units: dict[str, Unit] = {}
        self.purged = 0

    @property
    def previous(self) -> Path | None:
        """The site online, if there is one; nothing of it may be changed."""
        return self._previous

    @property
    def is_first(self) -> bool:
        """Whether there is nothing online of which a unit could be kept."""
        return not self._manifest.units

    @property
    def paths(self) -> Sequence[str]:
        """What was written or carried over so far."""
        return tuple(self._files)

    @property
    def counts(self) -> Counts:
        written = sum(self._files.values())
        return Counts(written, len(self._files) - written)

    def manifest(self) -> Manifest:
        """What the release consists of, as the latest of all builds."""
        number = max(time.time_ns(), self._manifest.number + 1)
        before = self._manifest.files
        files = {
            path: number if new else before.get(path, number) for path, new in self._files.items()
        }
        return Manifest(number, self._units, files)

    def apart(self, write: Callable[[], T]) -> tuple[T, Part]:
        """What `write` returns, and the part that it wrote: to be added where it is known of.

        Another process may write a part of a release; here nobody sees that.
        """
        files, units = self._files, self._units
        self._files, self._units = {}, {}
        made = write()
        part = Part(self._files, self._units)
        self._files, self._units = files, units
        return made, part

    def include(self, part: Part) -> None:
        """Count in what was written apart. Files that a unit has no more are dropped."""
        for name, unit in part.units.items():
            before = self._units.get(name)
            for path in set(before.paths).difference(unit.paths) if before else ():
                self._files.pop(path, None)
        self._files.update(part.files)
        self._units.update(part.units)

    def unit(self, name: str, fingerprint: bytes | None, write: Callable[[], None]) -> None:
        """Keep the files of a unit that has this fingerprint online, or write them."""
        if self.keep(name, fingerprint):
            return
        _, part = self.apart(write)
        self.include(part)
        self._units[name] = Unit(fingerprint.hex() if fingerprint else "", tuple(part.files))

    def amend(self, name: str, write: Callable[[], None]) -> None:
        """Write some files of a unit online; its others stay."""
        known = self._manifest.units.get(name, Unit("", ()))
        _, part = self.apart(write)
        paths = dict.fromkeys((*known.paths, *part.files))
        self.include(Part(part.files, {**part.units, name: Unit("", tuple(paths))}))

    def keep(self, name: str, fingerprint: bytes | None) -> bool:
        """Carry over the files of a unit if it has this fingerprint online."""
        known = self._manifest.units.get(name)
        if known is None or fingerprint is None or known.print != fingerprint.hex():
            return False
        if not self._recycled:
            try:
                for path in known.paths:
                    self._carry_over(self._online(path), path)
            except FileNotFoundError:  # then nothing of it stays
                for path in known.paths:
                    if self._files.pop(path, None) is not None:
                        make_room(self.folder / path)
                return False
        self._files.update(dict.fromkeys(known.paths, False))
        self._units[name] = known
        return True

    def keep_all(self) -> None:
        """Carry over the whole site online, to be changed in places.

        What is written then stays where it was; units that were written without a
        fingerprint are written again by the next release. Raises OSError where a
        file is gone, or nobody knows which there are.
        """
        if not self._manifest.files:
            raise FileNotFoundError(errno.ENOENT, "no manifest", str(self._previous))
        if not self._recycled:
            for path in self._manifest.files:
                self._carry_over(self._online(path), path)
            self._recycled = True  # as if it had been
        self._files = dict.fromkeys(self._manifest.files, False)
        self._units = dict(self._manifest.units)

    def read(self, path: str) -> bytes:
        """A file that was written or carried over already."""
        return (self.folder / path).read_bytes()

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file, or carry over the one online that has the same bytes."""
        data = content.encode() if isinstance(content, str) else content
        if self._previous:
            before = self._previous / path
            if has_bytes(before, data):
                self._carry_over(before, path)
                return
        target = self._target(path)
        # What was carried over is the file online itself: it is replaced, never written into.
        try:
            create(target, data)
        except FileExistsError:
            make_room(target)
            create(target, data)
        self._date(path, target)

    def write_page(self, address: str, content: str) -> None:
        """Write the page at an address such as `/honors/`, or the file at one such as `/a.html`."""
        path = address.lstrip("/")
        named = "." in path.rpartition("/")[2]
        file = path if named else f"{path}/index.html".lstrip("/").replace("//", "/")
        self.write(file, content)

    def add(self, path: str, source: Path) -> None:
        """Publish a copy of a file."""
        before = self._previous / path if self._previous else None
        if before and same_bytes(before, source):
            self._carry_over(before, path)
            return
        target = self._target(path)
        make_room(target)
        shutil.copyfile(source, target)
        self._date(path, target)

    def add_folder(self, source: Path) -> None:
        """Publish copies of all files below a folder."""
        for file in sorted(source.rglob("*")):
            if file.is_file():
                self.add(file.relative_to(source).as_posix(), file)

    def finish(self) -> None:
        """Remove what a recycled folder holds of `previous` and the release does not."""
        if self._recycled:
            remove(self.folder, self._manifest.files.keys() - self._files.keys())

    def keep_assets(self, folder: Path, paths: Sequence[str]) -> list[str]:
        """Publish an earlier release's hashed styles and scripts, too: its pages may be open.

        `paths` are not its own but were kept from still earlier ones. Returns what was added.
        """
        added = []
        for file in sorted((folder / "assets").rglob("*")):
            path = file.relative_to(folder).as_posix()
            theirs = _HASHED.fullmatch(path) and path not in paths and file.is_file()
            if theirs and not (self.folder / path).exists():
                self._carry_over(file, path)
                added.append(path)
        return added

    def _online(self, path: str) -> Path:
        return (self._previous or self.folder) / path

    def _target(self, path: str) -> Path:
        """Where a file goes, its folder made."""
        target = self.folder / path
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
            except (FileExistsError, NotADirectoryError):  # a file was there before
                remove_files_above(self.folder, target.parent)
                target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return target

    def _date(self, path: str, target: Path) -> None:
        """Give a file that was written a later time than any that had this path.

        By whole seconds: HTTP and nginx's ETag know no smaller ones. The clock
        may have been set back, or two releases made within a second.
        """
        self._files[path] = True
        times = [stat.st_mtime for each in self._before if (stat := stat_of(each / path))]
        if times and int(target.stat().st_mtime) <= int(max(times)):
            os.utime(target, (int(max(times)) + 1,) * 2)

    def _carry_over(self, before: Path, path: str) -> None:
        stays = self._recycled and not self._files.get(path) and path in self._manifest.files
        if not stays:
            target = self._target(path)
            make_room(target)
            link(before, target)
        self._files[path] = False
