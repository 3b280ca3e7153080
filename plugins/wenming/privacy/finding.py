"""Finding: one piece of private data in a text, and the law by which it is looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_DASHES = "‐‑‒–—―−－﹣"
_BLANKS = "\u00a0\u2002\u2003\u2009\u202f\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad"
_PLAIN = {
    **{0xFF10 + n: ord("0") + n for n in range(10)},
    **{0xFF21 + n: ord("A") + n for n in range(26)},
    **{0xFF41 + n: ord("a") + n for n in range(26)},
    **{ord(dash): ord("-") for dash in _DASHES},
    **{ord(blank): ord(" ") for blank in _BLANKS},
    **{ord(c): ord(p) for c, p in zip("＠．＋／＿", "@.+/_", strict=True)},
}
_ODD = re.compile(f"[{''.join(map(chr, _PLAIN))}]")


def plain(text: str) -> str:
    """A text of the same length, its full-width characters, dashes and blanks plain ones."""
    return _ODD.sub(lambda match: chr(_PLAIN[ord(match[0])]), text)


def value_of(text: str) -> str:
    """What makes two spellings of private data one value."""
    return re.sub(r"[\s\-._·•]+", "", plain(text)).upper()


@dataclass(frozen=True, slots=True)
class Match:
    """Where a rule found something, and what to write instead."""

    start: int
    end: int
    masked: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of private data: a row of `RULES`.

    `find` gets a text whose full-width characters are plain ones (see `plain`)
    and its context: what stands above it in its column, if it is a cell.
    """

    code: str
    find: Callable[[str, str], Iterator[Match]]
    hint: re.Pattern[str]
    """Found in every text that `find` finds anything in, and cheap to look for."""
    value: Callable[[str], str] = value_of
    """What makes two spellings of what was found one value."""
    context: re.Pattern[str] | None = None
    """The same for the context: where it matches, the text needs no hint."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Private data in a text, from `start` to `end`. `value` never leaves this stage."""

    code: str
    start: int
    end: int
    value: str
    """As it is compared and hashed: no separators, capital letters."""
    masked: str
