"""Release: the files of a complete site, and the swap that puts it online.

A build writes into a new folder beside the site. Files whose bytes did not
change are carried over as they are, with their times, so that what a web
server says of them (ETag, Last-Modified) holds; a file that did change gets
another time, whatever the clock says. One rename exchanges the folders; until
then nothing of the site online is touched.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from .kept import Releases

T = TypeVar("T")

_HASHED = re.compile(r"assets/.*\.[0-9a-f]{8,}(\.min)?\.(css|js)")
"""Styles and scripts that have a digest of their content in their names."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Files that were written anew, and that were carried over."""

    written: int = 0
    carried_over: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.written + other.written, self.carried_over + other.carried_over)

    def __sub__(self, other: Counts) -> Counts:
        return Counts(self.written - other.written, self.carried_over - other.carried_over)


class Release:
    """A site being written. Paths are relative, with `/`; each is written once."""

    def __init__(
        self, folder: Path, previous: Path | None = None, older: Sequence[Path] = ()
    ) -> None:
        """`previous` is the site online; it and the `older` ones have had readers."""
        self.folder = folder
        self._previous = previous
        self._before = [previous, *older] if previous else [*older]
        self._made: set[str] = set()
        self.counts = Counts()
        self.purged = 0

    @property
    def previous(self) -> Path | None:
        """The site online, if there is one; nothing of it may be changed."""
        return self._previous

    def apart(self, write: Callable[[], T]) -> tuple[T, Counts]:
        """What `write` returns, and what it wrote here: to be counted where it is known of.

        Another process may write a part of a release; its `counts` are not seen here.
        """
        before = self.counts
        made = write()
        counts, self.counts = self.counts - before, before
        return made, counts

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file, or carry over the one online that has the same bytes."""
        data = content.encode() if isinstance(content, str) else content
        if self._previous:
            before = self._previous / path
            if _has_bytes(before, data):
                self._carry_over(before, path)
                return
        target = self._target(path)
        # What was carried over is the file online itself: it is replaced, never written into.
        try:
            _create(target, data)
        except FileExistsError:
            target.unlink()
            _create(target, data)
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
        if before and _same_bytes(before, source):
            self._carry_over(before, path)
            return
        target = self._target(path)
        target.unlink(missing_ok=True)
        shutil.copyfile(source, target)
        self._date(path, target)

    def add_folder(self, source: Path) -> None:
        """Publish copies of all files below a folder."""
        for file in sorted(source.rglob("*")):
            if file.is_file():
                self.add(file.relative_to(source).as_posix(), file)

    def carry_over_folder(self, folder: str, sizes: Mapping[str, int]) -> bool:
        """Carry over files of a folder whose name says what is in them, or none of them.

        `sizes` are the bytes of each by its path in the folder; False where one online
        has another size or is not there. They are many: nothing of them is read.
        """
        if self._previous is None:
            return False
        before, after = f"{self._previous / folder}{os.sep}", f"{self.folder / folder}{os.sep}"
        try:
            for path, size in sizes.items():
                if os.stat(before + path).st_size != size:  # noqa: PTH116 - a Path takes longer
                    return False
            for parent in {path.rpartition("/")[0] for path in sizes}:
                Path(after + parent).mkdir(parents=True, exist_ok=True)
        except OSError:
            return False
        for path in sizes:
            self._link(before + path, after + path)
        return True

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

    def _target(self, path: str) -> Path:
        """Where a file goes, its folder made."""
        target = self.folder / path
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return target

    def _date(self, path: str, target: Path) -> None:
        """Give a file that was written a later time than any that had this path.

        By whole seconds: HTTP and nginx's ETag know no smaller ones. The clock
        may have been set back, or two releases made within a second.
        """
        self.counts += Counts(written=1)
        times = [stat.st_mtime for each in self._before if (stat := _stat(each / path))]
        if times and int(target.stat().st_mtime) <= int(max(times)):
            os.utime(target, (int(max(times)) + 1,) * 2)

    def _carry_over(self, before: Path, path: str) -> None:
        target = self._target(path)
        target.unlink(missing_ok=True)
        self._link(before, target)

    def _link(self, before: Path | str, target: Path | str) -> None:
        try:
            os.link(before, target)
        except OSError:  # another file system, or one without hard links
            shutil.copy2(before, target)
        self.counts += Counts(carried_over=1)


@contextlib.contextmanager
def staged(site: Path, *, keep: int = 0, withdrawn: Sequence[str] = ()) -> Iterator[Release]:
    """A release to be written beside `site`, exchanged with it when the block ends well.

    The former site and older releases are kept, `keep` of them, but none that may
    hold a record that is `withdrawn`. Whatever goes wrong in the block, `site`
    stays as it was.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    releases = Releases(site)
    releases.mend()
    try:
        older = [releases.path(number) for number in releases.kept]
        release = Release(releases.begin(), site if site.is_dir() else None, older)
        yield release
        carried: list[str] = []
        for number in releases.successors(keep):
            folder = site if number == releases.online else releases.path(number)
            carried += release.keep_assets(folder, releases.carried(number))
        release.purged = releases.publish(release.folder, carried, keep, withdrawn)
    finally:
        with contextlib.suppress(OSError):
            releases.mend()


def lock_of(site: Path) -> Path:
    """The file that says who is publishing to `site`."""
    return site.with_name(f".{site.name}.lock")


def looks_like_site(folder: Path) -> bool:
    """Whether a folder may be replaced: it is not there, empty, or a site we or MkDocs built."""
    if folder.is_symlink():
        return False
    if not folder.exists():
        return True
    if not folder.is_dir():
        return False
    return (folder / "sitemap.xml").is_file() or not any(folder.iterdir())


def _create(file: Path, data: bytes) -> None:
    """Write a file that is not there yet. Raises OSError, FileExistsError where it is."""
    with file.open("xb", buffering=0) as made:
        rest = memoryview(data)
        while rest:  # a disk may take a part, and then no more
            rest = rest[made.write(rest) :]


def _stat(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except OSError:
        return None


def _has_bytes(file: Path, data: bytes) -> bool:
    try:
        return file.stat().st_size == len(data) and file.read_bytes() == data
    except OSError:
        return False


def _same_bytes(one: Path, other: Path) -> bool:
    try:
        same_size = one.stat().st_size == other.stat().st_size
        return same_size and one.read_bytes() == other.read_bytes()
    except OSError:
        return False
