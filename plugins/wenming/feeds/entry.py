"""Feed and Entry: what is told of a listing and of a record, in every format alike."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..library import Library, Revocation
from ..pages import cover_of
from ..records import BUILT_IN_CHOICES, Record
from ..views import Listing, chinese_date, choice_label, summary_of
from .content import attachments_of, content_html
from .identity import feed_tag, record_tag, revocation_tag

LANGUAGE = "zh-CN"
NEVER = dt.date(2000, 1, 1)
"""When a feed without entries was last changed: Atom wants a date, and it must not be today."""

# All that XML 1.0 cannot hold: in a body they come in as `&#1;` and the like.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes with an entry; `size` in bytes."""

    url: str
    mime: str
    size: int
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as feeds tell it. Plain texts, except `html`; URLs absolute, times aware."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    author: str
    published: dt.datetime
    updated: dt.datetime
    categories: tuple[str, ...]
    image: str
    enclosures: tuple[Enclosure, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A followed listing as its feeds tell it; `entries` newest first."""

    id: str
    address: str
    url: str
    title: str
    description: str
    author: str
    author_url: str
    updated: dt.datetime
    entries: tuple[Entry, ...]


def feed_of(listing: Listing, library: Library, entries: tuple[Entry, ...]) -> Feed:
    """The feed of a listing: as new as the newest change among its entries."""
    settings = library.settings
    whole = listing.address == "/"
    title = settings.site_name if whole else f"{listing.title} - {settings.site_name}"
    return Feed(
        id=feed_tag(listing.address, settings),
        address=listing.address,
        url=settings.absolute(listing.address),
        title=clean(title),
        description=clean(listing.description or title),
        author=clean(settings.host.name),
        author_url=settings.absolute("/"),
        updated=max((entry.updated for entry in entries), default=settings.aware(NEVER)),
        entries=entries,
    )


def entry_of(record: Record, library: Library) -> Entry:
    settings = library.settings
    cover = cover_of(record, library)
    return Entry(
        id=record_tag(record, settings),
        url=settings.absolute(record.url),
        title=clean(record.title),
        summary=clean(summary_of(record, library)),
        html=clean(content_html(record, library)),
        author=clean(str(record.get("author") or record.get("source"))),
        published=settings.aware(record.date),
        updated=settings.aware(library.updated(record)),
        categories=tuple(dict.fromkeys(map(clean, _categories(record, library)))),
        image=settings.absolute(cover.address) if cover else "",
        enclosures=tuple(_enclosures(record, library)),
    )


def revocation_entry(revocation: Revocation, library: Library) -> Entry:
    """The entry that says that a title was revoked, of its own beside the record's."""
    settings, record = library.settings, revocation.record
    on = settings.aware(revocation.on)
    title = f"撤销称号：{revocation.name}（{record.title}）"
    told = f"{chinese_date(revocation.on)}撤销{revocation.name}的称号。"
    reason = f"原因：{revocation.reason}" if revocation.reason else ""
    url = settings.absolute(record.url)
    link = f'<a href="{html.escape(url)}">{html.escape(record.title)}</a>'
    return Entry(
        id=revocation_tag(record, revocation.index, settings),
        url=url,
        title=clean(title),
        summary=clean(told + reason),
        html=clean(f"<p>{html.escape(told + reason)}</p><p>原稿件：{link}</p>"),
        author=clean(str(record.get("source"))),
        published=on,
        updated=on,
        categories=("撤销称号",),
        image="",
        enclosures=(),
    )


def merged(entries: Sequence[Entry], others: Sequence[Entry], most: int) -> tuple[Entry, ...]:
    """Two rows of entries as one, newest first, at most so many; in each the order stays."""
    both = sorted([*entries, *others], key=lambda entry: entry.published, reverse=True)
    return tuple(both[:most])


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def _categories(record: Record, library: Library) -> Iterator[str]:
    """The labels of the choices that the column is browsed by, then the tags."""
    collection = library.collection_of(record)
    for name in collection.browse:
        field, value = collection.all_fields[name], record.get(name)
        if value and (field.choices or field.type in BUILT_IN_CHOICES):
            yield choice_label(field, value)
    yield from record.get("tags") or ()


def _enclosures(record: Record, library: Library) -> Iterator[Enclosure]:
    for attachment in attachments_of(record, library):
        if media := library.media_of(record, attachment["file"]):
            title = clean(attachment.get("title") or media.address.rpartition("/")[2])
            yield Enclosure(library.settings.absolute(media.address), media.mime, media.size, title)
