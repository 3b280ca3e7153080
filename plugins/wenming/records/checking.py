"""A YAML text checked against declared fields: its values, or every problem at its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic_core import SchemaValidator, ValidationError

from ..problems import Place, Problem
from .collection import FieldDeclaration
from .conditions import disordered, forbidden_by_choice, missing_by_choice
from .field_types import FIELD_TYPES, example_of
from .front_matter import load_yaml, locate, locate_keys
from .refusal import shown
from .schema import (
    MOST_ITEMS,
    Fields,
    canonical,
    compile_schema,
    declaration_at,
    is_list,
    names_of,
    parts,
)
from .slips import as_items, slips
from .suggest import nearest
from .yaml_faults import YamlFault

Loc = Sequence[str | int]

UNKNOWN = "extra_forbidden"
"""What pydantic calls a key that is not declared."""


@dataclass(frozen=True, slots=True)
class Schema:
    """Declared fields with their compiled validator."""

    fields: Fields
    validator: SchemaValidator
    names: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, fields: Fields) -> Schema:
        return cls(fields, compile_schema(fields), names_of(fields))

    def __reduce__(self) -> tuple[Any, ...]:
        # A validator stays where it was compiled; another process compiles its own.
        return Schema.of, (self.fields,)


@dataclass(frozen=True, slots=True)
class YamlText:
    """A YAML text and where in its file it begins (`line`, from 1)."""

    path: str
    text: str
    line: int = 1

    def data(self) -> Any:
        """The document's plain data, or the Problem that it is not YAML."""
        try:
            return load_yaml(self.text)
        except YamlFault as fault:
            details = dict(fault.details)
            if "first" in details:
                details["first"] = str(int(details["first"]) + self.line)
            return Problem(fault.code, self._place(fault.line, fault.column), details=details)

    def mapping(self) -> dict[str, Any] | Problem:
        """The document as a mapping, or the problem that it is none."""
        data = self.data()
        if data is None:
            data = {}
        if isinstance(data, (dict, Problem)):
            return data
        if isinstance(data, str) and "：" in data:
            line = next(n for n, text in enumerate(self.text.split("\n")) if "：" in text)
            column = self.text.split("\n")[line].index("：")
            return Problem("yaml-fullwidth-colon", self._place(line, column))
        return Problem("yaml-not-mapping", self._place(0, 0))

    def problem(
        self,
        code: str,
        loc: Loc,
        schema: Schema,
        *,
        at: Loc = (),
        key: bool = False,
        details: Mapping[str, str] | None = None,
    ) -> Problem:
        """A problem at the value at `loc`, or with `key` at the key itself."""
        keys = locate_keys(self.text, (*at, *loc), schema.names) if key else []
        place = self._place(*(keys or [locate(self.text, (*at, *loc), schema.names)])[-1])
        field = declaration_at(loc, schema.fields)
        name = next((part for part in reversed(loc) if isinstance(part, str)), "")
        label = field.label if field else name
        filled = {"label": label, "name": name, **(details or {})}
        return Problem(code, place, field=".".join(map(str, (*at, *loc))), details=filled)

    def validate(
        self, data: Mapping[str, Any], schema: Schema, at: Loc = ()
    ) -> tuple[dict[str, Any] | None, list[Problem]]:
        """Canonical values of canonical `data`, or None and every problem.

        `at` is where in the text `data` stands, if it is not the whole.
        """
        values: dict[str, Any] | None = None
        errors: list[Any] = []
        try:
            values = schema.validator.validate_python(data)
        except ValidationError as error:
            errors = list(error.errors())
        meant = {_meant(each["loc"], schema) for each in errors if each["type"] == UNKNOWN}
        missing = missing_by_choice(data, schema.fields)
        problems = [self._missing(loc, schema, at) for loc in missing if loc not in meant]
        problems += [
            self._explained(each, schema, at)
            for each in errors
            if each["type"] != "missing" or each["loc"] not in meant
        ]
        for loc, other in forbidden_by_choice(data, schema.fields):
            details = {"other": other.label, "other_en": other.name}
            problems.append(self.problem("forbidden-value", loc, schema, at=at, details=details))
        for loc, first in disordered(values or {}, schema.fields):
            details = {"first": first.label, "first_en": first.name}
            problems.append(self.problem("date-order", loc, schema, at=at, details=details))
        return (None if problems else values), problems

    def slips(self, schema: Schema) -> list[Problem]:
        """What is sound YAML, but cannot be what the editor meant."""
        return [
            Problem(
                slip.code,
                self._place(slip.line, slip.column),
                field=".".join(map(str, slip.loc)),
                details=slip.details,
            )
            for slip in slips(self.text, schema.fields)
        ]

    def canonical(
        self, data: Mapping[str, Any], schema: Schema, at: Loc = ()
    ) -> tuple[dict[str, Any], list[Problem]]:
        """`data` by field names, and a problem for each key given by name and by label."""
        named, twice = canonical(data, schema.fields)
        return named, [self._twice(loc, schema, at) for loc in twice]

    def _twice(self, loc: Loc, schema: Schema, at: Loc) -> Problem:
        field = declaration_at(loc, schema.fields)
        assert field, "only declared fields have a label beside their name"
        first, _ = locate_keys(self.text, (*at, *loc), schema.names)[0]
        details = {"key": field.label, "first": str(self.line + first)}
        return self.problem("duplicate-key", loc, schema, at=at, key=True, details=details)

    def _explained(self, error: Any, schema: Schema, at: Loc) -> Problem:
        loc: Loc = error["loc"]
        kind = error["type"]
        field = declaration_at(loc, schema.fields)
        if kind == "missing":
            return self._missing(loc, schema, at)
        if kind == UNKNOWN:
            return self._unknown_key(loc, schema, at)
        if kind == "too_short":
            return self.problem("empty-list", loc, schema, at=at)
        if kind == "too_long":
            told = {"length": str(len(error["input"])), "limit": str(MOST_ITEMS)}
            return self.problem("too-many", loc, schema, at=at, details=told)
        if kind in ("dict_type", "list_type") and field:
            if kind == "dict_type" and _item_type(field) == "picture":
                return self.problem("picture-without-alt", loc, schema, at=at)
            details = _expected(field, error["input"], whole=kind == "list_type")
            return self.problem("wrong-type", loc, schema, at=at, details=details)
        return self.problem(kind, loc, schema, at=at, details=error["ctx"])

    def _missing(self, loc: Loc, schema: Schema, at: Loc) -> Problem:
        owner = declaration_at(loc[:-1], schema.fields)
        if owner and _item_type(owner) == "picture" and loc[-1] == "alt":
            return self.problem("picture-without-alt", loc, schema, at=at)
        problem = self.problem("missing-field", loc, schema, at=at)
        line, column = problem.place.text, problem.place.column - 1
        if line[:column].endswith(":") and line[column:].lstrip().startswith("#"):
            return replace(problem, code="yaml-comment")
        return problem

    def _unknown_key(self, loc: Loc, schema: Schema, at: Loc) -> Problem:
        fields = _fields_at(loc[:-1], schema)
        details = {
            "key": str(loc[-1]),
            "suggestion": _nearest_key(str(loc[-1]), fields),
            "known": "、".join(field.label for field in fields.values()),
            "known_en": ", ".join(fields),
        }
        return self.problem("unknown-key", loc, schema, at=at, key=True, details=details)

    def _place(self, line: int, column: int) -> Place:
        lines = self.text.split("\n")
        return Place(self.path, self.line + line, column + 1, "".join(lines[line : line + 1]))


