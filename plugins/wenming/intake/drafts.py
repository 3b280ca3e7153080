"""Rows of a sheet as drafts of records, each value with the cell that it comes from."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..records import BUILT_IN_CHOICES, Collection, FieldDeclaration
from ..views import syllables
from .guide import Guide
from .headings import Header, Target
from .sheets import ERROR_VALUES, Sheet
from .values import plain, read

Loc = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value stands: the sheet, the row and the column, both from 0."""

    sheet: str
    row: int
    column: int


@dataclass(slots=True)
class Draft:
    """A record to be: its values by field name, and the cell of each by its location."""

    id: str
    values: dict[str, Any]
    cells: dict[Loc, Cell]
    inferred: dict[str, str] = field(default_factory=dict)
    """Fields that were told from the title, and what was told."""
    assumed: frozenset[str] = frozenset()
    """Of title and date what nobody told: the file's name, and the day of the import."""


@dataclass(slots=True)
class Row:
    """A row that is about something: what it says of the record, and of the one in it."""

    cell: Cell
    record: dict[str, Any]
    item: dict[str, Any]
    cells: dict[Loc, Cell]


@dataclass(slots=True)
class Read:
    """What was read of a sheet."""

    sheet: Sheet
    header: Header
    title: str
    rows: list[Row] = field(default_factory=list)
    skipped: list[tuple[Cell, str]] = field(default_factory=list)
    """Rows that are no entries, and what stands in them."""
    faults: list[tuple[Cell, str]] = field(default_factory=list)
    """Cells in which the sheet itself has an error, and which."""


_NO_ENTRY = re.compile(
    r"(合计|总计|小计|共计|注[:：]|备注|说明|制表|填表|填报|审核|负责人|联系人|单位[（(]?盖章)"
)


def read_rows(sheet: Sheet, header: Header, collection: Collection, guide: Guide) -> Read:
    """The entries below the headings: no blank rows, no sums, no remarks, no headings again."""
    found = Read(sheet, header, title_of(sheet, header))
    head = sheet.rows[header.row]
    subjects = collection.subjects
    key = (subjects.name, "name") if subjects else None
    for number in range(header.row + 1, len(sheet.rows)):
        values = sheet.rows[number]
        here = Cell(sheet.name, number, 0)
        told = [plain(value) for value in values if value is not None]
        if not told or values == head:
            continue
        filled = [m for m in header.matches if _value(values, m.column) is not None]
        own = [m for m in filled if m.column == 0 or not _carried(sheet, header, number, m.column)]
        named = not key or any(m.target.loc == key for m in filled)
        if _NO_ENTRY.match(told[0]) or not filled or (not named and len(own) <= 1):
            found.skipped.append((here, " ".join(told)[:40]))
            continue
        row = Row(here, {}, {}, {})
        for match in filled:
            value = _value(values, match.column)
            cell = Cell(sheet.name, number, match.column)
            if isinstance(value, str) and value.strip() in ERROR_VALUES:
                found.faults.append((cell, value.strip()))
                continue
            _put(row, match.target, value, cell, collection)
        found.rows.append(row)
    for row in found.rows:
        for target, value in guide.values:
            _put(row, target, value, row.cell, collection)
    return found


def _value(values: Sequence[Any], column: int) -> Any:
    return values[column] if column < len(values) else None


def _carried(sheet: Sheet, header: Header, number: int, column: int) -> bool:
    """Whether a cell only repeats the one above it, as one merged over both does."""
    above = _value(sheet.rows[number - 1], column) if number - 1 > header.row else None
    return bool(above == _value(sheet.rows[number], column))


def _put(row: Row, target: Target, value: Any, cell: Cell, collection: Collection) -> None:
    subjects = collection.subjects
    loc = target.loc
    inside = subjects is not None and loc[0] == subjects.name
    into, path = (row.item, loc[1:]) if inside else (row.record, loc)
    for part in path[:-1]:
        into = into.setdefault(part, {})
    into[path[-1]] = read(value, target.field)
    row.cells[("", *path) if inside else path] = cell


def title_of(sheet: Sheet, header: Header) -> str:
    """The title above the headings, or the sheet's name; empty where that says nothing."""
    above = [plain(v) for row in sheet.rows[: header.row] for v in row if isinstance(v, str)]
    bare = [_NUMBERED.sub("", text) for text in above]
    titles = [text for text in bare if 4 <= len(text) <= 120 and not _REMARK.match(text)]
    if titles:
        return next((text for text in titles if _LIST.search(text)), titles[0])
    named = not re.fullmatch(r"(?i)(sheet|工作表|表)\s*\d*", sheet.name)
    return sheet.name if named else ""


_NUMBERED = re.compile(r"^附[件表]\s*[\d一二三四五六七八九十]*\s*[:：]?\s*")
_REMARK = re.compile(r"填报|填表|单位[:：]|日期[:：]|时间[:：]|制表|报送|说明")
_LIST = re.compile(r"名单|名册|表$|榜|汇总|公示|一览")


