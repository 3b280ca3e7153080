"""YAML of front matter and declarations: safe, strict, and with positions.

The C safe loader with YAML 1.1's surprises removed: timestamps, `yes/no/on/off`,
decimal fractions and numbers with leading zeros (a telephone) or of more than 18
digits stay text, as written. Duplicate keys, aliases and tags are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

MAX_DEPTH = 24

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class YamlFault(Exception):  # noqa: N818 - it becomes a Problem, it is no error of ours
    """Why a YAML text was refused: a problem code, a place in the text from 0, details."""

    code: str
    line: int
    column: int
    details: Mapping[str, str]


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
        raise _explained(error, text) from None
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode()
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        character = f"U+{error.character:04X}"
        raise YamlFault("control-character", line, column, {"character": character}) from None
    except (RecursionError, ValueError) as error:
        raise YamlFault("yaml-syntax", 0, 0, {"reason": str(error)}) from None


def locate(text: str, loc: Sequence[str | int], names: Names) -> tuple[int, int]:
    """Line and column, from 0, of the value at `loc`, or of the nearest ancestor there is.

    `names` maps a label that an editor may have written to the names it stands for.
    A location that ends in a key that exists points at the key, not at the value,
    unless the value stands on the same line.
    """
    node = yaml.compose(text, Loader=_Loader)
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
    node = yaml.compose(text, Loader=_Loader)
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
        node = yaml.compose(text, Loader=_Loader)
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


# What libyaml says, the problem that explains it to an editor, and whether it lies
# where the faulty thing begins (the context) or where the parser stopped.
_EXPLANATIONS = (
    ("unexpected end of stream", "yaml-quote", True),
    ("unexpected document indicator", "yaml-quote", True),
    ("did not find expected ',' or", "yaml-bracket", True),
    ("could not find expected ':'", "yaml-no-colon", True),
    ("expected comment or line break", "yaml-special", True),
    ("expected alphabetic", "yaml-alias", True),
    ("expected whitespace or line break", "yaml-tag", True),
    ("undefined tag handle", "yaml-tag", True),
    ("unknown escape character", "yaml-escape", False),
    ("expected hexdecimal", "yaml-escape", False),
    ("character escape code", "yaml-escape", False),
    ("mapping values are not allowed", "yaml-colon", False),
    ("did not find expected key", "yaml-indent", False),
    ("did not find expected '-' indicator", "yaml-indent", False),
    ("block sequence entries are not allowed", "yaml-special", False),
    ("mapping keys are not allowed", "yaml-special", False),
    ("did not find expected node content", "yaml-special", False),
    ("cannot start any token", "yaml-special", False),
    ("found another document", "yaml-documents", False),
)

_FULLWIDTH_COLON = re.compile(r"\s*(?:- )?([^\s:：\"'#]{1,20})：")
_KEY = re.compile(r"\s*(?:- +)*[^\s:\"'#]+:(\s|$)")


def _explained(error: yaml.MarkedYAMLError, text: str) -> YamlFault:
    """The fault behind a parser's error, at the line an editor would look at."""
    reason = str(error.problem or error.context or error)
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = [*text.split("\n"), ""]
    line = min(line, len(lines) - 1)
    around = range(line, max(line - 2, 0) - 1, -1)
    for number in around:
        if re.match(r"\s*\t", lines[number]):
            return YamlFault("yaml-tab", number, lines[number].index("\t"), {})
    for number in around:
        if match := _FULLWIDTH_COLON.match(lines[number]):
            return YamlFault("yaml-fullwidth-colon", number, match.end() - 1, {})
    if "mapping values" in reason and (fault := _colon_fault(lines, line, column)):
        return fault
    stray = "expected key" in reason or "'-' indicator" in reason
    if stray and (fault := _leftover_fault(lines, line, column)):
        return fault
    for fragment, code, begins in _EXPLANATIONS:
        if fragment in reason:
            if begins and error.context_mark:
                line, column = error.context_mark.line, error.context_mark.column
            character = lines[line][column : column + 1]
            return YamlFault(code, line, column, {"character": character})
    return YamlFault("yaml-syntax", line, column, {"reason": reason})


def _colon_fault(lines: Sequence[str], line: int, column: int) -> YamlFault | None:
    """The fault of a sound key that the line above it has spoilt."""
    above = lines[line - 1] if line else ""
    if not _KEY.fullmatch(lines[line][: column + 1]) or not above.strip():
        return None
    if _KEY.match(above):  # indented below a line that already has its value
        indented = lines[line][:1].isspace()
        return YamlFault("yaml-indent", line, 0, {}) if indented else None
    begins = line == 1 or above.lstrip().startswith("-") or lines[line - 2].rstrip().endswith(":")
    if begins:  # the line above was to be the first key, and runs on into this one
        return YamlFault("yaml-no-colon", line - 1, len(above) - len(above.lstrip()), {})
    return None


def _leftover_fault(lines: Sequence[str], line: int, column: int) -> YamlFault | None:
    """The fault of text that follows a closing quotation mark or bracket."""
    before = lines[line][:column].rstrip()
    if not before or before[-1] not in "\"']}":
        return None
    mark = before[-1]
    if mark in "\"'" and before.count(mark) % 2:  # it closes what a line above has opened
        for number in range(line - 1, -1, -1):
            if lines[number].count(mark) % 2:
                return YamlFault("yaml-quote", number, lines[number].rindex(mark), {})
    return YamlFault("yaml-leftover", line, column, {})
