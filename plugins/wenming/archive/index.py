"""`index.xlsx`: all evidence in one table, what is missing, and the indicators in short."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..data.workbook import Cell, Linked, Sheet, workbook
from ..library import Library
from .evidence import Archive, Evidence, Finding

_EVIDENCE = (
    *("指标代码", "指标内容", "权重", "测评方式", "要求材料"),
    *("材料标题", "栏目", "单位", "日期", "地点", "人员", "图片说明", "附件", "文件", "网址"),
)
_MISSING = ("指标代码", "指标内容", "权重", "要求材料", "要求份数", "已有份数", "还缺份数", "说明")
_SUMMARY = ("指标代码", "指标内容", "权重", "测评方式", "材料篇数", "要求份数", "还缺份数")

_TOGETHER = "几样合计，请对照材料逐样核对。"


def index_workbook(
    archive: Archive, paths: Mapping[tuple[str, str], str], library: Library
) -> bytes:
    """`paths` are those of the pages, by the code of the indicator and the record's key."""
    return workbook(
        [
            Sheet("材料目录", _EVIDENCE, [*_evidence(archive, paths, library)]),
            Sheet("缺少的材料", _MISSING, [*_missing(archive)]),
            Sheet("指标汇总", _SUMMARY, [*_summary(archive)]),
        ]
    )


def _evidence(
    archive: Archive, paths: Mapping[tuple[str, str], str], library: Library
) -> Iterator[list[Cell]]:
    """A row for each record under each indicator; one without records where something is asked."""
    for finding in archive.findings:
        head = [*_head(finding), finding.indicator.method or None, _asked(finding)]
        for each in finding.evidence:
            path = paths[finding.indicator.code, each.record.key]
            address = library.settings.absolute(each.record.url)
            yield [*head, *_row(each), Linked(path, path), address]
        if finding.demands and not finding.evidence:
            yield [*head, *([None] * (len(_EVIDENCE) - len(head)))]


def _row(each: Evidence) -> list[Cell]:
    minors = [f"未成年人 {each.minors} 名"] if each.minors else []
    return [
        each.record.title,
        each.column,
        each.organization or None,
        f"{each.day:%Y-%m-%d}",
        each.place or None,
        "、".join([*each.people, *minors]) or None,
        "\n".join(each.captions) or None,
        "\n".join(each.attachments) or None,
    ]


def _missing(archive: Archive) -> Iterator[list[Cell]]:
    for finding in archive.findings:
        for each in finding.demands:
            if each.missing:
                note = _TOGETHER if len(each.demand.titles) > 1 else None
                counts = (each.demand.count, each.found, each.missing)
                yield [*_head(finding), each.demand.title, *counts, note]


def _summary(archive: Archive) -> Iterator[list[Cell]]:
    for finding in archive.findings:
        asked = sum(each.demand.count for each in finding.demands)
        method = finding.indicator.method or None
        counts = (len(finding.evidence), asked, finding.missing)
        yield [*_head(finding), method, *counts]


def _head(finding: Finding) -> list[Cell]:
    indicator = finding.indicator
    return [indicator.code, indicator.text, indicator.weight]


def _asked(finding: Finding) -> str | None:
    return "\n".join(f"{m.demand.title}（{m.demand.count}）" for m in finding.demands) or None
