"""The page of each record, with its neighbours and what is related to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..library import Library, full_key
from ..records import Record, finders
from .facts import state_of
from .listings import HOME
from .looks import record_context
from .view import Link, View, dated

MOST_RELATED = 6


def record_views(library: Library) -> Iterator[View]:
    neighbours = _neighbours(library)
    related = _related(library)
    referrers = _referrers(library)
    for record in library.records:
        collection = library.collection_of(record)
        newer, older = neighbours.get(record.key, (None, None))
        crumbs = [HOME, Link(collection.label, collection.url)]
        if library.is_listed(record):  # its year may have no page any more
            crumbs.append(Link(f"{record.year}年", f"{collection.url}{record.year}/"))
        yield View(
            address=record.url,
            template=f"{collection.look}.html",
            title=record.title,
            section=collection.name,
            description=summary_of(record, library),
            crumbs=tuple(crumbs),
            **dated((record,), library),
            record=record,
            context={
                "collection": collection,
                "state": state_of(record, library),
                "newer": newer,
                "older": older,
                "related": related[record.key][:MOST_RELATED],
                "referrers": referrers[record.key],
                **record_context(record, library),
            },
        )


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


def _referrers(library: Library) -> Mapping[str, list[tuple[str, list[Record]]]]:
    """For each record: the listed ones that name it in a field with an `inverse`, under that."""
    found: dict[str, dict[str, list[Record]]] = {record.key: {} for record in library.records}
    for record in library.listed:
        for field in library.collection_of(record).fields.values():
            item = field.item if field.type == "list" else field
            if not field.inverse or item.type != "reference" or not record.get(field.name):
                continue
            value = record.get(field.name)
            for key in value if isinstance(value, list) else [value]:
                if (full := full_key(key, item.to)) in found:
                    found[full].setdefault(field.inverse, []).append(record)
    return {key: list(groups.items()) for key, groups in found.items()}


def _related(library: Library) -> Mapping[str, list[Record]]:
    """For each record: what it refers to, what refers to it, then what names the same people."""
    found: dict[str, dict[str, Record]] = {record.key: {} for record in library.records}
    listed = {record.key for record in library.listed}
    referring: list[tuple[Record, Record]] = []
    references = finders(library.collections, "reference")
    for record in library.records:
        for _, field, value in references[record.collection](record.fields):
            if field.type == "reference" and (other := library.record(full_key(value, field.to))):
                referring.append((record, other))
    for record, other in [*referring, *((other, record) for record, other in referring)]:
        if other.key in listed and other is not record:
            found[record.key].setdefault(other.key, other)
    for namesakes in library.people:
        for person in namesakes.people:
            records = list(dict.fromkeys(m.record.key for m in person.mentions))
            for key in records:
                # Somebody named everywhere relates nothing: the nearest few are enough.
                for mention in person.mentions[: MOST_RELATED + 1]:
                    if mention.record.key != key:
                        found[key].setdefault(mention.record.key, mention.record)
    return {key: list(records.values()) for key, records in found.items()}
