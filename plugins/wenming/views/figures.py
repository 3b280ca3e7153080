"""Figures: counts worth a look, from what the columns declare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..library import Library
from ..records import BUILT_IN_CHOICES, Collection
from .events import MOMENTS, events_of
from .facts import choice_label
from .listings import HOME
from .numbers import Figure, added_up, stated_by, unit_of
from .tables import Row, rows_of
from .view import Link, View

ADDRESS = "/figures/"

MOST_MONTHS = 36
"""Months that a figure shows, the last one this or the last with an event."""

LOST = "revoked"
"""The status of a title that nobody holds any more: it is not counted."""


def figures_view(library: Library) -> View:
    """The page of all figures, by column."""
    sections = [
        (collection, figures, stated)
        for collection in library.collections.values()
        for figures in [tuple(figures_of(collection, library))]
        for stated in [stated_by(collection, library)]
        if figures or stated
    ]
    return View(
        address=ADDRESS,
        template="figures.html",
        title="图表",
        description=f"{library.settings.site_name}各栏目的数字：按年、按月、按类别，图和表都有。",
        crumbs=(HOME,),
        lastmod=library.last_change,
        sources=library.listed,
        content={"sections": sections},
    )


def figures_of(collection: Collection, library: Library) -> Iterator[Figure]:
    """The figures of a column that show something: at least two rows to compare."""
    found = [_by_year(collection, library), *_by_choices(collection, library)]
    found += added_up(collection, library)
    if any(f.name == "start" and f.type in MOMENTS for f in collection.fields.values()):
        found.append(_by_month(collection, library))
    yield from (figure for figure in found if figure and len(figure.rows) > 1)


def _rows(collection: Collection, library: Library) -> list[Row]:
    """What is counted: the people whom a column is about, or its records."""
    rows = rows_of(collection, library, minors=True)
    return [row for row in rows if not row.item or row.item.get("status") != LOST]


def _subject(collection: Collection) -> str:
    return collection.subjects.label if collection.subjects else collection.label


def _by_year(collection: Collection, library: Library) -> Figure | None:
    """By the field that is a year, or else by the year of publication."""
    field = next((f for f in collection.fields.values() if f.type == "year"), None)

    def year(row: Row) -> int:
        return int((field and row.record.get(field.name)) or row.record.year)

    counts = Counter(map(year, _rows(collection, library)))
    if not counts:
        return None
    listed = bool(field) and field is not None and field.name in collection.browse
    part = f"by-{field.name}/" if listed and field else ""
    rows = tuple(
        Link(
            f"{each}年",
            f"{collection.url}{part}{each}/" if counts[each] and (listed or not field) else "",
            counts[each],
        )
        for each in range(min(counts), max(counts) + 1)
    )
    heading = field.label if field else "发布年份"
    title = f"{_subject(collection)}：按{heading}"
    return Figure(
        f"{collection.name}-year",
        title,
        heading,
        unit_of(collection),
        rows,
        over_time=True,
    )


def _by_choices(collection: Collection, library: Library) -> Iterator[Figure]:
    for name, field in collection.fields.items():
        choices = {**BUILT_IN_CHOICES.get(field.type, {}), **field.choices}
        if choices:
            counts = Counter(row.record.get(name) for row in _rows(collection, library))
            listed = name in collection.browse
            rows = tuple(
                Link(
                    choice_label(field, key),
                    f"{collection.url}by-{name}/{key}/" if listed else "",
                    counts[key],
                )
                for key in choices
                if counts[key]
            )
            title = f"{_subject(collection)}：按{field.label}"
            yield Figure(
                f"{collection.name}-{name}",
                title,
                field.label,
                unit_of(collection),
                rows,
                over_time=False,
                stating=field.label if counts[None] else "",
            )


def _by_month(collection: Collection, library: Library) -> Figure | None:
    """What is on in each month, those without anything among them."""
    starts = [e.first_day for e in events_of(library, collection.name) if e.field == "start"]
    held = [day for day in starts if day <= library.today]
    if not held:
        return None
    counts = Counter(day.year * 12 + day.month - 1 for day in held)
    last = max(counts)
    first = max(min(counts), last - MOST_MONTHS + 1)
    rows = tuple(
        Link(
            f"{month // 12}年{month % 12 + 1}月",
            f"/calendar/{month // 12}/{month % 12 + 1:02}/" if counts[month] else "",
            counts[month],
        )
        for month in range(first, last + 1)
    )
    title = f"{collection.label}：已举行的，按月份"
    name = f"{collection.name}-month"
    return Figure(name, title, "月份", "场", rows, over_time=True)
