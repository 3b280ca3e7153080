"""The wall: everybody who holds a title today, to be looked through by several filters at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..library import Library, title_status
from ..records import BUILT_IN_CHOICES, Collection, Record
from .facts import browse_values
from .listings import HOME
from .view import Link, Pagination, View, pages_of

PER_PAGE = 120
CURRENT = ("held", "probation")


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a title; `parts` are the values that filters go by, by the filter's name."""

    record: Record
    values: Mapping[str, Any]
    status: str
    parts: Mapping[str, tuple[Link, ...]]


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow the wall: what it goes by, and its values with counts."""

    name: str
    label: str
    options: tuple[Link, ...]


def wall_views(library: Library) -> Iterator[View]:
    """The wall of each column that names titles, on as many pages as it needs."""
    for collection in library.collections.values():
        if collection.titles:
            yield from _views(collection, library)


def _views(collection: Collection, library: Library) -> Iterator[View]:
    holders = sorted(_holders(collection, library), key=lambda each: _order(each, collection))
    filters = tuple(_filters(collection, holders))
    pages = pages_of(holders, PER_PAGE)
    address = f"{collection.url}wall/"
    for number, shown in enumerate(pages, start=1):
        pagination = Pagination(address, number, len(pages))
        yield View(
            address=pagination.page(number),
            template="wall.html",
            title="在榜名单" + (f"（第{number}页）" if number > 1 else ""),
            section=collection.name,
            description=f"{collection.label}现在在榜的个人、家庭和集体，共{len(holders)}个称号。",
            crumbs=(HOME, Link(collection.label, collection.url)),
            content={
                "collection": collection,
                "holders": shown,
                "total": len(holders),
                "filters": filters,
                "pages": pagination,
            },
        )


def _holders(collection: Collection, library: Library) -> Iterator[Holder]:
    for record in library.by_collection[collection.name]:
        shared = {
            name: tuple(browse_values(collection.all_fields[name], record.fields[name], library))
            for name in collection.browse
            if name in record.fields
        }
        for values in record.get(collection.titles) or ():
            status = title_status(values, library.today)
            if status in CURRENT:
                label = BUILT_IN_CHOICES["status"][status]
                yield Holder(record, values, status, {**shared, "status": (Link(label, status),)})


def _order(holder: Holder, collection: Collection) -> tuple[Any, ...]:
    """By the choices that the column is browsed by, in their order, then the newest."""
    places = []
    for name in collection.browse:
        field = collection.all_fields[name]
        choices = [*(field.choices or BUILT_IN_CHOICES.get(field.type, {}))]
        value = holder.record.get(name)
        places.append(choices.index(value) if value in choices else len(choices))
    return (*places, -holder.record.day.toordinal(), holder.record.key)


def _filters(collection: Collection, holders: Sequence[Holder]) -> Iterator[Filter]:
    status = collection.fields[collection.titles].fields["status"]
    for field in (*(collection.all_fields[name] for name in collection.browse), status):
        counts: dict[str, Link] = {}
        for holder in holders:
            for link in holder.parts.get(field.name, ()):
                before = counts.get(link.address)
                counts[link.address] = Link(
                    link.label, link.address, (before.count or 0) + 1 if before else 1
                )
        choices = [*(field.choices or BUILT_IN_CHOICES.get(field.type, {}))]
        order = sorted(
            counts.values(),
            key=lambda each: (
                choices.index(each.address) if each.address in choices else len(choices),
                -int(each.address) if field.type == "year" else 0,
                -(each.count or 0),
                each.address,
            ),
        )
        if len(order) > 1:
            yield Filter(field.name, field.label, tuple(order))
