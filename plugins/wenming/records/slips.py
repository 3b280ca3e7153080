"""Slips of the pen: what YAML reads without complaint, but not as the editor meant it.

A missing space or a full-width mark makes a text of a list, a single key of a key with
its value, and a comment of the end of a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from .collection import FieldDeclaration
from .front_matter import compose
from .schema import Fields, Location, is_list, parts
from .yaml_faults import BULLET, COMMENT, OTHER_BLANK, SEPARATOR

_WORDS = ("text", "text-or-list", "number-or-text", "name", "organization", "file", "portrait")
"""Field types whose values may hold a `#`; behind any other one it begins a comment."""

_SUSPECT = re.compile(
    "|".join(
        (
            COMMENT,
            OTHER_BLANK,
            rf"\[[^\]]{{0,300}}{SEPARATOR}",
            rf"{{.{{0,300}}{SEPARATOR}\s*[^\s：:]{{1,20}}[：:]",
            r"[{,]\s*[^\s,：:]{1,20}(?:：|:\S)",
            rf"^\s*{BULLET}",
            r"^\s+(?:- +)?[^\s：:\"']{1,20}(?:：|:\S)",
        )
    ),
    re.MULTILINE,
)
"""What may be a slip: a text without any need not be read again."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A problem's code, the field, its place in the text from 0, and how it is to be written."""

    code: str
    loc: Location
    line: int
    column: int
    details: Mapping[str, str]


def slips(text: str, fields: Fields) -> Iterator[Slip]:
    """Every slip in a text that is sound YAML."""
    if _SUSPECT.search(text):
        node = compose(text)
        if isinstance(node, yaml.MappingNode):
            yield from _in_mapping(node, fields, (), text.split("\n"))


def _in_mapping(node: Any, fields: Fields, loc: Location, lines: Sequence[str]) -> Iterator[Slip]:
    names = _names(fields)
    given = {names.get(key.value) for key, _ in node.value}
    for key, value in node.value:
        if name := names.get(key.value):
            yield from _in_value(value, fields[name], (*loc, name), lines)
            if node.flow_style:
                missing = [word for word in names if names[word] not in given]
                yield from _run_on(value, missing, (*loc, name))
        else:
            yield from _joined(key, names, loc)


def _in_value(
    node: Any, field: FieldDeclaration, loc: Location, lines: Sequence[str]
) -> Iterator[Slip]:
    if not is_list(field):
        yield from _in_item(node, field, loc, lines)
    elif isinstance(node, yaml.SequenceNode):
        item = field.item if field.type == "list" else field
        for index, each in enumerate(node.value):
            yield from _in_item(each, item, (*loc, index), lines)
        if node.flow_style and len(node.value) == 1 and not parts(field):
            yield from _unseparated(node.value[0], loc)
    else:
        yield from _undashed(node, loc, lines)
        yield from _in_item(node, field.item, loc, lines) if field.type == "list" else ()


def _in_item(
    node: Any, field: FieldDeclaration, loc: Location, lines: Sequence[str]
) -> Iterator[Slip]:
    inner = parts(field)
    if isinstance(node, yaml.MappingNode):
        yield from _in_mapping(node, inner, loc, lines)
    elif inner:
        yield from _joined(node, _names(inner), loc)
    elif field.type in _WORDS and _is_plain(node):
        mark = node.end_mark
        rest = "".join(lines[mark.line : mark.line + 1])[mark.column :]
        if match := re.match(rf"\s*(?={COMMENT})\s*", rest):
            yield Slip("yaml-comment", loc, mark.line, mark.column + match.end(), {})


def _joined(node: Any, names: Mapping[str, str], loc: Location) -> Iterator[Slip]:
    """A key that is one word with its value: for a full-width colon, or none with a space.

    Or one behind blanks that are none to YAML.
    """
    loc = loc or (str(node.value),)  # at the top nothing but the key itself is in doubt
    if _is_plain(node) and re.match(OTHER_BLANK, node.value):
        yield Slip("yaml-blank", loc, node.start_mark.line, node.start_mark.column, {})
        return
    match = re.match(r"([^:：]+?)\s*([:：])", node.value) if _is_plain(node) else None
    if match and match[1] in names:
        code = "yaml-no-colon" if match[2] == ":" else "yaml-fullwidth-colon"
        mark = node.start_mark
        yield Slip(code, loc, mark.line, mark.column + match.start(2), {})


def _run_on(node: Any, missing: Sequence[str], loc: Location) -> Iterator[Slip]:
    """A value that runs on into the next key: `{姓名: 甲，单位：乙}`."""
    words = "|".join(map(re.escape, missing))
    pattern = rf"({SEPARATOR})\s*(?:{words})\s*[:：]"
    if missing and _is_plain(node) and (match := re.search(pattern, node.value)):
        mark = node.start_mark
        details = {"character": match[1]}
        yield Slip("yaml-fullwidth-comma", loc, mark.line, mark.column + match.start(), details)


def _unseparated(node: Any, loc: Location) -> Iterator[Slip]:
    """The only item of a list, that was to be several: `[春节、元宵]`."""
    if _is_plain(node) and (match := re.search(SEPARATOR, node.value)):
        mark = node.start_mark
        details = {"character": match[0], "suggestion": f"[{', '.join(as_items(node.value))}]"}
        column = mark.column + match.start()
        yield Slip("yaml-fullwidth-comma", (*loc, 0), mark.line, column, details)


def _undashed(node: Any, loc: Location, lines: Sequence[str]) -> Iterator[Slip]:
    """What is to be a list, but has other marks before its items than a hyphen with a space."""
    if isinstance(node, yaml.MappingNode):
        node = node.value[0][0] if node.value else node
    mark = node.start_mark
    begins = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
    if _is_plain(node) and re.match(BULLET, begins):
        yield Slip("yaml-dash", loc, mark.line, mark.column, {})


def as_items(text: str) -> list[str]:
    """The items of what is one text, and seems to be a list."""
    text = text.strip("[]［］【】 ")
    items = re.split(rf"\s*(?:{SEPARATOR}|[,;])\s*", text)
    if len(items) == 1:
        items = text.split()
    return [item for item in items if item]


def _names(fields: Fields) -> dict[str, str]:
    return {word: name for name, each in fields.items() for word in (name, each.label)}


def _is_plain(node: Any) -> bool:
    """Whether a node is a text without quotation marks or `|`."""
    return isinstance(node, yaml.ScalarNode) and not node.style
