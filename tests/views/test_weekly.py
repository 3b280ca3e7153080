"""What is on each week: a table on the page of the place, no day of a month."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenming.library import Library
from wenming.views import Link, week_table

from .portal import library_of, pages_of, record

CLUBS = """\
label: 兴趣班
description: 各村的兴趣班
fields:
  courses: {label: 课程表, type: list, of: weekly, fields: {name: {label: 课程}, by: {label: 老师}}}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A club with courses that were written in no order."""
    courses = (
        '[{day: 周六, time: "9:00—10:00", name: 合唱},'
        ' {day: 周一, time: "14:00—15:00", name: 书法, from: 2026-07-01, to: 2026-08-31},'
        ' {day: sat, time: "8:00—9:00", name: 太极, note: 下雨不上}]'
    )
    return library_of(
        tmp_path_factory.mktemp("portal") / "portal",
        {"clubs/a": record("兴趣班", "2026-06-01", courses=courses)},
        files={"content/clubs/_collection.yml": CLUBS},
    )


def test_a_timetable_is_in_the_order_of_days_and_hours(library: Library) -> None:
    """A column for what any item says, and for terms where there are any."""
    field = library.collections["clubs"].fields["courses"]
    table = week_table(field, library.records[0].get("courses"))
    assert [part.label for part in table.fields] == ["说明", "课程"]
    assert [(d, [(t, term, i["name"]) for t, term, i in rows]) for d, rows in table.days] == [
        ("周一", [("14:00—15:00", "2026年7月1日至2026年8月31日", "书法")]),
        ("周六", [("8:00—9:00", "", "太极"), ("9:00—10:00", "", "合唱")]),
    ]


def test_weeks_are_no_events_of_a_month(library: Library) -> None:
    """The calendar leads to the column instead."""
    view = pages_of(library)["/calendar/"]
    assert view.context["count"] == 0
    assert view.context["weekly"] == (Link("兴趣班", "/clubs/"),)


def test_only_a_term_of_weeks_says_from_when_to_when(tmp_path: Path) -> None:
    """Open ends in words."""
    courses = (
        '[{day: 周一, time: "8:00—9:00", from: 2026-07-01},'
        ' {day: 周一, time: "9:00—9:30", to: 2026-07-01}]'
    )
    made = library_of(
        tmp_path / "portal",
        {"clubs/a": record("兴趣班", "2026-06-01", courses=courses)},
        files={"content/clubs/_collection.yml": CLUBS},
    )
    field = made.collections["clubs"].fields["courses"]
    [(_, rows)] = week_table(field, made.records[0].get("courses")).days
    assert [term for _, term, _ in rows] == ["2026年7月1日起", "2026年7月1日止"]
