"""Output: feeds. RSS 2.0, Atom and JSON Feed of every followed listing, and their OPML."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence

from ..library import Library, Revocation
from ..pages import FEEDS
from ..records import Record
from ..release import Release
from ..store import STORE, Store
from ..views import Listing, Views, packed, unpacked
from .entry import entry_of, feed_of, merged, revocation_entry
from .json_feed import json_feed
from .opml import opml
from .xml_feeds import generated, xml_feeds

__all__ = ["amend_feeds", "write_feeds"]

_KIND = "feeds"
"""What the store keeps of all feeds: the keys of what each shows, and its listing, packed."""


def write_feeds(library: Library, views: Views, release: Release, *, items: int = 50) -> None:
    """Write the feeds of each followed listing, at most `items` entries each, and `feeds.opml`."""
    listings = [_cut(each, items) for each in views.followed]
    prints = {each.address: _print(each, library, items) for each in listings}
    changed = [each for each in listings if not release.keep(_unit(each), prints[each.address])]
    for each, write in _feeds(changed, library, release, items):
        release.unit(_unit(each), prints[each.address], write)
    release.write("feeds.opml", opml(listings, library))
    store = Store(library.root / STORE, ())
    store.keep(_KIND, _KIND, [([r.key for r in each.records], packed(each)) for each in listings])
    store.save()


def amend_feeds(
    library: Library,
    records: Sequence[Record],
    _told: Sequence[Record],
    release: Release,
    *,
    items: int = 50,
) -> bool:
    """Write the feeds in which some records stand."""
    kept = Store(library.root / STORE, ()).read_one(_KIND, _KIND)
    keys = {record.key for record in records}
    showing = [unpacked(each, library) for shown, each in kept or () if not keys.isdisjoint(shown)]
    if kept is None or None in showing:
        return False
    for each, write in _feeds(showing, library, release, items):
        release.unit(_unit(each), None, write)
    return True


def _feeds(
    listings: Sequence[Listing], library: Library, release: Release, items: int
) -> Iterator[tuple[Listing, Callable[[], None]]]:
    """Each listing, and what writes its feeds."""
    records = {r.key: r for listing in listings for r in listing.records}
    # Made once: a record stands in the feeds of the portal, its column, its type, its offices.
    entries = {key: entry_of(record, library) for key, record in records.items()}
    revoked = (each for listing in listings for each in listing.revocations)
    told = {_identity(each): revocation_entry(each, library) for each in revoked}
    made = {entry.id: generated(entry) for entry in (*entries.values(), *told.values())}

    def write(listing: Listing) -> None:
        shown = merged(
            [entries[record.key] for record in listing.records],
            [told[_identity(each)] for each in listing.revocations],
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

    return ((each, functools.partial(write, each)) for each in listings)


def _cut(listing: Listing, items: int) -> Listing:
    """What a feed shows of a listing."""
    records, revocations = listing.records[:items], listing.revocations[:items]
    return Listing(
        address=listing.address,
        title=listing.title,
        description=listing.description,
        section=listing.section,
        records=records,
        revocations=revocations,
        followed=True,
    )


def _unit(listing: Listing) -> str:
    return f"feeds {listing.address}"


def _print(listing: Listing, library: Library, items: int) -> bytes:
    """Of all that a listing's feeds show."""
    told = listing.revocations
    return library.prints.of_these(
        [*listing.records, *(each.record for each in told)],
        *(listing.title, listing.description, items),
        [(each.index, each.on, each.reason) for each in told],
    )


def _identity(revocation: Revocation) -> tuple[str, int]:
    return (revocation.record.key, revocation.index)
