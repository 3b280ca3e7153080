"""The page of each record, with its neighbours and what is related to it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from ..library import Library, Person, full_key
from ..records import Record, finders
from .facts import state_of
from .listings import HOME
from .looks import record_context
from .view import Link, View, dated

MOST_RELATED = 6


def record_views(library: Library) -> Iterator[View]:
    related, referrers = _Related(library), _referrers(library)
    neighbours = _neighbours(library)
    link = functools.cache(Link)  # the same for many pages
    for record in library.records:
        collection = library.collection_of(record)
        crumbs = [HOME, link(collection.label, collection.url)]
        if library.is_listed(record):  # its year may have no page any more
            crumbs.append(link(f"{record.year}年", f"{collection.url}{record.year}/"))
        around = neighbours.get(record.key, (None, None))
        named_by = referrers.get(record.key, {})
        yield View(
            address=record.url,
            template=f"{collection.look}.html",
            title=record.title,
            section=collection.name,
            description=summary_of(record, library),
            crumbs=tuple(crumbs),
            **dated((record,), library),
            record=record,
            content=functools.partial(_content, record, library, around, related, named_by),
        )


def _content(
    record: Record,
    library: Library,
    around: tuple[Record | None, Record | None],
    related: _Related,
    referrers: Mapping[str, list[Record]],
) -> Mapping[str, Any]:
    newer, older = around
    return {
        "collection": library.collection_of(record),
        "state": state_of(record, library),
        "newer": newer,
        "older": older,
        "related": related.to(record),
        "referrers": list(referrers.items()),
        **record_context(record, library),
    }


def summary_of(record: Record, library: Library) -> str:
    """The record's summary, or the beginning of its body."""
    return str(record.get("summary") or library.outline(record).beginning)


def redirects(library: Library) -> Iterator[tuple[str, Record]]:
    """Former addresses, and the records that they lead to."""
    for record in library.records:
        for alias in record.get("aliases") or ():
            yield alias, record


def _neighbours(library: Library) -> Mapping[str, tuple[Record | None, Record | None]]:
    """The next newer and the next older record of the same column, by key."""
    found: dict[str, tuple[Record | None, Record | None]] = {}
    for records in library.by_collection.values():
        around = [None, *records, None]
        for newer, record, older in zip(around, records, around[2:], strict=False):
            found[record.key] = (newer, older)
    return found


def _referrers(library: Library) -> Mapping[str, Mapping[str, list[Record]]]:
    """For each record that listed ones name in a field with an `inverse`: these, under that."""
    found: dict[str, dict[str, list[Record]]] = {}
    for record in library.listed:
        for field in library.collection_of(record).fields.values():
            item = field.item if field.type == "list" else field
            if not field.inverse or item.type != "reference" or not record.get(field.name):
                continue
            value = record.get(field.name)
            for key in value if isinstance(value, list) else [value]:
                groups = found.setdefault(full_key(key, item.to), {})
                groups.setdefault(field.inverse, []).append(record)
    return found


class _Related:
    """For a record: what it refers to, what refers to it, then what names the same people."""

    def __init__(self, library: Library) -> None:
        self._referring: dict[str, list[Record]] = {}
        self._people: dict[str, list[Person]] = {}
        listed = {record.key for record in library.listed}
        referring: list[tuple[Record, Record]] = []
        references = finders(library.collections, "reference")
        for record in library.records:
            for _, field, value in references[record.collection](record.fields):
                if field.type == "reference":
                    other = library.record(full_key(value, field.to))
                    referring += [(record, other)] if other else []
        for record, other in [*referring, *((other, record) for record, other in referring)]:
            if other.key in listed and other is not record:
                self._referring.setdefault(record.key, []).append(other)
        for namesakes in library.people:
            for person in namesakes.people:
                if len(person.mentions) > 1:  # or nothing else names them
                    for key in dict.fromkeys(m.record.key for m in person.mentions):
                        self._people.setdefault(key, []).append(person)

    def to(self, record: Record) -> list[Record]:
        """The first few that are related to a record."""
        found = {other.key: other for other in self._referring.get(record.key, ())}
        for person in self._people.get(record.key, ()):
            # Somebody named everywhere relates nothing: the nearest few are enough.
            for mention in person.mentions[: MOST_RELATED + 1]:
                if mention.record.key != record.key:
                    found.setdefault(mention.record.key, mention.record)
        return [*found.values()][:MOST_RELATED]
