"""Calendars as the programs of readers understand them (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from wenming.calendar import write_calendars
from wenming.library import Library
from wenming.release import Release
from wenming.views import plan

from ..portals import MKDOCS_YML, make_portal
from ..views.portal import TODAY, honor, lecture, library_of, notice, reload

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONG = "讲一讲；石桥，小河\\和“一百零八将”的故事" * 3

RECORDS = {
    "lectures/spring": lecture(
        "春分",
        "2026-03-20 08:00",
        end="2026-03-20 16:00",
        venue="县图书馆，一楼；大厅",
        summary=LONG,
    ),
    "lectures/open": lecture("没说几时散", "2026-04-01"),
    "lectures/day": lecture("没有时辰", "2026-05-01", start="2026-05-01"),
    "lectures/draft": lecture("草稿", "2026-05-02", draft="true"),
    "lectures/later": lecture("将来才发", "2027-01-01"),
    "lectures/over": lecture("下线", "2026-01-02", expires="2026-02-01"),
    "notices/call": notice("征集", "2026-06-01", type="call", deadline="2026-06-30 18:00"),
    "notices/open": notice(
        "公示",
        "2026-06-01",
        type="publicity",
        period="{start: 2026-06-01, end: 2026-06-10}",
        contact="{phone: 0500-6120012}",
    ),
    "honors/a": honor("好人", "2026-06-01", "张三"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library with every kind of date."""
    return library_of(tmp_path_factory.mktemp("portals") / "portal", RECORDS)


def written(library: Library, folder: Path) -> dict[str, bytes]:
    write_calendars(library, plan(library), Release(folder))
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*.ics"))
    }


