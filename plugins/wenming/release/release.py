"""Release: the files of a complete site, and the swap that puts it online.

A build writes into a new folder beside the site. Files whose bytes did not
change are carried over as they are, with their times, so that what a web
server says of them (ETag, Last-Modified) holds. One rename exchanges the
folders; until then nothing of the site online is touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .exchange import exchange


class Release:
    """A site being written. Paths are relative, with `/`; each is written once."""

    def __init__(self, folder: Path, previous: Path | None = None) -> None:
        self.folder = folder
        self._previous = previous
        self._made: set[Path] = set()
        self.written = 0
        self.carried_over = 0

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file, or carry over the one online that has the same bytes."""
        data = content.encode() if isinstance(content, str) else content
        target = self._target(path)
        if self._previous:
            before = self._previous / path
            if _has_bytes(before, data):
                self._carry_over(before, target)
                return
        target.write_bytes(data)
        self.written += 1

    def write_page(self, address: str, content: str) -> None:
        """Write the page at an address such as `/honors/`, or the file at one such as `/a.html`."""
        path = address.lstrip("/")
        named = "." in path.rpartition("/")[2]
        file = path if named else f"{path}/index.html".lstrip("/").replace("//", "/")
        self.write(file, content)

    def add(self, path: str, source: Path) -> None:
        """Publish a copy of a file."""
        target = self._target(path)
        before = self._previous / path if self._previous else None
        if before and _same_bytes(before, source):
            self._carry_over(before, target)
            return
        shutil.copyfile(source, target)
        self.written += 1

    def add_folder(self, source: Path) -> None:
        """Publish copies of all files below a folder."""
        for file in sorted(source.rglob("*")):
            if file.is_file():
                self.add(file.relative_to(source).as_posix(), file)

    def _target(self, path: str) -> Path:
        target = self.folder / path
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        # What was carried over is the file online itself: it is replaced, never written into.
        target.unlink(missing_ok=True)
        return target

    def _carry_over(self, before: Path, target: Path) -> None:
        try:
            os.link(before, target)
        except OSError:  # another file system, or one without hard links
            shutil.copy2(before, target)
        self.carried_over += 1


@contextlib.contextmanager
def staged(site: Path) -> Iterator[Release]:
    """A release to be written beside `site`, exchanged with it when the block ends well.

    Whatever goes wrong in the block, `site` stays as it was.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{site.name}.", dir=site.parent))
    try:
        folder.chmod(0o755)
        yield Release(folder, site if site.is_dir() else None)
        exchange(folder, site)
    finally:
        # The former site after a swap, or what there is of a release that failed.
        shutil.rmtree(folder, ignore_errors=True)


def looks_like_site(folder: Path) -> bool:
    """Whether a folder may be replaced: it is not there, empty, or a site we or MkDocs built."""
    if folder.is_symlink():
        return False
    if not folder.exists():
        return True
    if not folder.is_dir():
        return False
    return (folder / "sitemap.xml").is_file() or not any(folder.iterdir())


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
