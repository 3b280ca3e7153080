"""Output: calendars to subscribe to (RFC 5545), of the portal and of each column with dates."""

from __future__ import annotations

from ..library import Library
from ..release import Release
from ..views import Views, events_of, is_dated
from .ics import calendar_bytes, event_bytes, zone_bytes

__all__ = ["write_calendars"]


def write_calendars(library: Library, _views: Views, release: Release) -> None:
    """Write `calendar.ics`, and one below each column whose declaration has dates."""
    site = library.settings.site_name
    events = events_of(library)
    # Made once: an event stands in the calendar of the portal and in that of its column.
    made = [(event.record.collection, event_bytes(event, library)) for event in events]
    zone = zone_bytes(events, library)
    calendars = [("", site, "/calendar.ics")]
    calendars += [
        (name, f"{each.label} - {site}", f"{each.url}calendar.ics")
        for name, each in library.collections.items()
        if is_dated(each)
    ]
    for name, title, address in calendars:
        shown = [data for collection, data in made if name in ("", collection)]
        release.write(address.lstrip("/"), calendar_bytes(title, address, [zone, *shown], library))
