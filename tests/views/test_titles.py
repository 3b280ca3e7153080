"""Honors have a life: titles are held, reviewed, end, are revoked, and lead to higher ones."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from wenming.library import Library, title_status
from wenming.views import plan
from wenming.views.promotion import paths_of

from .portal import honor, lecture, library_of, notice, pages_in, pages_of, reload, titles

REVOKED = "status: 撤销, ended_on: 2026-05-08, reason: 两次短秤"


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, "held"),
        ({"status": "probation"}, "probation"),
        ({"until": dt.date(2026, 6, 15)}, "held"),
        ({"until": dt.date(2026, 6, 14)}, "ended"),
        ({"until": dt.date(2026, 6, 14), "status": "probation"}, "ended"),
        ({"until": dt.date(2026, 6, 14), "status": "revoked"}, "revoked"),
        ({"status": "revoked", "ended_on": dt.date(2026, 6, 15)}, "revoked"),
        ({"status": "revoked", "ended_on": dt.date(2026, 6, 16)}, "held"),
    ],
)
def test_a_title_has_its_status_by_the_day(values: dict[str, object], status: str) -> None:
    """Its term ends with its last day; it is revoked from the day that says so."""
    assert title_status(values, dt.date(2026, 6, 15)) == status


def honors(folder: Path) -> Library:
    """As of 15 June 2026: one title revoked beside another, and one revoked alone."""
    return library_of(
        folder / "portal",
        {
            "honors/both": honor(
                "两家", "2025-01-01", "{name: 甲店}", f"{{name: 乙店, {REVOKED}}}"
            ),
            "honors/alone": honor(
                "一家",
                "2025-02-01",
                f"{{name: 丙店, organization: 石桥村, {REVOKED}}}",
                organization="石桥村",
                award="integrity-star",
            ),
            "honors/review": honor("整改", "2025-03-01", "{name: 丁店, status: 整改}"),
            "honors/over": honor("期满", "2020-03-01", "{name: 戊店, until: 2024-12-31}"),
        },
    )


def test_a_revoked_title_leaves_the_lists_and_keeps_its_page(tmp_path: Path) -> None:
    """What is revoked stays to be found by its status, and on the page of who had it."""
    pages = pages_of(honors(tmp_path))
    assert titles(pages["/honors/"]) == ["整改", "两家", "期满"]
    assert titles(pages["/honors/by-status/revoked/"]) == ["一家", "两家"]
    assert titles(pages["/honors/by-status/probation/"]) == ["整改"]
    assert titles(pages["/honors/by-status/ended/"]) == ["期满"]
    assert titles(pages["/honors/by-status/held/"]) == ["两家"]
    assert {"/honors/2025/alone/", "/people/丙店/"} <= pages.keys()
    assert "/honors/by-award/integrity-star/" not in pages


def test_a_listing_by_status_names_those_of_the_status_alone(tmp_path: Path) -> None:
    """Who holds the title still is not named below the word for losing it."""
    pages = pages_of(honors(tmp_path))
    named = {
        address: [
            [values["name"] for values in page.context["beside"][record.key]]
            for record in page.context["records"]
        ]
        for address in ("revoked", "held")
        for page in [pages[f"/honors/by-status/{address}/"]]
    }
    assert named == {"revoked": [["丙店"], ["乙店"]], "held": [["甲店"]]}


def test_the_wall_has_who_holds_a_title_today(tmp_path: Path) -> None:
    """Also who is under review; each with what the filters go by."""
    wall = pages_of(honors(tmp_path))["/honors/wall/"]
    assert {each.values["name"]: each.status for each in wall.context["holders"]} == {
        "甲店": "held",
        "丁店": "probation",
    }
    filters = {
        each.name: [(link.address, link.count) for link in each.options]
        for each in wall.context["filters"]
    }
    assert filters == {"status": [("held", 1), ("probation", 1)]}
    parts = wall.context["holders"][0].parts
    assert [link.address for link in parts["level"]] == ["county"]


def test_listings_know_the_revocations_that_their_feeds_tell(tmp_path: Path) -> None:
    """The portal's, the column's, the award's and the offices'; from the day on."""
    honors(tmp_path)

    def told(day: dt.date) -> dict[str, list[str]]:
        views = plan(reload(tmp_path / "portal", day))
        return {each.address: [r.name for r in each.revocations] for each in views.followed}

    now = told(dt.date(2026, 5, 8))
    assert now["/"] == now["/honors/"] == ["乙店", "丙店"]
    assert now["/honors/by-award/good-person/"] == ["乙店"]
    assert now["/organizations/shiqiao/"] == now["/organizations/qingshi/"] == ["丙店"]
    assert not any(told(dt.date(2026, 5, 7)).values())


def test_a_title_leads_from_month_to_year_and_from_county_to_nation(tmp_path: Path) -> None:
    """Of one award, each step above the one before; another award is no step."""
    library = library_of(
        tmp_path / "portal",
        {
            "honors/m": honor("月", "2024-08-20", "张三", batch="2024年8月"),
            "honors/q": honor("季", "2024-10-20", "张三", batch="2024年第三季度"),
            "honors/y": honor("年", "2025-01-20", "张三", batch="2024年度"),
            "honors/again": honor("又", "2025-02-20", "张三", batch="2025年2月"),
            "honors/c": honor("市", "2025-03-20", "张三", level="city", batch="2025年第一季度"),
            "honors/n": honor("国", "2026-06-01", "张三", level="national"),
            "honors/other": honor("他", "2026-06-02", "张三", award="volunteer"),
            "lectures/l": lecture("讲", "2026-06-03", speakers="[{name: 张三}]"),
        },
    )
    [path] = paths_of(library.people.find("张三").people[0], library)  # type: ignore[union-attr]
    assert path.award == "身边好人"
    assert [(step.level, step.batch) for step in path.steps] == [
        ("县级", "2024年8月"),
        ("县级", "2024年第三季度"),
        ("县级", "2024年度"),
        ("市级", "2025年第一季度"),
        ("国家级", "2026年"),
    ]


def test_one_title_is_no_path(tmp_path: Path) -> None:
    """Nor are two of the same level and period."""
    library = library_of(
        tmp_path / "portal",
        {
            "honors/a": honor("一", "2024-08-20", "张三", batch="2024年8月"),
            "honors/b": honor("二", "2025-08-20", "张三", batch="2025年8月"),
        },
    )
    assert paths_of(library.people.find("张三").people[0], library) == ()  # type: ignore[union-attr]


def test_a_call_and_its_result_are_one_story(tmp_path: Path) -> None:
    """On the pages of both: its stages as of today, each prize with who won it."""
    library = library_of(
        tmp_path / "portal",
        {
            "notices/call": notice(
                "征集",
                "2026-03-02",
                type="call",
                deadline="2026-04-15",
                result="end",
                prizes="[{name: 金点子, count: 1}, {name: 银点子, count: 2}]",
                stages="[{name: 报送, start: 2026-03-02, end: 2026-04-15},"
                " {name: 评选, start: 2026-06-10, end: 2026-06-20}]",
            ),
            "notices/end": notice(
                "结果",
                "2026-06-14",
                winners="[{name: 甲, prize: 金点子}, {name: 乙, prize: 银点子},"
                " {name: 丙, prize: 银点子}]",
            ),
            "notices/open": notice("征文", "2026-06-01", type="call", deadline="2026-06-30"),
            "notices/free": notice(
                "征联", "2026-05-01", type="call", deadline="2026-05-30", result="names"
            ),
            "notices/names": notice("名单", "2026-06-14", winners="[{name: 丁, prize: 鼓励}]"),
        },
    )
    pages = pages_in(plan(library))
    story = pages["/notices/2026/call/"].context["story"]
    assert pages["/notices/2026/end/"].context["story"] == story
    assert [(stage.name, stage.key) for stage in story.stages] == [
        ("发布征集", "closed"),
        ("报送", "closed"),
        ("评选", "open"),
        ("公布结果", "closed"),
    ]
    won = [(prize["name"], [each["name"] for each in names]) for prize, names in story.prizes]
    assert won == [("金点子", ["甲"]), ("银点子", ["乙", "丙"])]
    unnamed = pages["/notices/2026/free/"].context["story"].prizes
    assert [(prize, len(names)) for prize, names in unnamed] == [({"name": "鼓励"}, 1)]
    alone = pages["/notices/2026/open/"].context["story"]
    assert [(stage.name, stage.key) for stage in alone.stages] == [
        ("发布征集", "closed"),
        ("报送", "open"),
    ]
    assert alone.outcome is None
