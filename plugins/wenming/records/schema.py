"""From declared fields to a pydantic validator, and back from its errors to fields."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from typing import Any

from pydantic_core import CoreSchema, SchemaValidator
from pydantic_core import core_schema as cs

from .collection import Collection, FieldDeclaration, with_names
from .field_types import BUILT_IN_CHOICES, FIELD_TYPES
from .front_matter import load_yaml
from .refusal import wrong

Fields = Mapping[str, FieldDeclaration]

MOST_ITEMS = 2_000
"""Items of a list, such as honorees: a page with more is too much for a phone."""


EXTENDED = ("weekly",)
"""Composite types whose parts a declaration may add to."""


def compile_schema(fields: Fields) -> SchemaValidator:
    """A validator of canonical keys that returns a plain dict of canonical values."""
    return SchemaValidator(_group_schema(fields))


def parts(field: FieldDeclaration) -> Fields:
    """The fields that one item of a composite field is made of; none for a plain one."""
    if field.type == "list":
        return parts(field.item)
    built_in = _composites().get(field.type)
    if built_in and field.type in EXTENDED and field.fields:
        return {**built_in, **field.fields}
    return field.fields or built_in or {}


def is_list(field: FieldDeclaration) -> bool:
    return field.type in ("list", "people")


Location = tuple[str | int, ...]


def canonical(
    data: Mapping[Any, Any], fields: Fields, at: Location = ()
) -> tuple[dict[str, Any], list[Location]]:
    """`data` with field names for labels and without the empty values of known ones.

    Also returns the locations that were given twice, by name and by label.
    """
    by_label = {field.label: name for name, field in fields.items()}
    result: dict[str, Any] = {}
    seen: set[str] = set()
    twice: list[Location] = []
    for key, value in data.items():
        name = key if key in fields else by_label.get(key, key)
        if name in seen:
            twice.append((*at, name))
        seen.add(name)
        if name in fields and (inner := parts(fields[name])):
            value, more = _canonical_parts(value, inner, (*at, name))
            twice += more
        if name not in fields or value not in (None, "", {}):
            result[name] = value
    return result, twice


def _canonical_parts(value: Any, fields: Fields, at: Location) -> tuple[Any, list[Location]]:
    """The same for the value of a composite field: a mapping, or a list of them."""
    if isinstance(value, dict):
        return canonical(value, fields, at)
    if not isinstance(value, list):
        return value, []
    pairs = [_canonical_parts(item, fields, (*at, index)) for index, item in enumerate(value)]
    return [item for item, _ in pairs], [loc for _, more in pairs for loc in more]


def names_of(fields: Fields) -> dict[str, tuple[str, ...]]:
    """Every label of the fields and of their parts, to the names it may stand for."""
    names: dict[str, tuple[str, ...]] = {}
    for name, field in fields.items():
        names[field.label] = (*names.get(field.label, ()), name)
        for label, inner in names_of(parts(field)).items():
            names[label] = (*names.get(label, ()), *inner)
    return names


def declaration_at(loc: Sequence[str | int], fields: Fields) -> FieldDeclaration | None:
    """The declaration of the field that an error's location names."""
    field: FieldDeclaration | None = None
    for part in loc:
        if isinstance(part, int):
            continue
        field = (parts(field) if field else fields).get(part)
        if field is None:
            return None
    return field


class Finder:
    """Finds the single values of some field types: location, declaration, value.

    Composite values (a picture, a person) that are of these types or may hold
    such values come themselves, before their parts. The others are not looked at.
    """

    def __init__(self, fields: Fields, types: Sequence[str]) -> None:
        self._found: dict[str, tuple[FieldDeclaration, bool, Finder | None]] = {}
        for name, field in fields.items():
            single = field.item if field.type == "list" else field
            inner = Finder(parts(field), types)
            if single.type in types or inner._found:
                self._found[name] = (single, is_list(field), inner if inner._found else None)

    def __call__(
        self, values: Mapping[str, Any], at: Location = ()
    ) -> Iterator[tuple[Location, FieldDeclaration, Any]]:
        for name, value in values.items():
            if name not in self._found:
                continue
            field, several, inner = self._found[name]
            for index, item in enumerate(value) if several else [(0, value)]:
                loc = (*at, name, index) if several else (*at, name)
                yield (loc, field, item)
                if inner and isinstance(item, Mapping):
                    yield from inner(item, loc)


def finders(collections: Mapping[str, Collection], *types: str) -> dict[str, Finder]:
    """A finder of the values of these field types for the records of each collection."""
    return {name: Finder(each.all_fields, types) for name, each in collections.items()}


def _group_schema(fields: Fields) -> CoreSchema:
    return cs.typed_dict_schema(
        {name: _typed_dict_field(field) for name, field in fields.items()},
        extra_behavior="forbid",
    )


def _typed_dict_field(field: FieldDeclaration) -> cs.TypedDictField:
    schema = _value_schema(field)
    if field.default is not None:
        return cs.typed_dict_field(
            cs.with_default_schema(schema, default=field.default, validate_default=True),
            required=False,
        )
    return cs.typed_dict_field(schema, required=field.required)


def _value_schema(field: FieldDeclaration) -> CoreSchema:
    if field.type == "list":
        return cs.list_schema(_value_schema(field.item), min_length=1, max_length=MOST_ITEMS)
    if field.type == "people":
        return cs.list_schema(_group_schema(parts(field)), min_length=1, max_length=MOST_ITEMS)
    if field.type == "period":
        return cs.no_info_after_validator_function(
            functools.partial(_check_period, field), _group_schema(parts(field))
        )
    if parts(field):
        return _group_schema(parts(field))
    if built_in := BUILT_IN_CHOICES.get(field.type):
        field = field.model_copy(update={"choices": {**built_in, **field.choices}})
    check = FIELD_TYPES[field.type].check
    return cs.no_info_plain_validator_function(lambda value: check(value, field))


def _check_period(field: FieldDeclaration, value: dict[str, Any]) -> dict[str, Any]:
    start, end = value["start"], value["end"]
    if end < start:
        raise wrong("period-order", field, f"{start} – {end}")
    days = sum((start + dt.timedelta(days=n)).weekday() < 5 for n in range((end - start).days + 1))
    if days < field.working_days:
        raise wrong(
            "period-short", field, f"{start} – {end}", days=str(days), least=str(field.working_days)
        )
    return value


@functools.cache
def _composites() -> Mapping[str, Fields]:
    text = resources.files(__package__).joinpath("composites.yml").read_text(encoding="utf-8")
    return {
        kind: {
            name: FieldDeclaration.model_validate(field)
            for name, field in with_names({"fields": fields})["fields"].items()
        }
        for kind, fields in load_yaml(text).items()
    }
