"""What is wrong with addresses once all pages are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..library import Library, place_in_body
from ..problems import Place, Problem
from ..records import Record, Schema, locate_field, read_source
from . import View, Views


def collisions(library: Library, views: Views, hand_written: Iterable[str]) -> Iterator[Problem]:
    """Records, aliases and hand-written pages at an address that another page has."""
    taken: dict[str, View] = {}
    for view in views.pages:
        first = taken.setdefault(view.address.casefold(), view)
        if first is view or (first.record and view.record):
            continue  # two records at one address are a problem of the library
        record = view.record or first.record
        place = Place(record.path) if record else Place(library.settings.file)
        yield Problem("address-taken", place, details={"address": view.address})
    written = {address.casefold(): address for address in hand_written}
    for key, address in written.items():
        if key in taken:
            place = Place(library.settings.file)
            yield Problem("address-taken", place, details={"address": address})
    yield from _alias_collisions(library, {*taken, *written})


_OF_OUTPUTS = re.compile(
    r"(?:.*/)?(?:feed\.xml|atom\.xml|feed\.json|calendar\.ics)|/[^/]+\.(?:txt|xml|opml|ics)|/404\.html"
)
"""Files that outputs write, or other programs expect, at fixed addresses."""

_GATHERED = ("/calendar/", "/organizations/", "/people/")
"""Where the pages are that gather records of all columns."""

_OF_RECORD = re.compile(r"\d{4}/[^/]+")
"""What follows the name of its column in a record's address."""

_FOLDERS = ("/assets/", "/media/", "/data/", "/search/")
"""Folders that belong to the portal."""


def _alias_collisions(library: Library, pages: set[str]) -> Iterator[Problem]:
    """Former addresses where there is something else, or whose folder is a file."""
    own = {record.url.casefold() for record in library.records}
    aliases = [
        (alias, record, number)
        for record in library.records
        for number, alias in enumerate(record.get("aliases") or ())
    ]
    files = {_key(alias) for alias, _, _ in aliases if _is_file(alias)}
    for alias, record, number in aliases:
        key = _key(alias)
        above = {"/".join(key.split("/")[:n]) for n in range(2, key.count("/") + 1)}
        taken = f"{key}/" in pages and f"{key}/" not in own  # those are the library's to tell
        reserved = _OF_OUTPUTS.fullmatch(key) or f"{key}/".startswith(_FOLDERS)
        if taken or reserved or above & files or any(map(_OF_OUTPUTS.fullmatch, above)):
            place = _place(library, record, ("aliases", number))
            yield Problem("address-taken", place, "aliases", {"address": alias})


def _key(address: str) -> str:
    return address.casefold().removesuffix("index.html").rstrip("/")


def _place(library: Library, record: Record, loc: tuple[str | int, ...]) -> Place:
    schema = Schema.of(library.collection_of(record).all_fields)
    return locate_field(read_source(library.root / record.path, record.path), loc, schema)


def _is_file(address: str) -> bool:
    return "." in address.rpartition("/")[2]


def _undeclared(address: str, library: Library) -> bool:
    """Whether an address is below a folder of the content that is no sound column."""
    name = address.strip("/").partition("/")[0]
    folder = library.root / library.settings.content_dir / name
    return name not in (*library.collections, "") and folder.is_dir()


def known_addresses(views: Views, hand_written: Iterable[str]) -> set[str]:
    """Of all pages and redirects."""
    known = {view.address for view in views.pages}
    return known | {alias for alias, _ in views.redirects} | set(hand_written)


def unknown_links(library: Library, views: Views, hand_written: Iterable[str]) -> Iterator[Problem]:
    """Links in bodies to an address of this portal, from its root, that it does not have.

    Files (`/feed.xml`) are not looked at: outputs may write any.
    """
    known = known_addresses(views, hand_written)
    for record in library.records:
        for reference in library.outline(record).references:
            path = reference.address
            if not reference.is_rooted or reference.picture or "." in path.rpartition("/")[2]:
                continue
            if not (
                path in known
                or f"{path}/" in known
                or library.is_offline(reference)
                or _undeclared(path, library)
            ):
                source = read_source(library.root / record.path, record.path)
                place = place_in_body(source, reference.written)
                code = "link-unknown"
                if _comes_and_goes(path, library):
                    code = "link-empty"
                yield Problem(code, place, details={"target": reference.target})


def _comes_and_goes(address: str, library: Library) -> bool:
    """Whether it is that of a page which is there while records are shown on it.

    When one of them is withdrawn, nothing may keep that from being published.
    """
    first, _, rest = address.strip("/").partition("/")
    in_column = first in library.collections and not _OF_RECORD.fullmatch(rest)
    return bool(rest) and (in_column or f"/{first}/" in _GATHERED)
