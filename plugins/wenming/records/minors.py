"""Awards that only children get: whom such a record names is a minor, unless it says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .collection import FieldDeclaration
from .field_types import check_choice

_GROWN = ("household", "unit")
"""Types of honoree that are nobody's age."""


def with_minors(data: Mapping[str, Any], fields: Mapping[str, FieldDeclaration]) -> dict[str, Any]:
    """The data of a record, `minor: true` added for all whom its award makes minors."""
    implied = any(
        check_choice(data.get(name), field) in field.minors
        for name, field in fields.items()
        if field.minors
    )
    return {
        name: [_as_minor(each, fields[name]) for each in value]
        if implied and name in fields and "minor" in fields[name].fields and isinstance(value, list)
        else value
        for name, value in data.items()
    }


def _as_minor(values: Any, field: FieldDeclaration) -> Any:
    if not isinstance(values, dict) or "minor" in values:
        return values
    kind = field.fields.get("type")
    grown = kind is not None and check_choice(values.get("type"), kind) in _GROWN
    return values if grown else {**values, "minor": True}
