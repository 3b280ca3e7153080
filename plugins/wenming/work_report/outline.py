"""The outline: which figures a report has, in the usual order of such reports."""

from __future__ import annotations

from collections.abc import Mapping

from ..library import Library, Organization
from ..records import Collection, Record, ReportDeclaration, ReportSection
from ..views import Cells
from .counting import Counting
from .entries import Entry, entries_of, revoked_of, values_of
from .figures import Block, Report, Section
from .period import Period

SECTIONS: Mapping[ReportSection, str] = {
    "practice": "新时代文明实践",
    "creation": "群众性精神文明创建",
    "morality": "公民思想道德建设",
    "minors": "未成年人思想道德建设",
    "publicity": "宣传和信息发布",
    "other": "其他工作",
}
"""The parts of a report, in their order."""


def report_of(library: Library, period: Period, organization: Organization | None) -> Report:
    """All figures of the period; of an organization and all below it, if one is given."""
    cells = Cells(library)
    columns = sorted(library.collections.values(), key=_place)
    blocks: dict[ReportSection, list[Block]] = {key: [] for key in SECTIONS}
    overview = []
    for collection in columns:
        counting = Counting(collection, library, cells, period)
        entries = entries_of(collection, library, organization)
        revoked = revoked_of(collection, library, organization)
        overview.append(counting.block(entries, revoked))
        for key in {collection.report.section, *collection.report.elsewhere}:
            blocks[key].append(
                counting.block(
                    _of_section(key, entries, collection.report),
                    _of_section(key, revoked, collection.report),
                )
            )
    settings = library.settings
    return Report(
        office=organization.name if organization else settings.host.name or settings.site_name,
        period=period,
        today=library.today,
        organization=organization,
        comparable=any(each.day <= period.year_before.last for each in library.listed),
        overview=tuple(overview),
        sections=tuple(
            Section(key, title, tuple(blocks[key]))
            for key, title in SECTIONS.items()
            if blocks[key]
        ),
    )


def _place(collection: Collection) -> tuple[int, int, str]:
    return [*SECTIONS].index(collection.report.section), collection.order, collection.name


def _of_section(key: ReportSection, entries: list[Entry], report: ReportDeclaration) -> list[Entry]:
    return [each for each in entries if _section(each.record, report) == key]


def _section(record: Record, report: ReportDeclaration) -> ReportSection:
    for key, wanted in report.elsewhere.items():
        for name, choices in wanted.items():
            if any(value in choices for value in values_of(record, name)):
                return key
    return report.section
