"""A report's figures as JSON, for programs: the same tree, records by their addresses."""

from __future__ import annotations

import json
from typing import Any

from .figures import Block, Count, Figure, Report
from .text import Url


def json_of(report: Report, url: Url) -> str:
    """One object; every figure has the addresses of the records that it was counted from.

    `collections` holds each column as a whole, `sections` the parts of the report.
    """
    period, before, at = report.period, report.period.year_before, report.organization
    made = {
        "office": report.office,
        "from": str(period.first),
        "to": str(period.last),
        "name": period.name,
        "compared_with": {"from": str(before.first), "to": str(before.last)},
        "comparable": report.comparable,
        "as_of": str(report.today),
        "organization": {"slug": at.slug, "name": at.name} if at else None,
        "collections": {each.collection.name: _block(each, url) for each in report.overview},
        "sections": [
            {
                "section": section.key,
                "title": section.title,
                "collections": [each.collection.name for each in section.blocks],
                "figures": {each.collection.name: _block(each, url) for each in section.blocks},
            }
            for section in report.sections
        ],
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _block(block: Block, url: Url) -> dict[str, Any]:
    """What a column contributes; keys without anything are left out."""

    def figure(each: Figure) -> dict[str, Any]:
        return _figure(each, url)

    found = {
        "count": figure(block.figure),
        "added": figure(block.added) if block.added else None,
        "entities": [figure(each) for each in block.entities],
        "sums": [figure(each) for each in block.sums],
        "by": {
            each.field.name: {
                kind.key: {**figure(kind.figure), "sums": [figure(s) for s in kind.sums]}
                for kind in each.kinds
            }
            for each in block.breakdowns
        },
        "names": [
            {
                **dict(zip((b.field.name for b in block.breakdowns), roll.keys, strict=True)),
                **figure(roll.figure),
                "named": [
                    {"name": n.name, "organization": n.organization, "record": url(n.record)}
                    for n in roll.named
                ],
                "unnamed": roll.unnamed,
            }
            for roll in block.rolls
        ],
        "dated": [figure(each) for each in block.dated],
        "stated": [
            {
                "as_of": str(each.as_of),
                "record": url(each.record),
                "title": each.record.title,
                **{field.name: value for field, value in each.values},
            }
            for each in block.stated
        ],
        "revoked": _count(block.revoked, url) if block.revoked.value else None,
        "list": [
            {"date": str(row.day), "title": row.record.title, "record": url(row.record)}
            for row in block.rows
        ],
    }
    return {"label": block.collection.label, **{k: v for k, v in found.items() if v}}


def _figure(figure: Figure, url: Url) -> dict[str, Any]:
    return {
        "label": figure.label,
        "unit": figure.unit,
        **_count(figure.now, url),
        "before": _count(figure.before, url),
        "change": figure.change,
    }


def _count(count: Count, url: Url) -> dict[str, Any]:
    return {"value": count.value, "records": [url(each) for each in count.records]}
