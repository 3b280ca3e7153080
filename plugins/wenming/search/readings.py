"""How names can be read: for each character its syllables without tones."""

from __future__ import annotations

import functools
import re

from ..views import pinyin, syllables

_RUNS = re.compile("([\u3007\u3400-\u9fff\U00020000-\U0003ffff]+)")
_MOST = 4
"""Readings of one character; what has more is no name's."""


def readings_of(name: str, *, unit: bool = False) -> list[tuple[str, ...]]:
    """For each character of a name in normal form the ways to read it, the likeliest first.

    Latin letters and digits are read as they are; all else is not read.
    """
    found: list[tuple[str, ...]] = []
    for index, run in enumerate(_RUNS.split(name)):
        if index % 2 == 0:
            found += ((each if each.isalnum() else "",) for each in run)
            continue
        spelled = syllables(run) if found else pinyin(run, unit=unit).split()
        for character, likeliest in zip(run, spelled, strict=True):
            ways = dict.fromkeys((likeliest, *_ways(character)))
            found.append(tuple(filter(str.isascii, ways))[:_MOST] or ("",))
    return found


@functools.cache
def _ways(character: str) -> tuple[str, ...]:
    """Every syllable of a character, `v` for ü as keyboards have it."""
    import pypinyin  # its dictionaries take a quarter of a second

    style = pypinyin.Style.NORMAL
    return tuple(pypinyin.pinyin(character, style=style, heteronym=True)[0])
