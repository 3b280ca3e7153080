"""Spool: partial postings wait in a file without a name, for they are too many for memory."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from types import TracebackType


class Spool:
    """Values by chunk and group. What was put can be read by forked processes, too."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed by __exit__
        self._places: list[tuple[int, list[tuple[int, int]]]] = []
        self._size = 0

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def put(self, chunk: int, groups: Sequence[bytes]) -> None:
        """Put the values of a chunk, one for each group."""
        places: list[tuple[int, int]] = []
        for data in groups:
            places.append((self._size, len(data)))
            self._size += len(data)
        rest = memoryview(b"".join(groups))
        while rest:  # a disk may take a part, and then no more
            rest = rest[self._file.write(rest) :]
        self._places.append((chunk, places))

    def of(self, group: int) -> Iterator[tuple[int, bytes]]:
        """The values of a group, with their chunks, in the order they were put."""
        for chunk, places in self._places:
            yield chunk, self._read(*places[group])

    def _read(self, start: int, size: int) -> bytes:
        if hasattr(os, "pread"):  # forked processes have the file's position in common
            return os.pread(self._file.fileno(), size, start)
        self._file.seek(start)
        return self._file.read(size)
