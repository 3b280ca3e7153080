"""YAML of front matter and declarations: safe, strict, and with positions.

The C safe loader with YAML 1.1's surprises removed: timestamps, `yes/no/on/off`,
decimal fractions and numbers with leading zeros (a telephone) or of more than 18
digits stay text, as written. Duplicate keys, aliases and tags are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from .yaml_faults import YamlFault, explained

MAX_DEPTH = 24

Names = Mapping[str, tuple[str, ...]]


class _Loader(yaml.CSafeLoader):
    """CSafeLoader with plain resolvers and duplicate keys refused."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen: dict[str, Any] = {}
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _fault("yaml-key", key_node.start_mark)
            if key_node.value in seen:
                raise _fault(
                    "duplicate-key",
                    key_node.start_mark,
                    key=key_node.value,
                    first=str(seen[key_node.value].start_mark.line),
                )
            seen[key_node.value] = key_node
        # Keys are text whatever they look like: `2024:` is a key "2024".
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]{0,17})$"), list("-+0123456789")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""]
)


def _fault(code: str, mark: Any, **details: str) -> YamlFault:
    return YamlFault(code, mark.line, mark.column, details)


# What may be an alias, a tag or deep nesting (the C composer recurses, without a limit):
# such a text is first read as a stream of events, which needs no stack.
_SUSPECT = re.compile(r"[*&!]|^[ \t?:-]{40}", re.MULTILINE)


def load_yaml(text: str) -> Any:
    """The plain data of one YAML document; raises `YamlFault`."""
    try:
        if _SUSPECT.search(text) or text.count("[") + text.count("{") > MAX_DEPTH:
            _refuse_unsafe(text)
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise explained(error, text) from None
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode()
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        character = f"U+{error.character:04X}"
        raise YamlFault("control-character", line, column, {"character": character}) from None
    except (RecursionError, ValueError) as error:
        raise YamlFault("yaml-syntax", 0, 0, {"reason": str(error)}) from None


def compose(text: str) -> Any:
    """The nodes of a text that is sound YAML, with their places."""
    return yaml.compose(text, Loader=_Loader)


def locate(text: str, loc: Sequence[str | int], names: Names) -> tuple[int, int]:
    """Line and column, from 0, of the value at `loc`, or of the nearest ancestor there is.

    `names` maps a label that an editor may have written to the names it stands for.
    A location that ends in a key that exists points at the key, not at the value,
    unless the value stands on the same line.
    """
    node = compose(text)
    if node is None:
        return (0, 0)
    mark = node.start_mark
    for part in loc:
        if isinstance(node, yaml.MappingNode):
            pairs = [p for p in node.value if part in (p[0].value, *names.get(p[0].value, ()))]
            if not pairs:
                break
            key, node = pairs[-1]
            same_line = key.start_mark.line == node.start_mark.line
            mark = node.start_mark if same_line else key.start_mark
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            if part >= len(node.value):
                break
            node = node.value[part]
            mark = node.start_mark
        else:
            break
    return (mark.line, mark.column)


def locate_keys(text: str, loc: Sequence[str | int], names: Names) -> list[tuple[int, int]]:
    """Lines and columns, from 0, of the keys that `loc` ends in.

    There are two where the name and the label both stand there, none where neither does.
    """
    node = compose(text)
    for part in loc[:-1]:
        if isinstance(node, yaml.MappingNode):
            pairs = [p for p in node.value if part in (p[0].value, *names.get(p[0].value, ()))]
            node = pairs[-1][1] if pairs else None
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
    if not loc or not isinstance(node, yaml.MappingNode):
        return []
    return [
        (key.start_mark.line, key.start_mark.column)
        for key, _ in node.value
        if loc[-1] in (key.value, *names.get(key.value, ()))
    ]


def path_at(text: str, line: int, column: int) -> tuple[str | int, ...]:
    """The keys, as written, and indices that lead to the value at a place (from 0)."""
    try:
        node = compose(text)
    except yaml.YAMLError:
        return ()
    found: list[str | int] = []
    while isinstance(node, yaml.CollectionNode):
        pairs: list[tuple[str | int, Any, Any]] = (
            [(key.value, key, value) for key, value in node.value]
            if isinstance(node, yaml.MappingNode)
            else [(n, each, each) for n, each in enumerate(node.value)]
        )
        for part, begins, value in pairs:
            start, end = begins.start_mark, value.end_mark
            if (start.line, start.column) <= (line, column) < (end.line, end.column):
                found.append(part)
                node = value
                break
        else:
            break
    return tuple(found)


def _refuse_unsafe(text: str) -> None:
    """Raise `YamlFault` for an alias, an anchor, a tag, or nesting that is too deep."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _fault("yaml-alias", event.start_mark)
        if getattr(event, "tag", None):
            raise _fault("yaml-tag", event.start_mark)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _fault("yaml-depth", event.start_mark, limit=str(MAX_DEPTH))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
