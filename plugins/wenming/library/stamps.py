"""Stamps: whether a file is still the one that was read."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, replace
from pathlib import Path

SETTLED = 2_000_000_000
"""Nanoseconds after which a file's times tell that it was written again; FAT has two seconds."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the system told of a file, when, and a digest of what was in it."""

    stat: tuple[int, ...]
    """Size, inode and times; nothing where there was no file."""
    seen: int
    """By the clock, in nanoseconds: when the file was looked at."""
    digest: bytes = b""

    @classmethod
    def of(cls, file: Path) -> Stamp:
        """The stamp of a file that has yet to be read."""
        try:
            found = file.stat()
        except OSError:
            return cls((), time.time_ns())
        times = (found.st_mtime_ns, found.st_ctime_ns)
        return cls((found.st_size, found.st_ino, *times), time.time_ns())

    def with_digest(self, digest: bytes) -> Stamp:
        return replace(self, digest=digest)

    def still(self, file: Path) -> Stamp | None:
        """The stamp of a file now, if it is what was read: this one, where the times tell."""
        now = Stamp.of(file)
        if not now.stat:
            return None
        if now.stat == self.stat and max(self.stat[-2:]) + SETTLED < self.seen:
            return self
        try:
            return now.with_digest(self.digest) if digest_in(file) == self.digest else None
        except OSError:
            return None


def digest_of(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def digest_in(file: Path) -> bytes:
    """The same of what is in a file, which may be large. Raises OSError."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, lambda: hashlib.blake2b(digest_size=16)).digest()
