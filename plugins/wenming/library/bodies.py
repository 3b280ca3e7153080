"""Rendered bodies: kept in the store and read where one is shown, as all would fill the memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from ..markup import Body, Excess, Heading, Outline, Reference, render_body
from ..packing import pack, unpack
from ..problems import Place, Problem
from ..records import Record, Refused, read_source
from ..store import Store

PARTS = (Body, Outline, Heading, Reference, Excess)
"""The classes that a body is made of."""

_BODY = "body"
"""What the store keeps, by the path of the record."""

_AT_ONCE = 500
"""Bodies that wait to be written into the store at once."""


class Shelf:
    """Puts packed bodies into the store, many at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: dict[str, bytes] = {}
        self.left_over: dict[str, bytes] = {}
        """Those that could not be written."""

    def put(self, path: str, packed: bytes) -> None:
        """Have the body of a record written, now or later."""
        self._store.keep(_BODY, path, packed)
        self._waiting[path] = packed
        if len(self._waiting) == _AT_ONCE:
            self.save()

    def take_away(self, path: str) -> None:
        """Have the body of a record removed by the next `save`."""
        self._store.forget(_BODY, path)

    def save(self) -> None:
        """Write all that wait, and whatever else waits in the store."""
        if not self._store.save():
            self.left_over |= self._waiting
        self._waiting.clear()


class Bodies(Mapping[str, Body]):
    """Rendered bodies by the path of the record.

    On another machine there are only those that were brought for the moment.
    """

    def __init__(
        self,
        root: Path,
        records: Mapping[str, Record],
        store: Store | None,
        at_hand: Mapping[str, bytes],
    ) -> None:
        """`at_hand` are packed bodies that the store may not have."""
        self._root = root
        self._records = records
        self._store = store
        self._at_hand = at_hand
        self._brought: Mapping[str, bytes] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return Bodies, (Path(), {}, None, {})

    def packed(self, path: str) -> bytes:
        """The body of a record as it travels, for `bring` elsewhere.

        Raises `Refused` where the store has lost it and the record's file is another now.
        """
        kept = self._at_hand.get(path) or (self._store and self._store.read_one(_BODY, path))
        return kept if isinstance(kept, bytes) else pack(self._again(path))

    def bring(self, packed: Mapping[str, bytes]) -> None:
        """Have these bodies at hand until others are brought."""
        self._brought = packed

    def __getitem__(self, path: str) -> Body:
        if self._store is None:
            data = self._brought[path]
        else:
            data = self._brought.get(path) or self.packed(path)
        body = unpack(data, PARTS)
        return body if isinstance(body, Body) else self._again(path)

    def _again(self, path: str) -> Body:
        """The body made once more from its file."""
        source = read_source(self._root / path, path)
        if source.digest != self._records[path].digest:  # whose text nobody has checked
            details = {"reason": "刚刚被改动了", "reason_en": "it was changed just now"}
            raise Refused(Problem("file-unreadable", Place(path), details=details))
        return render_body(source.body)

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)
