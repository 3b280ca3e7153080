"""What the pages of a look are given beyond the values of their records.

A look that computes something is a row of `COLUMNS` (for the column's listings)
or of `RECORDS` (for a record's page). All others are templates alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..library import Library, answer, collection_named
from ..records import BUILT_IN_CHOICES, Collection, Record, moment

Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Branch:
    """A record of a tree with what lies below it; `counts` of all that by choice, in its order."""

    record: Record
    below: tuple[Branch, ...]
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Records of a topic under one heading; `address` leads to their whole column."""

    title: str
    records: tuple[Record, ...]
    address: str = ""


def _tree(collection: Collection, records: Sequence[Record], library: Library) -> Context:
    """The tree by `parent`, roots first by level, and the number of records on each level."""
    if not {"level", "parent"} <= collection.fields.keys():
        return {"tree": (), "counts": ()}
    known = {record.key: record for record in records}
    field = collection.fields["level"]
    levels = field.choices or BUILT_IN_CHOICES.get(field.type, {})
    below: dict[str, list[Record]] = {}
    order = {key: place for place, key in enumerate(levels)}
    for record in sorted(records, key=lambda r: (order.get(r.get("level"), 0), r.order())):
        parent = library.record(record.get("parent") or "", collection.name)
        key = parent.key if parent and parent.key in known else ""
        below.setdefault(key, []).append(record)

    def branch(record: Record) -> Branch:
        branches = tuple(branch(each) for each in below.get(record.key, ()))
        found = dict.fromkeys(levels.values(), 0)
        for each in branches:
            found[levels[each.record.fields["level"]]] += 1
            for label, count in each.counts:
                found[label] += count
        return Branch(record, branches, tuple((k, n) for k, n in found.items() if n))

    counts = [
        (label, sum(record.get("level") == key for record in records), key)
        for key, label in levels.items()
    ]
    return {"tree": tuple(branch(each) for each in below.get("", ())), "counts": counts}


def _figures(collection: Collection, records: Sequence[Record], library: Library) -> Context:
    """The newest figures that a record states, with the record."""
    field = collection.fields.get("figures")
    dated = field is not None and "as_of" in field.fields
    stating = [record for record in records if dated and record.get("figures")]
    newest = max(stating, key=lambda r: (r.fields["figures"]["as_of"], r.key), default=None)
    return {"stated": newest}


def _sums(collection: Collection, records: Sequence[Record], library: Library) -> Context:
    """What all actions of all pairs come to."""
    actions = [each for record in records for each in record.get("actions") or ()]
    return {"sums": sums_of(actions), "pairs": len(records)}


def sums_of(actions: Sequence[Mapping[str, Any]]) -> Mapping[str, int]:
    """Actions, money and households together."""
    parts = ("amount", "households")
    found = {part: sum(each.get(part) or 0 for each in actions) for part in parts}
    return {"actions": len(actions), **found}


def _pair(record: Record, library: Library) -> Context:
    return {"sums": sums_of(record.get("actions") or ())}


def _topic(record: Record, library: Library) -> Context:
    """What the topic gathers, by hand and by query; each record once."""
    picked = (library.record(key) for key in record.get("picks") or ())
    listed = {each.key for each in library.listed}
    groups = [Gathered("编辑推荐", tuple(r for r in picked if r and r.key in listed))]
    for query in record.get("queries") or ():
        collection = collection_named(query["collection"], library)
        label = query.get("title") or (collection.label if collection else "")
        address = collection.url if collection else ""
        groups.append(Gathered(label, answer(query, library)[: query["most"]], address))
    seen = {record.key}
    gathered = []
    for group in groups:
        fresh = tuple(r for r in group.records if r.key not in seen)
        seen |= {r.key for r in fresh}
        if fresh:
            gathered.append(Gathered(group.title, fresh, group.address))
    return {"gathered": gathered, "is_open": is_open(record, library.today)}


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a call: its days, and `future`, `open` or `closed` as of today."""

    name: str
    start: dt.date
    end: dt.date | None
    key: str
    record: Record | None = None
    """The notice that is this stage."""


@dataclass(frozen=True, slots=True)
class Story:
    """A call and what became of it, told alike on the pages of both."""

    call: Record
    outcome: Record | None
    stages: tuple[Stage, ...]
    prizes: tuple[tuple[Mapping[str, Any], tuple[Mapping[str, Any], ...]], ...]
    """Each prize of the call with its winners, highest first."""


def _notice(record: Record, library: Library) -> Context:
    """Of a call, or of the result of one, the story of both."""
    call = record if record.get("type") == "call" else library.call_of(record)
    if call is None:
        return {"story": None}
    outcome = library.record(call.get("result") or "", call.collection)
    won = (outcome.get("winners") if outcome else None) or ()
    prizes: list[Mapping[str, Any]] = list(call.get("prizes") or ())
    named = {prize["name"] for prize in prizes}
    prizes += (
        {"name": name} for name in dict.fromkeys(w["prize"] for w in won) if name not in named
    )
    return {
        "story": Story(
            call,
            outcome,
            tuple(_stages(call, outcome, library.today)),
            tuple((p, tuple(w for w in won if w["prize"] == p["name"])) for p in prizes),
        )
    }


def _stages(call: Record, outcome: Record | None, today: dt.date) -> Iterator[Stage]:
    """The call, its stages or its deadline, and the result."""
    yield Stage("发布征集", call.day, None, "closed", call)
    stages = call.get("stages")
    if not stages and (deadline := call.get("deadline")):
        stages = [{"name": "报送", "start": call.day, "end": moment(deadline).date()}]
    for each in stages or ():
        start, end = each["start"], each.get("end") or each["start"]
        key = "future" if today < start else "closed" if today > end else "open"
        yield Stage(each["name"], start, each.get("end"), key)
    if outcome:
        yield Stage("公布结果", outcome.day, None, "closed", outcome)


def is_open(record: Record, today: dt.date) -> bool:
    """Whether a topic is still open: until the day it closes."""
    closes: dt.date | None = record.get("closes")
    return closes is None or today <= closes


COLUMNS: Mapping[str, Callable[[Collection, Sequence[Record], Library], Context]] = {
    "practice": _tree,
    "volunteers": _figures,
    "pairs": _sums,
}
RECORDS: Mapping[str, Callable[[Record, Library], Context]] = {
    "notices": _notice,
    "pairs": _pair,
    "topics": _topic,
}


def column_context(collection: Collection, records: Sequence[Record], library: Library) -> Context:
    """What the look of a column adds to its listings."""
    made = COLUMNS.get(collection.look)
    return made(collection, records, library) if made else {}


def record_context(record: Record, library: Library) -> Context:
    """What the look of its column adds to a record's page."""
    made = RECORDS.get(library.collection_of(record).look)
    return made(record, library) if made else {}
