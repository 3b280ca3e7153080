"""Pages of people: everybody by the letters of pinyin, and one page for each."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..library import Library, Namesakes, Person, remembered
from .listings import HOME
from .pinyin import pinyin_told
from .promotion import paths_of
from .timeline import household_of, member_of, summed, timeline_of
from .view import Link, Pagination, View, dated, pages_of

SHOWN_PER_LETTER = 40
PER_PAGE = 200

ADDRESS = "/people/"
_CRUMBS = (HOME, Link("人物", ADDRESS))


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the letters list it; `places` are those of all who have it."""

    name: str
    url: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The names under one letter, in the order of pinyin."""

    letter: str
    names: tuple[Name, ...]

    @property
    def address(self) -> str:
        return f"{ADDRESS}by-letter/{self.letter.lower()}/"

    @property
    def first(self) -> tuple[Name, ...]:
        return self.names[:SHOWN_PER_LETTER]


def letters_of(library: Library) -> tuple[Letter, ...]:
    """Everybody by first letter; `#` holds the names that begin with none."""
    grouped: dict[str, list[Namesakes]] = defaultdict(list)
    units = {n.name: all(p.entity == "unit" for p in n.people) for n in library.people}
    told = library.settings.readings
    asked = {
        name: repr((is_unit, [told[each] for each in name if each in told])).encode()
        for name, is_unit in units.items()
    }
    readings = remembered(
        library.root, "pinyin", asked, lambda name: pinyin_told(name, told, unit=units[name])
    )
    for namesakes in library.people:
        first = readings[namesakes.name][:1].upper()
        grouped[first if "A" <= first <= "Z" else "#"].append(namesakes)
    return tuple(
        Letter(
            "other" if letter == "#" else letter,
            tuple(map(_name, sorted(names, key=lambda n: (readings[n.name], n.name)))),
        )
        for letter, names in sorted(grouped.items(), key=lambda pair: (pair[0] == "#", pair[0]))
    )


def _name(namesakes: Namesakes) -> Name:
    places = tuple(person.organization for person in namesakes.people)
    return Name(namesakes.name, namesakes.url, places)


def people_views(library: Library, letters: tuple[Letter, ...]) -> Iterator[View]:
    yield View(
        address=ADDRESS,
        template="people.html",
        title="人物",
        description=f"{library.settings.site_name}的上榜者、宣讲人和家庭，按姓名拼音排列。",
        section="people",
        crumbs=(HOME,),
        content={"letters": letters, "total": len(library.people.by_name)},
    )
    for letter in letters:
        yield from _letter_views(letter, letters)
    for namesakes in library.people:
        yield from _name_views(namesakes, library)


def search_view(library: Library, letters: tuple[Letter, ...]) -> View:
    """The search page: without JavaScript it leads to columns, letters and the site map."""
    return View(
        address="/search/",
        template="search.html",
        title="搜索",
        description=f"在{library.settings.site_name}里找人、找单位、找稿件。",
        section="search",
        crumbs=(HOME,),
        content={"letters": letters},
    )


def _letter_views(letter: Letter, letters: tuple[Letter, ...]) -> Iterator[View]:
    pages = pages_of(letter.names, PER_PAGE)
    for number, names in enumerate(pages, start=1):
        pagination = Pagination(letter.address, number, len(pages))
        shown = "其他" if letter.letter == "other" else letter.letter
        yield View(
            address=pagination.page(number),
            template="people-letter.html",
            title=f"人物 {shown}" + (f"（第{number}页）" if number > 1 else ""),
            description=f"姓名以 {shown} 开头的人物。",
            section="people",
            crumbs=_CRUMBS,
            content={"letters": letters, "letter": letter, "names": names, "pages": pagination},
        )


def _name_views(namesakes: Namesakes, library: Library) -> Iterator[View]:
    if len(namesakes.people) > 1 or namesakes.unplaced:
        mentions = [m for p in namesakes.people for m in p.mentions] + [*namesakes.unplaced]
        yield View(
            address=namesakes.url,
            template="namesakes.html",
            title=f"{namesakes.name}（同名）",
            description=f"名为{namesakes.name}的有{len(namesakes.people)}位，按单位分列。",
            section="people",
            crumbs=_CRUMBS,
            **dated([m.record for m in mentions], library),
            content={"namesakes": namesakes},
        )
    for person in namesakes.people:
        yield _person_view(person, namesakes, library)


def _person_view(person: Person, namesakes: Namesakes, library: Library) -> View:
    alone = person.url == namesakes.url
    crumbs = _CRUMBS if alone else (*_CRUMBS, Link(namesakes.name, namesakes.url))
    household = household_of(person, library)
    told_of = [m.record for each in (person, household) if each for m in each.mentions]
    return View(
        address=person.url,
        template="person.html",
        title=person.name if alone else _named(person, library),
        description=description_of(person, library),
        section="people",
        crumbs=crumbs,
        **dated(told_of, library),
        content=functools.partial(_person, person, library),
    )


def description_of(person: Person, library: Library) -> str:
    """Who somebody is and, by their titles, what tells of them."""
    titles = "、".join(dict.fromkeys(m.record.title for m in person.mentions))
    return f"{_named(person, library)}：{titles}"[:200]


def _named(person: Person, library: Library) -> str:
    place = _place(person, library)
    return f"{person.name}（{place}）" if place else person.name


def _place(person: Person, library: Library) -> str:
    organization = library.organizations.find(person.organization)
    return organization.name if organization else person.organization


def _person(person: Person, library: Library) -> Mapping[str, Any]:
    organization = library.organizations.find(person.organization)
    household = household_of(person, library)
    return {
        "person": person,
        "organization": organization,
        "place": _place(person, library),
        "unit": library.organizations.find(person.name) if person.entity == "unit" else None,
        "household": household,
        "member": member_of(person, library),
        "years": timeline_of(person, household, library),
        "sums": summed(person.mentions),
        "paths": paths_of(person, library),
    }
