"""What is on each week: opening hours and timetables, from the fields of type `weekly`."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..library import Library, is_expired
from ..records import (
    WEEKDAYS,
    Collection,
    FieldDeclaration,
    Record,
    hours_of,
    parts,
    weekdays_of,
)
from .facts import chinese_date, links_of

_WHEN = ("day", "time", "from", "to")
"""The parts of an item that say when; the others say what."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """Something on some days of each week, from one hour to another."""

    record: Record
    name: str
    """Unique in the record, and the same wherever in it the item stands: field, days, hour of
    the beginning, name."""
    title: str
    days: tuple[int, ...]
    """0 for Monday."""
    begins: int
    """Minutes of the day, as is `ends`, which may be 24 hours."""
    ends: int
    first: dt.date
    """The first day that it is on."""
    last: dt.date | None
    details: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class WeekTable:
    """The items of a weekly field as a table, by day; `fields` are what any of them says."""

    fields: tuple[FieldDeclaration, ...]
    has_terms: bool
    days: tuple[tuple[str, tuple[tuple[str, str, Mapping[str, Any]], ...]], ...]
    """Days in words, and for each item of theirs its hours, its term and its values."""


def weekly_fields(collection: Collection) -> tuple[FieldDeclaration, ...]:
    """The fields of a column that say what is on each week."""
    return tuple(
        field
        for field in collection.fields.values()
        if (field.of if field.type == "list" else field.type) == "weekly"
    )


def items_of(field: FieldDeclaration, record: Record) -> Sequence[Mapping[str, Any]]:
    value = record.get(field.name) or ()
    return value if field.type == "list" else [value] if value else []


def weeks_of(library: Library, collection: Collection) -> tuple[Weekly, ...]:
    """All that the listed records of a column have on each week, in their order."""
    fields = weekly_fields(collection)
    return tuple(
        each
        for record in (library.by_collection[collection.name] if fields else ())
        for each in week_of(record, library)
    )


def week_of(record: Record, library: Library) -> tuple[Weekly, ...]:
    """All that a record has on each week; nothing of one that has expired."""
    if is_expired(record, library.today):
        return ()
    seen: Counter[str] = Counter()
    return tuple(
        each
        for field in weekly_fields(library.collection_of(record))
        for item in items_of(field, record)
        for each in _weekly(record, field, item, seen, library)
    )


def _weekly(
    record: Record,
    field: FieldDeclaration,
    item: Mapping[str, Any],
    seen: Counter[str],
    library: Library,
) -> Iterator[Weekly]:
    days = weekdays_of(item["day"])
    ends = [day for day in (item.get("to"), record.get("expires")) if day]
    last = min(ends) if ends else None
    first = _first(max(item.get("from") or record.day, record.day), days)
    if last and last < first:
        return
    inner = parts(field)
    said = {
        name: "、".join(link.label for link in links_of(part, item[name], record, library))
        for name, part in inner.items()
        if name not in _WHEN and item.get(name) is not None
    }
    called = said.pop("name", "")
    title = f"{called}（{record.title}）" if called else f"{field.label}：{record.title}"
    places = (record.get(name) for name in ("address", "venue", "place"))
    place = next((text for text in places if isinstance(text, str)), "")
    for begins, until in hours_of(item["time"]):
        clock = f"{begins // 60:02}{begins % 60:02}"
        keys = "".join(WEEKDAYS[day] for day in days)
        at = "-".join(filter(None, (field.name, keys, clock, called)))
        seen[at] += 1
        yield Weekly(
            record=record,
            name=at if seen[at] == 1 else f"{at}-{seen[at]}",
            title=title,
            days=days,
            begins=begins,
            ends=until,
            first=first,
            last=last,
            details=tuple(f"{inner[name].label}：{text}" for name, text in said.items()),
            place=place,
        )


def _first(day: dt.date, days: Sequence[int]) -> dt.date:
    """The first of the days of the week from a day on."""
    return next(each for n in range(7) if (each := day + dt.timedelta(days=n)).weekday() in days)


def week_table(field: FieldDeclaration, items: Sequence[Mapping[str, Any]]) -> WeekTable:
    """The items by their days and hours."""
    inner = [part for part in parts(field).values() if part.name not in _WHEN]
    ordered = sorted(items, key=lambda i: (weekdays_of(i["day"]), hours_of(i["time"])))
    days: dict[str, list[tuple[str, str, Mapping[str, Any]]]] = {}
    for item in ordered:
        days.setdefault(item["day"], []).append((item["time"], _term(item), item))
    return WeekTable(
        tuple(part for part in inner if any(item.get(part.name) for item in items)),
        any(_term(item) for item in items),
        tuple((day, tuple(rows)) for day, rows in days.items()),
    )


def _term(item: Mapping[str, Any]) -> str:
    """From which day to which; empty for always."""
    first, last = item.get("from"), item.get("to")
    begins = f"{chinese_date(first)}起" if first else ""
    if first and last:
        begins = f"{chinese_date(first)}至"
    return f"{begins}{chinese_date(last)}{'' if first else '止'}" if last else begins
