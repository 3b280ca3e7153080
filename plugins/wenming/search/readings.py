"""How names can be read: for each character its syllables without tones."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from ..views import pinyin, syllables

_RUNS = re.compile("([\u3007\u3400-\u9fff\U00020000-\U0003ffff]+)")
_MOST = 4
"""Readings of one character; what has more is no name's."""


_ALSO = {
    "宓": "fu",
    "牟": "mu",
    "莘": "xin",
    "郇": "xun",
    "郗": "chi",
    "隗": "wei",
    "颉": "xie",
}
"""Family names that some families read otherwise."""


def readings_of(
    name: str, *, unit: bool = False, told: Mapping[str, str] | None = None
) -> list[tuple[str, ...]]:
    """For each character of a name in normal form the ways to read it, the likeliest first.

    `told` are readings that the portal tells. Latin letters and digits are read as they are;
    all else is not read. A family name is read as such, or as the character mostly is, by
    those who do not know better: 方 is wang in dictionaries, but in no name.
    """
    family = not unit and "·" not in name
    found: list[tuple[str, ...]] = []
    for index, run in enumerate(_RUNS.split(name)):
        if index % 2 == 0:
            found += ((each if each.isalnum() else "",) for each in run)
            continue
        spelled = syllables(run) if found else pinyin(run, unit=unit).split()
        for character, likeliest in zip(run, spelled, strict=True):
            others = _ways_of_family(character) if family and not found else _ways(character)
            first = told.get(character, "").split() if told else ()
            ways = dict.fromkeys((*first, likeliest, *others))
            found.append(tuple(way for way in ways if way and way.isascii())[:_MOST] or ("",))
    return found


@functools.cache
def _ways_of_family(character: str) -> tuple[str, ...]:
    return (*syllables(character), _ALSO.get(character, ""))


@functools.cache
def _ways(character: str) -> tuple[str, ...]:
    """Every syllable of a character, `v` for ü as keyboards have it."""
    import pypinyin  # its dictionaries take a quarter of a second

    style = pypinyin.Style.NORMAL
    return tuple(pypinyin.pinyin(character, style=style, heteronym=True)[0])