def drafts_of(
    read_sheets: Sequence[Read],
    collection: Collection,
    today: dt.date,
    fallback: str,
    *,
    each_row: bool = False,
) -> list[Draft]:
    """The records that the rows make: those about people share one where all else is the same.

    With `each_row` every row has its own. `fallback` is the title of a sheet that has none.
    """
    groups: dict[tuple[str, str], list[Row]] = {}
    for each in read_sheets:
        title = each.title if each.title != fallback else ""  # a CSV is a sheet of that name
        for row in each.rows:
            key = json.dumps(row.record, ensure_ascii=False, sort_keys=True)
            if each_row or not collection.subjects:
                key += f"#{row.cell.sheet}{row.cell.row}"
            groups.setdefault((title, key), []).append(row)
    drafts: list[Draft] = []
    ids: dict[str, int] = {}
    for (title, _), rows in groups.items():
        draft = _draft(rows, collection, title, fallback, today)
        if each_row and collection.subjects and "title" not in rows[0].record:
            draft.values["title"] += f"：{rows[0].item.get('name', '')}"
        draft.id = draft.id or _id(draft, collection, each_row=each_row)
        ids[draft.id] = ids.get(draft.id, 0) + 1
        if ids[draft.id] > 1:
            draft.id += f"-{ids[draft.id]}"
        drafts.append(draft)
    _tell_apart(drafts, collection)
    return drafts


def _draft(
    rows: list[Row], collection: Collection, title: str, fallback: str, today: dt.date
) -> Draft:
    first = rows[0]
    values: dict[str, Any] = {}
    subjects = collection.subjects
    cells = {loc: cell for loc, cell in first.cells.items() if loc[0]}
    said = {
        "title": first.record.get("title") or _own_title(first, collection) or title,
        "date": first.record.get("date"),
    }
    assumed = {"title": fallback, "date": today.isoformat()}
    values |= {name: said[name] or assumed[name] for name in said}
    values |= {k: v for k, v in first.record.items() if k not in ("title", "date", "id")}
    if subjects:
        values[subjects.name] = [row.item for row in rows]
        for index, row in enumerate(rows):
            cells |= {
                (subjects.name, index, *loc[1:]): cell
                for loc, cell in row.cells.items()
                if not loc[0]
            }
            cells[(subjects.name, index)] = row.cell
    cells[()] = first.cell
    inferred = dict(_told_by(str(values["title"]), values, collection))
    values |= inferred
    missing = frozenset(name for name in said if not said[name])
    return Draft(str(first.record.get("id") or ""), values, cells, inferred, missing)


def _own_title(row: Row, collection: Collection) -> str:
    """What a record of a column that is not about people is called, without a title of its own."""
    if collection.subjects:
        return ""
    names = (f.name for f in collection.fields.values() if f.required and f.type in _TITLES)
    return next((str(row.record[name]) for name in names if name in row.record), "")


_TITLES = ("text", "name")


def _told_by(
    title: str, values: Mapping[str, Any], collection: Collection
) -> Iterator[tuple[str, str]]:
    """Required choices that the sheet does not have, but its title names the label of one."""
    for name, choice in collection.fields.items():
        if not choice.required or name in values or not _choices(choice):
            continue
        named = [label for label in _choices(choice).values() if label in title]
        longest = [n for n in named if not any(n != other and n in other for other in named)]
        if len(longest) == 1:
            yield name, longest[0]


def _choices(field: FieldDeclaration) -> Mapping[str, str]:
    return {**BUILT_IN_CHOICES.get(field.type, {}), **field.choices}


def _tell_apart(drafts: Sequence[Draft], collection: Collection) -> None:
    """Add to the titles that several drafts have what is different in these."""
    titles = [str(draft.values["title"]) for draft in drafts]
    for draft, title in zip(drafts, titles, strict=True):
        if titles.count(title) > 1 and collection.subjects:
            alike = [d for d, t in zip(drafts, titles, strict=True) if t == title]
            told = _distinguishing(draft, alike, collection)
            draft.values["title"] = f"{title}（{'，'.join(told)}）"[:120] if told else title


def _distinguishing(draft: Draft, drafts: Sequence[Draft], collection: Collection) -> list[str]:
    names = [name for name in collection.all_fields if name not in ("title", "date", "source")]
    subjects = collection.subjects
    differing = (
        name
        for name in names
        if not (subjects and name == subjects.name)
        and len({str(each.values.get(name)) for each in drafts}) > 1
    )
    return [str(draft.values[name]) for name in differing if draft.values.get(name)]


def _id(draft: Draft, collection: Collection, *, each_row: bool) -> str:
    """An id that is made of what the sheet says: tomorrow the same sheet has the same.

    The day of the import, and who is on the list, are not in it.
    """
    subjects = collection.subjects
    said = {
        name: value
        for name, value in draft.values.items()
        if (name,) in draft.cells and not (subjects and name == subjects.name)
    }
    if each_row and subjects:
        said |= {
            name: draft.values[subjects.name][0].get(name) for name in ("name", "organization")
        }
    key = json.dumps([draft.values["title"], said], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(key.encode()).hexdigest()[:8]
    words = "-".join(syllables(str(draft.values["title"]))).lower()
    stem = re.sub(r"[^a-z0-9]+", "-", words)[:40].strip("-") or collection.name
    return f"{stem}-{digest}"
