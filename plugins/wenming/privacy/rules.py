"""What private data is: the rules, and finding and masking by them."""

from __future__ import annotations

import re
from collections.abc import Callable

from .finding import Finding, Match, Rule, plain
from .numbers import (
    ELEVEN,
    SPELLED_MOBILE,
    digits_of,
    find_bank_card,
    find_email,
    find_identity,
    find_mobile,
    find_old_identity,
    find_plate,
    find_spelled_mobile,
)
from .words import BORN, find_address, find_birth_date

# Hints begin with a character or a class of some: such a place is found a dozen times as fast.
_PLATE = re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]")
_BIRTH = re.compile(r"生(?:[于日辰]|(?<=[出诞日\d]生)|(?<=日 生))")
_ADDRESS = re.compile(
    r"[村屯寨庄区会路街巷弄道同园苑寓城府栋幢座楼] ?"
    r"(?:第?[0-9一二三四五六七八九十]|-?[0-9一二三四五六七八九十]+单元)"
)

RULES: tuple[Rule, ...] = (
    Rule("private-identity-number", find_identity, ELEVEN, digits_of),
    Rule("private-identity-number", find_old_identity, ELEVEN, digits_of),
    Rule("private-bank-card", find_bank_card, ELEVEN, digits_of),
    Rule("private-mobile", find_mobile, ELEVEN, digits_of),
    Rule("private-mobile", find_spelled_mobile, SPELLED_MOBILE, digits_of),
    Rule("private-email", find_email, re.compile("@")),
    Rule("private-plate", find_plate, _PLATE),
    Rule("private-birth-date", find_birth_date, _BIRTH, context=BORN),
    Rule("private-address", find_address, _ADDRESS),
)
"""The first that finds something keeps it from the others."""

_HINTS = frozenset(rule.hint for rule in RULES)

Passes = Callable[[Finding], bool]
"""Whether a finding is no private data here: an office's own, or excepted."""


def find(text: str, context: str = "") -> list[Finding]:
    """Private data in a text, in its order; `context` is the head of its column in a table."""
    simple = plain(text)
    hints = {hint for hint in _HINTS if hint.search(simple)}
    found: list[Finding] = []
    for rule in RULES:
        if rule.hint in hints or (rule.context and rule.context.search(context)):
            for match in rule.find(simple, context):
                if not any(match.start < f.end and f.start < match.end for f in found):
                    found.append(_finding(rule, match, text))
    return sorted(found, key=lambda finding: finding.start)


_OTHERWISE = ("&", "\\", "<", "**", "__", "~~")


def reads_otherwise(text: str) -> bool:
    """Whether a text in Markdown or YAML may show as something else than what is written.

    Escapes and markup within a number keep it from being found in the file.
    """
    return any(sign in text for sign in _OTHERWISE)


def _finding(rule: Rule, match: Match, text: str) -> Finding:
    value = rule.value(text[match.start : match.end])
    return Finding(rule.code, match.start, match.end, value, match.masked)


def mask(text: str, passes: Passes = lambda finding: False) -> str:
    """A text with its private data masked: nothing is found in it any more but what passes."""
    while found := [finding for finding in find(text) if not passes(finding)]:
        for finding in reversed(found):
            text = text[: finding.start] + finding.masked + text[finding.end :]
    return text


def blot(text: str) -> str:
    """A text of the same lines without private data, to be shown with a mark under it."""
    while found := find(text):
        for each in found:
            length = each.end - each.start
            shown = each.masked[: length - 1].ljust(length, "*")
            hidden = text[each.start : each.end]
            shown = "".join(b if b in "\r\n" else s for s, b in zip(shown, hidden, strict=True))
            text = text[: each.start] + shown + text[each.end :]
    return text
