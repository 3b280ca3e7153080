"""Counting: from a column's entries to its figures, by what its declaration says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..library import Library, choices_of
from ..records import Collection, FieldDeclaration, Record, parts
from ..views import Cells, choice_label
from .entries import Entry, counted, records_of, values_of
from .figures import Block, Breakdown, Count, Figure, Kind, Named, Roll, Row, Stated
from .period import Period

ENTITY_UNITS: Mapping[str, str] = {"person": "人", "household": "户", "unit": "个", "pair": "组"}
"""What is said behind the number of those whom records name, by their type."""

LATE = dt.timedelta(days=184)
"""How long after a period figures still tell something of it."""

MIXED = "个"
"""The same where they are of several types."""


@dataclass(frozen=True, slots=True)
class Counting:
    """The figures of one column, or of some of its entries, in a period."""

    collection: Collection
    library: Library
    cells: Cells
    period: Period

    def block(self, entries: Sequence[Entry], revoked: Sequence[Entry]) -> Block:
        """All of them; `entries` are what counts whenever, `revoked` what no longer does."""
        report, collection = self.collection.report, self.collection
        verb = "现有" if report.standing else "发布"
        here = [each for each in entries if each.day in self.period]
        is_listed = report.listed and collection.subjects is None
        return Block(
            collection=collection,
            lead=report.lead or f"{verb}{collection.label}",
            figure=self._figure(collection.label, entries, report.standing),
            added=self._figure("新增", entries, False) if report.standing else None,
            entities=tuple(self._entities(entries)),
            sums=self._sums(entries),
            breakdowns=tuple(self._breakdowns(entries)),
            dated=tuple(self._dated(records_of(entries))),
            stated=tuple(self._stated(records_of(entries))),
            rolls=tuple(self._rolls(entries)),
            revoked=counted([each for each in revoked if each.day in self.period]),
            headings=tuple(self._headings()) if is_listed else (),
            rows=tuple(map(self._row, here)) if is_listed else (),
            has_records=any(each.day <= self.period.last for each in entries),
        )

    def _figure(self, label: str, entries: Sequence[Entry], standing: bool) -> Figure:
        now, before = (self._within(entries, p, standing) for p in self._periods)
        return Figure(label, self._unit(now or before), counted(now), counted(before))

    @property
    def _periods(self) -> tuple[Period, Period]:
        return self.period, self.period.year_before

    def _within(self, entries: Sequence[Entry], period: Period, standing: bool) -> list[Entry]:
        """Those of a period; of what stays, all that there are on its last day."""
        return [e for e in entries if (e.day <= period.last if standing else e.day in period)]

    def _unit(self, entries: Sequence[Entry]) -> str:
        if self.collection.subjects is None:
            return self.collection.report.unit
        units = {ENTITY_UNITS[_entity(each, self.collection.subjects)] for each in entries}
        return units.pop() if len(units) == 1 else MIXED

    def _entities(self, entries: Sequence[Entry]) -> Iterator[Figure]:
        subjects = self.collection.subjects
        for kind in ENTITY_UNITS if subjects else ():
            assert subjects
            found = [each for each in entries if _entity(each, subjects) == kind]
            field = parts(subjects).get("type")
            label = choice_label(field, kind) if field else ENTITY_UNITS[kind]
            figure = self._figure(label, found, self.collection.report.standing)
            if not figure.is_empty:
                yield figure

    def _sums(self, entries: Sequence[Entry]) -> tuple[Figure, ...]:
        fields = [self.collection.all_fields[name] for name in self.collection.report.sums]
        return tuple(
            _summed(field, lambda period: self._records(entries, period), self._periods)
            for field in fields
        )

    def _records(self, entries: Sequence[Entry], period: Period) -> Iterator[tuple[Record, Any]]:
        found = records_of(self._within(entries, period, self.collection.report.standing))
        return ((record, record.fields) for record in found)

    def _breakdowns(self, entries: Sequence[Entry]) -> Iterator[Breakdown]:
        for name in counted_by(self.collection):
            field = self.collection.all_fields[name]
            kinds = []
            for key, label in choices_of(field).items():
                found = [each for each in entries if key in values_of(each.record, name)]
                figure = self._figure(label, found, self.collection.report.standing)
                if not figure.is_empty:
                    kinds.append(Kind(key, figure, self._sums(found)))
            yield Breakdown(field, tuple(kinds))

    def _dated(self, records: Sequence[Record]) -> Iterator[Figure]:
        """Lists whose items have a `date`: their items in the period, and their integers."""
        for field in self.collection.fields.values():
            date = parts(field).get("date")
            if field.type != "list" or date is None or date.type != "day" or not field.is_open:
                continue

            def items(
                period: Period, name: str = field.name
            ) -> Iterator[tuple[Record, Mapping[str, Any]]]:
                for record in records:
                    for item in record.get(name) or ():
                        if item["date"] in period and item["date"] <= self.library.today:
                            yield record, item

            now, before = (_count([(r, 1) for r, _ in items(each)]) for each in self._periods)
            yield Figure(field.label, field.unit or "条", now, before)
            for part in parts(field).values():
                if part.type == "integer" and part.is_open:
                    yield _summed(part, items, self._periods)

    def _stated(self, records: Sequence[Record]) -> Iterator[Stated]:
        """The figures of groups that have an `as_of`: the latest of the period's last day.

        Where there are none yet, those of the first day in the half-year after it.
        """
        last = min(self.library.today, self.period.last + LATE)
        found = sorted(
            (
                Stated(record, values["as_of"], numbers, values["as_of"] > self.period.last)
                for record in records
                for field in self.collection.fields.values()
                if field.type == "group" and field.is_open and "as_of" in field.fields
                if (values := record.get(field.name))
                and (numbers := tuple(_numbers(field, values)))
                and values["as_of"] <= last
            ),
            key=lambda each: (each.as_of, each.record.key),
        )
        if early := [each for each in found if not each.late]:
            yield from reversed(early)
        else:
            yield from (each for each in found if each.as_of == found[0].as_of)

    def _rolls(self, entries: Sequence[Entry]) -> Iterator[Roll]:
        """Those whom the records name, under each choice of every field it is counted by."""
        names = counted_by(self.collection)
        if self.collection.subjects is None:
            return
        fields = [self.collection.all_fields[name] for name in names]
        groups: dict[tuple[Any, ...], list[Entry]] = {}
        for each in entries:
            key = tuple(next(values_of(each.record, name), None) for name in names)
            groups.setdefault(key, []).append(each)
        order = [[*choices_of(field), None] for field in fields]
        for key in sorted(groups, key=lambda k: [*map(list.index, order, k)]):
            labels = tuple(
                choice_label(field, value) if value else "未注明"
                for field, value in zip(fields, key, strict=True)
            )
            figure = self._figure("，".join(labels), groups[key], False)
            here = [each for each in groups[key] if each.day in self.period]
            named = tuple(found for each in here if (found := self._named(each)))
            if not figure.is_empty:
                yield Roll(key, labels, figure, named, len(here) - len(named))

    def _named(self, entry: Entry) -> Named | None:
        """Who is named, or None for whom the open data leaves out: a minor."""
        subjects = self.collection.subjects
        assert subjects and entry.item is not None
        shown = (self.cells.value(subjects, [entry.item], entry.record) or [{}])[0]
        if "name" not in shown:
            return None
        return Named(shown["name"], shown.get("organization", ""), entry.record)

    def _headings(self) -> Iterator[str]:
        fields = self.collection.all_fields
        for name in (*counted_by(self.collection), *self.collection.report.sums):
            yield fields[name].label

    def _row(self, entry: Entry) -> Row:
        fields, report = self.collection.all_fields, self.collection.report
        chosen = (
            "、".join(choice_label(fields[name], v) for v in values_of(entry.record, name))
            for name in counted_by(self.collection)
        )
        numbers = (
            "" if (value := entry.record.get(name)) is None else str(value) for name in report.sums
        )
        return Row(entry.record, entry.day, (*chosen, *numbers))


def counted_by(collection: Collection) -> tuple[str, ...]:
    """The choice fields whose values are counted: those declared, or those it is browsed by."""
    if collection.report.by is not None:
        return collection.report.by
    return tuple(n for n in collection.browse if choices_of(collection.all_fields[n]))


def _entity(entry: Entry, subjects: FieldDeclaration) -> str:
    assert entry.item is not None
    kind = entry.item.get("type")
    name = parts(subjects).get("name")
    return str(kind) if kind in ENTITY_UNITS else name.entity if name else "unit"


def _numbers(
    field: FieldDeclaration, values: Mapping[str, Any]
) -> Iterator[tuple[FieldDeclaration, int]]:
    for part in field.fields.values():
        if part.type == "integer" and part.is_open and part.name in values:
            yield part, values[part.name]


Read = Callable[[Period], Iterator[tuple[Record, Mapping[str, Any]]]]
"""The values of a period, with the records that they stand in."""


def _summed(field: FieldDeclaration, read: Read, periods: tuple[Period, Period]) -> Figure:
    """What an integer field comes to, and the records that say so."""
    now, before = (
        _count([(r, v[field.name]) for r, v in read(each) if v.get(field.name) is not None])
        for each in periods
    )
    # 金额（元） is said as 金额, and 元 behind the number.
    return Figure(field.label.removesuffix(f"（{field.unit}）"), field.unit, now, before)


def _count(found: Sequence[tuple[Record, int]]) -> Count:
    records = {record.key: record for record, _ in found}
    return Count(sum(number for _, number in found), tuple(records.values()))
