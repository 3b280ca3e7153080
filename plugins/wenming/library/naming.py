"""What must not be told of a minor, and how a name must be written to be shown and found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..problems import Place, Problem
from ..records import Record, position
from .scope import RecordScope

_N = "一二三四五六七八九十0-9０-９"


def _photo(values: Mapping[str, Any]) -> str:
    return "photo" if values.get("photo") and not values.get("consent") else ""


def _telling(pattern: str) -> Callable[[Mapping[str, Any]], str]:
    """Finds the first text of a minor that a pattern matches in."""
    compiled = re.compile(pattern)

    def find(values: Mapping[str, Any]) -> str:
        texts = (
            (k, getattr(v, "text", v)) for k, v in values.items() if k not in ("name", "story")
        )
        return next((k for k, v in texts if isinstance(v, str) and compiled.search(v)), "")

    return find


@dataclass(frozen=True, slots=True)
class MinorRule:
    """Something that a record must not tell of a minor: the part that does, or an empty text."""

    code: str
    find: Callable[[Mapping[str, Any]], str]


MINOR_RULES = (
    MinorRule("minor-photo", _photo),
    MinorRule(
        "minor-class",
        _telling(
            rf"[一二三四五六七八九1-9１-９]年级|[初高][一二三]|[{_N}][)）]?班(?!车|次|组)|[大中小]班"
        ),
    ),
    MinorRule(
        "minor-birthday",
        _telling(
            rf"(?:出生|生于|生日)[^，。；]{{0,6}}[{_N}]|[{_N}][年月日]\s?(?:出生|生(?![^，。；、）)\s]))"
        ),
    ),
)


def check_minors(record: Record, scope: RecordScope) -> Iterator[Problem]:
    """What a record tells of its minors and must not."""
    for loc, field, value in scope.people[record.collection](record.fields):
        if field.type == "people" and isinstance(value, Mapping) and value.get("minor"):
            for rule in MINOR_RULES:
                if part := rule.find(value):
                    at = (*loc, part)
                    yield scope.problem(rule.code, record, at, name=str(value.get("name")))


_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_OTHER_DOT = re.compile(rf"(?<=[{_HAN}])\s?[•‧・･∙⋅●．.。﹒˙]\s?(?=[{_HAN}])")
_UNSHOWABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_SQUARE = re.compile(rf"(?<=[{_HAN}])□(?=[{_HAN}，。、）])")


def check_names(record: Record, scope: RecordScope) -> Iterator[Problem]:
    """Names with another dot than U+00B7, and characters that no reader's device shows."""
    for loc, field, value in scope.values[record.collection](record.fields):
        if not isinstance(value, str):
            continue
        named = field.type == "name"
        if named and _OTHER_DOT.search(value):
            right = _OTHER_DOT.sub("·", value)
            yield scope.problem("name-dot", record, loc, value=value, suggestion=right)
        if (at := _unshowable(value)) >= 0 or (named and "□" in value):
            shown = value[max(at - 8, 0) : max(at, 0) + 8]
            yield scope.problem("unshowable-character", record, loc, value=shown)
    source = scope.source(record)
    if _SUSPECT.search(source.body):
        for number, line in enumerate(source.body.split("\n"), start=source.body_line):
            if (at := _unshowable(line)) >= 0:
                place = Place(record.path, number, at + 1, line)
                details = {"value": line[max(at - 8, 0) : at + 8]}
                yield Problem("unshowable-character", place, details=details)


_RARE = re.compile("[\U00020000-\U0003ffff]")
"""CJK Extensions B to I: of some 70,000 characters Noto Sans CJK SC has 2,310, phones as few."""


def check_rare_characters(record: Record, scope: RecordScope) -> Iterator[Problem]:
    """Characters that many devices show as boxes, each where a record first has it."""
    known = set(scope.rare_characters)
    for loc, _, value in scope.values[record.collection](record.fields):
        text = getattr(value, "text", value)
        for character in _RARE.findall(text) if isinstance(text, str) else ():
            if character not in known:
                known.add(character)
                yield scope.problem("rare-character", record, loc, **_named(character))
    source = scope.source(record)
    for found in _RARE.finditer(source.body):
        if found[0] not in known:
            known.add(found[0])
            line, column = position(source.body, found.start())
            text = source.body.split("\n")[line - 1]
            place = Place(record.path, source.body_line + line - 1, column, text)
            yield Problem("rare-character", place, details=_named(found[0]))


def _named(character: str) -> dict[str, str]:
    return {"value": character, "code_point": f"U+{ord(character):X}"}


_SUSPECT = re.compile(f"[□{_UNSHOWABLE.pattern[1:]}")


def _unshowable(text: str) -> int:
    """Where a text has a character that cannot be shown; -1 where it has none.

    One square among Han characters stands for one that was lost; several in a
    line are boxes to tick.
    """
    found = _UNSHOWABLE.search(text) or (_SQUARE.search(text) if text.count("□") == 1 else None)
    return found.start() if found else -1
