"""The home page, and the site map for people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from ..library import Library, Mention, title_status
from ..records import Collection, Record, moment
from .listings import HOME
from .navigation import Entry, navigation
from .organizations import published_under
from .view import Link, Listing, View

NEWEST = 8
WALL = 12


def home_view(library: Library, feed: str) -> View:
    """The home page: each section stands where a column of that look exists."""
    columns = {each.look: each for each in reversed([*library.collections.values()])}
    newest = library.listed[0] if library.listed else None
    lectures = [r for r in _of(columns.get("lectures"), library) if r.get("start")]
    published = published_under(library)
    return View(
        address="/",
        template="home.html",
        title=library.settings.site_name,
        section="home",
        description=library.settings.site_description,
        lastmod=library.last_change,
        sources=library.listed,
        feed=feed,
        content={
            "columns": columns,
            "notices": _of(columns.get("notices"), library)[:NEWEST],
            "wall": wall(library),
            "coming": coming(lectures, library.today),
            "held": [r for r in lectures if moment(r.get("start")).date() < library.today][:4],
            "stories": _of(columns.get("family"), library)[:6],
            "entries": others(library, columns),
            "figures": figures(library),
            "towns": [
                Link(o.name, o.url, len(published[o.slug]))
                for o in library.organizations
                if o.kind in ("town", "township", "street")
            ],
            "newest": newest,
        },
    )


_FEATURED = ("honors", "lectures", "family", "notices")
"""Looks that have a section of their own on the home page, for the first column of each."""


def others(library: Library, columns: Mapping[str, Collection]) -> list[Entry]:
    """The columns without a section of their own, by group, but those that have nothing yet."""
    featured = {columns[look].name for look in _FEATURED if look in columns}
    return [
        entry
        for entry in navigation(c for c in library.collections.values() if c.name not in featured)
        if any(library.by_collection[each.name] for each in entry.collections)
    ]


def wall(library: Library) -> list[Mention]:
    """The latest honorees with a photo, each person once, newest first.

    Who has lost that title or a later one, or has it under review, is not shown.
    """
    found = []
    for namesakes in library.people:
        for person in namesakes.people:
            for mention in person.mentions:
                if title_status(mention.values, library.today) != "held":
                    break
                if mention.values.get("photo"):
                    found.append(mention)
                    break
    found.sort(key=lambda mention: (mention.record.order(), mention.name), reverse=True)
    return found[:WALL]


def coming(records: Sequence[Record], today: dt.date) -> list[Record]:
    """The events from today on, the next one first."""
    ahead = [r for r in records if moment(r.get("start")).date() >= today]
    return sorted(ahead, key=lambda r: (moment(r.get("start")), r.key))[:4]


def figures(library: Library) -> list[tuple[str, int, str, str]]:
    """Counts for the home page: label, number, word behind it, and the page that has as many."""
    counts = [("人物", len(library.people.by_name), "个名字", "/people/")]
    for name, collection in library.collections.items():
        if collection.group:
            continue
        records = library.by_collection[name]
        counts.append((collection.label, len(records), collection.report.unit, collection.url))
    return counts


def sitemap_view(library: Library, listings: Sequence[Listing]) -> View:
    """The site map: columns with their years, organizations, hand-written pages."""
    years: dict[str, list[Link]] = {name: [] for name in library.collections}
    for listing in listings:
        last = listing.address.strip("/").split("/")
        if len(last) == 2 and last[1].isdigit():
            years[listing.section].append(
                Link(listing.title, listing.address, len(listing.records))
            )
    return View(
        address="/sitemap/",
        template="sitemap.html",
        title="网站地图",
        description=f"{library.settings.site_name}的全部栏目和页面。",
        crumbs=(HOME,),
        content={"years": years},
    )


def _of(collection: Collection | None, library: Library) -> tuple[Record, ...]:
    return library.by_collection[collection.name] if collection else ()


__all__ = ["home_view", "sitemap_view"]
