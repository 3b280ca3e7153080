"""Drafts as the text of record files: what `wenming new` would have an editor fill in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..records import Collection, FieldDeclaration, parts
from .drafts import Draft, Loc

_PLAIN = re.compile(r"[\u3400-\u9fff][\u3400-\u9fffA-Za-z0-9·（）《》“”‘’、，。；！？…—～-]*")
"""What needs no quotes in YAML, in a flow mapping either."""


def text_of(draft: Draft, collection: Collection) -> tuple[str, dict[str, Loc]]:
    """A draft's file, and the location of each value by its dotted path in labels."""
    labels: dict[str, Loc] = {}
    lines = ["---"]
    fields = collection.all_fields
    values = {**draft.values, "id": draft.id}
    names = ["title", "date", "source", "id"]
    names += [name for name in fields if name not in names]
    for name in names:
        if name not in values:
            continue
        field = fields[name]
        _label(field, values[name], (name,), field.label, labels)
        if field.type == "people":
            lines.append(f"{field.label}:")
            lines += (f"  - {_flow(field, item)}" for item in values[name])
        else:
            lines.append(f"{field.label}: {_value(field, values[name])}")
    return "\n".join([*lines, "---", ""]), labels


def item_line(field: FieldDeclaration, item: Mapping[str, Any], indent: str) -> str:
    """A line that adds somebody to the list of people in a file."""
    return f"{indent}- {_flow(field, item)}"


def _value(field: FieldDeclaration, value: Any) -> str:
    if isinstance(value, dict):
        return _flow(field, value)
    if isinstance(value, list):
        return f"[{', '.join(scalar(each) for each in value)}]"
    return scalar(value)


def _flow(field: FieldDeclaration, values: Mapping[str, Any]) -> str:
    inner = parts(field)
    told = (f"{inner[n].label}: {_value(inner[n], values[n])}" for n in inner if n in values)
    return "{" + ", ".join(told) + "}"


def scalar(value: Any) -> str:
    """A YAML scalar that reads as the same value."""
    if isinstance(value, bool):
        return "是" if value else "否"
    text = str(value)
    date = re.fullmatch(r"\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?", text)
    if isinstance(value, int) or date or _PLAIN.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _label(
    field: FieldDeclaration, value: Any, loc: Loc, path: str, labels: dict[str, Loc]
) -> None:
    """Note the paths, as problems write them in labels, of a value and of what is in it."""
    labels[path] = loc
    inner = parts(field)
    if isinstance(value, list):
        for index, each in enumerate(value):
            _label(
                field.item if field.type == "list" else field,
                each,
                (*loc, index),
                f"{path}.{index}",
                labels,
            )
    elif isinstance(value, dict):
        for name, each in value.items():
            _label(inner[name], each, (*loc, name), f"{path}.{inner[name].label}", labels)
