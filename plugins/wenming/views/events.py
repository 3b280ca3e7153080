"""Events: what a record dates beyond its publication, from its column's declaration.

A `start` (and its `end`), every deadline, every period.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..library import Library
from ..records import Collection, FieldDeclaration, Record, moment
from ..records.dates import YEARS

MOMENTS = ("date", "day", "datetime")
"""Field types of a `start`."""


_YEARS = frozenset(YEARS)
"""Of events: what lies before is no date that anybody waits for, and zones are costly there."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something at a time; dates are whole days, `end` is the last of them.

    `field` is the name of the field that says when, `label` what it is about
    the record (a deadline, a period), empty for the event that the record is.
    """

    record: Record
    field: str
    label: str
    start: dt.date
    end: dt.date | None = None

    @property
    def title(self) -> str:
        return f"{self.label}：{self.record.title}" if self.label else self.record.title

    @property
    def whole_days(self) -> bool:
        return not isinstance(self.start, dt.datetime)

    @property
    def first_day(self) -> dt.date:
        return moment(self.start).date()

    @property
    def last_day(self) -> dt.date:
        return max(moment(self.end).date(), self.first_day) if self.end else self.first_day

    @property
    def days(self) -> int:
        """How many days it lasts, the first and the last counted."""
        return (self.last_day - self.first_day).days + 1

    @property
    def place(self) -> str:
        names = (self.record.get(name) for name in ("venue", "place"))
        return "" if self.label else next((n for n in names if isinstance(n, str)), "")

    def order(self) -> tuple[dt.datetime, str, str]:
        return (moment(self.start), self.record.key, self.field)


def is_dated(collection: Collection) -> bool:
    """Whether the records of a column may have events."""
    return any(_kind(field) for field in collection.fields.values())


def events_of(library: Library, collection: str = "") -> tuple[Event, ...]:
    """The events of all listed records, or of those of a column, the earliest first."""
    records = (r for r in library.listed if collection in ("", r.collection))
    return events_in(records, library)


def events_in(records: Iterable[Record], library: Library) -> tuple[Event, ...]:
    """The events of some records, the earliest first."""
    found = [
        event
        for record in records
        for event in _events(record, library.collection_of(record))
        if {event.first_day.year, event.last_day.year} <= _YEARS
    ]
    return tuple(sorted(found, key=Event.order))


def _events(record: Record, collection: Collection) -> Iterator[Event]:
    for name, field in collection.fields.items():
        kind = _kind(field)
        value = record.get(name)
        if kind and value is not None:
            yield _KINDS[kind](record, field, value)


def _kind(field: FieldDeclaration) -> str:
    if field.name == "start" and field.type in MOMENTS:
        return "start"
    return field.type if field.type in _KINDS else ""


def _started(record: Record, field: FieldDeclaration, value: dt.date) -> Event:
    end = record.get("end")
    return Event(record, field.name, "", value, end if isinstance(end, dt.date) else None)


def _deadline(record: Record, field: FieldDeclaration, value: dt.date) -> Event:
    return Event(record, field.name, field.label, value)


def _period(record: Record, field: FieldDeclaration, value: Mapping[str, dt.date]) -> Event:
    return Event(record, field.name, field.label, value["start"], value["end"])


_KINDS: Mapping[str, Callable[[Record, FieldDeclaration, Any], Event]] = {
    "start": _started,
    "deadline": _deadline,
    "period": _period,
}
