"""The figures of a report as data: each with the records that it was counted from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ..library import Organization
from ..records import Collection, FieldDeclaration, Record, ReportSection
from .period import Period


@dataclass(frozen=True, slots=True)
class Count:
    """A number, and the records behind it, the earliest first, each once."""

    value: int = 0
    records: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """What was counted, in the period and in the same one a year before."""

    label: str
    unit: str
    now: Count
    before: Count

    @property
    def change(self) -> int:
        return self.now.value - self.before.value

    @property
    def is_empty(self) -> bool:
        return not self.now.value and not self.before.value


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the choices that a column is counted by, with what is added up of its records."""

    key: str
    figure: Figure
    sums: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A column counted by a field: the choices that occur, in their declared order."""

    field: FieldDeclaration
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom a record names, as the open data does."""

    name: str
    organization: str
    record: Record


@dataclass(frozen=True, slots=True)
class Roll:
    """Those of the same choices (an award and a level), who may be named and how many may not."""

    keys: tuple[str | None, ...]
    labels: tuple[str, ...]
    figure: Figure
    named: tuple[Named, ...]
    unnamed: int


@dataclass(frozen=True, slots=True)
class Stated:
    """Figures that a record states itself, as of a day; `late` where that is after the period."""

    record: Record
    as_of: dt.date
    values: tuple[tuple[FieldDeclaration, int], ...]
    late: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a list: its day, and what stands beside its title, as text."""

    record: Record
    day: dt.date
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What a column contributes to a section, or to the whole report."""

    collection: Collection
    lead: str
    figure: Figure
    """The records, or the people whom they name; of a standing column those on the last day."""
    added: Figure | None
    """Of a standing column those that are new."""
    entities: tuple[Figure, ...]
    """Of people, how many are persons, households, units."""
    sums: tuple[Figure, ...]
    breakdowns: tuple[Breakdown, ...]
    dated: tuple[Figure, ...]
    """Items of lists that have a date of their own, and what is added up of them."""
    stated: tuple[Stated, ...]
    rolls: tuple[Roll, ...]
    revoked: Count
    """Titles of the period that were revoked since: nobody is counted for them."""
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    has_records: bool
    """Whether anything of it was published by the last day."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell of the period itself."""
        return not (self.figure.now.value or self.stated or any(d.now.value for d in self.dated))


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report."""

    key: ReportSection
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report states."""

    office: str
    """Whose report it is."""
    period: Period
    today: dt.date
    organization: Organization | None
    comparable: bool
    """Whether the portal has anything from the year before at all."""
    overview: tuple[Block, ...]
    """Each column as a whole, in the order of the sections."""
    sections: tuple[Section, ...]