@pytest.fixture(scope="module")
def files(library: Library, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The calendars that are written, by path."""
    return written(library, tmp_path_factory.mktemp("site"))


def events(data: bytes) -> dict[str, icalendar.Event]:
    """The events of a calendar by UID, without the authority."""
    calendar = icalendar.Calendar.from_ical(data)
    return {
        str(each["uid"]).removeprefix("tag:example.org,2024:"): each for each in calendar.events
    }


def test_the_portal_and_each_column_with_dates_have_a_calendar(files: dict[str, bytes]) -> None:
    """A column has dates where its declaration has; an honor roll has none."""
    assert sorted(files) == ["calendar.ics", "lectures/calendar.ics", "notices/calendar.ics"]
    assert set(events(files["lectures/calendar.ics"])) == {
        "lectures/spring",
        "lectures/open",
        "lectures/day",
    }
    assert set(events(files["notices/calendar.ics"])) == {
        "notices/call#deadline",
        "notices/open#period",
    }


def test_what_is_not_listed_is_in_no_calendar(files: dict[str, bytes]) -> None:
    """Drafts, what is dated later, what has expired."""
    text = files["calendar.ics"].decode()
    for title in ("草稿", "将来才发", "下线"):
        assert title not in text


def test_an_event_has_its_time_in_the_portals_zone(files: dict[str, bytes]) -> None:
    """The zone is described in the file; whole days have none and end the day after."""
    found = events(files["calendar.ics"])
    spring = found["lectures/spring"]
    assert spring.start == dt.datetime(2026, 3, 20, 14, 30, tzinfo=SHANGHAI)
    assert spring.end == dt.datetime(2026, 3, 20, 16, tzinfo=SHANGHAI)
    assert spring["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert "dtend" not in found["lectures/open"]
    assert (found["lectures/day"].start, found["lectures/day"].end) == (
        dt.date(2026, 5, 1),
        dt.date(2026, 5, 2),
    )
    assert (found["notices/open#period"].start, found["notices/open#period"].end) == (
        dt.date(2026, 6, 1),
        dt.date(2026, 6, 11),
    )
    calendar = icalendar.Calendar.from_ical(files["calendar.ics"])
    assert [str(zone["tzid"]) for zone in calendar.timezones] == ["Asia/Shanghai"]


def test_a_deadline_says_what_it_is_and_takes_up_no_time(files: dict[str, bytes]) -> None:
    """So does a period; a lecture makes its listener busy."""
    found = events(files["calendar.ics"])
    call, spring = found["notices/call#deadline"], found["lectures/spring"]
    assert call["summary"] == "截止时间：征集"
    assert (call["transp"], spring["transp"]) == ("TRANSPARENT", "OPAQUE")
    assert call["url"] == "https://www.example.org/notices/2026/call/"


def test_text_is_escaped_and_folded_by_octets(files: dict[str, bytes]) -> None:
    """Commas, semicolons and backslashes come back as they were written."""
    spring = events(files["calendar.ics"])["lectures/spring"]
    assert spring["location"] == "县图书馆，一楼；大厅"
    assert str(spring["description"]).startswith(LONG)
    for data in files.values():
        lines = data.split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert data.endswith(b"END:VCALENDAR\r\n")
        for line in lines:
            line.decode()  # no character is cut in two


def test_another_reader_understands_the_same(files: dict[str, bytes]) -> None:
    """vobject, with the same titles and moments."""
    ours = events(files["calendar.ics"])
    theirs = vobject.readOne(files["calendar.ics"].decode())
    assert {
        each.uid.value.removeprefix("tag:example.org,2024:"): (
            each.summary.value,
            each.dtstart.value.isoformat(),
        )
        for each in theirs.vevent_list
    } == {uid: (str(each["summary"]), each.start.isoformat()) for uid, each in ours.items()}


def test_times_of_change_come_from_the_content(library: Library, tmp_path: Path) -> None:
    """The same bytes tomorrow, and in every build."""
    files = written(library, tmp_path / "a")
    assert files == written(reload(library.root, TODAY + dt.timedelta(days=1)), tmp_path / "b")
    spring = events(files["calendar.ics"])["lectures/spring"]
    assert spring["dtstamp"].dt == dt.datetime(2026, 3, 20, 0, 0, tzinfo=dt.UTC)
    assert spring["last-modified"].dt == spring["dtstamp"].dt


def test_an_event_stays_the_same_when_its_file_moves(tmp_path: Path) -> None:
    """Known by the record's id, as in feeds."""
    uids = []
    for name in ("one", "two"):
        library = library_of(
            tmp_path / name, {f"lectures/{name}": lecture("甲", "2026-03-20", id="lecture-1")}
        )
        uids.append(set(events(written(library, tmp_path / "site" / name)["calendar.ics"])))
    assert uids == [{"lectures/lecture-1"}, {"lectures/lecture-1"}]


def test_a_zone_with_summer_time_is_described_with_it(tmp_path: Path) -> None:
    """Readers elsewhere see the right hour in summer and in winter."""
    settings = MKDOCS_YML.replace("authority:", "timezone: Europe/Berlin\n      authority:")
    root = make_portal(
        tmp_path / "portal",
        {
            "lectures/a.md": lecture("冬", "2026-01-15"),
            "lectures/b.md": lecture("夏", "2026-05-15"),
        },
        settings=settings,
    )
    data = written(reload(root, TODAY), tmp_path / "site")["calendar.ics"]
    theirs = {e.summary.value: e.dtstart.value for e in vobject.readOne(data.decode()).vevent_list}
    assert theirs["冬"].utcoffset() == dt.timedelta(hours=1)
    assert theirs["夏"].utcoffset() == dt.timedelta(hours=2)


def test_a_calendar_without_events_is_one(tmp_path: Path) -> None:
    """It can be subscribed to before the first lecture."""
    files = written(library_of(tmp_path / "portal", {}), tmp_path / "site")
    calendar = icalendar.Calendar.from_ical(files["lectures/calendar.ics"])
    assert (calendar["x-wr-calname"], calendar.events) == ("道德讲堂 - 测试县文明网", [])
