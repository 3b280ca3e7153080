"""What one field's value means for another: what it makes required or forbids, what it follows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .collection import FieldDeclaration
from .field_types import check_choice
from .schema import Fields, Location, parts


def missing_by_choice(
    data: Mapping[str, Any], fields: Fields, at: Location = ()
) -> Iterator[Location]:
    """Where a field is missing that the value of a choice beside it makes required."""
    for name, field in fields.items():
        if field.required_when and name not in data and _applies(field.required_when, data, fields):
            yield (*at, name)
    for loc, values, inner in _composites(data, fields, at):
        yield from missing_by_choice(values, inner, loc)


def forbidden_by_choice(
    data: Mapping[str, Any], fields: Fields, at: Location = ()
) -> Iterator[tuple[Location, FieldDeclaration]]:
    """Where a value stands that the value of a choice beside it forbids, and that choice."""
    for name, field in fields.items():
        for value, when in field.forbidden_when.items():
            other = _applies(when, data, fields)
            if other and _is(data.get(name), value, field):
                yield (*at, name), fields[other]
    for loc, values, inner in _composites(data, fields, at):
        yield from forbidden_by_choice(values, inner, loc)


def disordered(
    values: Mapping[str, Any], fields: Fields, at: Location = ()
) -> Iterator[tuple[Location, FieldDeclaration]]:
    """Where a date comes before the date beside it that it must follow, and that one's field.

    Where one of the two has no time, their days are compared.
    """
    for name, field in fields.items():
        later, earlier = values.get(name), values.get(field.after)
        if not isinstance(later, dt.date) or not isinstance(earlier, dt.date):
            continue
        exact = isinstance(later, dt.datetime) and isinstance(earlier, dt.datetime)
        length = len("2024-06-01T09:30:00" if exact else "2024-06-01")
        if later.isoformat()[:length] < earlier.isoformat()[:length]:
            yield (*at, name), fields[field.after]
    for loc, inner_values, inner in _composites(values, fields, at):
        yield from disordered(inner_values, inner, loc)


def _applies(when: Mapping[str, tuple[str, ...]], data: Mapping[str, Any], fields: Fields) -> str:
    """The first choice field that has one of the values named of it; an empty text for none."""
    found = (
        o for o, keys in when.items() if check_choice(_given(data, fields[o]), fields[o]) in keys
    )
    return next(found, "")


def _given(data: Mapping[str, Any], field: FieldDeclaration) -> Any:
    return data.get(field.name, field.default)


def _is(value: Any, sought: str, field: FieldDeclaration) -> bool:
    if field.type == "name":
        return isinstance(value, str) and sought == "person" and reads_like_a_person(value)
    return check_choice(value, field) == sought


def _composites(
    data: Mapping[str, Any], fields: Fields, at: Location
) -> Iterator[tuple[Location, Mapping[str, Any], Fields]]:
    """The values that are made of fields themselves."""
    for name, field in fields.items():
        value = data.get(name)
        if not isinstance(value, (list, dict)):
            continue
        inner = parts(field)
        if not any(map(_has_conditions, inner.values())):
            continue
        for index, each in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(each, Mapping):
                yield ((*at, name, index) if isinstance(value, list) else (*at, name)), each, inner


def _has_conditions(field: FieldDeclaration) -> bool:
    return bool(field.required_when or field.forbidden_when or field.after)


_UNIT = re.compile(
    "公司|集团|[厂店铺行社站所院校园馆坊楼场部局会队组村户家庄屋号摊吧堂房]$|中心|超市|商贸|工作室|经营|门市|合作"
)


def reads_like_a_person(name: str) -> bool:
    """Whether a name is as short as a person's and has no word of a unit's in it.

    `张三`, `欧阳修文`, `阿依古丽·买买提`; masked, `张某某`, `王*`.
    """
    han = re.sub(r"[\s*＊×某]", "", name)
    return ("·" in name or len(han) <= 4) and not _UNIT.search(name)
