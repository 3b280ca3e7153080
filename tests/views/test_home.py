"""The home page shows the newest of everything, and the site map leads everywhere."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from wenming.library import Library
from wenming.views import Link, View, plan

from .portal import family, honor, lecture, library_of, notice, pages_of, record, reload


def picture() -> bytes:
    """A small picture."""
    file = BytesIO()
    Image.new("RGB", (4, 3)).save(file, "WEBP")
    return file.getvalue()


def home(library: Library) -> View:
    return pages_of(library)["/"]


def shown(library: Library, name: str) -> list[str]:
    return [each.title for each in home(library).context[name]]


def wall(library: Library) -> list[tuple[str, str]]:
    return [(each.name, each.record.title) for each in home(library).context["wall"]]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """As of 15 June 2026: notices, stories, lectures before and after."""
    records = {f"notices/n{n}": notice(f"通知{n}", f"2026-05-{n + 10}") for n in range(10)}
    records |= {f"family/f{n}": family(f"故事{n}", f"2026-04-{n + 10}", "王家") for n in range(7)}
    for day in (1, 5, 14):
        records[f"lectures/past{day}"] = lecture(f"六月{day}日", f"2026-06-{day:02}")
    for month, day in ((6, 15), (6, 20), (7, 1)):
        start = f"2026-{month:02}-{day:02} 09:00"
        records[f"lectures/m{month}d{day}"] = lecture(
            f"{month}月{day}日", "2026-06-02", start=start
        )
    records["honors/a"] = honor("榜", "2026-03-01", "张三", "李四", organization="石桥村")
    return library_of(tmp_path_factory.mktemp("portal") / "portal", records)


def test_home_shows_the_newest_notices_and_stories(library: Library) -> None:
    """Eight and six."""
    assert shown(library, "notices") == [f"通知{n}" for n in range(9, 1, -1)]
    assert shown(library, "stories") == [f"故事{n}" for n in range(6, 0, -1)]
    view = home(library)
    assert (view.title, view.section, view.feed) == ("测试县文明网", "home", "/")
    assert view.context["newest"].title == "六月14日"
    assert view.lastmod == dt.datetime(2026, 6, 14)  # noqa: DTZ001


def test_home_tells_the_coming_lectures_apart_from_those_held(library: Library) -> None:
    """Today's is still to come, the next one first; the one held last is first of its kind."""
    assert shown(library, "coming") == ["6月15日", "6月20日", "7月1日"]
    assert shown(library, "held") == ["六月14日", "六月5日", "六月1日"]


def test_the_next_day_moves_todays_lecture(library: Library) -> None:
    """The only clock is the portal's own day."""
    tomorrow = reload(library.root, dt.date(2026, 6, 16))
    assert shown(tomorrow, "coming") == ["6月20日", "7月1日"]
    assert "6月15日" in shown(tomorrow, "held")


def test_home_counts_people_and_records(library: Library) -> None:
    """As many as the page shows that each number leads to, in the column's own word."""
    assert pages_of(library)["/people/"].context["total"] == len(library.people.by_name) > 0
    assert home(library).context["figures"] == [
        ("人物", len(library.people.by_name), "个名字", "/people/"),
        ("荣誉榜", 1, "篇", "/honors/"),
        ("道德讲堂", 6, "场", "/lectures/"),
        ("家风家训", 7, "篇", "/family/"),
        ("通知公告", 10, "件", "/notices/"),
    ]


def test_home_lists_the_towns_with_what_they_published(library: Library) -> None:
    """Those of their villages counted in."""
    towns = home(library).context["towns"]
    assert Link("青石镇", "/organizations/qingshi/", 1) in towns
    assert {town.label for town in towns} == {
        o.name for o in library.organizations if o.kind in ("town", "township", "street")
    }


def test_the_wall_shows_each_person_with_a_photo_once(tmp_path: Path) -> None:
    """By the newest honor with a photo, whatever names the person since."""
    library = library_of(
        tmp_path / "portal",
        {
            "honors/a": honor("一", "2024-01-01", "{name: 张三, photo: a.webp}"),
            "honors/b": honor("二", "2025-01-01", "{name: 张三, photo: a.webp}", "{name: 李四}"),
            "honors/c": honor("三", "2025-02-01", "{name: 王五, photo: a.webp}"),
            "lectures/d": lecture("讲", "2026-01-01", speakers="[{name: 张三}]"),
        },
        files={"content/honors/a.webp": picture()},
    )
    assert wall(library) == [("王五", "三"), ("张三", "二")]


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("photo: a.webp, status: held", "", ["一"]),
        ("photo: a.webp, status: revoked, ended_on: 2025-03-01, reason: 查实", "", []),
        ("photo: a.webp, status: probation", "", []),
        ("photo: a.webp", "status: revoked, ended_on: 2025-03-01, reason: 查实", []),
        ("photo: a.webp, until: 2026-06-14", "", []),
        ("photo: a.webp, until: 2026-06-15", "", ["一"]),
        ("photo: a.webp, status: ended", "photo: a.webp", ["二"]),
        ("photo: a.webp", "photo: a.webp, status: held", ["二"]),
    ],
)
def test_the_wall_shows_only_titles_that_are_held(
    tmp_path: Path, first: str, second: str, shown: list[str]
) -> None:
    """A revoked title is no example, even if its holder gave a lecture since."""
    library = library_of(
        tmp_path / "portal",
        {
            "honors/a": honor("一", "2024-01-01", f"{{name: 张三, {first}}}"),
            "honors/b": honor(
                "二", "2025-01-01", f"{{name: 张三, {second}}}" if second else "李四"
            ),
            "lectures/c": lecture("讲", "2026-01-01", speakers="[{name: 张三}]"),
        },
        files={"content/honors/a.webp": picture()},
    )
    assert [title for _, title in wall(library)] == shown


def test_an_empty_portal_has_a_home_page(tmp_path: Path) -> None:
    """The first day of a portal."""
    library = library_of(tmp_path / "portal", {})
    view = home(library)
    assert view.lastmod is None
    assert view.context["newest"] is None
    assert view.context["figures"][0] == ("人物", 0, "个名字", "/people/")


def test_a_column_that_only_looks_like_lectures_needs_no_start(tmp_path: Path) -> None:
    """A declaration decides how a column looks, not what its records must have."""
    declaration = "label: 活动\ndescription: 志愿活动\norder: 1\nlook: lectures\nfields: {}\n"
    library = library_of(
        tmp_path / "portal",
        {"actions/a": record("植树", "2026-03-12")},
        files={"content/actions/_collection.yml": declaration},
    )
    assert shown(library, "coming") == []


def test_the_site_map_leads_to_every_column_and_year(library: Library) -> None:
    """With counts."""
    view = pages_of(library)["/sitemap/"]
    assert view.title == "网站地图"
    years: dict[str, list[Any]] = view.context["years"]
    assert years["notices"] == [Link("2026年 - 通知公告", "/notices/2026/", 10)]
    assert years.keys() == {"honors", "lectures", "family", "notices"}


def test_the_whole_portal_is_a_listing_of_everything_listed(library: Library) -> None:
    """The feed of the site."""
    site = plan(library).listings[0]
    assert (site.address, site.title, site.followed) == ("/", "测试县文明网", True)
    assert site.records == library.listed
