"""What a page says of itself to machines: metadata, previews, structured data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from ..library import Library, Media
from ..records import Record, moment
from ..views import View, summary_of

FEEDS = (
    ("feed.xml", "application/rss+xml", "RSS"),
    ("atom.xml", "application/atom+xml", "Atom"),
    ("feed.json", "application/feed+json", "JSON Feed"),
)


def head_context(view: View, library: Library) -> Mapping[str, Any]:
    """The values of the template `head.html`."""
    settings = library.settings
    image = _image(view, library)
    return {
        "view": view,
        "canonical": settings.absolute(view.address),
        "image": image,
        "metas": tuple(_metas(view, library, image)),
        "structured": tuple(_json(each) for each in _structured(view, library, image)),
        "feeds": [
            (settings.href(view.feed + name), mime, f"{view.title} {kind}")
            for name, mime, kind in FEEDS
            if view.feed
        ],
    }


def _metas(view: View, library: Library, image: str) -> Iterator[tuple[str, str]]:
    """The tags of 国办发〔2017〕47号; the site's own three stand in the shell."""
    collection = library.collections.get(view.section)
    if collection:
        yield "ColumnName", collection.label
        yield "ColumnDescription", collection.description
        yield "ColumnKeywords", ",".join(collection.keywords)
        yield "ColumnType", collection.column_type
    record = view.record
    if record is None:
        return
    yield "ArticleTitle", record.title
    yield "PubDate", f"{moment(record.date):%Y-%m-%d %H:%M}"
    yield "ContentSource", str(record.get("source"))
    keywords = record.get("tags") or (collection.keywords if collection else ())
    yield "Keywords", ",".join(keywords)
    yield "Author", str(record.get("author") or record.get("source"))
    yield "Description", view.description
    if image:
        yield "Image", image
    yield "Url", library.settings.absolute(view.address)


def _image(view: View, library: Library) -> str:
    """The full URL of the picture that stands for the page."""
    settings = library.settings
    if view.record and (media := cover_of(view.record, library)):
        return settings.absolute(media.address)
    return settings.absolute("/" + settings.share_image.lstrip("/")) if settings.share_image else ""


def cover_of(record: Record, library: Library) -> Media | None:
    """The picture that stands for a record: its cover, or the first of its pictures."""
    shown = record.get("cover") or next(iter(record.get("pictures") or ()), None)
    return library.media_of(record, shown["file"]) if shown else None


def _structured(view: View, library: Library, image: str) -> Iterator[dict[str, Any]]:
    """schema.org: what the page is about, and its breadcrumbs."""
    settings = library.settings
    publisher = {"@type": "GovernmentOrganization", "name": settings.host.name}
    url = settings.absolute(view.address)
    if view.record:
        collection = library.collection_of(view.record)
        build = _event if collection.schema_type == "Event" else _article
        yield {**build(view.record, library), "url": url, "publisher": publisher} | (
            {"image": image} if image else {}
        )
    elif person := view.context.get("person"):
        kind = "Organization" if person.entity == "unit" else "Person"
        about: dict[str, Any] = {"@type": kind, "name": person.name, "url": url}
        if view.context.get("place") and kind == "Person":
            about["affiliation"] = {"@type": "Organization", "name": view.context["place"]}
        yield about
    elif organization := view.context.get("organization"):
        about = {"@type": "Organization", "name": organization.name, "url": url}
        about |= {"address": organization.address} if organization.address else {}
        about |= {"telephone": organization.phone} if organization.phone else {}
        yield about
    elif view.address == "/":
        yield {"@type": "WebSite", "name": settings.site_name, "url": url, "publisher": publisher}
    if view.crumbs:
        trail = [(c.label, settings.absolute(c.address)) for c in view.crumbs]
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": n, "name": name, "item": item}
                for n, (name, item) in enumerate([*trail, (view.title, url)], start=1)
            ],
        }


def _article(record: Record, library: Library) -> dict[str, Any]:
    settings = library.settings
    return {
        "@type": "Article",
        "headline": record.title,
        "description": summary_of(record, library),
        "datePublished": settings.aware(record.date).isoformat(),
        "dateModified": settings.aware(library.updated(record)).isoformat(),
        "author": {"@type": "Organization", "name": record.get("author") or record.get("source")},
        "inLanguage": "zh-CN",
    }


def _event(record: Record, library: Library) -> dict[str, Any]:
    settings = library.settings
    event = {
        "@type": "Event",
        "name": record.title,
        "description": summary_of(record, library),
        "startDate": settings.aware(record.get("start") or record.date).isoformat(),
        "location": {"@type": "Place", "name": record.get("venue") or record.get("source")},
        "organizer": {"@type": "Organization", "name": record.get("source")},
        "eventStatus": "https://schema.org/EventScheduled",
    }
    if end := record.get("end"):
        event["endDate"] = settings.aware(end).isoformat()
    return event


def _json(data: dict[str, Any]) -> Markup:
    """JSON-LD that cannot end its script element."""
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)
