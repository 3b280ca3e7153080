"""Promotion: how a title led to a higher one, from month to year, from county to nation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..library import Library, Mention, Person, title_status
from ..records import LEVELS, Record
from .facts import choice_label

_LEVELS = [*LEVELS][::-1]
_PERIODS = (r"月", r"季", r"半年")
"""What a batch says of its period, the shortest first; a year is what says none of these."""


@dataclass(frozen=True, slots=True)
class Step:
    """A title on the way: level and batch in words, its record, its status today."""

    level: str
    batch: str
    record: Record
    status: str


@dataclass(frozen=True, slots=True)
class Path:
    """The steps of somebody with one award, lowest first."""

    award: str
    steps: tuple[Step, ...]


def paths_of(person: Person, library: Library) -> tuple[Path, ...]:
    """Each award of which somebody held more than one title, every one above the one before."""
    awards: dict[str, list[Mention]] = {}
    for mention in person.mentions:
        collection = library.collection_of(mention.record)
        if collection.titles and mention.record.get("award") and mention.record.get("level"):
            awards.setdefault(str(mention.record.get("award")), []).append(mention)
    found = (
        Path(_award(named[0], library), tuple(_steps(named, library)))
        for named in awards.values()
        if len(named) > 1
    )
    return tuple(path for path in found if len(path.steps) > 1)


def _steps(mentions: list[Mention], library: Library) -> Iterator[Step]:
    highest = (-2, -1)
    for mention in sorted(mentions, key=lambda m: (m.record.order(), _rank(m.record))):
        record, rank = mention.record, _rank(mention.record)
        if rank <= highest:
            continue  # the same again, or one below: no promotion
        highest = rank
        field = library.collection_of(record).all_fields["level"]
        yield Step(
            choice_label(field, str(record.get("level"))),
            str(record.get("batch") or f"{record.get('year') or record.year}年"),
            record,
            title_status(mention.values, library.today),
        )


def _rank(record: Record) -> tuple[int, int]:
    """The level's place, then the period's."""
    level, batch = str(record.get("level")), str(record.get("batch") or "")
    period = next((n for n, mark in enumerate(_PERIODS) if re.search(mark, batch)), len(_PERIODS))
    return (_LEVELS.index(level) if level in _LEVELS else -1, period)


def _award(mention: Mention, library: Library) -> str:
    field = library.collection_of(mention.record).all_fields["award"]
    return choice_label(field, str(mention.record.get("award")))
