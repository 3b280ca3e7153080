"""Tables: the figures of a column beside those of the year before, and its lists."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ..views import chinese_date
from .figures import Block, Breakdown, Count, Figure, Named, Report, Roll
from .sentences import percentage
from .text import Notes, Run, Runs, Table, Url


def overview_table(report: Report, notes: Notes) -> Table:
    """A row a column with its figures, and one for what is added up of it."""
    headings = ("项目", "单位", "本期", "上年同期", "增减", "增减幅度")
    rows: list[tuple[Runs, ...]] = []
    for block in report.overview:
        for label, figure in _main(block):
            rate = (_text(_signed_percentage(figure)),) if report.comparable else ()
            rows.append((_text(label), _text(figure.unit), *_numbers(figure, report, notes), *rate))
        for stated in block.stated[:1]:
            for field, value in stated.values:
                as_of = f"截至{chinese_date(stated.as_of)}"
                label = f"{block.collection.label}：{field.label}（{as_of}）"
                number = notes.number(Count(value, (stated.record,)))
                nothing = [_text("—")] * (3 if report.comparable else 0)
                rows.append((_text(label), _text(field.unit), (number,), *nothing))
    return Table("主要数字", headings if report.comparable else headings[:3], tuple(rows))


def _main(block: Block) -> Iterator[tuple[str, Figure]]:
    """The figures of a column as a whole; a zero where it has records of earlier days."""
    label, subjects = block.collection.label, block.collection.subjects
    if block.has_records:
        whole = f"{label}：{subjects.label}" if subjects else label
        yield f"{whole}（期末数）" if block.added else whole, block.figure
    if block.added and not block.added.is_empty:
        yield f"{label}：本期新增", block.added
    for figure in (*block.sums, *block.dated):
        if not figure.is_empty:
            yield f"{label}：{figure.label}", figure


def tables_of(block: Block, report: Report, notes: Notes, url: Url) -> Iterator[Table]:
    """The tables below what is said of a column, those without two rows to compare left out."""
    if block.rolls:
        yield _roll_table(block, report, notes, url)
    for place, breakdown in enumerate(() if block.rolls else block.breakdowns):
        # The sentences tell the first one already.
        has_more = report.comparable or place or any(not each.is_empty for each in block.sums)
        if len(breakdown.kinds) > 1 and has_more:
            yield _breakdown_table(block, breakdown, report, notes)
    if block.rows:
        headings = ("日期", "标题", *block.headings)
        rows = tuple(
            (
                _text(f"{row.day:%Y-%m-%d}"),
                (Run(row.record.title, url(row.record)),),
                *map(_text, row.cells),
            )
            for row in block.rows
        )
        yield Table(f"{block.collection.label}：清单", headings, rows)


def _breakdown_table(block: Block, breakdown: Breakdown, report: Report, notes: Notes) -> Table:
    field = breakdown.field
    now, before = ("期末", "上年同期末") if block.added else ("本期", "上年同期")
    numbers = (now, before, "增减") if report.comparable else (now,)
    sums = [place for place, figure in enumerate(block.sums) if not figure.is_empty]
    headings = (field.label, *numbers, *(_with_unit(block.sums[place]) for place in sums))
    rows = tuple(
        (
            _text(kind.figure.label),
            *_numbers(kind.figure, report, notes),
            *((notes.number(kind.sums[place].now),) for place in sums),
        )
        for kind in breakdown.kinds
    )
    return Table(f"{block.collection.label}：按{field.label}", headings, rows)


def _roll_table(block: Block, report: Report, notes: Notes, url: Url) -> Table:
    """Those whom records name, by every field that they are counted by."""
    numbers = ("本期", "上年同期", "增减") if report.comparable else ("本期",)
    labels = tuple(breakdown.field.label for breakdown in block.breakdowns)
    rows = tuple(
        (*map(_text, roll.labels), *_numbers(roll.figure, report, notes), _names(roll, url))
        for roll in block.rolls
    )
    return Table(f"{block.collection.label}：名单", (*labels, *numbers, "名单"), rows)


def _names(roll: Roll, url: Url) -> Runs:
    """Those of one record lead to it together."""
    found: list[Run] = []
    comma = "；" if any("、" in named.name for named in roll.named) else "、"
    for address, group in itertools.groupby(roll.named, lambda named: url(named.record)):
        found += [Run(comma)] if found else []
        found.append(Run(comma.join(map(_name, group)), address))
    if roll.unnamed:
        found.append(Run(f"{'，另有' if found else ''}{roll.unnamed}人不列姓名"))
    return tuple(found)


def _name(named: Named) -> str:
    return f"{named.name}（{named.organization}）" if named.organization else named.name


def _numbers(figure: Figure, report: Report, notes: Notes) -> Iterator[Runs]:
    yield (notes.number(figure.now),)
    if report.comparable:
        yield (notes.number(figure.before),)
        yield _text(f"{figure.change:+}" if figure.change else "0")


def _signed_percentage(figure: Figure) -> str:
    rate = percentage(figure)
    return f"{'+' if figure.change > 0 else '-' if figure.change else ''}{rate}" if rate else "—"


def _with_unit(figure: Figure) -> str:
    return f"{figure.label}（{figure.unit}）" if figure.unit else figure.label


def _text(text: str) -> Runs:
    return (Run(text),)
