"""Why a text is no YAML: what the parser says, as the mistake that an editor made."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml


@dataclass(frozen=True, slots=True)
class YamlFault(Exception):  # noqa: N818 - it becomes a Problem, it is no error of ours
    """Why a YAML text was refused: a problem code, a place in the text from 0, details."""

    code: str
    line: int
    column: int
    details: Mapping[str, str]


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

FENCE = re.compile(r"[ \t\u3000\u200b\ufeff]*(?:-{2,}|[－—–―─]+|[=+*_~]{3,})[ \t\u3000]*")
"""A line that is meant to begin or to end the front matter, or does."""

COMMENT = r"(?<!\S)#[^\s#]"
"""Where YAML begins a comment, and somebody who writes a number or a topic does not mean one."""

OTHER_BLANK = "[\u00a0\u2000-\u200b\u3000]+"
"""Blanks that are letters to YAML."""

SEPARATOR = "[，、；]"
"""What separates items in Chinese, and nothing in YAML."""

BULLET = r"(?:-(?=[^\s-])|[－•·]\s*(?=\S)|[–—*]\s+(?=\S))"
"""What stands before an item in place of a hyphen with a space."""

_FULLWIDTH_COLON = re.compile(r"\s*(?:- )?([^\s:：\"'#]{1,20})：")
_KEY = re.compile(r"\s*(?:- +)*[^\s:\"'#]+:(\s|$)")


def explained(error: yaml.MarkedYAMLError, text: str) -> YamlFault:
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
    if fault := _unseen_fault(error, lines, line, column):
        return fault
    for number in around:
        if match := re.match(
            rf" *(?=- *\t)|(?: *(?:- +)?[^\s:：]+:)?(?={OTHER_BLANK})", lines[number]
        ):
            code = "yaml-tab" if "\t" in lines[number] else "yaml-blank"
            return YamlFault(code, number, match.end(), {})
    for number in around:
        if match := re.match(rf"\s*({BULLET})", lines[number]):
            return YamlFault("yaml-dash", number, match.start(1), {})
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


def _unseen_fault(
    error: yaml.MarkedYAMLError, lines: Sequence[str], line: int, column: int
) -> YamlFault | None:
    """The fault of a mark before the error: no end of the front matter, a comment, a comma."""
    for number, text in enumerate(lines[: line + 1]):
        if number and FENCE.fullmatch(text):
            return YamlFault("front-matter-fence", number, 0, {"value": text.strip()})
    begins = error.context_mark or error.problem_mark
    first = min(begins.line if begins else line, line)
    for number in range(max(first - 1, 0), line + 1):
        match = re.search(rf"(?<=\S)\s+(?={COMMENT})|[\[,{{]\s*(?=#[^\s#])", lines[number])
        if match and not lines[number][: match.start()].count('"') % 2:
            return YamlFault("yaml-comment", number, match.end(), {})
    if match := re.search(r":\s+(?=[｛［])", lines[line]):
        return YamlFault("yaml-bracket", line, match.end(), {})
    if "did not find expected ',' or" in str(error.problem) and begins and begins.line == line:
        between = lines[line][begins.column : column]
        marks = [*re.finditer(SEPARATOR, between)]
        if marks and not re.search("[］】｝]", between):
            at = begins.column + marks[-1].start()
            return YamlFault("yaml-fullwidth-comma", line, at, {"character": marks[-1][0]})
    return None


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
