"""Pages of people: everybody by the letters of pinyin, and one page for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ..library import Library, Mention, Namesakes, Person
from ..records import Record
from .listings import HOME
from .pinyin import pinyin
from .promotion import paths_of
from .view import Link, Pagination, View, pages_of

SHOWN_PER_LETTER = 40
PER_PAGE = 200

ADDRESS = "/people/"
_CRUMBS = (HOME, Link("人物", ADDRESS))


@dataclass(frozen=True, slots=True)
class Letter:
    """The names under one letter, in the order of pinyin."""

    letter: str
    names: tuple[Namesakes, ...]

    @property
    def address(self) -> str:
        return f"{ADDRESS}by-letter/{self.letter.lower()}/"

    @property
    def first(self) -> tuple[Namesakes, ...]:
        return self.names[:SHOWN_PER_LETTER]


def letters_of(library: Library) -> tuple[Letter, ...]:
    """Everybody by first letter; `#` holds the names that begin with none."""
    grouped: dict[str, list[Namesakes]] = defaultdict(list)
    for namesakes in library.people:
        first = _reading(namesakes)[:1].upper()
        grouped[first if "A" <= first <= "Z" else "#"].append(namesakes)
    return tuple(
        Letter(
            "other" if letter == "#" else letter,
            tuple(sorted(names, key=lambda n: (_reading(n), n.name))),
        )
        for letter, names in sorted(grouped.items(), key=lambda pair: (pair[0] == "#", pair[0]))
    )


def _reading(namesakes: Namesakes) -> str:
    unit = all(person.entity == "unit" for person in namesakes.people)
    return pinyin(namesakes.name, unit=unit)


def people_views(library: Library) -> Iterator[View]:
    letters = letters_of(library)
    yield View(
        address=ADDRESS,
        template="people.html",
        title="人物",
        description=f"{library.settings.site_name}的上榜者、宣讲人和家庭，按姓名拼音排列。",
        section="people",
        crumbs=(HOME,),
        context={"letters": letters, "total": len(library.people.by_name)},
    )
    for letter in letters:
        yield from _letter_views(letter, letters)
    for namesakes in library.people:
        yield from _name_views(namesakes, library)


def search_view(library: Library) -> View:
    """The search page: without JavaScript it leads to columns, letters and the site map."""
    return View(
        address="/search/",
        template="search.html",
        title="搜索",
        description=f"在{library.settings.site_name}里找人、找单位、找稿件。",
        section="search",
        crumbs=(HOME,),
        context={"letters": letters_of(library)},
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
            context={"letters": letters, "letter": letter, "names": names, "pages": pagination},
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
            lastmod=max(library.updated(m.record) for m in mentions),
            context={"namesakes": namesakes},
        )
    for person in namesakes.people:
        yield _person_view(person, namesakes, library)


def years_of(person: Person) -> list[tuple[int, list[tuple[Record, list[Mention]]]]]:
    """The years of a person, newest first: in each, every record once with all that it says."""
    years: dict[int, dict[str, tuple[Record, list[Mention]]]] = defaultdict(dict)
    for mention in person.mentions:
        record = mention.record
        years[record.year].setdefault(record.key, (record, []))[1].append(mention)
    return [(year, list(records.values())) for year, records in years.items()]


def _person_view(person: Person, namesakes: Namesakes, library: Library) -> View:
    alone = person.url == namesakes.url
    organization = library.organizations.find(person.organization)
    place = organization.name if organization else person.organization
    crumbs = _CRUMBS if alone else (*_CRUMBS, Link(namesakes.name, namesakes.url))
    titles = "、".join(dict.fromkeys(m.record.title for m in person.mentions))
    named = f"{person.name}（{place}）" if place else person.name
    return View(
        address=person.url,
        template="person.html",
        title=person.name if alone or not place else named,
        description=f"{named}：{titles}"[:200],
        section="people",
        crumbs=crumbs,
        lastmod=max(library.updated(m.record) for m in person.mentions),
        context={
            "person": person,
            "organization": organization,
            "place": place,
            "years": years_of(person),
            "paths": paths_of(person, library),
        },
    )
