"""From `_collection.yml` to the declaration of a column, or to every problem in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ValidationError as CoreValidationError

from ..problems import Place, Problem
from .checking import YamlText
from .collection import Collection, FieldDeclaration, common_fields
from .field_types import FIELD_TYPES
from .front_matter import locate
from .schema import Fields, Location, compile_schema, parts
from .source import Refused, read_text

Faults = Iterator[tuple[Location, str]]


def read_collection(file: Path, path: str, name: str) -> tuple[Collection | None, list[Problem]]:
    """The declaration of a column, or the problems in it."""
    try:
        text = YamlText(path, read_text(file, path))
    except Refused as refused:
        return None, [refused.problem]
    data = text.mapping()
    if isinstance(data, Problem):
        return None, [data]
    try:
        collection = Collection.model_validate({**data, "name": name})
    except ValidationError as error:
        return None, [_problem(text, each["loc"], _reason(each)) for each in error.errors()]
    faults = [
        *_field_faults(collection.fields, collection.all_fields),
        *_label_faults(collection.fields, common_fields()),
        *_browse_faults(collection),
    ]
    return (None if faults else collection), [_problem(text, loc, why) for loc, why in faults]


def _reason(error: Any) -> str:
    """What pydantic says; of a missing key, which one it is."""
    if error["type"] == "missing":
        key = error["loc"][-1]
        said = {"label": "中文名称 label", "description": "一句话说明 description"}.get(key, key)
        return f"没有写 {said} (Field required: {key})"
    return str(error["msg"])


def _field_faults(fields: Fields, beside: Fields, at: Location = ("fields",)) -> Faults:
    """What is wrong with declared fields, though each value by itself is right."""
    for name, field in fields.items():
        here = (*at, name)
        kinds = [(key, kind) for key, kind in (("type", field.type), ("of", field.of))]
        unknown = [(key, kind) for key, kind in kinds if kind not in FIELD_TYPES]
        yield from (((*here, key), f"unknown field type {kind}") for key, kind in unknown)
        for other in field.required_when:
            if other not in beside:
                yield (*here, "required_when", other), f"no field {other}"
        for key, other in (("at", field.at), ("after", field.after)):
            if other and other not in beside:
                yield (*here, key), f"no field {other}"
        if field.type == "list" and field.of in ("list", "people"):
            yield (*here, "of"), f"a list of {field.of} is not possible"
        elif not unknown:
            yield from _value_faults(field, here)
            yield from _field_faults(field.fields, {**beside, **field.fields}, (*here, "fields"))
            yield from _label_faults(field.fields, {}, (*here, "fields"))


def _value_faults(field: FieldDeclaration, here: Location) -> Faults:
    """Choices that are none, and a default that the field itself refuses."""
    item = field.of if field.type == "list" else field.type
    if item == "choice" and not field.choices:
        yield (*here, "type"), "a choice needs choices"
    for key in field.choices:
        if not re.fullmatch(r"[^\W_][\w·-]{0,59}", key):
            yield (*here, "choices", key), f"the key {key} must be letters, digits and hyphens"
    if item in ("group", "people") and not parts(field):
        yield (*here, "type"), f"a {item} needs fields"
    if field.default is not None:
        try:
            _converted(field)
        except CoreValidationError:
            yield (*here, "default"), f"{field.label} cannot be {field.default}"


def _converted(field: FieldDeclaration) -> Any:
    alone = field.model_copy(update={"default": None, "name": field.name})
    return compile_schema({field.name: alone}).validate_python({field.name: field.default})


def _label_faults(fields: Fields, before: Fields, at: Location = ("fields",)) -> Faults:
    """A word that would stand for two fields beside each other."""
    words = {word: name for name, each in before.items() for word in (name, each.label)}
    for name, field in fields.items():
        for word, loc in ((name, (*at, name)), (field.label, (*at, name, "label"))):
            if words.setdefault(word, name) != name:
                yield loc, f"{word} is the field {words[word]} already"


def _browse_faults(collection: Collection) -> Faults:
    for index, name in enumerate(collection.browse):
        field = collection.all_fields[name]
        kind = field.of if field.type == "list" else field.type
        if kind == "boolean" or (kind in FIELD_TYPES and parts(field)):
            yield ("browse", index), f"nothing can be listed by {name}, a {kind}"


def _problem(text: YamlText, loc: Location, reason: str) -> Problem:
    line, column = locate(text.text, loc, {})
    place = Place(text.path, line + 1, column + 1)
    return Problem("declaration", place, field=".".join(map(str, loc)), details={"reason": reason})
