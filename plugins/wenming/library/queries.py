"""Queries: which records a topic gathers by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..records import BUILT_IN_CHOICES, Collection, FieldDeclaration, OrganizationName, Record
from .library import Library


def collection_named(word: str, library: Library) -> Collection | None:
    """The column of a name or label."""
    known = library.collections.values()
    return next((each for each in known if word in (each.name, each.label)), None)


def field_of(collection: Collection, word: str) -> FieldDeclaration | None:
    """The field of a name or label."""
    fields = collection.all_fields.values()
    return next((field for field in fields if word in (field.name, field.label)), None)


def choices_of(field: FieldDeclaration) -> Mapping[str, str]:
    """The choices of a field, or of the items of a list; none for what is no choice."""
    item = field.item if field.type == "list" else field
    return item.choices or BUILT_IN_CHOICES.get(item.type, {})


def answer(query: Mapping[str, Any], library: Library) -> tuple[Record, ...]:
    """The listed records that meet every condition of a query, newest first."""
    collection = collection_named(query["collection"], library)
    if collection is None:
        return ()
    field = field_of(collection, query["field"]) if "field" in query else None
    return tuple(
        record
        for record in library.by_collection[collection.name]
        if ("field" not in query or (field and _meets(record, field, query, library)))
        and ("tag" not in query or query["tag"] in (record.get("tags") or ()))
        and ("from" not in query or record.day >= query["from"])
        and ("to" not in query or record.day <= query["to"])
    )


def _meets(
    record: Record, field: FieldDeclaration, query: Mapping[str, Any], library: Library
) -> bool:
    value = record.get(field.name)
    if value is None or "value" not in query:
        return value is not None
    items = value if isinstance(value, list) else [value]
    return any(_equals(item, str(query["value"]), field, library) for item in items)


def _equals(value: Any, sought: str, field: FieldDeclaration, library: Library) -> bool:
    if isinstance(value, OrganizationName):
        # What a town's villages publish is the town's, too.
        known, wanted = library.organization(value), library.organizations.find(sought)
        return bool(known and wanted and wanted.slug in known.path) or value.text == sought
    if isinstance(value, Mapping):
        return value.get("name") == sought
    return sought in (str(value), choices_of(field).get(str(value)))
