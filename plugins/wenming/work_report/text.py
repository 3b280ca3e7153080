"""The parts of a draft: headings, paragraphs and tables of runs of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..records import Record
from .figures import Count

Url = Callable[[Record], str]
"""The full address of a record."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some text; with the address that it leads to, or the number of the note behind it."""

    text: str
    url: str = ""
    note: int = 0


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: 1 for 一、, 2 for （一）."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; its cells are runs."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]


Part = Heading | Paragraph | Table


class Notes:
    """Numbers the sets of records that figures were counted from; the same set is one note."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, ...], int] = {}
        self._all: list[tuple[Record, ...]] = []

    @property
    def all(self) -> tuple[tuple[Record, ...], ...]:
        """By number, the first is 1."""
        return tuple(self._all)

    def number(self, count: Count, unit: str = "") -> Run:
        """The number as a run, with its note; nothing lies behind a zero."""
        text = f"{count.value}{unit}"
        if not count.records:
            return Run(text)
        key = tuple(record.key for record in count.records)
        if key not in self._keys:
            self._all.append(count.records)
            self._keys[key] = len(self._all)
        return Run(text, note=self._keys[key])
