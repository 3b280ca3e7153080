"""From `_collection.yml` to the declaration of a column, or to every problem in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ValidationError as CoreValidationError

from ..problems import Place, Problem
from .checking import YamlText
from .collection import Collection, FieldDeclaration, ReportDeclaration, common_fields
from .field_types import BUILT_IN_CHOICES, FIELD_TYPES
from .front_matter import locate
from .reasons import reason_of, unknown_word
from .schema import EXTENDED, Fields, Location, compile_schema, parts
from .source import Refused, read_text

Reason = Mapping[str, str]
"""The details `reason`, in Chinese, and `reason_en`."""

Faults = Iterator[tuple[Location, Reason]]


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
        reasons = [(each["loc"], reason_of(each, _known)) for each in error.errors()]
        return None, [_problem(text, loc, reason) for loc, reason in reasons]
    faults = [
        *_field_faults(collection.fields, collection.all_fields),
        *_label_faults(collection.fields, common_fields()),
        *_browse_faults(collection),
        *_title_faults(collection),
        *_report_faults(collection),
    ]
    found = None if faults else collection
    return found, [_problem(text, loc, reason) for loc, reason in faults]


def declared_wrong(
    file: Path, path: str, faults: Iterable[tuple[Location, Reason]]
) -> list[Problem]:
    """Problems with a declaration that only shows to be wrong beside others."""
    found = list(faults)
    text = YamlText(path, read_text(file, path)) if found else None
    return [_problem(text, loc, reason) for loc, reason in found] if text else []


def target_faults(collection: Collection, known: Iterable[str]) -> Faults:
    """Fields that refer to a collection that is not among the known ones."""
    known = tuple(known)

    def among(fields: Fields, at: Location) -> Faults:
        for name, field in fields.items():
            if field.to and field.to not in known:
                yield (
                    (*at, name, "to"),
                    unknown_word("栏目", "collection", field.to, field.to, known),
                )
            yield from among(field.fields, (*at, name, "fields"))

    return among(collection.fields, ("fields",))


def same_label_faults(collection: Collection, before: Mapping[str, str]) -> Faults:
    """A label that another collection has already; `before` are their folders by their labels."""
    if other := before.get(collection.label):
        zh = f"栏目 {other} 也叫“{collection.label}”，读者分不清，换一个 label"
        en = f"the collection {other} is called {collection.label}, too; choose another label"
        yield ("label",), _says(zh, en)


def _known(loc: Location) -> Iterable[str]:
    if "fields" in loc:
        return FieldDeclaration.model_fields
    return (ReportDeclaration if "report" in loc else Collection).model_fields


def _says(zh: str, en: str) -> Reason:
    return {"reason": zh, "reason_en": en}


def _field_faults(fields: Fields, beside: Fields, at: Location = ("fields",)) -> Faults:
    """What is wrong with declared fields, though each value by itself is right."""
    for name, field in fields.items():
        here = (*at, name)
        kinds = [(key, kind) for key, kind in (("type", field.type), ("of", field.of))]
        strange = [(key, kind) for key, kind in kinds if kind not in FIELD_TYPES]
        for key, kind in strange:
            yield (*here, key), unknown_word("字段类型", "field type", kind, kind, FIELD_TYPES)
        for other in field.required_when:
            if other not in beside:
                yield (*here, "required_when", other), _no_field(other, beside)
        for value, others in field.forbidden_when.items():
            for other in others:
                if other not in beside:
                    yield (*here, "forbidden_when", value, other), _no_field(other, beside)
        for key, other in (("at", field.at), ("after", field.after)):
            if other and other not in beside:
                yield (*here, key), _no_field(other, beside)
        for choice in field.minors:
            if choice not in field.choices:
                yield (
                    (*here, "minors"),
                    unknown_word("选项", "choice", choice, choice, field.choices),
                )
        if field.type == "list" and field.of in ("list", "people"):
            zh = f"列表的每一项不能又是 {field.of}"
            yield (*here, "of"), _says(zh, f"a list of {field.of} is not possible")
        elif not strange:
            yield from _value_faults(field, here)
            yield from _field_faults(field.fields, {**beside, **field.fields}, (*here, "fields"))
            built_in = _built_in(field)
            yield from _label_faults(field.fields, built_in, (*here, "fields"))
            for inner in field.fields.keys() & built_in.keys():
                yield (
                    (*here, "fields", inner),
                    _says(f"{inner} 本来就有", f"{inner} is there already"),
                )


def _built_in(field: FieldDeclaration) -> Fields:
    """The parts that a field has whatever is declared."""
    item = field.of if field.type == "list" else field.type
    return parts(FieldDeclaration(label=field.label, type=item)) if item in EXTENDED else {}


def _no_field(name: str, known: Iterable[str]) -> Reason:
    return unknown_word("字段", "field", name, name, known)


def _value_faults(field: FieldDeclaration, here: Location) -> Faults:
    """Choices that are none, and a default that the field itself refuses."""
    item = field.of if field.type == "list" else field.type
    if item == "choice" and not field.choices:
        yield (*here, "type"), _says("choice 要有 choices，列出可选的值", "a choice needs choices")
    for key in field.choices:
        if not re.fullmatch(r"[^\W_][\w·-]{0,59}", key):
            zh = f"选项的键“{key}”只能用字母、数字和短横线"
            en = f"the key {key} must be letters, digits and hyphens"
            yield (*here, "choices", key), _says(zh, en)
    if item in ("group", "people") and not parts(field):
        yield (*here, "type"), _says(f"{item} 要有 fields，列出它的各项", f"a {item} needs fields")
    if field.default is not None:
        try:
            _converted(field)
        except CoreValidationError:
            zh = f"“{field.label}”的默认值不能是“{field.default}”"
            yield (*here, "default"), _says(zh, f"{field.label} cannot be {field.default}")


def _converted(field: FieldDeclaration) -> Any:
    alone = field.model_copy(update={"default": None, "name": field.name})
    return compile_schema({field.name: alone}).validate_python({field.name: field.default})


def _label_faults(fields: Fields, before: Fields, at: Location = ("fields",)) -> Faults:
    """A word that would stand for two fields beside each other."""
    words = {word: name for name, each in before.items() for word in (name, each.label)}
    for name, field in fields.items():
        for word, loc in ((name, (*at, name)), (field.label, (*at, name, "label"))):
            if (other := words.setdefault(word, name)) != name:
                yield (
                    loc,
                    _says(f"“{word}”已经是字段 {other} 了", f"{word} is the field {other} already"),
                )


def _browse_faults(collection: Collection) -> Faults:
    fields = collection.all_fields
    for key, names in (("browse", collection.browse), ("feeds", collection.feeds)):
        for index, name in enumerate(names):
            if name not in fields:
                yield (key, index), _no_field(name, fields)
            elif name not in collection.browse:
                zh = f"要订阅的“{name}”也要写在 browse 里"
                yield (key, index), _says(zh, f"feeds must be among browse: {name}")
            elif key == "browse" and not _can_be_listed(fields[name]):
                zh, en = f"不能按“{name}”分列", f"nothing can be listed by {name}"
                kind = fields[name].type
                yield (key, index), _says(f"{zh}，它是 {kind}", f"{en}, a {kind}")


def _title_faults(collection: Collection) -> Faults:
    people = {name: f for name, f in collection.fields.items() if "status" in f.fields}
    if collection.titles and collection.titles not in people:
        yield ("titles",), _no_field(collection.titles, people)


def _report_faults(collection: Collection) -> Faults:
    """What the report is to count by, or to add up, and cannot."""
    report, fields = collection.report, collection.all_fields
    choices = {name: found for name, field in fields.items() if (found := _choices(field))}
    whole = {name: field for name, field in fields.items() if field.type == "integer"}
    for key, names, known in (("by", report.by or (), choices), ("sums", report.sums, whole)):
        for index, name in enumerate(names):
            if name not in known:
                yield ("report", key, index), _no_field(name, known)
    for section, wanted in report.elsewhere.items():
        for name, values in wanted.items():
            at = ("report", "elsewhere", section, name)
            if name not in choices:
                yield at, _no_field(name, choices)
                continue
            for value in values:
                if value not in choices[name]:
                    yield at, unknown_word("选项", "choice", value, value, choices[name])


def _choices(field: FieldDeclaration) -> Mapping[str, str]:
    item = field.item if field.type == "list" else field
    return item.choices or BUILT_IN_CHOICES.get(item.type, {})


def _can_be_listed(field: FieldDeclaration) -> bool:
    kind = field.of if field.type == "list" else field.type
    return kind != "boolean" and not (kind in FIELD_TYPES and parts(field))


def _problem(text: YamlText, loc: Location, reason: Reason) -> Problem:
    line, column = locate(text.text, loc, {})
    place = Place(text.path, line + 1, column + 1)
    return Problem("declaration", place, field=".".join(map(str, loc)), details=reason)
