"""Schemes: the assessments in `indicators/*.yml`, each a tree of indicators.

A record names the indicators that it is evidence for; a scheme says what an
indicator asks for. Nothing of either is published: they are for the office.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..records import Record

FOLDER = "indicators"
"""The folder of the content that schemes lie in."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Evidence that an indicator asks for, and how many records of it.

    With a `query` those count that name the indicator and meet it. Without one
    those that meet no query beside it; `titles` are then all that is asked for
    so, and `count` is for them together: nobody can tell which of them is there.
    """

    titles: tuple[str, ...]
    count: int = 1
    query: Mapping[str, Any] | None = None

    @property
    def title(self) -> str:
        return "；".join(self.titles)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator; `path` are the codes from the root down to its own."""

    code: str
    text: str
    weight: float | None
    method: str
    demands: tuple[Demand, ...]
    path: tuple[str, ...]

    @property
    def shown_weight(self) -> str:
        return "" if self.weight is None else f"{self.weight:g}"


@dataclass(frozen=True)
class Scheme:
    """A scheme: its name is that of its file; `years` are empty where it is for all of them.

    `indicators` are in the order of the file, each before those below it.
    """

    name: str
    title: str
    years: tuple[int, ...]
    indicators: tuple[Indicator, ...]

    def covers(self, year: int | None) -> bool:
        return not self.years or year in self.years

    def find(self, word: str) -> tuple[Indicator, ...]:
        """The indicator of a code, else those of that text."""
        coded = self._by_code.get(word)
        return (coded,) if coded else self._by_text.get(word, ())

    @functools.cached_property
    def _by_code(self) -> Mapping[str, Indicator]:
        return {each.code: each for each in self.indicators}

    @functools.cached_property
    def _by_text(self) -> Mapping[str, tuple[Indicator, ...]]:
        found: dict[str, tuple[Indicator, ...]] = {}
        for each in self.indicators:
            found[each.text] = (*found.get(each.text, ()), each)
        return found


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator with the scheme it is of."""

    scheme: Scheme
    indicator: Indicator

    @property
    def full(self) -> str:
        """How a record names it, whatever other schemes there are."""
        return f"{self.scheme.name}/{self.indicator.code}"


@dataclass(frozen=True, slots=True)
class Schemes:
    """All schemes by name; not `complete` where a file has problems of its own."""

    by_name: Mapping[str, Scheme] = field(default_factory=dict)
    complete: bool = True

    def __iter__(self) -> Iterator[Scheme]:
        return iter(self.by_name.values())

    def named(self, word: str) -> Scheme | None:
        """The scheme of that name, else the only one of that title."""
        titled = [each for each in self if each.title == word]
        return self.by_name.get(word) or (titled[0] if len(titled) == 1 else None)

    def find(self, word: str, year: int | None) -> tuple[Named, ...]:
        """What a record of a year means by a word: one indicator, or it is wrong.

        `scheme/indicator` is of that scheme; a word alone is of those that cover the year.
        """
        name, _, rest = word.partition("/")
        if rest and name in self.by_name:
            scheme = self.by_name[name]
            return tuple(Named(scheme, each) for each in scheme.find(rest))
        return tuple(
            Named(scheme, each)
            for scheme in self
            if scheme.covers(year)
            for each in scheme.find(word)
        )

    def words(self, year: int | None) -> Iterator[str]:
        """All that a record of a year may write."""
        for scheme in self:
            for each in scheme.indicators:
                yield f"{scheme.name}/{each.code}"
                yield from (each.code, each.text) if scheme.covers(year) else ()

    def elsewhere(self, word: str) -> str:
        """How an indicator of that word is named that is of a scheme for other years."""
        found = (Named(scheme, each) for scheme in self for each in scheme.find(word))
        return next((each.full for each in found), "")


def counted_day(record: Record) -> dt.date | None:
    """The day that a record is evidence of: of the event it tells of, else of its publication.

    None of a faulty one without either.
    """
    days = (record.get(name) for name in ("start", "date"))
    return next((day for day in days if isinstance(day, dt.date)), None)
