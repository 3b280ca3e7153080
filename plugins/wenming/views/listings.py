"""Listings of a column: all of it, a year, a value of a field it is browsed by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..library import Library, Revocation, is_expired, statuses_of
from ..records import BUILT_IN_CHOICES, Collection, Record
from .facts import browse_values
from .looks import column_context
from .view import Link, Listing

HOME = Link("首页", "/")


@dataclass(frozen=True, slots=True)
class Browse:
    """One way to browse a column: the field's label and its values with counts."""

    label: str
    links: tuple[Link, ...]


def column_listings(collection: Collection, library: Library) -> Iterator[Listing]:
    """The column itself, then its years, then its values by field."""
    records = library.by_collection[collection.name]
    years = _by_year(collection, records)
    fields = [_by_field(collection, name, records, library) for name in collection.browse]
    if collection.titles:
        fields.append(_by_status(collection, library))
    browse = tuple(
        Browse(label, tuple(Link(each.title, each.address, len(each.records)) for each in group))
        for label, group in [("年份", years), *fields]
        if len(group) > 0
    )
    column = Link(collection.label, collection.url)
    shared = {
        "collection": collection,
        "browse": browse,
        "in_column": len(records),
        **column_context(collection, records, library),
    }
    yield Listing(
        address=collection.url,
        title=collection.label,
        records=records,
        section=collection.name,
        description=collection.description,
        crumbs=(HOME,),
        followed=True,
        revocations=_of_column(collection, library),
        context={**shared, "heading": collection.label},
    )
    for label, group in [("年份", years), *fields]:
        for each in group:
            heading = f"{collection.label}·{each.title}"
            told = f"共{len(each.records)}{collection.report.unit}"
            yield Listing(
                address=each.address,
                title=f"{each.title} - {collection.label}",
                records=each.records,
                section=collection.name,
                description=f"{collection.label}，{label}：{each.title}，{told}。",
                crumbs=(HOME, column),
                followed=each.followed,
                revocations=each.revocations,
                beside=each.beside,
                context={**shared, "heading": heading},
            )


def _of_column(collection: Collection, library: Library) -> tuple[Revocation, ...]:
    return tuple(r for r in library.revocations if r.record.collection == collection.name)


def _by_year(collection: Collection, records: tuple[Record, ...]) -> list[Listing]:
    grouped: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        grouped[record.year].append(record)
    return [
        Listing(f"{collection.url}{year}/", f"{year}年", tuple(grouped[year]))
        for year in sorted(grouped, reverse=True)
    ]


def _by_status(collection: Collection, library: Library) -> tuple[str, list[Listing]]:
    """The records by the status of the titles that they name, those all revoked among them.

    None where every title is simply held.
    """
    grouped: dict[str, list[Record]] = defaultdict(list)
    whom: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for record in library.records:
        if record.collection == collection.name and not is_expired(record, library.today):
            statuses = statuses_of(record, collection, library.today)
            for status, values in zip(statuses, record.get(collection.titles) or (), strict=True):
                whom[status][record.key].append(values)
            for status in dict.fromkeys(statuses):
                grouped[status].append(record)
    several = grouped.keys() - {"held"}
    labels = BUILT_IN_CHOICES["status"]
    return collection.fields[collection.titles].fields["status"].label, [
        Listing(
            f"{collection.url}by-status/{key}/",
            label,
            tuple(grouped[key]),
            # Only these: nobody else in the record lost the title, or has to mend something.
            beside={record: tuple(values) for record, values in whom[key].items()},
        )
        for key, label in labels.items()
        if several and key in grouped
    ]


def _by_field(
    collection: Collection, name: str, records: tuple[Record, ...], library: Library
) -> tuple[str, list[Listing]]:
    field = collection.all_fields[name]
    labels: dict[str, str] = {}
    grouped: dict[str, dict[str, Record]] = defaultdict(dict)
    for record in records:
        value = record.get(name)
        if value is not None:
            for link in browse_values(field, value, library):
                labels.setdefault(link.address, link.label)
                grouped[link.address][record.key] = record
    revoked: dict[str, list[Revocation]] = defaultdict(list)
    for each in _of_column(collection, library):
        for link in browse_values(field, each.record.get(name), library):
            revoked[link.address].append(each)
    choices = field.choices or BUILT_IN_CHOICES.get(field.type, {})
    order = {key: place for place, key in enumerate(choices)}
    parts = sorted(grouped, key=lambda part: (order.get(part, 0), -len(grouped[part]), part))
    if field.type == "year":
        parts = sorted(grouped, reverse=True)
    listings = [
        Listing(
            address=f"{collection.url}by-{name}/{part}/",
            # Not the year of publication, which has a listing of its own.
            title=f"{part}年度" if field.type == "year" else labels[part],
            records=tuple(grouped[part].values()),
            followed=name in collection.feeds,
            revocations=tuple(revoked[part]),
        )
        for part in parts
    ]
    return field.label, listings
