"""Facts and states: what a record's page tells of its fields."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from wenming.library import Library
from wenming.records import Record
from wenming.views import (
    Link,
    State,
    chinese_date,
    choice_listing,
    event_state,
    facts_of,
    state_of,
)

from .portal import family, honor, lecture, library_of, notice, record, reload

SHANGHAI = ZoneInfo("Asia/Shanghai")


def facts(library: Library, key: str) -> dict[str, list[Link]]:
    return {fact.label: [*fact.values] for fact in facts_of(found(library, key), library)}


def found(library: Library, key: str) -> Record:
    record = library.record(key)
    assert record
    return record


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.date(2024, 6, 1), "2024年6月1日"),
        (dt.datetime(2024, 6, 1, 9, 5), "2024年6月1日 09:05"),  # noqa: DTZ001
        (dt.datetime(2024, 12, 31), "2024年12月31日 00:00"),  # noqa: DTZ001
    ],
)
def test_a_date_is_written_as_in_an_official_paper(value: dt.date, text: str) -> None:
    """Without leading zeros; the time only where there is one."""
    assert chinese_date(value) == text


def test_facts_stand_in_the_order_of_the_declaration_with_links(tmp_path: Path) -> None:
    """A choice leads to its listing where the column is browsed by it."""
    library = library_of(
        tmp_path / "portal",
        {
            "honors/a": honor(
                "甲",
                "2026-01-01",
                "张三",
                batch="第五届",
                category="filial",
                authority="县文明委",
                level="county",
            )
        },
    )
    assert facts(library, "honors/a") == {
        "奖项": [Link("身边好人", "/honors/by-award/good-person/")],
        "级别": [Link("县级", "/honors/by-level/county/")],
        "类别": [Link("孝老爱亲", "/honors/by-category/filial/")],
        "年度": [Link("2026年", "/honors/by-year/2026/")],
        "届次": [Link("第五届")],
        "授予单位": [Link("县文明委")],
    }
    assert [*facts(library, "honors/a")] == ["奖项", "级别", "类别", "年度", "届次", "授予单位"]


def test_dates_periods_and_references_are_told_in_words(tmp_path: Path) -> None:
    """A reference by the title of what it leads to."""
    library = library_of(
        tmp_path / "portal",
        {
            "notices/a": notice(
                "公示",
                "2026-02-02",
                type="publicity",
                issued="2026-02-01",
                period="{start: 2026-02-02, end: 2026-02-08}",
                contact="{phone: 0500-6120012}",
                result="notices/b",
            ),
            "notices/b": notice("公告", "2026-02-10", supersedes="notices/c"),
            "notices/c": notice("旧", "2026-01-01", draft="true"),
        },
        warned=["draft-named"],
    )
    assert facts(library, "notices/a") == {
        "类型": [Link("公示", "/notices/by-type/publicity/")],
        "发文机关": [Link("县文明办")],
        "成文日期": [Link("2026年2月1日")],
        "公示期": [Link("2026年2月2日至2026年2月8日")],
        "结果": [Link("公告", "/notices/2026/b/")],
    }
    assert "废止" not in facts(library, "notices/b")


def test_names_lead_to_people_who_have_a_page(tmp_path: Path) -> None:
    """Others are text."""
    library = library_of(
        tmp_path / "portal",
        {
            "honors/a": honor("甲", "2026-01-01", "张三"),
            "lectures/b": lecture("乙", "2026-01-02", host="张三", session="12", attendance="80"),
            "family/c": family("丙", "2026-01-03", "李家", narrator="李四", generations="3"),
        },
    )
    assert facts(library, "lectures/b")["主持人"] == [Link("张三", "/people/张三/")]
    assert facts(library, "lectures/b")["场次"] == [Link("12")]
    assert facts(library, "lectures/b")["参加人数"] == [Link("80")]
    assert facts(library, "family/c")["家庭"] == [Link("李家", "/people/李家/")]
    assert facts(library, "family/c")["讲述人"] == [Link("李四")]
    assert facts(library, "family/c")["几代"] == [Link("3")]


DECLARATION = """\
label: 活动
description: 志愿活动
order: 9
fields:
  open: {label: 对外, type: boolean}
  unit: {label: 主办, type: organization, free: true}
  places: {label: 地点, type: list, of: text}
  fee: {label: 费用, type: group, fields: {sum: {label: 金额}, on: {label: 缴费日, type: day}}}
  team: {label: 队员, type: people, fields: {name: {label: 姓名, type: name, required: true}}}
  secret: {label: 内部, type: text, facts: false}
