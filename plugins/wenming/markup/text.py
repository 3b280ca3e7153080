"""The plain text of a rendered body."""

from __future__ import annotations

import html
import re

HAN = "\u2e80-\u2fdf\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—"

_NOTE_MARK = re.compile(
    r'<sup id="fnref[^"]*"><a class="footnote-ref"[^>]*>[^<]*</a></sup>'
    r'|&nbsp;<a class="footnote-backref"[^>]*>[^<]*</a>'
)
_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|dt|dd|tr|td|th|figcaption|pre|blockquote)>|<br>|<hr>")


def plain_text(safe: str) -> str:
    """The text of safe HTML without the marks of footnotes, blocks on lines of their own."""
    words = _BLOCK_END.sub("\n", _NOTE_MARK.sub("", safe) if "footnote" in safe else safe)
    lines = re.sub(r"<[^>]*>", "", words).split("\n")
    return html.unescape("\n".join(line.strip() for line in lines if line.strip()))


_AFTER_MARK = re.compile(f" (?<=[，。、；：！？）】》”’…—] )(?=[{HAN}])")


def excerpt(text: str, length: int = 120) -> str:
    """The first `length` characters of a plain text on one line, `…` where it goes on."""
    # A whole body is not looked through for its beginning.
    line = _AFTER_MARK.sub("", " ".join(text[: 8 * length].split()))
    if len(line) <= length < len(text):
        line = _AFTER_MARK.sub("", " ".join(text.split()))
    return line if len(line) <= length else line[:length].rstrip() + "…"
