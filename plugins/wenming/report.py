"""Problems as text, for people and for tools."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .account import counted
from .privacy import blot, mask
from .problems import Problem

_SEVERITIES = {
    "zh": {"error": "错误", "warning": "提醒"},
    "en": {"error": "error", "warning": "warning"},
}
_HOW = {"zh": "改法", "en": "How to mend"}


def discreet(problem: Problem) -> Problem:
    """A problem that may be told to anybody: private data is masked, whatever it is about."""
    place = replace(problem.place, path=mask(problem.place.path), text=blot(problem.place.text))
    details = {name: mask(value) for name, value in problem.details.items()}
    return replace(problem, place=place, field=mask(problem.field), details=details)


def as_text(problems: Sequence[Problem], root: Path, lang: str = "zh") -> str:
    """Each problem with its place, the source line with a mark under the column, and the mend."""
    return "\n\n".join(_one_as_text(discreet(problem), root, lang) for problem in problems)


def _one_as_text(problem: Problem, root: Path, lang: str) -> str:
    place = problem.place
    severity = _SEVERITIES[lang][problem.severity]
    head = f"{place.path}:{place.line}:{place.column}: {severity}[{problem.code}]"
    lines = [head, f"  {problem.message(lang)}"]
    if shown := place.text or blot(_source_line(root / place.path, place.line)):
        start = max(place.column - _BEFORE, 0)
        before = ("…" if start else "") + shown[start : place.column - 1]
        after = shown[place.column - 1 :][:_AFTER]
        number = f"{place.line:>5} | "
        lines += [f"{number}{before}{after}", " " * (len(number) - 2) + "| " + _blank(before) + "^"]
    lines.append(f"  {_HOW[lang]}{'：' if lang == 'zh' else ': '}{problem.action(lang)}")
    return "\n".join(map(_visible, lines))


def summary(problems: Sequence[Problem], lang: str = "zh") -> str:
    """How many there are."""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    zh = f"共 {errors} 个错误，{warnings} 个提醒。"
    return zh if lang == "zh" else f"{counted(errors, 'error')}, {counted(warnings, 'warning')}."


_BEFORE, _AFTER = 80, 80
"""How many characters of a source line are shown before and after the mark."""


def _visible(text: str) -> str:
    """One line, without what would steer the terminal."""
    return "".join(
        c if c.isprintable() or c == "\t" or unicodedata.category(c) == "Zs" else "\ufffd"
        for c in text.replace("\n", " ")
    )


def _blank(text: str) -> str:
    """Spaces as wide as a text: a Han character takes two columns, a tab stays."""
    return "".join("\t" if c == "\t" else " " * _width(c) for c in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _source_line(file: Path, number: int) -> str:
    """A line of a regular UTF-8 file; empty where there is none to show."""
    if file.is_symlink() or not file.is_file():  # what a link leads to is nobody's business
        return ""
    try:
        with file.open("rb") as opened:
            text = opened.read(_MOST_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[number - 1] if number <= len(lines) else ""


_MOST_BYTES = 1024 * 1024


def as_json(problems: Sequence[Problem], _root: Path, lang: str = "zh") -> str:
    """One array of the problems."""
    return json.dumps([discreet(p).as_dict(lang) for p in problems], ensure_ascii=False, indent=2)


def as_github(problems: Sequence[Problem], _root: Path, lang: str = "zh") -> str:
    """Workflow commands of GitHub Actions, which show as notes at the line."""
    return "\n".join(
        f"::{p.severity} file={_property(p.place.path)},line={p.place.line},"
        f"col={p.place.column},title={_property(p.code)}::"
        f"{_escaped(p.message(lang) + ' ' + p.action(lang))}"
        for p in map(discreet, problems)
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(problems: Sequence[Problem], _root: Path, lang: str = "zh") -> str:
    """SARIF 2.1.0 (OASIS), for code scanning services."""
    problems = [discreet(problem) for problem in problems]
    rules = sorted({p.code for p in problems})
    log: dict[str, Any] = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "wenming", "rules": [{"id": code} for code in rules]}},
                "columnKind": "unicodeCodePoints",
                "results": [_sarif_result(p, rules, lang) for p in problems],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def _sarif_result(problem: Problem, rules: Sequence[str], lang: str) -> dict[str, Any]:
    place = problem.place
    region = {"startLine": place.line, "startColumn": place.column}
    return {
        "ruleId": problem.code,
        "ruleIndex": rules.index(problem.code),
        "level": problem.severity,
        "message": {"text": f"{problem.message(lang)} {problem.action(lang)}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(place.path)},
                    "region": region,
                }
            }
        ],
    }


FORMATS: Mapping[str, Callable[[Sequence[Problem], Path, str], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
}
