"""Output: calendars to subscribe to (RFC 5545), of the portal, of columns and of places.

What is dated stands in the calendar of its column and in that of the portal.
What is on each week (opening hours, courses) stands in that of its column and in
one of the record's own: a portal's calendar with all of them would show nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..library import Library
from ..records import Collection, Record
from ..release import Release
from ..store import STORE, Store
from ..views import Event, Views, Weekly, events_in, events_of, is_dated, weekly_fields, weeks_of
from .ics import calendar_bytes, event_bytes, weekly_bytes, zone_bytes

__all__ = ["amend_calendars", "write_calendars"]

_FOR_EVER = dt.date(2037, 12, 31)
"""The last day for which the zone of what has no end is described."""


def write_calendars(library: Library, _views: Views, release: Release) -> None:
    """Write `calendar.ics`, one below each column with dates and each record with a week."""
    records = [
        record
        for name, each in library.collections.items()
        if _is_told(each)
        for record in library.by_collection[name]
    ]
    fingerprint = library.prints.of_these(records)
    release.unit(_UNIT, fingerprint, lambda: _write(library, release))


def amend_calendars(
    library: Library, _records: Sequence[Record], told: Sequence[Record], release: Release
) -> bool:
    """Write the events of records that tell something else than before.

    Not where a record's week is told: that stands in too many places.
    """
    dated = [record for record in told if _is_told(library.collection_of(record))]
    if any(weekly_fields(library.collection_of(record)) for record in dated):
        return False
    store = Store(library.root / STORE, ())
    files: dict[str, bytes] = {}
    for record in dated:
        _, before = store.read_among(_EVENTS, record.path).get(record.path, (b"", []))
        after = [event_bytes(event, library) for event in events_in([record], library)]
        if len(before) != len(after):
            return False
        for path in ("calendar.ics", f"{record.collection}/calendar.ics"):
            data = files.get(path) or release.read(path)
            for old, new in zip(before, after, strict=True):
                if data.count(old) != 1:
                    return False
                data = data.replace(old, new)
            files[path] = data
        if after:
            store.keep_among(_EVENTS, record.path, (b"", after))

    def write() -> None:
        for path, data in files.items():
            release.write(path, data)

    if files:
        release.amend(_UNIT, write)
        store.save()
    return True


_UNIT = "calendars"
_EVENTS = "events"
"""What the store keeps: the events of each record, as calendars hold them."""


def _is_told(collection: Collection) -> bool:
    """Whether calendars tell of a column's records."""
    return is_dated(collection) or bool(weekly_fields(collection))


def _write(library: Library, release: Release) -> None:
    site = library.settings.site_name
    events = events_of(library)
    # Made once: an event stands in the calendar of the portal and in that of its column.
    made = list(zip((e.record.collection for e in events), _made(events, library), strict=True))
    zone = _zone(events, library)

    def write(title: str, address: str, parts: Sequence[bytes]) -> None:
        release.write(address.lstrip("/"), calendar_bytes(title, address, parts, library))

    write(site, "/calendar.ics", [zone, *(data for _, data in made)])
    for name, each in library.collections.items():
        parts = [data for collection, data in made if collection == name]
        weeks: dict[str, list[bytes]] = defaultdict(list)
        for week in weeks_of(library, each):
            weeks[week.record.key].append(weekly_bytes(week, library))
        for_weeks = _zone_of_weeks(weeks_of(library, each), library) if weeks else zone
        if _is_told(each):
            parts += [data for found in weeks.values() for data in found]
            write(f"{each.label} - {site}", f"{each.url}calendar.ics", [for_weeks, *parts])
        for key, found in weeks.items():
            record = library.record(key)
            assert record
            write(f"{record.title} - {site}", f"{record.url}calendar.ics", [for_weeks, *found])


def _made(events: Sequence[Event], library: Library) -> Iterator[bytes]:
    """Each event, as it was made in an earlier build if its record is what it was."""
    by_record: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_record[event.record.path].append(event)

    def make(record: Record) -> list[bytes]:
        return [event_bytes(event, library) for event in by_record[record.path]]

    records = [found[0].record for found in by_record.values()]
    made = library.remembered(_EVENTS, records, make)
    parts = {path: iter(found) for path, found in zip(by_record, made, strict=True)}
    return (next(parts[event.record.path]) for event in events)


def _zone(events: Sequence[Event], library: Library) -> bytes:
    """For the years of the events; nothing where all are whole days."""
    if all(event.whole_days for event in events):
        return b""
    first = min(event.first_day for event in events)
    return zone_bytes(first, max(event.last_day for event in events), library)


def _zone_of_weeks(weeks: Sequence[Weekly], library: Library) -> bytes:
    first = min(each.first for each in weeks)
    return zone_bytes(first, max((each.last or _FOR_EVER) for each in weeks), library)
