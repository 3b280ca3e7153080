"""Output: calendars to subscribe to (RFC 5545), of the portal and of each column with dates."""

from __future__ import annotations

from ..library import Library
from ..release import Release
from ..views import Views, events_of, is_dated
from .ics import ics_bytes

__all__ = ["write_calendars"]


def write_calendars(library: Library, _views: Views, release: Release) -> None:
    """Write `calendar.ics`, and one below each column whose declaration has dates."""
    site = library.settings.site_name
    release.write("calendar.ics", ics_bytes(site, "/calendar.ics", events_of(library), library))
    for name, collection in library.collections.items():
        if is_dated(collection):
            address = f"{collection.url}calendar.ics"
            events = events_of(library, name)
            title = f"{collection.label} - {site}"
            release.write(address.lstrip("/"), ics_bytes(title, address, events, library))
