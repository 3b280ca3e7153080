"""What a body would cost to render, estimated before it is rendered.

Python-Markdown and HTML parsers look ahead for what closes a bracket or a tag,
often to the end of the text, and do so again for the next one. What an editor
writes closes what it opens; a text that does not could keep a build busy for
hours. All estimates here are themselves linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MOST_STEPS = 1_500_000
"""Characters that may be looked at ahead, in all; rendering them takes about half a second."""

MOST_MARKS = dict.fromkeys("[`*_!|\\~:#>-+", 20_000) | {
    "<": 5_000,
    "&": 5_000,
    "\n\n": 10_000,
    "  \n": 10_000,
    "\n": 50_000,
}
"""How often each mark may stand in a body: a roll of 3,000 names in a table keeps to it."""

MOST_DEPTH = 20
"""Quotes and lists within each other on one line."""


@dataclass(frozen=True, slots=True)
class Excess:
    """The line, from 0, at which a text goes beyond the limits, and the mark that does."""

    line: int
    mark: str


def find_excess(text: str) -> Excess | None:
    """The first estimate that a text exceeds, or None: it will be rendered in a few seconds."""
    for marks, measure in _MEASURES:
        spent = 0
        if marks and not any(mark in text for mark in marks):
            continue
        for offset, mark, steps in measure(text):
            spent += steps
            if spent > MOST_STEPS:
                return Excess(text.count("\n", 0, offset), mark)
    for found in _DEEP.finditer(f"\n{text}"):
        return Excess(text.count("\n", 0, found.start()), found[0].strip()[0])
    for mark, most in MOST_MARKS.items():
        if text.count(mark) > most:
            return Excess(text.count("\n", 0, text.index(mark)), mark.strip() or "换行")
    return None


Steps = Iterator[tuple[int, str, int]]
"""Where a mark stands, the mark, and how far it is looked ahead from it."""

_BLOCK = re.compile(r"(?:.+\n?)+")
_BRACKET = re.compile(r"\[|\]\(|\]|\(|\)")
_LEVEL = r"(?:[ \t]*(?:>|[-+*](?=[ \t])|\d+\.(?=[ \t])))"
# A line that begins so, found by the line feed before it: `^` would be tried at each character.
_DEEP = re.compile(f"\n{_LEVEL}{{{MOST_DEPTH}}}")
_SPECIAL = re.compile(r"\n[ \t]*(?:#|[-=*_ \t]+(?=\n|\Z)|\[\^?[^]\n]*\]:|!!!|:[ \t]|>)")


def _brackets(text: str) -> Steps:
    """`[` up to its `]`, `](` up to its `)`, to the end of the paragraph where there is none."""
    for block in _BLOCK.finditer(text):
        squares: list[int] = []
        rounds: list[int] = []
        for found in _BRACKET.finditer(text, block.start(), block.end()):
            at, mark = found.start(), found[0]
            if mark[0] == "]" and squares:
                opened = squares.pop()
                yield opened, "[", at - opened
            if mark == "[":
                squares.append(at)
            elif mark == ")":
                if rounds:
                    opened = rounds.pop()
                    yield abs(opened), "(", at - opened if opened >= 0 else 0
            elif mark == "](":
                rounds.append(at)
            elif mark == "(" and rounds:
                rounds.append(-at)  # within the address of a link, it has to be closed as well
        yield from ((at, "[", block.end() - at) for at in squares)
        yield from ((at, "(", block.end() - at) for at in rounds if at >= 0)


def _tags(text: str) -> Steps:
    """`<a` and the like up to the next `>`, to the end of the text where there is none."""
    end = len(text)
    for found in reversed([*re.finditer(r"<[A-Za-z/!?]|>", text)]):
        if found[0] == ">":
            end = found.start()
        else:
            yield found.start(), "<", end - found.start()


def _lines(text: str) -> Steps:
    """Headings and rules with no blank line around them: each cuts the whole paragraph anew."""
    below = f"\n{text}"
    for block in _BLOCK.finditer(text):
        size = (block.end() - block.start()) // 8
        for found in _SPECIAL.finditer(below, block.start(), block.end() + 1):
            yield found.start(), found[0].strip()[:1] or "-", size


_FORMATTING = re.compile(r"<(/?)(a|b|code|em|font|i|s|small|strike|strong|tt|u|nobr|big)\b", re.I)


def _unclosed(text: str) -> Steps:
    """Formatting that is never closed: a browser repeats it in every paragraph that follows."""
    opened: dict[str, int] = {}
    first: dict[str, int] = {}
    for found in _FORMATTING.finditer(text):
        name = found[2].lower()
        first.setdefault(name, found.start())
        opened[name] = max(opened.get(name, 0) + (-1 if found[1] else 1), 0)
    blocks = text.count("\n\n") + text.count("<")
    yield from ((first[name], "<", count * blocks * 10) for name, count in opened.items() if count)


_MEASURES: tuple[tuple[str, Callable[[str], Steps]], ...] = (
    ("[(", _brackets),
    ("<", _tags),
    ("", _lines),
    ("<", _unclosed),
)
"""Each with the marks of which a text must have one, if it is not free of cost."""
