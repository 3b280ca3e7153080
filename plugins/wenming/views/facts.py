"""Facts: the declared values of a record as its page shows them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..library import Library
from ..records import BUILT_IN_CHOICES, FieldDeclaration, OrganizationName, Record, parts, slug_of
from .view import Link


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the facts panel."""

    name: str
    label: str
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class State:
    """Where today stands to a span of time: `future`, `open` or `closed`.

    `start` and `end` are aware; the browser compares them again, so that a
    page built yesterday does not say what is no longer so.
    """

    key: str
    start: dt.datetime | None
    end: dt.datetime

    LABELS = {"future": "未开始", "open": "进行中", "closed": "已结束"}  # noqa: RUF012

    @property
    def label(self) -> str:
        return self.LABELS[self.key]


def chinese_date(value: dt.date) -> str:
    """`2024年6月1日`, with `09:30` where the value has a time."""
    text = f"{value.year}年{value.month}月{value.day}日"
    return f"{text} {value:%H:%M}" if isinstance(value, dt.datetime) else text


def choice_label(field: FieldDeclaration, key: str) -> str:
    """The label of a choice's key."""
    return field.choices.get(key) or BUILT_IN_CHOICES.get(field.type, {}).get(key, key)


def facts_of(record: Record, library: Library) -> tuple[Fact, ...]:
    """The facts panel of a record, in the order its collection declares."""
    collection = library.collection_of(record)
    facts = []
    for name, field in collection.all_fields.items():
        value = record.get(name)
        if value is None or not field.facts:
            continue
        if links := tuple(links_of(field, value, record, library)):
            facts.append(Fact(name, field.label, links))
    return tuple(facts)


def state_of(record: Record, library: Library) -> State | None:
    """The state of a record's period or deadline, if its collection declares one."""
    aware, today = library.settings.aware, library.today
    for name, field in library.collection_of(record).fields.items():
        value = record.get(name)
        if value is None:
            continue
        if field.type == "period":
            start, end = value["start"], value["end"]
            key = "future" if today < start else "closed" if today > end else "open"
            return State(key, aware(start), aware(end + dt.timedelta(days=1)))
        if field.type == "deadline":
            day = value.date() if isinstance(value, dt.datetime) else value
            until = value if isinstance(value, dt.datetime) else value + dt.timedelta(days=1)
            return State("closed" if today > day else "open", None, aware(until))
    return None


STANDINGS: Mapping[str, str] = {
    "future": "尚未施行",
    "open": "现行有效",
    "closed": "已失效",
    "superseded": "已被替代",
}


WITHOUT_EFFECT = ("summary",)
"""Types of documents that tell what was done: there is nothing in them to be in force."""


def standing_of(record: Record, library: Library) -> str:
    """Whether a document is in force today: a key of `STANDINGS`, or nothing.

    One without effect has no standing, unless it tells since or until when it is in force.
    """
    begins, ends = record.get("in_force_from") or record.get("issued"), record.get("in_force_to")
    if record.key in library.superseded:
        return "superseded"
    if record.get("type") in WITHOUT_EFFECT and not (record.get("in_force_from") or ends):
        return ""
    if begins and library.today < begins:
        return "future"
    return "closed" if ends and library.today > ends else "open"


def event_state(record: Record, library: Library) -> State | None:
    """The state of an event with a `start`, to the day: only the browser knows the hour."""
    start, end = record.get("start"), record.get("end")
    if not isinstance(start, dt.date):
        return None
    until = end if isinstance(end, dt.date) else start
    aware, today = library.settings.aware, library.today
    key = "future" if today < _day(start) else "closed" if today > _day(until) else "open"
    over = until if isinstance(end, dt.datetime) else _day(until) + dt.timedelta(days=1)
    return State(key, aware(start), aware(over))