def _fields_at(loc: Loc, schema: Schema) -> Fields:
    """The fields that may stand in the mapping at `loc`."""
    fields = schema.fields
    for part in loc:
        if isinstance(part, str):
            fields = parts(fields[part])
    return fields


def _nearest_key(key: str, fields: Fields) -> str:
    words = [word for each in fields.values() for word in (each.label, each.name)]
    return nearest(unicodedata.normalize("NFKC", key).strip().lower(), words)


def _meant(loc: Loc, schema: Schema) -> tuple[str | int, ...]:
    """The location of the field that seems to be meant by an unknown key: it is not missing."""
    fields = _fields_at(loc[:-1], schema)
    word = _nearest_key(str(loc[-1]), fields)
    names = [name for name, field in fields.items() if word in (name, field.label)]
    return (*loc[:-1], *names[:1])


def _item_type(field: FieldDeclaration) -> str:
    return field.of if field.type == "list" else field.type


def _expected(field: FieldDeclaration, value: Any, *, whole: bool) -> dict[str, str]:
    """What a composite field takes, as a whole or as one item: the kind, and an example."""
    kind = FIELD_TYPES[field.type if whole else _item_type(field)]
    example = example_of(field, field.type if whole else _item_type(field))
    own = as_items(value) if isinstance(value, str) and len(value) <= _SHORT else []
    if inner := parts(field):
        labels = [each.label for each in inner.values() if each.required] or [
            each.label for each in inner.values()
        ][:2]
        # What was written is the one thing that is required; otherwise nobody knows what it is.
        words = own if is_list(field) and len(labels) == 1 and own else ["…"]
        rest = "".join(f", {label}: …" for label in labels[1:])
        example = ", ".join(f"{{{labels[0]}: {word}{rest}}}" for word in words)
        example = f"[{example}]" if is_list(field) else example
    elif whole and own:
        example = f"[{', '.join(own)}]"
    return {"zh": kind.zh, "en": kind.en, "example": example, "value": shown(value)}


_SHORT = 60
"""Characters of a text that is written anew for an example."""
