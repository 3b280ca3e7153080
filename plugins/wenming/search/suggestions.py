"""Suggestions while typing: everybody by name, by pinyin and by its initials.

An entry stands under each of its keys: `tanyiqing`, `tyq`, `tan宜庆`, and `=8谈宜庆`
for the name itself (`8`: the last hex digit of its first character's code point).
The keys in their order are cut into pages, `n/<checksum of the first key>.txt`;
a key is on one page. `n/index.txt` lists the first keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..library import Library, Namesakes, Person
from ..records import Record
from ..views import choice_label
from .coding import checksum
from .normal_form import normalise
from .readings import readings_of

_PAGE = 12_000
"""Characters of a page, about; a fifth of that in bytes when compressed."""
_MOST_SPELLINGS = 6

Somebody = tuple[Person, Namesakes]


def everybody(library: Library) -> dict[str, tuple[str, Somebody]]:
    """Everybody by address, each with what tells whether the entry is still the same."""
    return {
        person.url: (f"{person.name} {person.mentions[0].record.digest}", (person, namesakes))
        for namesakes in library.people
        for person in namesakes.people
    }


def suggestion_pages(
    people: Iterable[Somebody], library: Library, gone: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    """The pages of some people and their index, with the addresses that are out of date."""
    keyed: list[tuple[str, str]] = []
    for person, namesakes in people:
        name = normalise(person.name)
        syllables = readings_of(name, unit=person.entity == "unit")
        line = _line(person, namesakes, syllables, library)
        keyed += ((key, line) for key in _keys(name, syllables))
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


def _keys(name: str, syllables: list[tuple[str, ...]]) -> Iterator[str]:
    """The keys of an entry: the name, its readings, their initials; the family name's reading."""
    yield f"={ord(name[0]) & 15:x}{name}"
    yield from (f"{way}{name[1:]}" for way in syllables[0] if way and way != name[0])
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


def _line(
    person: Person, namesakes: Namesakes, syllables: list[tuple[str, ...]], library: Library
) -> str:
    """Name, syllables, address (empty: that of the name) and who that is."""
    address = "" if person.url == f"/people/{person.name}/" else person.url
    spelled = " ".join("/".join(each) for each in syllables)
    return f"{person.name}\t{spelled}\t{address}\t{_told(person, library)}\n"


def _told(person: Person, library: Library) -> str:
    """Where somebody is and what the latest record says: `石桥村 · 身边好人 · 2024年`."""
    place = library.organizations.find(person.organization)
    record = person.mentions[0].record
    parts = (place.name if place else person.organization, _award(record, library))
    return " · ".join((*filter(None, parts), f"{record.get('year') or record.year}年"))


def _award(record: Record, library: Library) -> str:
    collection = library.collection_of(record)
    field = collection.fields.get("award")
    return choice_label(field, record.get("award")) if field else collection.label
