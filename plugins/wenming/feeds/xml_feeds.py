"""RSS 2.0 and Atom (RFC 4287) through feedgen, with what feedgen loses put back.

feedgen drops rel, type and length of an Atom entry's links (its issue 135),
knows an RSS author only with an e-mail address, gives RSS the last of several
enclosures and the last link of the feed, and dates all that has no date with
now. The first three are mended by an extension of its entries, the others by
the order and the completeness of what it is told.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from ..pages import FEEDS
from .entry import LANGUAGE, Entry, Feed

_DC = "http://purl.org/dc/elements/1.1/"


class Namespaces:
    """feedgen extension of a feed: the namespace of what `Mended` adds to its items."""

    def extend_ns(self) -> dict[str, str]:
        return {"dc": _DC}

    def extend_rss(self, rss: Any) -> Any:
        return rss

    extend_atom = extend_rss


class Mended:
    """feedgen extension of an entry: all its links in Atom; author and first file in RSS."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry

    def extend_atom(self, element: Any) -> Any:
        for link, attributes in zip(element.iterfind("link"), _links(self._entry), strict=True):
            link.attrib.update(attributes)
        return element

    def extend_rss(self, item: Any) -> Any:
        etree.SubElement(item, f"{{{_DC}}}creator").text = self._entry.author
        if self._entry.enclosures:
            first = self._entry.enclosures[0]
            shown = {"url": first.url, "length": str(first.size), "type": first.mime}
            item.find("enclosure").attrib.update(shown)
        return item


def generated(entry: Entry) -> FeedEntry:
    """The entry as feedgen holds it, good for any number of feeds."""
    made = FeedEntry()
    made.id(entry.id)  # in RSS a guid with isPermaLink="false"
    made.title(entry.title)
    made.link(_links(entry))
    made.summary(html.escape(entry.summary), type="html")  # RSS reads its description as HTML
    made.content(entry.html, type="html")
    made.author({"name": entry.author})
    made.category([{"term": category} for category in entry.categories])
    made.published(entry.published)
    made.updated(entry.updated)
    made.register_extension("mended", lambda: Mended(entry))
    return made


def xml_feeds(feed: Feed, entries: Mapping[str, FeedEntry], base: str) -> tuple[bytes, bytes]:
    """The feed as RSS and as Atom, from the generated entries by id.

    `base` is the URL that the files will lie under.
    """
    made = FeedGenerator()
    made.register_extension("namespaces", Namespaces, atom=False)
    made.id(feed.id)
    made.title(feed.title)
    made.description(feed.description)
    made.language(LANGUAGE)
    made.author({"name": feed.author, "uri": feed.author_url})
    made.updated(feed.updated)
    made.generator("wenming")
    for entry in feed.entries:
        made.add_entry(entries[entry.id], order="append")
    (rss_name, rss_type, _), (atom_name, atom_type, _) = FEEDS[:2]
    page = {"href": feed.url, "rel": "alternate", "type": "text/html"}
    made.link([{"href": base + rss_name, "rel": "self", "type": rss_type}, page], replace=True)
    rss = made.rss_str()
    made.link([{"href": base + atom_name, "rel": "self", "type": atom_type}, page], replace=True)
    return rss, made.atom_str()


def _links(entry: Entry) -> list[dict[str, str]]:
    page = {"href": entry.url, "rel": "alternate", "type": "text/html"}
    return [
        page,
        *(
            {
                "href": each.url,
                "rel": "enclosure",
                "type": each.mime,
                "title": each.title,
                "length": str(each.size),
            }
            for each in entry.enclosures
        ),
    ]
