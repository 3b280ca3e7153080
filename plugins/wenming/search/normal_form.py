"""The normal form in which texts and queries are compared; `search.js` makes the same one.

NFKC, lower case, one kind of middle dot, traditional and variant characters as
simplified ones, no invisible characters, one space for many and none between
Han characters. The format's page in the handbook tells it, too.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping

# Characters to which Unicode 15 and later gave a compatibility or lower-case form. Python and
# browsers know different versions; as they are, everybody agrees on them.
_LATER = "\u0558\u1c89\u1c8a\u2c2f\u2c5f\ua7c0-\ua7c9\ua7cb-\ua7f1"
_LATER_BEYOND = (
    "\U00010570-\U000105bf\U00010780-\U000107bf\U00010d50-\U00010d85\U00016ea0-\U00016ed3\U0001ccd6-\U0001ccf9"
    "\U0001df00-\U0001dfff\U0001e030-\U0001e08f"
)
_LATER_ONES = re.compile(f"([{_LATER}{_LATER_BEYOND}]+)")
_LATER_IN_PLANE_0 = re.compile(f"[{_LATER}]")
_BEYOND_PLANE_0 = re.compile("[\U00010000-\U0010ffff]")

_INVISIBLE = (
    "\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff"
)
_DOTS = "\u2022\u2027\u2219\u22c5\u30fb\u2e31\u2e33\u16eb\ua78f"
_HAN = "·\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BLANKS = re.compile(
    "[\t\x0b-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+"
)
_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])")

# Python's own range of each block of ideographs that has traditional or variant forms.
_IDEOGRAPHS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x323B0))


@functools.cache
def folds() -> Mapping[str, str]:
    """Traditional and variant characters, each with its simplified one (OpenCC, `t2s`)."""
    from opencc import OpenCC  # a megabyte of machine code: only for those who need it

    characters = [chr(code) for start, stop in _IDEOGRAPHS for code in range(start, stop)]
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    found = {
        each: other
        for each, other in zip(characters, simplified, strict=True)
        if each != other and len(other) == 1
    }
    return {each: found.get(other, other) for each, other in found.items()}


@functools.cache
def _replaced() -> Mapping[int, str | None]:
    """What becomes of single characters; full-width ASCII here, too, for it is everywhere."""
    table: dict[int, str | None] = {ord(each): other for each, other in folds().items()}
    table |= {ord(dot): "·" for dot in _each(_DOTS)} | {ord("ς"): "σ"}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(each): None for each in _each(_INVISIBLE)}
    return table


def _each(ranges: str) -> list[str]:
    """The characters of a class of characters."""
    found: list[str] = []
    for match in re.finditer("(.)-(.)|(.)", ranges, re.DOTALL):
        first, last = (match[1], match[2]) if match[1] else (match[3], match[3])
        found += map(chr, range(ord(first), ord(last) + 1))
    return found


def normalise(text: str) -> str:
    """The normal form of a text; line feeds stay."""
    if _LATER_IN_PLANE_0.search(text) or _BEYOND_PLANE_0.search(text):
        # The pieces with even numbers are between the characters that stay.
        pieces = _LATER_ONES.split(text)
        pieces[::2] = map(_composed, pieces[::2])
        text = "".join(pieces)
    else:
        text = _composed(text)
    return _BETWEEN_HAN.sub("", _BLANKS.sub(" ", text))


def _composed(text: str) -> str:
    text = _translated(text)
    if not unicodedata.is_normalized("NFKC", text):
        text = _translated(unicodedata.normalize("NFKC", text))
    return text.lower().replace("ς", "σ")


def _translated(text: str) -> str:
    """`text.translate(_replaced())`, in a third of the time for what most texts consist of."""
    if _BEYOND_PLANE_0.search(text):
        return text.translate(_replaced())
    pattern, becomes = _replaced_in_plane_0()
    return pattern.sub(lambda match: becomes[match[0]], text)


@functools.cache
def _replaced_in_plane_0() -> tuple[re.Pattern[str], Mapping[str, str]]:
    # Classes of characters beyond plane 0 are slow to look through.
    becomes = {chr(code): other or "" for code, other in _replaced().items() if code < 0x10000}
    return re.compile(f"[{re.escape(''.join(becomes))}]"), becomes


def folds_in(text: str) -> str:
    """The characters of a text that are folded, each followed by what it becomes."""
    known = folds()
    some = text if _BEYOND_PLANE_0.search(text) else _folded_in_plane_0().findall(text)
    # Each character once, and by itself: no Han is composed of others.
    found = set("".join(map(_compatible, set(some)))) & known.keys()
    return "".join(each + known[each] for each in sorted(found))


@functools.cache
def _folded_in_plane_0() -> re.Pattern[str]:
    """What is folded, and what is composed of such."""
    known = folds()
    plane = map(chr, range(0x10000))
    composed = (each for each in plane if unicodedata.decomposition(each))
    folded = [each for each in composed if known.keys() & set(_compatible(each))]
    folded += (each for each in known if each < "\U00010000")
    return re.compile(f"[{re.escape(''.join(folded))}]")


@functools.cache
def _compatible(character: str) -> str:
    return unicodedata.normalize("NFKC", character)
