"""Timelines: what somebody did, year by year, in words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..library import Library, Mention, Person
from ..records import BUILT_IN_CHOICES, Collection, Record, moment
from .events import MOMENTS
from .facts import choice_label

HOUSEHOLD = "家庭"
"""What stands behind somebody's name in that of the household called after them."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A record in somebody's timeline, at the day on which it happened."""

    record: Record
    day: dt.date
    mentions: tuple[Mention, ...]
    """Where it names them; those of the household alone where it does not."""
    household: Person | None
    """The household, where the record names it."""

    @property
    def told(self) -> tuple[str, ...]:
        """What it was, such as 在道德讲堂宣讲（守桥人）; each once."""
        roles = ((m.told, m.values.get("role")) for m in self.mentions)
        return tuple(dict.fromkeys(f"{t}（{role}）" if role else t for t, role in roles))


def household_of(person: Person, library: Library) -> Person | None:
    """The household that is called after somebody of the same place."""
    return _other(person, f"{person.name}{HOUSEHOLD}", library, "household")


def member_of(household: Person, library: Library) -> Person | None:
    """Whom a household is called after."""
    name = household.name.removesuffix(HOUSEHOLD)
    named = household.entity == "household" and name not in ("", household.name)
    return _other(household, name, library, "person") if named else None


def _other(person: Person, name: str, library: Library, entity: str) -> Person | None:
    """Who has that name at the same place; the only one of it, where a place is not told."""
    namesakes, mine = library.people.find(name), library.people.find(person.name)
    if namesakes is None or mine is None:
        return None
    found = namesakes.person(person.organization)
    if found is None and len(namesakes.people) == len(mine.people) == 1:
        only = namesakes.people[0]
        found = None if only.organization and person.organization else only
    return found if found and found.entity == entity else None


def timeline_of(
    person: Person, household: Person | None, library: Library
) -> list[tuple[int, list[Deed]]]:
    """The years of somebody and their household, newest first: each record once, newest first."""
    own, theirs = _by_record(person), _by_record(household) if household else {}
    deeds = [
        Deed(
            mentions[0].record,
            day_of(mentions[0].record, library.collection_of(mentions[0].record)),
            tuple(own.get(key, mentions)),
            household if key in theirs else None,
        )
        for key, mentions in {**theirs, **own}.items()
    ]
    years: dict[int, list[Deed]] = {}
    for deed in sorted(deeds, key=lambda d: (d.day, d.record.order()), reverse=True):
        years.setdefault(deed.day.year, []).append(deed)
    return [*years.items()]


def _by_record(person: Person) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for mention in person.mentions:
        found.setdefault(mention.record.key, []).append(mention)
    return found


def day_of(record: Record, collection: Collection) -> dt.date:
    """The day that a record is about: that on which it starts, or that of its publication."""
    field = collection.fields.get("start")
    begins = record.get("start") if field and field.type in MOMENTS else None
    return moment(begins).date() if begins else record.day


def summed(mentions: Sequence[Mention]) -> tuple[tuple[str, int], ...]:
    """How often each thing is told of somebody, the most frequent first."""
    counts = Counter(told for told, _ in dict.fromkeys((m.told, m.record.key) for m in mentions))
    return tuple(sorted(counts.items(), key=lambda pair: -pair[1]))


def choices_in_words(record: Record, library: Library) -> tuple[str, ...]:
    """What a record chose of all that its column is browsed by, and its batch."""
    return tuple(_choices(record, library.collection_of(record)))


def _choices(record: Record, collection: Collection) -> Iterator[str]:
    for name in collection.browse:
        field, value = collection.all_fields[name], record.get(name)
        if isinstance(value, str) and (field.choices or field.type in BUILT_IN_CHOICES):
            yield choice_label(field, value)
    if isinstance(batch := record.get("batch"), str):
        yield batch
