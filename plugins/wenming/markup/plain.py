"""Plain paragraphs, headings and lists, of which nearly every body consists, at once.

Python-Markdown tries some thirty patterns on every block to find out that none
matches. Blocks in which none could are written here, byte for byte as it would.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from markdown.extensions.toc import unique

# What any pattern of ours may match in a block, and what it may begin a line with.
_MARKS = r"`\\\[\]!<>&_~@|\t\x02\x03\ue000"
_MARKED = re.compile(rf"[{_MARKS}]")
_BEGINS = re.compile(r"[#>+:=-]|\d+[.)]")
_STRONG = re.compile(r"\*\*([^*\s](?:[^*\n]*[^*\s])?)\*\*(?!\*)")
_HEADING = re.compile(rf"(#{{1,6}}) *([^#*\s{_MARKS}](?:[^#*\n{_MARKS}]*[^#*\s{_MARKS}])?)")
_LIST = re.compile(r"- \S[^\n]*(?:\n- \S[^\n]*)*")

# What reaches over a blank line, to blocks that look plain: fences, HTML, footnotes, definitions.
_REACHING = ("```", "~~~", "<", "[^", "]:", "\t", "\ue000")
_DEFINES = re.compile(r"^ {0,3}:", re.MULTILINE)
_MAY_BE_HEADING = re.compile(r"#|^[=-]+ *$", re.MULTILINE)

_MARK = "\ue000"
_MARKED_RUN = re.compile(f"<p>{_MARK}([0-9]+)</p>")

Heading = tuple[int, str, str]
"""Level, id and text."""


@dataclass(frozen=True, slots=True)
class Lightened:
    """A text whose plain blocks are rendered already."""

    rest: str
    """The text with a paragraph of one mark where plain blocks stood; empty if all were plain."""
    runs: tuple[str, ...] = ()
    """The HTML of neighbouring plain blocks, for each mark."""
    headings: tuple[Heading, ...] = ()
    """All headings of the text, unless they are in the rest."""

    def filled(self, rendered: str) -> str:
        """The whole text's HTML, from that of the rest."""
        if not self.rest:
            return "".join(self.runs)
        if not self.runs:
            return rendered
        return _MARKED_RUN.sub(lambda match: self.runs[int(match[1])], rendered)


def lighten(text: str, heading_id: Callable[[str, str], str]) -> Lightened:
    """Render the plain blocks of a text; `heading_id` is what Python-Markdown's `toc` is given."""
    if any(mark in text for mark in _REACHING) or (":" in text and _DEFINES.search(text)):
        return Lightened(text)
    blocks = [block.lstrip("\u3000") for block in re.split(r"\n\n+", text.strip("\n"))]
    written = list(map(_written, blocks))
    _join_lists(blocks, written)
    headings = list(map(_HEADING.fullmatch, blocks))
    others = (block for block, h, w in zip(blocks, headings, written, strict=True) if not (h or w))
    if any(map(_MAY_BE_HEADING.search, others)):
        headings = [None] * len(blocks)  # an id depends on the headings before it
    found: list[Heading] = []
    for index, shown, heading in _numbered(headings, heading_id):
        written[index] = shown
        found.append(heading)
    rest: list[str] = []
    runs: list[str] = []
    for is_light, indexes in groupby(range(len(blocks)), lambda index: bool(written[index])):
        if is_light:
            rest.append(f"{_MARK}{len(runs)}")
            runs.append("\n".join(written[index] for index in indexes))
        else:
            rest += (blocks[index] for index in indexes)
    whole = len(runs) == len(rest) == 1
    return Lightened("" if whole else "\n\n".join(rest), tuple(runs), tuple(found))


def _written(block: str) -> str:
    """The HTML of a plain paragraph or list; nothing if it may be something else."""
    if _LIST.fullmatch(block):
        items = [_inline(item) for item in block[2:].split("\n- ")]
        listed = "\n".join(f"<li>{item}</li>" for item in items)
        return f"<ul>\n{listed}\n</ul>" if all(items) else ""
    inline = _inline(block)
    return inline and f"<p>{inline}</p>"


def _inline(text: str) -> str:
    """Text with strong words; nothing if there may be other marks in it."""
    if not text or _MARKED.search(text) or "://" in text:
        return ""
    if not all(map(_is_plain, text.split("\n"))):
        return ""
    if "*" in text:
        text = _STRONG.sub(r"<strong>\1</strong>", text)
    return "" if "*" in text else text


def _is_plain(line: str) -> bool:
    return line == line.strip() and not _BEGINS.match(line)


def _join_lists(blocks: list[str], written: list[str]) -> None:
    """Leave lists to Python-Markdown that may be one with what stands beside them."""
    for index, block in enumerate(blocks):
        if block.startswith("- ") and written[index]:
            beside = (index - 1, index + 1)
            near = [n for n in beside if 0 <= n < len(blocks)]
            if not all(written[n] or _HEADING.fullmatch(blocks[n]) for n in near) or any(
                blocks[n].startswith("- ") for n in near
            ):
                written[index] = ""


def _numbered(
    headings: list[re.Match[str] | None], heading_id: Callable[[str, str], str]
) -> Iterator[tuple[int, str, Heading]]:
    """The headings: the number of the block, the HTML, and what a table of contents is told."""
    ids: set[str] = set()
    numbers: dict[str, int] = {}
    for index, heading in enumerate(headings):
        if heading:
            words = " ".join(heading[2].split())
            name = unique(heading_id(words, "-"), ids, numbers)  # type: ignore[call-arg]
            level = len(heading[1])
            yield index, f'<h{level} id="{name}">{heading[2]}</h{level}>', (level, name, words)
