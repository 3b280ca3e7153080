"""Entries: what a report counts of a column, each with its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..library import Library, Organization, title_status
from ..records import Collection, Record, moment
from ..views import MOMENTS, rows_of
from .figures import Count


@dataclass(frozen=True, slots=True)
class Entry:
    """A record, or with `item` one of those whom it names, and the day it counts for."""

    record: Record
    day: dt.date
    item: Mapping[str, Any] | None = None


def entries_of(
    collection: Collection, library: Library, organization: Organization | None
) -> list[Entry]:
    """What the column's lists show, the earliest first; of an organization and all below it.

    A record counts for the day that it `start`s on, or else for that of its
    publication; what has not begun by today does not count yet, and nobody for
    a title that is revoked.
    """
    rows = rows_of(collection, library, minors=True)
    entries = [Entry(row.record, _day(row.record, collection), row.item) for row in rows]
    held = (each for each in entries if not _is_revoked(each, library.today))
    return _in_order(held, library, organization)


def revoked_of(
    collection: Collection, library: Library, organization: Organization | None
) -> list[Entry]:
    """The titles that were revoked since they were awarded."""
    found = [
        Entry(each.record, _day(each.record, collection), each.values)
        for each in library.revocations
        if each.record.collection == collection.name
    ]
    return _in_order(found, library, organization)


def _in_order(
    entries: Iterable[Entry], library: Library, organization: Organization | None
) -> list[Entry]:
    found = [
        each
        for each in entries
        if each.day <= library.today
        and (organization is None or _belongs(each, organization, library))
    ]
    # Stable: those whom a record names stay in its order.
    return sorted(found, key=lambda each: (each.day, each.record.order()))


def _day(record: Record, collection: Collection) -> dt.date:
    field = collection.fields.get("start")
    begins = record.get("start") if field and field.type in MOMENTS else None
    return moment(begins).date() if begins else record.day


def _is_revoked(entry: Entry, today: dt.date) -> bool:
    return entry.item is not None and title_status(entry.item, today) == "revoked"


def _belongs(entry: Entry, organization: Organization, library: Library) -> bool:
    """Whether the organization, or one below it, published a record or is home to who is named."""
    places = [library.organization(entry.record.get("organization"))]
    if entry.item is not None:
        places.append(library.organization(entry.item.get("organization")))
        if entry.item.get("type") == "unit":
            places.append(library.organizations.find(str(entry.item.get("name"))))
    return any(place and organization.slug in place.path for place in places)


def records_of(entries: Iterable[Entry]) -> tuple[Record, ...]:
    """The records of entries, each once."""
    return tuple({entry.record.key: entry.record for entry in entries}.values())


def counted(entries: Sequence[Entry]) -> Count:
    return Count(len(entries), records_of(entries))


def values_of(record: Record, name: str) -> Iterator[Any]:
    """The values of a field, which may be a list or nothing."""
    value = record.get(name)
    if value is not None:
        yield from value if isinstance(value, list) else [value]
