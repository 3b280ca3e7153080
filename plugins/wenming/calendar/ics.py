"""iCalendar (RFC 5545, with the properties of RFC 7986 that readers look for)."""

from __future__ import annotations

import datetime as dt
import functools
import importlib
import re
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from ..feeds.identity import feed_tag, record_tag
from ..library import Library
from ..records import Record
from ..views import Event as Dated
from ..views import Weekly, summary_of

_REFRESH = dt.timedelta(hours=12)
"""How often a program should look for something new."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


_END = b"END:VCALENDAR\r\n"


def calendar_bytes(title: str, address: str, parts: Sequence[bytes], library: Library) -> bytes:
    """The calendar at an address, with its parts. Nothing in it depends on when it is made."""
    settings = library.settings
    made = _icalendar().Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//wenming//calendar//ZH")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("uid", feed_tag(address, settings))
    made.add("name", title)
    made.add("x-wr-calname", title)
    made.add("x-wr-timezone", settings.timezone)
    made.add("url", settings.absolute("/calendar/"))
    made.add("source", settings.absolute(address), parameters={"value": "URI"})
    made.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT12H")
    return bytes(made.to_ical()).removesuffix(_END) + b"".join(parts) + _END


def zone_bytes(first: dt.date, last: dt.date, library: Library) -> bytes:
    """The portal's time zone, for the years from a day to another.

    Times are the portal's own: so does every program show them rightly, and a
    reader who travels, too.
    """
    zone = _icalendar().Timezone.from_tzid(
        library.settings.timezone, first_date=first, last_date=last + dt.timedelta(days=366)
    )
    return bytes(zone.to_ical())


def event_bytes(event: Dated, library: Library) -> bytes:
    return bytes(_component(event, library).to_ical())


def weekly_bytes(week: Weekly, library: Library) -> bytes:
    """What is on each week, until its last day or without an end; it takes up nobody's time."""
    made = _about(week.record, week.name, week.title, week.details, library)
    midnight = dt.datetime.combine(week.first, dt.time())
    for name, minutes in (("dtstart", week.begins), ("dtend", week.ends)):
        made.add(name, library.settings.aware(midnight + dt.timedelta(minutes=minutes)))
    rule: dict[str, Any] = {"freq": "weekly", "byday": [_BYDAY[day] for day in week.days]}
    if week.last:  # in UTC, as the start has a zone (RFC 5545, 3.3.10)
        end = dt.datetime.combine(week.last, dt.time(23, 59, 59))
        rule["until"] = library.settings.aware(end).astimezone(dt.UTC)
    made.add("rrule", rule)
    if week.place:
        made.add("location", _plain(week.place))
    made.add("transp", "TRANSPARENT")
    return bytes(made.to_ical())


_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _component(event: Dated, library: Library) -> Any:
    record, part = event.record, event.field if event.label else ""
    made = _about(record, part, event.title, [summary_of(record, library)], library)
    _add_times(made, event, library)
    if event.place:
        made.add("location", _plain(event.place))
    # A deadline or a period takes up nobody's time.
    made.add("transp", "TRANSPARENT" if event.label or event.whole_days else "OPAQUE")
    return made


def _about(record: Record, part: str, title: str, details: Sequence[str], library: Library) -> Any:
    """An event of a record, or of a part of it, with all but its times."""
    settings = library.settings
    updated = settings.aware(library.updated(record)).astimezone(dt.UTC)
    url = settings.absolute(record.url)
    made = _icalendar().Event()
    tag = record_tag(record, settings)
    made.add("uid", f"{tag}#{part}" if part else tag)
    made.add("dtstamp", updated)
    made.add("last-modified", updated)
    made.add("created", settings.aware(record.date).astimezone(dt.UTC))
    made.add("summary", _plain(title))
    made.add("description", _plain("\n".join([*filter(None, details), url])))
    made.add("url", url)
    made.add("categories", [library.collection_of(record).label])
    return made


def _add_times(made: Any, event: Dated, library: Library) -> None:
    """Whole days end before the day after the last; a moment has a start alone."""
    if event.whole_days:
        made.add("dtstart", event.first_day)
        made.add("dtend", event.last_day + dt.timedelta(days=1))
        return
    made.add("dtstart", library.settings.aware(event.start))
    if event.end:
        timed = isinstance(event.end, dt.datetime)
        end = event.end if timed else event.end + dt.timedelta(days=1)
        if library.settings.aware(end) > library.settings.aware(event.start):
            made.add("dtend", library.settings.aware(end))


def _plain(text: str) -> str:
    return _CONTROL.sub("", text)


@functools.cache
def _icalendar() -> ModuleType:
    """Imported by who has something to tell: it takes as long as all else that is needed to
    publish one text."""
    return importlib.import_module("icalendar")