def choice_listing(record: Record, name: str, library: Library) -> str | None:
    """The address of the listing that a record's choice belongs to, if there is one.

    A record that is not listed may have been the last in its own.
    """
    collection = library.collection_of(record)
    value = record.get(name)
    if value is None or name not in collection.browse or not library.is_listed(record):
        return None
    return f"{collection.url}by-{name}/{value}/"


def browse_values(field: FieldDeclaration, value: Any, library: Library) -> Iterator[Link]:
    """The listings a value belongs to: label, and as address the value's part of it."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, OrganizationName):
            if organization := library.organization(item):
                yield Link(organization.name, organization.slug)
        elif field.choices or field.type in BUILT_IN_CHOICES:
            yield Link(choice_label(field, item), item)
        elif field.type == "year":
            yield Link(f"{item}年", str(item))
        else:
            yield Link(str(item), slug_of(str(item).lower()))


def links_of(
    field: FieldDeclaration, value: Any, record: Record, library: Library
) -> Iterator[Link]:
    """A declared value as texts, each with the page that it leads to."""
    if field.type in ("list", "people"):
        item = field.item if field.type == "list" else field
        for each in value:
            yield from (
                links_of(item, each, record, library)
                if field.type == "list"
                else _person(each, record, library)
            )
        return
    collection = library.collection_of(record)
    if field.name in collection.browse and not isinstance(value, OrganizationName):
        listed = library.is_listed(record)
        for link in browse_values(field, value, library):
            address = f"{collection.url}by-{field.name}/{link.address}/"
            yield Link(link.label, address if listed else "")
        return
    show = _SHOWN.get(field.type)
    if show:
        yield from show(value, library)
    elif parts(field):
        inner = parts(field)
        for name, each in value.items():
            for link in links_of(inner[name], each, record, library):
                yield Link(f"{inner[name].label}：{link.label}", link.address)
    elif field.choices or field.type in BUILT_IN_CHOICES:
        yield Link(choice_label(field, value))
    elif field.type == "reference":
        if linked := library.record(value, field.to):
            yield Link(linked.title, linked.url)
    else:
        text = str(value)
        calls = field.name == "phone" and _TELEPHONE.fullmatch(text)
        yield Link(text, f"tel:{text}" if calls else "")


_TELEPHONE = re.compile(r"\+?\d[\d-]{2,18}")
"""A number that a telephone can call, and nothing beside it."""


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


def _person(value: Mapping[str, Any], record: Record, library: Library) -> Iterator[Link]:
    # A minor has no page; somebody else of that name may have one.
    hidden = value.get("minor") and not library.collection_of(record).list_minors
    address = None if hidden else library.people.address(value["name"])
    yield Link(value["name"], address or "")


def _date(value: dt.date, _library: Library) -> Iterator[Link]:
    yield Link(chinese_date(value))


def _period(value: Mapping[str, dt.date], _library: Library) -> Iterator[Link]:
    yield Link(f"{chinese_date(value['start'])}至{chinese_date(value['end'])}")


def _organization(value: OrganizationName, library: Library) -> Iterator[Link]:
    known = library.organization(value)
    yield Link(known.name, known.url) if known else Link(value.text)


def _name(value: str, library: Library) -> Iterator[Link]:
    yield Link(value, library.people.address(value) or "")


def _url(value: str, _library: Library) -> Iterator[Link]:
    yield Link(value, value)


def _coordinates(value: tuple[float, float], _library: Library) -> Iterator[Link]:
    yield Link(f"北纬{value[0]}°，东经{value[1]}°")


def _boolean(value: bool, _library: Library) -> Iterator[Link]:
    yield Link("是" if value else "否")


_SHOWN: Mapping[str, Callable[[Any, Library], Iterator[Link]]] = {
    "date": _date,
    "day": _date,
    "removal": _date,
    "datetime": _date,
    "deadline": _date,
    "period": _period,
    "organization": _organization,
    "name": _name,
    "boolean": _boolean,
    "coordinates": _coordinates,
    "url": _url,
}
