"""Minors whom nobody is to find by their names, in texts that are searched or downloaded."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..records import finders
from .people import People, name_key

if TYPE_CHECKING:
    from .library import Library

_MASK = "××"
_AROUND = 3
"""Characters around a name that may make it the name of somebody else."""


class Minors:
    """The names of minors who have no page, and are nobody else's names."""

    def __init__(self, names: Iterable[str], people: People, *, least: int = 1) -> None:
        """`least`: characters of a name that is looked for within texts."""
        self.names = frozenset(names)
        self._people = people
        self._least = least
        self._keys = frozenset(map(_key, self.names))

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._keys

    def masked(self, text: str) -> str:
        """A text without them; `小荷` stays in the name of 陈小荷 if there is one."""
        if self._pattern is None:
            return text
        return self._pattern.sub(
            lambda found: found[0] if self._is_of_another(found) else _MASK, text
        )

    @functools.cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        # By their first characters: thousands of names are looked for as fast as a few.
        rests: dict[str, list[str]] = {}
        for name in sorted(self.names, key=lambda name: (-len(name), name)):
            if len(name) >= self._least:
                rests.setdefault(name[0], []).append(re.escape(name[1:]))
        names = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())
        return re.compile("|".join(names)) if rests else None

    def _is_of_another(self, found: re.Match[str]) -> bool:
        """Whether the name is a part of somebody's."""
        text, (first, end) = found.string, found.span()
        return any(
            self._people.find(text[start:stop])
            for start in range(max(0, first - _AROUND), first + 1)
            for stop in range(end, min(len(text), end + _AROUND) + 1)
            if stop - start > end - first
        )


def minors_of(library: Library) -> Minors:
    """Those whom listed records name, to be looked for in the texts of all records."""
    people = library.people
    return minors_named((name for name in _named(library) if not people.find(name)), people)


def minors_named(names: Iterable[str], people: People) -> Minors:
    # In a record of another child, 小满 is a day of the calendar, and 高兴 a mood.
    return Minors(names, people, least=3)


def _named(library: Library) -> Iterator[str]:
    lists = finders(library.collections, "people")
    for record in library.listed:
        if library.collection_of(record).list_minors:
            continue
        for _, field, values in lists[record.collection](record.fields):
            if field.type == "people" and values.get("minor") and "name" in values:
                yield values["name"]


def _key(name: str) -> str:
    return name_key(name).casefold()
