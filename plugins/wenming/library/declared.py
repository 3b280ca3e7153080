"""What a column's declaration asks of its records beyond their own fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from ..markup import Outline
from ..problems import Problem
from ..records import Collection, FieldDeclaration, Record
from .file_types import PICTURES
from .library import full_key
from .queries import choices_of, query_fault
from .scope import Loc, Scope


def check_declared(record: Record, outline: Outline, scope: Scope) -> Iterator[Problem]:
    """Pictures that may show somebody, untold revocations, queries of what there is not."""
    collection = scope.collections[record.collection]
    if collection.masked_pictures:
        yield from _check_masked(record, outline, collection, scope)
    yield from _check_revocations(record, collection, scope)
    for loc, field, value in scope.queries[record.collection](record.fields):
        if field.type == "query":
            yield from _check_query(record, loc, value, scope)


def _check_masked(
    record: Record, outline: Outline, collection: Collection, scope: Scope
) -> Iterator[Problem]:
    told: set[str] = set()
    for loc, field, value in scope.media[record.collection](record.fields):
        if field.type == "picture":
            told.add(value["file"])
            if value.get("people"):
                yield scope.problem("picture-names", record, (*loc, "people"))
            if not value.get("masked") and value.get("shows") != "nobody":
                code = "picture-untold"
                if value.get("shows"):
                    code = "picture-unmasked"
                yield scope.problem(code, record, loc, value=value["file"])
        elif field.type == "attachment" and _is_picture(value["file"]):
            yield scope.problem("picture-attached", record, loc, value=value["file"])
    for reference in outline.references:
        if reference.is_local and _is_picture(reference.target) and reference.target not in told:
            yield scope.body_problem(
                "picture-untold", record, reference.target, value=reference.target
            )


def _is_picture(name: str) -> bool:
    return PurePosixPath(name.partition("#")[0]).suffix.lower() in PICTURES


def _check_query(
    record: Record, loc: Loc, query: Mapping[str, Any], scope: Scope
) -> Iterator[Problem]:
    if fault := query_fault(query, scope.collections, all_declared=scope.all_declared):
        code, part, suggestion = fault
        details = {"value": str(query[part]), "suggestion": suggestion}
        yield scope.problem(code, record, (*loc, part), **details)


def _check_revocations(record: Record, collection: Collection, scope: Scope) -> Iterator[Problem]:
    """Titles revoked without a day or a reason: readers will ask for both."""
    named = (record.get(collection.titles) or ()) if collection.titles else ()
    for index, values in enumerate(named):
        if values.get("status") == "revoked" and not (
            values.get("ended_on") and values.get("reason")
        ):
            loc = (collection.titles, index, "status")
            yield scope.problem("revocation-untold", record, loc, name=str(values.get("name")))


def check_order(records: Iterable[Record], scope: Scope) -> Iterator[Problem]:
    """References within a column that lead in a circle, or to what does not stand above."""
    by_key = {record.key: record for record in records}
    for name, collection in scope.collections.items():
        for field in collection.fields.values():
            if field.type == "reference" and field.to == name:
                mine = [record for record in by_key.values() if record.collection == name]
                yield from _check_circles(mine, field, by_key, scope)
                if field.above:
                    yield from _check_above(mine, field, by_key, scope)


def _check_circles(
    records: list[Record], field: FieldDeclaration, by_key: Mapping[str, Record], scope: Scope
) -> Iterator[Problem]:
    told: set[str] = set()
    for record in sorted(records, key=lambda r: r.path):
        passed: list[str] = []
        each: Record | None = record
        while each and each.key not in passed and each.key not in told:
            passed.append(each.key)
            value = each.get(field.name)
            each = by_key.get(full_key(value, field.to)) if value else None
        if each and each.key == record.key:
            yield scope.problem("reference-circle", record, (field.name,), value=record.key)
            told.update(passed)


def _check_above(
    records: list[Record], field: FieldDeclaration, by_key: Mapping[str, Record], scope: Scope
) -> Iterator[Problem]:
    for record in records:
        value = record.get(field.name)
        other = by_key.get(full_key(value, field.to)) if value else None
        order = [*choices_of(scope.collections[record.collection].all_fields[field.above])]
        mine = record.get(field.above)
        if other and other is not record and mine in order:
            above = other.get(field.above)
            if above in order and order.index(above) >= order.index(mine):
                yield scope.problem("reference-above", record, (field.name,), value=other.title)
