"""People: who is named in which record, kept apart by organization.

Two mentions are of one person, household or unit when the name and the
organization are the same. A mention without organization belongs to the only
one of that name there is; where there are several it stays by itself.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..records import Collection, Finder, OrganizationName, Record, slug_of
from .organizations import Organization, Organizations


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a record names somebody."""

    record: Record
    name: str
    role: str
    """The label of the field, such as 上榜者 or 宣讲人."""
    told: str
    """The same as somebody's own page tells it, such as 登上荣誉榜."""
    entity: str
    organization: str
    """Slug of a known organization, free text, or empty."""
    values: Mapping[str, Any]
    """The values beside the name: an honoree's citation, photo, status…"""
    known_only: bool
    minor: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a page: a person, a household or a unit."""

    name: str
    entity: str
    organization: str
    mentions: tuple[Mention, ...]
    url: str


@dataclass(frozen=True, slots=True)
class Namesakes:
    """All who share a name; `unplaced` are the mentions that fit no single one of them."""

    name: str
    url: str
    people: tuple[Person, ...]
    unplaced: tuple[Mention, ...]

    def person(self, organization: str) -> Person | None:
        """Whom a mention at that organization (or at none) means."""
        if len(self.people) == 1 and not organization:
            return self.people[0]
        return next(
            (p for p in self.people if _place_key(p.organization) == _place_key(organization)), None
        )


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, by the key of the name."""

    by_name: Mapping[str, Namesakes]

    def __iter__(self) -> Iterator[Namesakes]:
        return iter(self.by_name.values())

    def find(self, name: str) -> Namesakes | None:
        return self.by_name.get(name_key(name).casefold())

    def address(self, name: str, organization: str = "") -> str | None:
        """The page of who is meant, or of the namesakes; None for a name without page."""
        namesakes = self.find(name)
        if namesakes is None:
            return None
        person = namesakes.person(organization)
        return person.url if person else namesakes.url


# Lists of names are set with blanks in the short ones, so that all are equally wide.
_HAN = "·\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BLANK = re.compile(f"(?<=[{_HAN}]) | (?=[{_HAN}])")


@functools.cache
def name_key(name: str) -> str:
    """What makes two spellings one name.

    The kinds of middle dot do not count, nor does white space beside a Han character.
    """
    dotted = re.sub(r"[•‧・･∙⋅．]", "·", " ".join(name.split()))
    return slug_of(_BLANK.sub("", dotted))


def mentions_of(
    record: Record, collection: Collection, finder: Finder, organizations: Organizations
) -> Iterator[Mention]:
    """Everybody a record names, in the order of its fields; `finder` finds names."""
    values: Mapping[str, Any] = {}
    for loc, field, value in finder(record.fields):
        if isinstance(value, Mapping):
            values = value
        if field.type != "name":
            continue
        beside = values if len(loc) > 2 else {}
        place = beside.get("organization") or (record.get(field.at) if field.at else None)
        whole = collection.all_fields[str(loc[0])]
        yield Mention(
            record=record,
            name=value,
            role=whole.label,
            told=field.told or whole.told or whole.label,
            entity=str(beside.get("type") or field.entity),
            organization=_seat(value, organizations) or _place(place, organizations),
            values=beside,
            known_only=field.known_only,
            minor=bool(beside.get("minor")) and not collection.list_minors,
        )


def gather(mentions: Sequence[Mention]) -> People:
    """People from all mentions; the mentions of each are newest first.

    Minors have no page; a mention without organization of a minor's name is taken for theirs.
    """
    minors = {name_key(mention.name).casefold() for mention in mentions if mention.minor}
    named: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        key = name_key(mention.name).casefold()
        if not mention.minor and (mention.organization or key not in minors):
            named[key].append(mention)
    found = {
        key: _namesakes(group)
        for key, group in sorted(named.items())
        if not all(mention.known_only for mention in group)
    }
    return People(found)


def _namesakes(mentions: list[Mention]) -> Namesakes:
    places: dict[str, str] = {}  # by what makes two spellings one address
    for mention in mentions:
        if mention.organization and not mention.known_only:
            places.setdefault(_place_key(mention.organization), mention.organization)
    groups: dict[str, list[Mention]] = {key: [] for key in sorted(places) or [""]}
    unplaced: list[Mention] = []
    only = next(iter(groups)) if len(groups) == 1 else ""
    for mention in mentions:
        key = _place_key(mention.organization)
        if not key or (mention.known_only and key not in groups):
            key = only
        groups[key].append(mention) if key in groups else unplaced.append(mention)
    # Who a record names without organization, and once more with one, is nobody else.
    identified = {m.record.key for group in groups.values() for m in group}
    unplaced = [m for m in unplaced if m.record.key not in identified]
    url = f"/people/{min(name_key(mention.name) for mention in mentions)}/"
    alone = len(groups) == 1 and not unplaced
    people = tuple(
        Person(
            name=group[0].name,
            entity=next((m.entity for m in group if not m.known_only), group[0].entity),
            organization=places.get(key, ""),
            mentions=_newest_first(group),
            url=url if alone else f"{url}{slug_of(places[key])}/",
        )
        for key, group in groups.items()
    )
    return Namesakes(people[0].name, url, people, _newest_first(unplaced))


@functools.cache
def _place_key(organization: str) -> str:
    return slug_of(organization).casefold() if organization else ""


def _newest_first(mentions: list[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted(mentions, key=lambda m: m.record.order(), reverse=True))


def _seat(name: str, organizations: Organizations) -> str:
    """Where an organization that is known by its whole name belongs, whatever a record says."""
    known = organizations.find(name)
    return (known.parent or known.slug) if known and known.name == name else ""


def _place(value: Any, organizations: Organizations) -> str:
    if not isinstance(value, OrganizationName):
        return ""
    known: Organization | None = organizations.find(value.text)
    return known.slug if known else value.text
