"""Numbers that records state: added up where they can be, quoted where they hold for a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..library import Library
from ..records import BUILT_IN_CHOICES, Collection, FieldDeclaration, Record, parts
from .facts import choice_label
from .timeline import day_of
from .view import Link

TITLE = "个称号"
"""The word for people by their titles: who has three is counted three times."""

_MOST_NAMED = 3
"""Rows that are told together as having the most."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Counts of one kind: a row each, with its listing where there is one.

    `over_time` says that the rows follow each other; otherwise the labels are
    of things beside each other.
    """

    name: str
    """Unique on the page, fit for an `id`."""
    title: str
    heading: str
    """What the labels are: 年度, 级别."""
    unit: str
    rows: tuple[Link, ...]
    over_time: bool
    measure: str = ""
    """What is added up, such as 参加人数; empty where things are counted."""
    stating: str = ""
    """The field that not all state, such as 类别: only those that do are counted."""

    @property
    def total(self) -> int:
        return sum(row.count or 0 for row in self.rows)

    @property
    def summary(self) -> str:
        """The figure in a sentence, for those who do not see it."""
        highest = max(row.count or 0 for row in self.rows)
        most = [row.label for row in self.rows if row.count == highest]
        told = f"{f'写明{self.stating}的' if self.stating else ''}共{self.total:,}{self.unit}"
        if len(most) <= _MOST_NAMED and len(most) < len(self.rows):
            each = "各" if len(most) > 1 else ""
            told += f"，最多的是{'、'.join(most)}，{each}{highest:,}{self.unit}"
        told += "。"
        if self.over_time:
            return f"{self.rows[0].label}到{self.rows[-1].label}，{told}"
        return told


def unit_of(collection: Collection) -> str:
    """The word behind a count of a column's rows: titles, people, or its records."""
    if not collection.subjects:
        return collection.report.unit
    return TITLE if collection.titles == collection.subjects.name else "人次"


@dataclass(frozen=True, slots=True)
class Stated:
    """The newest numbers that a record states for a day (`as_of`)."""

    record: Record
    as_of: dt.date
    numbers: tuple[tuple[FieldDeclaration, int], ...]


def stated_by(collection: Collection, library: Library) -> Stated | None:
    """What a column's records say as of the latest day, as of all registered volunteers."""
    found = [
        Stated(record, values["as_of"], numbers)
        for field in collection.fields.values()
        if field.type == "group" and field.is_open and "as_of" in field.fields
        for record in library.by_collection[collection.name]
        if (values := record.get(field.name))
        and (numbers := tuple(_integers(field, values)))
        and values["as_of"] <= library.today
    ]
    return max(found, key=lambda each: (each.as_of, each.record.key), default=None)


def _integers(
    field: FieldDeclaration, values: Mapping[str, Any]
) -> Iterator[tuple[FieldDeclaration, int]]:
    for part in field.fields.values():
        if part.type == "integer" and part.is_open and part.name in values:
            yield part, values[part.name]


def added_up(collection: Collection, library: Library) -> Iterator[Figure]:
    """A figure for each integer field with a `unit`, and for those of lists with a `date`.

    By year; of a column whose records stay, by the first choice it is browsed by.
    """
    records = library.by_collection[collection.name]
    for field in collection.fields.values():
        if _adds_up(field):
            stating = [record for record in records if record.get(field.name) is not None]
            if collection.report.standing:
                yield from _by_choice(field, stating, collection)
            else:
                days = [(day_of(record, collection), record.fields) for record in stating]
                yield from _by_year(field, days, collection, library, field.name)
        dated = parts(field).get("date") if field.type == "list" and field.is_open else None
        for part in parts(field).values() if dated and dated.type == "day" else ():
            if _adds_up(part):
                items = [item for record in records for item in record.get(field.name) or ()]
                days = [(item["date"], item) for item in items if item.get(part.name) is not None]
                yield from _by_year(part, days, collection, library, f"{field.name}-{part.name}")


def _adds_up(field: FieldDeclaration) -> bool:
    return field.type == "integer" and bool(field.unit) and field.is_open


def _by_year(
    field: FieldDeclaration,
    days: list[tuple[dt.date, Mapping[str, Any]]],
    collection: Collection,
    library: Library,
    name: str,
) -> Iterator[Figure]:
    counts: Counter[int] = Counter()
    for day, values in days:
        if day <= library.today:
            counts[day.year] += values[field.name]
    if counts:
        years = range(min(counts), max(counts) + 1)
        rows = tuple(Link(f"{year}年", "", counts[year]) for year in years)
        yield _figure(field, rows, collection, name, "年度", over_time=True)


def _by_choice(
    field: FieldDeclaration, records: list[Record], collection: Collection
) -> Iterator[Figure]:
    for name in collection.browse[:1]:
        by = collection.all_fields[name]
        counts: Counter[str] = Counter()
        for record in records:
            counts[str(record.get(name))] += record.fields[field.name]
        keys = {**BUILT_IN_CHOICES.get(by.type, {}), **by.choices}
        rows = tuple(
            Link(choice_label(by, key), f"{collection.url}by-{name}/{key}/", counts[key])
            for key in keys
            if counts[key]
        )
        if rows:
            yield _figure(field, rows, collection, field.name, by.label, over_time=False)


def _figure(
    field: FieldDeclaration,
    rows: tuple[Link, ...],
    collection: Collection,
    name: str,
    heading: str,
    *,
    over_time: bool,
) -> Figure:
    measure = field.label.removesuffix(f"（{field.unit}）")
    return Figure(
        f"{collection.name}-{name}-sum",
        f"{collection.label}：{measure}",
        heading,
        field.unit,
        rows,
        over_time,
        measure,
    )
