"""A body as it is written: what is still to be written, and what Markdown reads otherwise."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

TO_BE_WRITTEN = "在这里写正文。"
"""The body of a new record, for the editor to replace."""

_AIM = (
    r"(?:https?://[^\s()（）]+|/[^\s()（）]+/|"
    r"[^\s()（）]+\.(?i:jpe?g|png|webp|gif|pdf|docx?|xlsx?|pptx?|mp[34]|md|html?))"
)
"""What can only be an address or a file."""

_TEXT = r"\[[^\[\]\n]{0,200}\]"
_BROKEN = re.compile(
    rf"!?{_TEXT}\s*（\s*{_AIM}\s*[）)]"
    rf"|!?{_TEXT}\(\s*{_AIM}\s*）"
    rf"|!?{_TEXT}[ \t\u3000]+\({_AIM}\)"
    rf"|!?{_TEXT}\({_AIM}$"
    rf"|[!！]?[【［][^【】［］\n]{{0,200}}[】］]\({_AIM}\)"
    rf"|！{_TEXT}\([^\s()（）]+\.(?i:jpe?g|png|webp|gif|mp[34])\)"
)
_TABLE = re.compile(r"(?=.*｜)(?=.*[-－—]{2})[\s|｜:：\-－—]+")
"""The line below the head of a table, with full-width bars."""
_AIMED = re.compile(rf"(!?){_TEXT}\(\s*<?([^()<>\n]{{1,500}})")
_CODE = re.compile(r"(?<!`)(`+)[^`]+\1(?!`)")
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_COMPUTER = re.compile(_OF_A_COMPUTER := r"[A-Za-z]:[\\/]|file:", re.IGNORECASE)
_DROPPED = r"(?!(?i:https?|mailto|tel):)[A-Za-z][A-Za-z0-9+.-]*:"
"""A scheme that no link keeps."""
_AIMLESS = re.compile(
    rf"(?<!!){_TEXT}\([ \t]{{0,9}}(?:<[ \t]{{0,9}}>)?(?:[ \t]{{0,9}}\"[^\"\n]*\")?\)"
    rf"|(?<!!){_TEXT}\(\s*<?(?!(?i:{_OF_A_COMPUTER})){_DROPPED}[^\s()<>]{{0,500}}\)?"
    rf"|<[Aa]\s[^<>]{{0,500}}?\b[Hh][Rr][Ee][Ff]\s*=\s*([\"'])\s*(?:\1|{_DROPPED})[^<>]{{0,500}}>?"
)
"""A link that readers cannot follow: without an address, or with one that is taken away."""
_ELEMENT = re.compile(
    r"(?<!\\)<("
    r"iframe|frame|frameset|object|embed|applet|video|audio|mp[a-z-]+|canvas|svg|math|map|"
    r"script|style|template|form|input|button|select|textarea|progress|meter"
    r")(?=[\s/>])",
    re.IGNORECASE,
)
"""What shows or does something by itself; of other elements that no page has, the words stay."""
_PICTURE = re.compile(
    r"!\[([^\[\]\n]*)\]\(\s*<?([^()<>\n\"]*)|<img(?=[\s/>])([^<>]*)", re.IGNORECASE
)
_GIVEN = r"""(?<![\w-])%s\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""


@dataclass(frozen=True, slots=True)
class Miswritten:
    """A problem's code, line and column in the body from 0, and what is written there."""

    code: str
    line: int
    column: int
    value: str


@dataclass(frozen=True, slots=True)
class WrittenPicture:
    """Where a body shows a picture, in Markdown or HTML: line and column of its source, from 0."""

    line: int
    column: int
    source: str
    """As it is written; empty where there is none."""
    alt: str

    @property
    def is_dropped(self) -> bool:
        """Whether no page keeps its source, as that of a picture written into the text itself."""
        return not self.source or re.match(_DROPPED, self.source) is not None


def written_pictures(text: str) -> Iterator[WrittenPicture]:
    """Every picture in a body, code left out; an element may go over several lines."""
    shown = _without_code(text)
    line = begins_line = counted = 0
    for match in _PICTURE.finditer(shown):
        at, alt, source = match.start(), match[1], (match[2] or "").strip()
        if match[3] is None:
            at = match.start(2)
        else:
            begins, source = _attribute("src", match[3])
            alt = _attribute("alt", match[3])[1]
            at = match.start(3) + begins if source else at
        if new := shown.count("\n", counted, at):
            line += new
            begins_line = shown.rfind("\n", counted, at) + 1
        counted = at
        yield WrittenPicture(line, at - begins_line, source, html.unescape(alt))


def _attribute(name: str, attributes: str) -> tuple[int, str]:
    """Where the value of an attribute stands among those of an element, and the value."""
    if match := re.search(_GIVEN % name, attributes, re.IGNORECASE):
        assert match.lastindex  # one of the three ways to write it
        return match.start(match.lastindex), match[match.lastindex]
    return 0, ""


def _without_code(text: str) -> str:
    """A body with blanks in place of its code."""
    lines = text.split("\n")
    in_code = False
    for number, line in enumerate(lines):
        fence = line.lstrip().startswith(("```", "~~~"))
        if fence:
            in_code = not in_code
        elif not in_code and "`" in line:
            line = lines[number] = _CODE.sub(lambda match: " " * len(match[0]), line)
        if in_code or fence or "`" in line:
            lines[number] = " " * len(line)
    return "\n".join(lines)


def miswritten(text: str) -> Iterator[Miswritten]:
    """What nobody wants to publish: the text that stands for the body, broken links and pictures.

    And elements that are left out, the first of each line. Code is not looked at.
    """
    if TO_BE_WRITTEN in text:
        for number, line in enumerate(text.split("\n")):
            if line.strip().startswith(TO_BE_WRITTEN):
                yield Miswritten("body-unwritten", number, line.index("在"), TO_BE_WRITTEN)
    if "<" not in text and not re.search(r"[］】\]]\s*[(（]|｜", text):
        return
    without_code = _without_code(text).split("\n")
    for number, (line, shown) in enumerate(zip(text.split("\n"), without_code, strict=True)):
        if _TABLE.fullmatch(shown):
            yield Miswritten("table-marks", number, line.index("｜"), line)
        if left_out := _ELEMENT.search(shown):
            yield _tell("element-left-out", number, line, left_out)
        for match in _BROKEN.finditer(shown):
            yield _tell("link-marks", number, line, match)
        for match in _AIMED.finditer(shown):
            computer = _COMPUTER.match(match[2])
            if computer and not match[1]:  # of a picture the source is told as one from elsewhere
                yield _tell("media-path", number, line, match, 2)
            elif not computer and _ESCAPED.search(match[2]):
                yield _tell("media-backslash", number, line, match, 2)
        for match in _AIMLESS.finditer(shown):
            yield _tell("link-without-address", number, line, match)


def _tell(code: str, number: int, line: str, match: re.Match[str], group: int = 0) -> Miswritten:
    """What was found in a line without its code, with it."""
    start, end = match.span(group)
    return Miswritten(code, number, start, line[start:end])
