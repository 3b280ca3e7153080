"""Material's style sheet without what our pages do not have: a reader waits for every byte."""

from __future__ import annotations

import re

ABSENT = (
    *("annotation", "author", "clipboard", "code", "consent", "content", "copyright", "draft"),
    *("ellipsis", "feedback", "footer", "header", "logo", "nav", "option", "pagination", "path"),
    *("pin", "post", "profile", "progress", "search", "select", "sidebar", "social", "source"),
    *("status", "tabs", "tooltip", "top", "version"),
)
"""Parts of Material's frame, which `main.html` replaces, and of what its script makes.

All that Markdown can become stays, with whatever extension.
"""

_STRING = r""""[^"]*"|'[^']*'"""
_RULE = re.compile(rf"([^{{}};]+)\{{((?:[^{{}}\"']|{_STRING})*)\}}")
_COMMA = re.compile(r",(?![^(\[]*[)\]])")
_NOT = re.compile(r":not\([^)]*\)")
_UNUSED = re.compile(rf"\.md-(?:{'|'.join(ABSENT)})(?![a-z])|\[dir=rtl\]")
_EMPTY = re.compile(r"@(?:media|supports)[^{}]*\{\}")
_ICON = re.compile(rf"(--md-[\w-]+):url\((?:{_STRING}|[^)\"'])*\);?")


def lean(css: str) -> str:
    """A minified style sheet without the rules for what is absent, and their icons."""

    def rule(match: re.Match[str]) -> str:
        kept = [each for each in _COMMA.split(match[1]) if not _UNUSED.search(_NOT.sub("", each))]
        return f"{','.join(kept)}{{{match[2]}}}" if kept else ""

    def icon(match: re.Match[str]) -> str:
        return match[0] if f"var({match[1]})" in kept else ""

    kept = _EMPTY.sub("", _RULE.sub(rule, css))
    return _ICON.sub(icon, kept).replace(":root{}", "")
