"""iCalendar (RFC 5545, with the properties of RFC 7986 that readers look for)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import icalendar

from ..feeds.identity import feed_tag, record_tag
from ..library import Library
from ..views import Event as Dated
from ..views import summary_of

_REFRESH = dt.timedelta(hours=12)
"""How often a program should look for something new."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


_END = b"END:VCALENDAR\r\n"


def calendar_bytes(title: str, address: str, parts: Sequence[bytes], library: Library) -> bytes:
    """The calendar at an address, with its parts. Nothing in it depends on when it is made."""
    settings = library.settings
    made = icalendar.Calendar()
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


def zone_bytes(events: Sequence[Dated], library: Library) -> bytes:
    """The portal's time zone, for the years of the events; nothing where all are whole days.

    Times are the portal's own: so does every program show them rightly, and a
    reader who travels, too.
    """
    if all(event.whole_days for event in events):
        return b""
    zone = icalendar.Timezone.from_tzid(
        library.settings.timezone,
        first_date=min(event.first_day for event in events),
        last_date=max(event.last_day for event in events) + dt.timedelta(days=366),
    )
    return bytes(zone.to_ical())


def event_bytes(event: Dated, library: Library) -> bytes:
    return bytes(_component(event, library).to_ical())


def _component(event: Dated, library: Library) -> Any:
    settings, record = library.settings, event.record
    updated = settings.aware(library.updated(record)).astimezone(dt.UTC)
    url = settings.absolute(record.url)
    made = icalendar.Event()
    tag = record_tag(record, settings)
    made.add("uid", f"{tag}#{event.field}" if event.label else tag)
    made.add("dtstamp", updated)
    made.add("last-modified", updated)
    made.add("created", settings.aware(record.date).astimezone(dt.UTC))
    _add_times(made, event, library)
    made.add("summary", _plain(event.title))
    made.add("description", _plain(f"{summary_of(record, library)}\n{url}".strip()))
    if event.place:
        made.add("location", _plain(event.place))
    made.add("url", url)
    made.add("categories", [library.collection_of(record).label])
    # A deadline or a period takes up nobody's time.
    made.add("transp", "TRANSPARENT" if event.label or event.whole_days else "OPAQUE")
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
