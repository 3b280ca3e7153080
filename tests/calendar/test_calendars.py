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
from ..views.portal import TODAY, honor, lecture, library_of, notice, record, reload

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


HALLS = """\
label: 礼堂
description: 各村的礼堂
fields:
  address: {label: 地址}
  open: {label: 每周开放, type: list, of: weekly}
  courses: {label: 课程表, type: list, of: weekly, fields: {name: {label: 课程}, by: {label: 老师}}}
"""
HALL = record(
    "荷塘礼堂",
    "2026-06-03 09:00",  # a Wednesday
    address="荷塘村",
    open='[{day: 周一至周五, time: "8:30—11:30，14:00—24:00"}]',
    courses='[{day: 周三、周六, time: "9:00—10:30", name: 唱戏, by: 文化站, to: 2026-07-31},'
    ' {day: 周三, time: "9:00—10:30", name: 电影, from: 2026-06-04}]',
)


def halls(folder: Path, text: str, settings: str = MKDOCS_YML) -> dict[str, bytes]:
    """The calendars of a portal with one hall."""
    root = make_portal(
        folder / "portal",
        {"halls/hall.md": text},
        settings=settings,
        files={"content/halls/_collection.yml": HALLS},
    )
    return written(reload(root, TODAY), folder / "site")


def test_what_is_on_each_week_recurs_in_the_calendar_of_its_column_and_its_own(
    tmp_path: Path,
) -> None:
    """Not in that of the portal, where it would bury all else."""
    files = halls(tmp_path, HALL)
    assert events(files["calendar.ics"]) == {}
    found = events(files["halls/calendar.ics"])
    assert found.keys() == events(files["halls/2026/hall/calendar.ics"]).keys()
    assert set(found) == {
        "halls/hall#open-montuewedthufri-0830",
        "halls/hall#open-montuewedthufri-1400",
        "halls/hall#courses-wedsat-0900-唱戏",
        "halls/hall#courses-wed-0900-电影",
    }
    late = found["halls/hall#open-montuewedthufri-1400"]
    assert late.start == dt.datetime(2026, 6, 3, 14, tzinfo=SHANGHAI)
    assert late.end == dt.datetime(2026, 6, 4, 0, tzinfo=SHANGHAI)
    assert late["rrule"] == {"FREQ": ["WEEKLY"], "BYDAY": ["MO", "TU", "WE", "TH", "FR"]}
    assert (late["summary"], late["location"]) == ("每周开放：荷塘礼堂", "荷塘村")
    opera = found["halls/hall#courses-wedsat-0900-唱戏"]
    assert opera["rrule"]["UNTIL"] == [dt.datetime(2026, 7, 31, 15, 59, 59, tzinfo=dt.UTC)]
    assert (opera["summary"], opera["transp"]) == ("唱戏（荷塘礼堂）", "TRANSPARENT")
    assert str(opera["description"]).startswith("老师：文化站\n")
    assert found["halls/hall#courses-wed-0900-电影"].start.date() == dt.date(2026, 6, 10)


def test_another_reader_sees_each_occurrence(tmp_path: Path) -> None:
    """vobject unrolls the rule to the same days, to the last one."""
    calendar = vobject.readOne(halls(tmp_path, HALL)["halls/calendar.ics"].decode())
    opera = next(e for e in calendar.vevent_list if e.summary.value.startswith("唱戏"))
    days = [moment.date() for moment in opera.getrruleset(addRDate=True)]
    assert (days[0], days[-1], len(days)) == (dt.date(2026, 6, 3), dt.date(2026, 7, 29), 17)
    assert {day.weekday() for day in days} == {2, 5}


def test_hours_stay_the_same_in_summer_and_winter(tmp_path: Path) -> None:
    """The zone is described for as long as a rule without an end is likely to be read."""
    settings = MKDOCS_YML.replace("authority:", "timezone: Europe/Berlin\n      authority:")
    data = halls(tmp_path, HALL, settings)["halls/calendar.ics"].decode()
    assert "TZID:Europe/Berlin" in data
    assert "20361026T030000" in data  # the clocks go back ten years on


def test_a_term_that_is_over_before_it_begins_is_no_event(tmp_path: Path) -> None:
    """No Monday lies between Tuesday and Friday; an expired record has no calendar."""
    short = record(
        "甲", "2026-06-03", open="[{day: 周一, time: 全天, from: 2026-06-09, to: 2026-06-12}]"
    )
    assert events(halls(tmp_path / "a", short)["halls/calendar.ics"]) == {}
    gone = HALL.replace("\n---", "\nexpires: 2026-06-10\n---", 1)
    assert set(halls(tmp_path / "b", gone)) == {
        *("calendar.ics", "halls/calendar.ics", "lectures/calendar.ics", "notices/calendar.ics")
    }
