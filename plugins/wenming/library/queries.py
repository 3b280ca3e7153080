"""Queries: which records a topic gathers by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..records import (
    BUILT_IN_CHOICES,
    Collection,
    FieldDeclaration,
    OrganizationName,
    Record,
    nearest,
)
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


def goes_by(name: str, library: Library) -> bool:
    """Whether a list or a query goes by the values of a field that all columns have."""

    def asks(query: Any) -> bool:
        collection = collection_named(query.get("collection", ""), library)
        field = field_of(collection, query.get("field", "")) if collection else None
        return field is not None and field.name == name

    said = (record.get("queries") for record in library.records)
    asked = (query for queries in said if isinstance(queries, list) for query in queries)
    browsed = any(name in each.browse for each in library.collections.values())
    return browsed or any(isinstance(query, Mapping) and asks(query) for query in asked)


def answer(query: Mapping[str, Any], library: Library) -> tuple[Record, ...]:
    """The listed records that meet every condition of a query, newest first."""
    collection = collection_named(query["collection"], library)
    if collection is None:
        return ()
    return tuple(
        record
        for record in library.by_collection[collection.name]
        if meets(record, query, library)
        and ("from" not in query or record.day >= query["from"])
        and ("to" not in query or record.day <= query["to"])
    )


def meets(record: Record, query: Mapping[str, Any], library: Library) -> bool:
    """Whether a record meets the conditions of a query but those of its day."""
    collection = library.collection_of(record)
    if query.get("collection", collection.name) not in (collection.name, collection.label):
        return False
    if "tag" in query and query["tag"] not in (record.get("tags") or ()):
        return False
    field = field_of(collection, query["field"]) if "field" in query else None
    return "field" not in query or bool(field and _meets(record, field, query, library))


def query_fault(
    query: Mapping[str, Any], collections: Mapping[str, Collection], *, all_declared: bool
) -> tuple[str, str, str] | None:
    """What a query names that there is not: code, part, the nearest word that there is.

    Where not all columns have sound declarations, an unknown name may be one of theirs.
    """
    by_word = {word: each for each in collections.values() for word in (each.name, each.label)}
    collection = by_word.get(query.get("collection", ""))
    if "collection" in query and collection is None and all_declared:
        return "query-unknown", "collection", nearest(query["collection"], by_word)
    if "value" in query and "field" not in query:
        return "query-value", "value", ""
    if collection is None or "field" not in query:
        return None
    if (field := field_of(collection, query["field"])) is None:
        known = [w for each in collection.all_fields.values() for w in (each.label, each.name)]
        return "query-unknown", "field", nearest(query["field"], known)
    words = [word for pair in choices_of(field).items() for word in pair]
    if words and "value" in query and query["value"] not in words:
        return "query-unknown", "value", nearest(str(query["value"]), words)
    return None


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
