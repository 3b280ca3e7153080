"""Sentences: what a report says of a column, as such reports say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..views import chinese_date
from .figures import Block, Breakdown, Count, Figure, Report, Stated
from .text import Notes, Run, Runs

COMPARED_FROM = 10
"""The least number of the year before that a percentage says something of."""


def told(block: Block, report: Report, notes: Notes) -> Iterator[Runs]:
    """The paragraphs of a column."""
    if block.figure.now.value:
        yield tuple(_counted(block, report, notes))
    elif block.has_records or block.figure.before.value:
        yield tuple(_nothing(block, report, notes))
    if dated := [each for each in block.dated if each.now.value]:
        listed = _joined([[Run(each.label), notes.number(each.now, each.unit)] for each in dated])
        yield (Run("本期"), *listed, Run("。"))
    for each in block.stated:
        yield tuple(_quoted(each, notes))
    if block.revoked.value:
        number = notes.number(block.revoked, "个")
        yield (Run("另有"), number, Run("称号后来被撤销，没有计入。"))


def _counted(block: Block, report: Report, notes: Notes) -> Iterator[Run]:
    """How many, how many more than a year before, of which kinds, with what together."""
    figure = block.figure
    if block.added:
        yield Run(f"到{chinese_date(report.period.last)}，")
    yield Run(block.lead)
    yield notes.number(figure.now, figure.unit)
    entities = [each for each in block.entities if each.now.value]
    if len(entities) > 1:
        yield Run("（")
        yield from _joined([[Run(e.label), notes.number(e.now, e.unit)] for e in entities])
        yield Run("）")
    yield from _compared(figure, report, notes, "上年同期末" if block.added else "上年同期")
    if block.added:
        yield Run("，本期新增" if block.added.now.value else "，本期没有新增")
        if block.added.now.value:
            yield notes.number(block.added.now, block.added.unit)
    yield Run("。")
    several = block.breakdowns if block.rolls else block.breakdowns[:1]
    for breakdown in several:
        yield from _divided(breakdown, figure, notes, name_it=len(several) > 1)
    for each in block.sums:
        yield from _added_up(each, block, report, notes)


def _compared(figure: Figure, report: Report, notes: Notes, when: str) -> Iterator[Run]:
    if not report.comparable:
        return
    before = figure.before.value
    if not before:
        yield Run(f"，{when}没有")
    elif not figure.change:
        yield from (Run(f"，与{when}"), notes.number(figure.before, figure.unit), Run("持平"))
    else:
        yield Run(f"，{when}")
        yield notes.number(figure.before, figure.unit)
        yield Run(f"，{'增加' if figure.change > 0 else '减少'}{abs(figure.change)}{figure.unit}")
        if rate := percentage(figure):
            yield Run(f"，{'增长' if figure.change > 0 else '下降'}{rate}")


def percentage(figure: Figure) -> str:
    """The change as `12.5%`, without a sign; empty where there was too little to compare with."""
    before = figure.before.value
    if before < COMPARED_FROM:
        return ""
    return f"{abs(figure.change) / before * 100:.1f}".removesuffix(".0") + "%"


def _divided(breakdown: Breakdown, whole: Figure, notes: Notes, *, name_it: bool) -> Iterator[Run]:
    """How many of each kind; or that all are of the same."""
    kinds = [each.figure for each in breakdown.kinds if each.figure.now.value]
    if not kinds:
        return
    label, number = breakdown.field.label, whole.now.value
    if not name_it and kinds[0].now.value == number:
        yield Run(f"{label}{'均' if number > 1 else ''}为{kinds[0].label}。")
        return
    yield Run(f"按{label}分，" if name_it else "其中")
    yield from _joined([[Run(f.label), notes.number(f.now, f.unit)] for f in kinds])
    yield Run("。")


def _added_up(figure: Figure, block: Block, report: Report, notes: Notes) -> Iterator[Run]:
    """A sum; how many records say nothing of it is told, too."""
    if not figure.now.records:
        return
    yield Run(f"{figure.label}合计")
    yield notes.number(figure.now, figure.unit)
    saying = {record.key for record in figure.now.records}
    silent = tuple(r for r in block.figure.now.records if r.key not in saying)
    if silent:
        unit = block.collection.report.unit
        number = notes.number(Count(len(silent), silent), unit)
        yield from (Run("（另有"), number, Run("没有写明）"))
    if figure.before.value:
        yield from _compared(figure, report, notes, "上年同期")
    yield Run("。")


def _nothing(block: Block, report: Report, notes: Notes) -> Iterator[Run]:
    yield Run(f"本期没有{block.collection.label}方面的稿件")
    if report.comparable and block.figure.before.value:
        yield from (Run("，上年同期"), notes.number(block.figure.before, block.figure.unit))
    yield Run("。")


def _quoted(stated: Stated, notes: Notes) -> Iterator[Run]:
    """The figures that a record states, said to be as of their day."""
    yield Run("报告期内没有公布统计数字，期后" if stated.late else "")
    yield Run(f"截至{chinese_date(stated.as_of)}，{stated.record.title}：")
    numbers = [
        [Run(field.label), notes.number(Count(value, (stated.record,)), field.unit)]
        for field, value in stated.values
    ]
    yield from _joined(numbers)
    yield Run("。")


def _joined(groups: Sequence[Iterable[Run]]) -> Iterator[Run]:
    for place, group in enumerate(groups):
        if place:
            yield Run("、")
        yield from group
