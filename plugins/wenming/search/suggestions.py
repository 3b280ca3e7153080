"""Suggestions while typing: everybody by name, by pinyin and by its initials.

An entry stands under each of its keys: `tanyiqing`, `tyq`, `tan宜庆`, and `=8谈宜庆`
for the name itself (`8`: the last hex digit of its first character's code point),
`=c宜庆` for what is called by it alone. No key has dots, blanks or apostrophes.
The keys in their order are cut into pages, `n/<checksum of the first key>.txt`;
a key is on one page. `n/index.txt` lists the first keys.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from ..library import Library
from ..views import choice_label
from .coding import checksum
from .normal_form import folds_in, normalise
from .readings import readings_of

_PAGE = 12_000
"""Characters of a page, about; a fifth of that in bytes when compressed."""
_MOST_SPELLINGS = 6
_UNTYPED = re.compile("[ \n·.'’]+")
"""What nobody has to type of a name."""


class Somebody(NamedTuple):
    """Who is suggested: all that an entry is made from. Two that are equal have the same."""

    name: str
    entity: str
    url: str
    told: str
    """Where somebody is and what the latest record says: `石桥村 · 身边好人 · 2024年`."""

    @property
    def print(self) -> str:
        """What tells, of one address, whether the entry is still the same."""
        return f"{self.name} {self.entity} {self.told}"


def everybody(library: Library) -> dict[str, Somebody]:
    """Everybody by address."""
    place, award = functools.cache(_place_of(library)), functools.cache(_award_of(library))
    found: dict[str, Somebody] = {}
    for namesakes in library.people:
        for each in namesakes.people:
            record = each.mentions[0].record
            parts = (place(each.organization), award(record.collection, record.get("award")))
            told = " · ".join((*filter(None, parts), f"{record.get('year') or record.year}年"))
            found[each.url] = Somebody(each.name, each.entity, each.url, told)
    return found


def suggestion_pages(
    people: Iterable[Somebody], gone: Iterable[str] = (), readings: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str]]:
    """The pages of some people and their index, with the addresses that are out of date.

    `readings` are those of single characters that the portal tells.
    """
    keyed: list[tuple[str, str]] = []
    for each in people:
        line, keys = entry_of(each, readings)
        keyed += ((key, line) for key in keys)
    keyed.sort()
    pages: dict[str, dict[str, None]] = {}
    page: dict[str, None] = {}
    before, size = "", 0
    for key, line in keyed:
        if not pages or (key != before and size > _PAGE):
            page = pages[key] = {}
            size = 0
        if line not in page:
            page[line] = None
            size += len(line)
        before = key
    for key, lines in pages.items():
        yield f"n/{checksum(key):08x}.txt", "".join(lines)
    yield "n/index.txt", "\n".join(("\t".join(pages), "\t".join(gone)))


def entry_of(
    each: Somebody, readings: Mapping[str, str] | None = None
) -> tuple[str, Iterator[str]]:
    """The line of an entry, and the keys that it stands under."""
    name = normalise(each.name)
    syllables = readings_of(name, unit=each.entity == "unit", told=readings)
    halves = _halves(name, each.entity)
    return _line(each, syllables, halves), _keys(name, syllables, halves)


def _halves(name: str, entity: str) -> list[int]:
    """Where that begins which somebody is called by alone: behind the family name, behind dots.

    Of four characters two may be the family name.
    """
    if entity not in ("person", "household"):
        return []
    starts = [at + 1 for at, each in enumerate(name) if each == "·"]
    if not starts:
        starts = [1, 2] if entity == "person" and len(name) == 4 else [1]
    return [at for at in starts if name[at : at + 1] > "z"]


def _keys(name: str, syllables: list[tuple[str, ...]], halves: list[int]) -> Iterator[str]:
    """The keys of an entry: the name, its readings, their initials; the family name's reading."""
    for start in (0, *halves):
        typed = _UNTYPED.sub("", name[start:]) or name
        yield f"={ord(typed[0]) & 15:x}{typed}"
    given = _UNTYPED.sub("", name[1:])
    yield from (f"{way}{given}" for way in syllables[0] if way and way != name[0])
    spellings = _spellings([each[0] for each in syllables], syllables)
    for text in spellings:
        if text[:1].isascii() and text[:1].isalnum():
            yield text
    initials = [tuple(dict.fromkeys(one[:1] for one in each)) for each in syllables]
    for text in _spellings([each[0] for each in initials], initials):
        if text not in spellings and text[:1].isascii() and text[:1].isalnum():
            yield text


def _spellings(likeliest: list[str], ways: list[tuple[str, ...]]) -> dict[str, None]:
    """The likeliest spelling, and those in which one character is read otherwise."""
    found = {"".join(likeliest): None}
    for place, each in enumerate(ways):
        for other in each[1:]:
            if len(found) < _MOST_SPELLINGS:
                spelled = (*likeliest[:place], other, *likeliest[place + 1 :])
                found["".join(spelled)] = None
    return found


def _line(each: Somebody, syllables: list[tuple[str, ...]], halves: list[int]) -> str:
    """Name, syllables, address (empty: that of the name), who that is, halves and folds."""
    address = "" if each.url == f"/people/{each.name}/" else each.url
    spelled = " ".join(map("/".join, syllables))
    starts = " ".join(map(str, halves))
    fields = (each.name, spelled, address, each.told, starts, folds_in(each.name))
    return "\t".join(fields).rstrip("\t") + "\n"


def _place_of(library: Library) -> Callable[[str], str]:
    def place_of(name: str) -> str:
        place = library.organizations.find(name)
        return place.name if place else name

    return place_of


def _award_of(library: Library) -> Callable[[str, str], str]:
    """What somebody has, by the name of a record's collection and its award."""

    def award_of(collection: str, award: str) -> str:
        declared = library.collections[collection]
        field = declared.fields.get("award")
        return choice_label(field, award) if field else declared.label

    return award_of
