"""The draft: a report as headings, paragraphs and tables, whatever file it is written to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..records import Record
from ..views import chinese_date
from .figures import Report, Section
from .sentences import told
from .tables import overview_table, tables_of
from .text import Heading, Notes, Paragraph, Part, Run, Url

NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Draft:
    """A title, what stands under it, and the records behind each numbered note."""

    title: str
    parts: tuple[Part, ...]
    notes: tuple[tuple[Record, ...], ...]
    """Note 1 is the first."""


def draft_of(report: Report, url: Url, site_name: str) -> Draft:
    """The report in words, in the order of such reports."""
    notes = Notes()
    parts = [*_opening(report, site_name), *_overview(report, notes)]
    place = 1
    for section in report.sections:
        if found := [*_section(section, report, notes, url)]:
            parts += [Heading(1, f"{numeral(place + 1)}、{section.title}"), *found]
            place += 1
    title = f"{report.office}{report.period.name}工作总结（数据初稿）"
    return Draft(title, tuple(parts), notes.all)


def numeral(number: int) -> str:
    """1 to 99 as 一, 十二, 二十三."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else NUMERALS[tens - 1] + "十"
    return head + (NUMERALS[ones - 1] if ones else "")


def _opening(report: Report, site_name: str) -> Iterator[Part]:
    """What the figures are of, and by which rules they were counted."""
    until = chinese_date(report.today)
    scope = f"报告期为{report.period.days}，数字由{site_name}已发布的稿件统计得出，截至{until}。"
    if report.today <= report.period.last:
        scope += "报告期还没有结束。"
    if report.organization:
        scope += (
            f"范围是{report.organization.name}和它的下属单位发布的稿件，"
            "上榜者还包括本人所在单位在这个范围内的。"
        )
    if report.comparable:
        scope += f"上年同期指{report.period.year_before.days}。"
    else:
        scope += "门户里没有上年同期及更早的稿件，不作比较。"
    yield Paragraph((Run(scope),))
    rules = (
        "有开始时间的按开始那天计，其余按发布日期计；长期存在的阵地、队伍等按期末数计。"
        "草稿、已撤下和已下线的稿件不计，已撤销的称号不计；未成年人只计数，不列姓名。"
        "每个数字后面的编号，对应文末所列的依据稿件。做法、成效、问题和打算请据实补写。"
    )
    yield Paragraph((Run(rules),))


def _overview(report: Report, notes: Notes) -> Iterator[Part]:
    yield Heading(1, "一、主要数字")
    table = overview_table(report, notes)
    if table.rows:
        yield table
    else:
        yield Paragraph((Run("本期没有可以统计的稿件。"),))


def _section(section: Section, report: Report, notes: Notes, url: Url) -> Iterator[Part]:
    """Columns with something to tell; a section without any says so, where one is expected."""
    blocks = [b for b in section.blocks if b.has_records or not b.is_empty]
    for place, block in enumerate(blocks, start=1):
        yield Heading(2, f"（{numeral(place)}）{block.collection.label}")
        for runs in told(block, report, notes):
            yield Paragraph(runs)
        yield from tables_of(block, report, notes, url)
    if not blocks and section.key != "other":
        yield Paragraph((Run("本期没有可以统计的稿件。"),))