"""


def test_every_type_of_field_has_its_words(tmp_path: Path) -> None:
    """Yes and no, organizations, lists, groups, people; what is not to be shown is not."""
    library = library_of(
        tmp_path / "portal",
        {
            "actions/a": record(
                "植树",
                "2026-03-12",
                open="是",
                unit="县文明办",
                places="[东门, 南桥]",
                fee="{金额: 一元, 缴费日: 2026-03-01}",
                team="[{name: 张三}]",
                secret="不说",
            ),
            "actions/b": record("种草", "2026-03-13", open="否", unit="邻县"),
        },
        files={"content/actions/_collection.yml": DECLARATION},
    )
    assert facts(library, "actions/a") == {
        "对外": [Link("是")],
        "主办": [Link("云溪县文明办", "/organizations/wenmingban/")],
        "地点": [Link("东门"), Link("南桥")],
        "费用": [Link("金额：一元"), Link("缴费日：2026年3月1日")],
        "队员": [Link("张三", "/people/张三/")],
    }
    assert facts(library, "actions/b") == {"对外": [Link("否")], "主办": [Link("邻县")]}


def test_a_choice_has_a_listing_only_where_the_column_is_browsed_by_it(tmp_path: Path) -> None:
    """None for a field without value."""
    library = library_of(
        tmp_path / "portal", {"honors/a": honor("甲", "2026-01-01", "张三", batch="第五届")}
    )
    record = found(library, "honors/a")
    assert choice_listing(record, "award", library) == "/honors/by-award/good-person/"
    assert choice_listing(record, "batch", library) is None
    assert choice_listing(record, "category", library) is None
    assert choice_listing(record, "organization", library) is None


# States

PERIOD = {
    "notices/a": notice(
        "公示",
        "2026-02-01",
        type="publicity",
        period="{start: 2026-02-02, end: 2026-02-08}",
        contact="{phone: 0500-6120012}",
    )
}


@pytest.mark.parametrize(
    ("day", "key", "label"),
    [
        (1, "future", "未开始"),
        (2, "open", "进行中"),
        (8, "open", "进行中"),
        (9, "closed", "已结束"),
    ],
)
def test_a_period_holds_from_its_first_to_its_last_day(
    tmp_path: Path, day: int, key: str, label: str
) -> None:
    """Its end is the midnight after the last day, in the portal's zone."""
    library = library_of(tmp_path / "portal", PERIOD, as_of=dt.date(2026, 2, day))
    state = state_of(found(library, "notices/a"), library)
    assert state == State(
        key,
        dt.datetime(2026, 2, 2, tzinfo=SHANGHAI),
        dt.datetime(2026, 2, 9, tzinfo=SHANGHAI),
    )
    assert state.label == label


@pytest.mark.parametrize(
    ("deadline", "end"),
    [
        ("2026-06-30 18:00", dt.datetime(2026, 6, 30, 18, tzinfo=SHANGHAI)),
        ("2026-06-30", dt.datetime(2026, 7, 1, tzinfo=SHANGHAI)),
    ],
)
def test_a_deadline_holds_until_its_day_is_over(
    tmp_path: Path, deadline: str, end: dt.datetime
) -> None:
    """The build knows the day, the browser the hour."""
    records = {"notices/a": notice("征集", "2026-06-01", type="call", deadline=deadline)}
    library_of(tmp_path / "portal", records)
    for day, key in ((29, "open"), (30, "open"), (31, "closed")):
        as_of = dt.date(2026, 6, 1) + dt.timedelta(days=day - 1)
        library = reload(tmp_path / "portal", as_of)
        assert state_of(found(library, "notices/a"), library) == State(key, None, end)


def test_a_record_without_period_or_deadline_has_no_state(tmp_path: Path) -> None:
    """A plain notice is neither open nor closed, and no event."""
    library = library_of(tmp_path / "portal", {"notices/a": notice("停水", "2026-01-01")})
    assert state_of(found(library, "notices/a"), library) is None
    assert event_state(found(library, "notices/a"), library) is None


@pytest.mark.parametrize(
    ("end", "over", "last"),
    [
        ("", dt.datetime(2026, 6, 11, tzinfo=SHANGHAI), 10),
        ("2026-06-10 16:00", dt.datetime(2026, 6, 10, 16, tzinfo=SHANGHAI), 10),
        ("2026-06-12", dt.datetime(2026, 6, 13, tzinfo=SHANGHAI), 12),
    ],
)
def test_an_event_is_open_from_its_first_to_its_last_day(
    tmp_path: Path, end: str, over: dt.datetime, last: int
) -> None:
    """Without an end it lasts to the end of its day."""
    more = {"end": end} if end else {}
    records = {"lectures/a": lecture("讲", "2026-06-01", start="2026-06-10 14:30", **more)}
    library_of(tmp_path / "portal", records)
    start = dt.datetime(2026, 6, 10, 14, 30, tzinfo=SHANGHAI)
    for day, key in ((9, "future"), (10, "open"), (last, "open"), (last + 1, "closed")):
        library = reload(tmp_path / "portal", dt.date(2026, 6, day))
        assert event_state(found(library, "lectures/a"), library) == State(key, start, over)


def test_a_telephone_number_can_be_called(tmp_path: Path) -> None:
    """On a phone nobody copies it; what is written beside it is no number."""
    column = (
        "label: 站\ndescription: 站\nfields:\n"
        "  phone: {label: 电话, type: number-or-text, facts: true}\n"
    )
    library = library_of(
        tmp_path / "portal",
        {
            "places/a": record("甲", "2026-01-01", phone="0500-6120012"),
            "places/b": record("乙", "2026-01-01", phone="0500-6120012，上班时间"),
        },
        files={"content/places/_collection.yml": column},
    )
    assert facts(library, "places/a")["电话"] == [Link("0500-6120012", "tel:0500-6120012")]
    assert facts(library, "places/b")["电话"] == [Link("0500-6120012，上班时间")]
