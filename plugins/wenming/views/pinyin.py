"""Names in pinyin, to sort and to file them by."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from itertools import groupby

# Family names that are read otherwise than the character alone, those of two characters first.
_SURNAMES = {
    "尉迟": "yu chi",
    "单于": "chan yu",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "单": "shan",
    "曾": "zeng",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "盖": "ge",
    "区": "ou",
    "朴": "piao",
    "缪": "miao",
    "翟": "zhai",
    "乐": "yue",
    "尉": "wei",
    "重": "chong",
    "种": "chong",
    "秘": "bi",
    "冼": "xian",
    "覃": "qin",
    "员": "yun",
    "折": "she",
    "黑": "he",
    "召": "shao",
    "繁": "po",
    "撒": "sa",
    "能": "nai",
    "洗": "xian",
    "句": "gou",
    "乜": "nie",
    "卜": "bu",
    "薄": "bo",
    "都": "du",
    "阚": "kan",
}


def syllables(text: str) -> list[str]:
    """A text's syllables without tones; what is not Chinese stays as it is."""
    import pypinyin  # its dictionaries take a quarter of a second: only for those who need them

    return list(pypinyin.lazy_pinyin(text))


@functools.cache
def pinyin(name: str, *, unit: bool = False) -> str:
    """The name in pinyin without tones, syllables separated by spaces, to sort by.

    The name of a unit begins with no family name.
    """
    for length in (2, 1):
        if not unit and (reading := _SURNAMES.get(name[:length])):
            return " ".join([reading, *syllables(name[length:])]).lower()
    return " ".join(syllables(name)).lower()


def pinyin_told(name: str, told: Mapping[str, str], *, unit: bool = False) -> str:
    """The same, with the first of the readings that the portal tells of characters."""
    read: list[str] = []
    for is_told, run in groupby(name, told.__contains__):
        if is_told:
            read += (told[character].split()[0] for character in run)
        else:  # behind a character that is told there is no family name any more
            read.append(pinyin("".join(run), unit=unit or bool(read)))
    return " ".join(read)
