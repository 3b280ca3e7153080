"""The calendar on the site: months, their days, and the way from one to the next."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from wenming.library import Library
from wenming.views import View, events_of

from ..portals import MKDOCS_YML, write
from .portal import TODAY, lecture, library_of, notice, pages_of, reload

RECORDS = {
    "lectures/march": lecture("三月", "2026-03-20"),
    "lectures/may": lecture("五月", "2026-05-15"),
    "lectures/june": lecture("六月", "2026-05-16", start="2026-06-15 09:00"),
    "lectures/camp": lecture("夏令营", "2026-06-01", start="2026-06-27", end="2026-06-29"),
    "notices/call": notice("征集", "2026-06-01", type="call", deadline="2026-08-01 18:00"),
    "notices/open": notice(
        "公示",
        "2026-05-20",
        type="publicity",
        period="{start: 2026-05-25, end: 2026-06-10}",
        contact="{phone: 0500-6120012}",
    ),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library with events in four months."""
    return library_of(tmp_path_factory.mktemp("portals") / "portal", RECORDS)


@pytest.fixture(scope="module")
def pages(library: Library) -> dict[str, View]:
    """Its pages by address."""
    return pages_of(library)


def on(page: View) -> dict[int, list[str]]:
    """Titles by day."""
    days = page.context["days"]
    return {day.date.day: [e.title for e in day.events] for day in days if day.events}


def test_each_month_with_events_has_a_page(pages: dict[str, View]) -> None:
    """And none of the others, but this one."""
    assert sorted(address for address in pages if address.startswith("/calendar/")) == [
        "/calendar/",
        "/calendar/2026/03/",
        "/calendar/2026/05/",
        "/calendar/2026/06/",
        "/calendar/2026/08/",
    ]


def test_the_calendar_opens_with_this_month(pages: dict[str, View]) -> None:
    """With what comes after it, and the months around in which something is."""
    page = pages["/calendar/"]
    assert page.context["label"] == "2026年6月"
    assert on(page) == {15: ["六月"], 27: ["夏令营"], 28: ["夏令营"], 29: ["夏令营"]}
    assert page.context["previous"].address == "/calendar/2026/05/"
    assert page.context["next"].address == "/calendar/2026/08/"
    assert [each.title for each in page.context["coming"]] == ["截止时间：征集"]


def test_an_event_of_many_days_stands_above_the_days_of_each_month_it_is_in(
    pages: dict[str, View],
) -> None:
    """With its first and its last day."""
    for address in ("/calendar/2026/05/", "/calendar/2026/06/"):
        assert [each.title for each in pages[address].context["long"]] == ["公示期：公示"]


def test_an_event_of_many_days_runs_through_each_of_them(pages: dict[str, View]) -> None:
    """Nobody takes a day for free on which it is still on."""
    running = {
        day.date.isoformat()
        for address in ("/calendar/2026/05/", "/calendar/2026/06/")
        for day in pages[address].context["days"]
        if [each and each.title for each in day.running] == ["公示期：公示"]
    }
    assert len(running) == 17
    assert (min(running), max(running)) == ("2026-05-25", "2026-06-10")


def test_a_line_stays_where_it_is_when_another_one_ends(tmp_path: Path) -> None:
    """Two that overlap, and a third in the place that becomes free."""
    periods = {"a": "05-04, end: 2026-05-08", "b": "05-06, end: 2026-05-20"}
    periods["c"] = "05-11, end: 2026-05-15"
    notices = {
        f"notices/{name}": notice(
            name,
            "2026-05-04",
            type="publicity",
            period=f"{{start: 2026-{period}}}",
            contact="{phone: 0500-6120012}",
        )
        for name, period in periods.items()
    }
    days = pages_of(library_of(tmp_path / "portal", notices))["/calendar/2026/05/"].context["days"]
    running = {
        day.date.day: [each and each.record.title for each in day.running]
        for day in days
        if day.date.day in (5, 8, 9, 12, 18, 21)
    }
    assert running == {
        5: ["a"],
        8: ["a", "b"],
        9: [None, "b"],
        12: ["c", "b"],
        18: [None, "b"],
        21: [],
    }


def test_the_first_day_stands_below_its_weekday(pages: dict[str, View]) -> None:
    """1 June 2026 is a Monday, 1 August a Saturday."""
    assert pages["/calendar/2026/06/"].context["offset"] == 1
    assert pages["/calendar/2026/08/"].context["offset"] == 6
    assert len(pages["/calendar/2026/08/"].context["days"]) == 31


def test_a_month_without_events_is_shown_only_while_it_is_this_one(library: Library) -> None:
    """With ways to those that have some."""
    pages = pages_of(reload(library.root, dt.date(2026, 7, 1)))
    assert on(pages["/calendar/"]) == {}
    assert pages["/calendar/"].context["previous"].address == "/calendar/2026/06/"
    assert "/calendar/2026/07/" not in pages


def test_a_span_of_years_does_not_make_hundreds_of_months(tmp_path: Path) -> None:
    """Only its first and its last."""
    records = {"lectures/long": lecture("长", "2026-01-01", start="2020-01-01", end="2090-12-31")}
    pages = pages_of(library_of(tmp_path / "portal", records))
    assert sorted(a for a in pages if a.startswith("/calendar/2")) == [
        "/calendar/2020/01/",
        "/calendar/2090/12/",
    ]


def test_a_date_of_another_age_is_no_event(tmp_path: Path) -> None:
    """The year 960 has no page."""
    records = {"lectures/old": lecture("旧事", "2026-01-01", start="0960-01-01")}
    assert not events_of(library_of(tmp_path / "portal", records))


def test_calendars_are_offered_where_they_are_written(tmp_path: Path) -> None:
    """Of the columns whose declaration has dates."""
    library = library_of(tmp_path / "portal", {})
    assert pages_of(library)["/calendar/"].context["calendars"] == ()
    write(library.root / "mkdocs.yml", MKDOCS_YML + "  - wenming/calendar\n")
    page = pages_of(reload(library.root, TODAY))["/calendar/"]
    assert [each.address for each in page.context["calendars"]] == [
        "/calendar.ics",
        "/lectures/calendar.ics",
        "/notices/calendar.ics",
    ]
