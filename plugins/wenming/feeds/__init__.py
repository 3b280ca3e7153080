"""Output: feeds. RSS 2.0, Atom and JSON Feed of every followed listing, and their OPML."""

from __future__ import annotations

import functools

from ..library import Library, Revocation
from ..pages import FEEDS
from ..release import Release
from ..views import Listing, Views
from .entry import entry_of, feed_of, merged, revocation_entry
from .json_feed import json_feed
from .opml import opml
from .xml_feeds import generated, xml_feeds

__all__ = ["write_feeds"]


def write_feeds(library: Library, views: Views, release: Release, *, items: int = 50) -> None:
    """Write the feeds of each followed listing, at most `items` entries each, and `feeds.opml`."""
    listings = tuple(views.followed)
    prints = {each.address: _print(each, library, items) for each in listings}
    changed = [each for each in listings if not release.keep(_unit(each), prints[each.address])]
    records = {r.key: r for listing in changed for r in listing.records[:items]}
    # Made once: a record stands in the feeds of the portal, its column, its type, its offices.
    entries = {key: entry_of(record, library) for key, record in records.items()}
    told = {_identity(each): revocation_entry(each, library) for each in library.revocations}
    made = {entry.id: generated(entry) for entry in (*entries.values(), *told.values())}

    def write(listing: Listing) -> None:
        shown = merged(
            [entries[record.key] for record in listing.records[:items]],
            [told[_identity(each)] for each in listing.revocations[:items]],
            items,
        )
        feed = feed_of(listing, library, shown)
        base = library.settings.absolute(listing.address)
        texts: tuple[str | bytes, ...] = (
            *xml_feeds(feed, made, base),
            json_feed(feed, base + FEEDS[2][0]),
        )
        for (name, _, _), text in zip(FEEDS, texts, strict=True):
            release.write(listing.address.lstrip("/") + name, text)

    for each in changed:
        release.unit(_unit(each), prints[each.address], functools.partial(write, each))
    release.write("feeds.opml", opml(listings, library))


def _unit(listing: Listing) -> str:
    return f"feeds {listing.address}"


def _print(listing: Listing, library: Library, items: int) -> bytes:
    """Of all that a listing's feeds show."""
    told = listing.revocations[:items]
    return library.prints.of_these(
        [*listing.records[:items], *(each.record for each in told)],
        *(listing.title, listing.description, items),
        [(each.index, each.on, each.reason) for each in told],
    )


def _identity(revocation: Revocation) -> tuple[str, int]:
    return (revocation.record.key, revocation.index)
