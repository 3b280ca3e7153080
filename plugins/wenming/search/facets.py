"""Facets: which documents have which value of what the results can be filtered by."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..library import Library
from ..records import BUILT_IN_CHOICES, Record
from .coding import rising
from .documents import choices_of, span_of, statuses_of

Values = list[tuple[str, str]]
"""Facet and value of a document."""


def values_of(record: Record, library: Library) -> Values:
    """The values that a record is filtered by, except its state, which the day decides."""
    found = [("collection", record.collection), ("year", str(record.year))]
    found += [(field.name, key) for field, key, _ in choices_of(record, library)]
    found += [("status", key) for key in sorted(statuses_of(record, library)) if key != "held"]
    if organization := library.organization(record.get("organization")):
        found.append(("organization", organization.slug))
    return found


def facet_files(records: Sequence[Record], library: Library) -> Iterator[tuple[str, str]]:
    """A file for each facet: label, and the values in their order with their documents."""
    documents: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    spans = []
    for number, record in enumerate(records):
        for facet, value in values_of(record, library):
            documents[facet][value].append(number)
        if span := span_of(record, library):
            spans.append([number, *span])
    for facet, values in sorted(documents.items()):
        label, known = _vocabulary(facet, library)
        order = {value: place for place, value in enumerate(known)}
        shown = sorted(values, key=lambda value: (order.get(value, len(order)), value))
        if facet == "year":
            shown = sorted(values, reverse=True)
        rows: list[list[Any]] = [
            [value, known.get(value, value), rising(values[value])] for value in shown
        ]
        data: dict[str, Any] = {"label": label, "values": rows}
        if facet == "organization":
            data["values"] = list(_tree(values, library))
        yield facet, _json(data)
    if spans:
        yield "state", _json({"label": "状态", "spans": spans})


def facet_names(library: Library) -> list[tuple[str, str]]:
    """The facets that the portal has, with their labels, in the order they are offered."""
    names = dict.fromkeys(
        name
        for collection in library.collections.values()
        for name, field in collection.fields.items()
        if field.type in ("choice", "level") and field.facts
    )
    facets = ["collection", "year", "organization", *names, "status"]
    return [(name, _vocabulary(name, library)[0]) for name in facets] + [("state", "进行状态")]


def _vocabulary(facet: str, library: Library) -> tuple[str, Mapping[str, str]]:
    """The label of a facet, and its known values with theirs."""
    collections = library.collections
    if facet == "collection":
        return "栏目", {name: each.label for name, each in collections.items()}
    if facet == "year":
        return "年份", {}
    if facet == "organization":
        return "单位", {each.slug: each.name for each in library.organizations}
    if facet == "status":
        return "称号状态", BUILT_IN_CHOICES["status"]
    declared = [each.fields[facet] for each in collections.values() if facet in each.fields]
    known: dict[str, str] = {}
    for field in declared:
        known |= {**BUILT_IN_CHOICES.get(field.type, {}), **field.choices}
    return declared[0].label, known


def _tree(values: Mapping[str, list[int]], library: Library) -> Iterator[list[Any]]:
    """Organizations with documents and all above them: slug, name, documents, the one above."""
    by_slug = library.organizations.by_slug
    needed = {slug for value in values for slug in by_slug[value].path}
    for organization in library.organizations:
        if organization.slug in needed:
            documents = rising(values.get(organization.slug, []))
            yield [organization.slug, organization.name, documents, organization.parent or ""]


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
