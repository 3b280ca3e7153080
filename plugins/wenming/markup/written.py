"""A body as it is written: what is still to be written, and what Markdown reads otherwise."""

from __future__ import annotations

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
_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_COMPUTER = re.compile(r"[A-Za-z]:[\\/]|file:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Miswritten:
    """A problem's code, line and column in the body from 0, and what is written there."""

    code: str
    line: int
    column: int
    value: str


def miswritten(text: str) -> Iterator[Miswritten]:
    """What nobody wants to publish: the text that stands for the body, broken links and pictures.

    Code is left out.
    """
    if TO_BE_WRITTEN in text:
        for number, line in enumerate(text.split("\n")):
            if line.strip().startswith(TO_BE_WRITTEN):
                yield Miswritten("body-unwritten", number, line.index("在"), TO_BE_WRITTEN)
    if not re.search(r"[］】\]]\s*[(（]|｜", text):
        return
    in_code = False
    for number, line in enumerate(text.split("\n")):
        if line.lstrip().startswith(("```", "~~~")):
            in_code = not in_code
        if in_code or "`" in line:
            continue
        if _TABLE.fullmatch(line):
            yield Miswritten("table-marks", number, line.index("｜"), line)
        for match in _BROKEN.finditer(line):
            yield Miswritten("link-marks", number, match.start(), match[0])
        for match in _AIMED.finditer(line):
            computer = _COMPUTER.match(match[2])
            if computer and not match[1]:  # of a picture the source is told as one from elsewhere
                yield Miswritten("media-path", number, match.start(2), match[2])
            elif not computer and _ESCAPED.search(match[2]):
                yield Miswritten("media-backslash", number, match.start(2), match[2])
