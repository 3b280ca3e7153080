"""OPML 2.0 (http://opml.org/spec2.opml): every feed of the portal, to subscribe at once."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from ..library import Library
from ..pages import FEEDS
from ..views import Listing
from .entry import LANGUAGE, clean

GROUPS = ("全站", "栏目", "专题", "单位")


def opml(listings: Sequence[Listing], library: Library) -> bytes:
    """The subscription list, its feeds in groups and in the order of the listings."""
    settings = library.settings
    name = FEEDS[0][0]
    root = etree.Element("opml", version="2.0")
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    etree.SubElement(head, "title").text = clean(f"{settings.site_name}的订阅")
    etree.SubElement(head, "ownerName").text = clean(settings.host.name)
    etree.SubElement(head, "docs").text = "http://opml.org/spec2.opml"
    for group in GROUPS:
        members = [listing for listing in listings if group_of(listing, library) == group]
        if not members:
            continue
        outline = etree.SubElement(body, "outline", text=group, title=group)
        for listing in members:
            title = clean(listing.title)
            etree.SubElement(
                outline,
                "outline",
                type="rss",
                version="RSS2",
                text=title,
                title=title,
                description=clean(listing.description),
                language=LANGUAGE,
                htmlUrl=settings.absolute(listing.address),
                xmlUrl=settings.absolute(listing.address + name),
            )
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def group_of(listing: Listing, library: Library) -> str:
    """The group of a listing: the whole portal, a column, a part of a column, an organization."""
    if listing.address == "/":
        return "全站"
    collection = library.collections.get(listing.section)
    if collection is None:
        return "单位"
    return "栏目" if listing.address == collection.url else "专题"
