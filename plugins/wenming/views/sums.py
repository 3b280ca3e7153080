"""Sums of organizations: what each and all below it published, and who of them was honored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..library import Library, Organization, title_status
from ..records import Collection
from .navigation import navigation
from .numbers import unit_of
from .tables import Row, rows_of
from .view import Link


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column of the table counts, and the word behind its numbers."""

    label: str
    unit: str


@dataclass(frozen=True, slots=True)
class SumTable:
    """A row for what an organization did itself and one for each below it, with its total.

    The headings are those of what there is anything of; the first counts all records.
    """

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Link, tuple[int, ...]], ...]
    total: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """The counts of all organizations, made once."""

    headings: tuple[Heading, ...]
    whole: Mapping[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    """By slug and number of the heading: the organization with all below it."""
    own: Mapping[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    """The same of the organization by itself."""

    @classmethod
    def of(cls, library: Library) -> Sums:
        """Records count for who published them, people for where they are at home.

        Of whom no home is told, the record's organization counts. Minors count,
        titles that were revoked do not.
        """
        entries = navigation(library.collections.values())
        made = cls(
            (Heading("全部稿件", "篇"), *(_heading(e.label, e.collections) for e in entries))
        )
        for number, entry in enumerate(entries, start=1):
            for collection in entry.collections:
                made._count(collection, number, library)
        return made

    def _count(self, collection: Collection, number: int, library: Library) -> None:
        for record in library.by_collection[collection.name]:
            at = library.organization(record.get("organization"))
            self._add(at, 0)
            if collection.subjects is None:
                self._add(at, number)
        for row in rows_of(collection, library, minors=True) if collection.subjects else ():
            if title_status(row.item or {}, library.today) != "revoked":
                self._add(_home(row, library), number)

    def _add(self, at: Organization | None, number: int) -> None:
        if at:
            self.own[at.slug][number] += 1
            for slug in at.path:
                self.whole[slug][number] += 1

    def table(self, organization: Organization, library: Library) -> SumTable:
        """The table of one organization; no rows where nothing is below it."""
        total = self.whole[organization.slug]
        shown = [n for n in range(len(self.headings)) if total[n]]

        def numbers(counts: Counter[int]) -> tuple[int, ...]:
            return tuple(counts[n] for n in shown)

        below = [library.organizations.by_slug[slug] for slug in organization.children]
        rows = [(Link(each.short, each.url), numbers(self.whole[each.slug])) for each in below]
        if own := [(Link("本级"), numbers(self.own[organization.slug]))] if below else []:
            rows = [*(own if any(own[0][1]) else ()), *rows]
        headings = tuple(self.headings[n] for n in shown)
        return SumTable(headings, tuple(rows), numbers(total))


def _heading(label: str, collections: tuple[Collection, ...]) -> Heading:
    if len(collections) > 1:
        return Heading(label, "篇")
    (only,) = collections
    if only.subjects:
        return Heading(only.subjects.label, unit_of(only))
    return Heading(only.label, only.report.unit)


def _home(row: Row, library: Library) -> Organization | None:
    """Where somebody is at home: a unit at itself."""
    item = row.item or {}
    places = (p for p in _places(row, item, library) if p)
    return next(places, None)


def _places(
    row: Row, item: Mapping[str, object], library: Library
) -> Iterator[Organization | None]:
    if item.get("type") == "unit":
        yield library.organizations.find(str(item.get("name")))
    yield library.organization(item.get("organization"))
    if item.get("organization") is None:
        yield library.organization(row.record.get("organization"))
