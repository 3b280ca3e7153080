"""Tables: the records of a column as rows, for open data and for office programs.

One row a record; of a column that is about people, one row for each of them. A
row holds what the record's pages show, and no more: no draft and nothing that
is not listed, no minor unless the column lists its minors, no field that the
declaration keeps out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..library import Library
from ..records import BUILT_IN_CHOICES, Collection, FieldDeclaration, Record, is_list, parts
from .cells import Cells
from .records import summary_of

_URL = FieldDeclaration(name="url", label="网址", type="text", help="稿件的网页。")
_UPDATED = FieldDeclaration(name="updated", label="更新时间", type="date")
_NUMBER = FieldDeclaration(name="number", label="序号", type="integer", help="稿件里的第几个。")
_SUMMARY = FieldDeclaration(name="summary", label="摘要")


@dataclass(frozen=True, slots=True)
class Row:
    """What a row is made from; `item` is the one of `subjects` that it is about."""

    record: Record
    number: int = 1
    item: Mapping[str, Any] | None = None


Value = Callable[[Row, Cells], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, unique in the table, and its Chinese heading.

    `value` gives what a row holds, as JSON can hold it; None for nothing.
    """

    name: str
    label: str
    field: FieldDeclaration
    value: Value

    @property
    def choices(self) -> Mapping[str, str]:
        """The labels that may stand in the column, by key; none where it is free."""
        if is_list(self.field):
            return {}
        return self.field.choices or BUILT_IN_CHOICES.get(self.field.type, {})


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of a column of the portal, newest record first."""

    collection: Collection
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]


class Tabulator:
    """Makes tables of the records of one column."""

    def __init__(self, collection: Collection, cells: Cells) -> None:
        self._collection = collection
        self._columns = columns_of(collection)
        self._cells = cells

    def table(self, records: Iterable[Record]) -> Table:
        rows = tuple(
            tuple(column.value(row, self._cells) for column in self._columns)
            for record in records
            for row in _rows_of(record, self._collection, minors=False)
        )
        return Table(self._collection, self._columns, rows)


def table_of(collection: Collection, library: Library) -> Table:
    """The whole table of a column."""
    return Tabulator(collection, Cells(library)).table(library.by_collection[collection.name])


def rows_of(collection: Collection, library: Library, *, minors: bool = False) -> Iterator[Row]:
    """What each row is made from; with `minors` all, to be counted and not named."""
    for record in library.by_collection[collection.name]:
        yield from _rows_of(record, collection, minors=minors)


def _rows_of(record: Record, collection: Collection, *, minors: bool) -> Iterator[Row]:
    subjects = collection.subjects
    if subjects is None:
        yield Row(record)
        return
    items = (i for i in record.get(subjects.name) or () if minors or not hidden(i, collection))
    for number, item in enumerate(items, start=1):
        yield Row(record, number, item)


def hidden(values: Mapping[str, Any], collection: Collection) -> bool:
    """Whether somebody in a list of people is a minor whom the column does not list."""
    return bool(values.get("minor")) and not collection.list_minors


def columns_of(collection: Collection) -> tuple[Column, ...]:
    """The columns of a table, from the declaration alone.

    The fields of the subjects keep their names; one of the record of the same
    name is called `record_…`, 稿件….
    """
    subjects = collection.subjects
    key: list[Column] = list(_of_record("id", collection))
    items: list[Column] = []
    if subjects:
        key.append(Column("number", _NUMBER.label, _NUMBER, lambda row, _: row.number))
        items = [c for part in parts(subjects).values() for c in _columns(part, _from_item)]
    first = ["title", "date"]
    own = [name for name in collection.fields if not subjects or name != subjects.name]
    last = [name for name in collection.all_fields if name not in (*first, *own, "id", "summary")]
    fields = [c for name in (*first, *own) for c in _of_record(name, collection)]
    fields.append(Column("summary", _SUMMARY.label, _SUMMARY, _summary))
    rest = [name for name in last if not subjects or name != subjects.name]
    fields += [c for name in rest for c in _of_record(name, collection)]
    fields += [
        Column("url", _URL.label, _URL, lambda row, cells: cells.absolute(row.record.url)),
        Column("updated", _UPDATED.label, _UPDATED, lambda row, cells: cells.updated(row.record)),
    ]
    names, labels = {c.name for c in items}, {c.label for c in items}
    return tuple(_unique([*key, *items], fields, names, labels))


def _unique(
    first: list[Column], others: list[Column], names: set[str], labels: set[str]
) -> Iterator[Column]:
    """All columns, those of the record renamed where their name or label is taken."""
    yield from first
    taken_names, taken_labels = names | {c.name for c in first}, labels | {c.label for c in first}
    for column in others:
        name, label = column.name, column.label
        while name in taken_names:
            name = f"record_{name}"
        while label in taken_labels:
            label = f"稿件{label}"
        taken_names.add(name)
        taken_labels.add(label)
        yield Column(name, label, column.field, column.value)


def _from_item(row: Row) -> Mapping[str, Any]:
    assert row.item is not None
    return row.item


def _from_record(row: Row) -> Mapping[str, Any]:
    return row.record.fields


def _of_record(name: str, collection: Collection) -> Iterator[Column]:
    yield from _columns(collection.all_fields[name], _from_record)


def _columns(
    field: FieldDeclaration, source: Callable[[Row], Mapping[str, Any]]
) -> Iterator[Column]:
    """The column of a field; of a group one column for each of its parts."""
    if not field.is_open:
        return
    inner = {} if is_list(field) else parts(field)
    if not inner:
        yield Column(
            field.name,
            field.label,
            field,
            lambda row, cells: cells.value(field, source(row).get(field.name), row.record),
        )
    for part in inner.values():
        for column in _columns(part, _inside(field.name, source)):
            yield Column(
                f"{field.name}_{column.name}",
                f"{field.label}·{column.label}",
                column.field,
                column.value,
            )


def _inside(
    name: str, source: Callable[[Row], Mapping[str, Any]]
) -> Callable[[Row], Mapping[str, Any]]:
    return lambda row: source(row).get(name) or {}


def _summary(row: Row, cells: Cells) -> str | None:
    return cells.text(summary_of(row.record, cells.library)) or None
