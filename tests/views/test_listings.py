"""Columns, years and values: each record is listed where a reader looks for it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from wenming.library import Library
from wenming.views import Link, Listing, plan

from .portal import TODAY, honor, library_of, notice, pages_of, record, reload, titles

DECLARATION = """\
label: 村规民约
description: 各村的约定
order: 9
browse: [kind, tags, place]
feeds: [kind]
fields:
  kind: {label: 类别, type: choice, required: true, choices: {village: 村规, school: 守则}}
  place: {label: 地点, type: text}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Forty-five notices of three years, and three honors."""
    records = {
        f"notices/n{number:02}": notice(
            f"通知{number}",
            f"{2024 + number // 20}-03-{number % 28 + 1:02}",
            type="announcement" if number % 9 == 0 else "notice",
        )
        for number in range(45)
    }
    records["honors/a"] = honor("甲", "2026-01-05", "张三", level="village", organization="石桥村")
    records["honors/b"] = honor("乙", "2026-02-05", "李四", level="national", award="moral-model")
    records["honors/c"] = honor("丙", "2025-03-05", "王五", level="village", year=2024)
    return library_of(tmp_path_factory.mktemp("portal") / "portal", records)


def listings_of(library: Library) -> dict[str, Listing]:
    return {listing.address: listing for listing in plan(library).listings}


def test_a_column_lists_its_records_newest_first_twenty_a_page(library: Library) -> None:
    """On as many pages as it needs."""
    pages = pages_of(library)
    listed = [titles(pages[f"/notices/{rest}"]) for rest in ("", "page/2/", "page/3/")]
    assert [len(each) for each in listed] == [20, 20, 5]
    numbers = sorted(range(45), key=lambda n: (2024 + n // 20, n % 28, n), reverse=True)
    assert [title for page in listed for title in page] == [f"通知{n}" for n in numbers]
    assert "/notices/page/1/" not in pages
    assert "/notices/page/4/" not in pages


def test_pages_of_a_listing_say_their_number_and_the_whole(library: Library) -> None:
    """The first page has the plain title."""
    pages = pages_of(library)
    assert pages["/notices/"].title == "通知公告"
    assert pages["/notices/page/2/"].title == "通知公告（第2页）"
    assert pages["/notices/page/2/"].context["total"] == 45
    assert pages["/notices/page/2/"].context["pages"].next == "/notices/page/3/"
    assert pages["/notices/page/2/"].feed == "/notices/"


def test_a_year_lists_what_was_published_in_it(library: Library) -> None:
    """By the date of publication, not by the year a title is for."""
    pages = pages_of(library)
    assert pages["/notices/2024/"].title == "2024年 - 通知公告"
    assert pages["/notices/2024/"].description == "通知公告，年份：2024年，共20件。"
    assert len(titles(pages["/notices/2026/"])) == 5
    assert titles(pages["/honors/2025/"]) == ["丙"]
    assert "/notices/2023/" not in pages


def test_a_field_that_is_browsed_by_has_a_listing_for_each_value(library: Library) -> None:
    """The address ends in the choice's key, the title is its label."""
    pages = pages_of(library)
    assert pages["/notices/by-type/announcement/"].title == "公告 - 通知公告"
    assert len(titles(pages["/notices/by-type/announcement/"])) == 5
    assert len(titles(pages["/notices/by-type/notice/page/2/"])) == 20
    assert titles(pages["/honors/by-level/village/"]) == ["甲", "丙"]
    assert titles(pages["/honors/by-year/2024/"]) == ["丙"]
    assert titles(pages["/honors/by-organization/shiqiao/"]) == ["甲"]
    assert "/notices/by-type/document/" not in pages
    assert not any(address.startswith("/honors/by-category/") for address in pages)


def test_a_listing_stands_below_its_column(library: Library) -> None:
    """Crumbs lead home; the column itself stands below home."""
    pages = pages_of(library)
    home = Link("首页", "/")
    assert pages["/notices/"].crumbs == (home,)
    assert pages["/notices/2024/"].crumbs == (home, Link("通知公告", "/notices/"))
    assert {pages[a].section for a in ("/notices/", "/notices/by-type/notice/")} == {"notices"}


def test_every_listing_of_a_column_offers_all_its_values_with_counts(library: Library) -> None:
    """Choices in the order of their declaration, years the newest first."""
    browse = {each.label: each.links for each in pages_of(library)["/honors/"].context["browse"]}
    assert browse == {
        "年份": (Link("2026年", "/honors/2026/", 2), Link("2025年", "/honors/2025/", 1)),
        "奖项": (
            Link("道德模范", "/honors/by-award/moral-model/", 1),
            Link("身边好人", "/honors/by-award/good-person/", 2),
        ),
        "级别": (
            Link("国家级", "/honors/by-level/national/", 1),
            Link("村级", "/honors/by-level/village/", 2),
        ),
        "年度": (
            Link("2026年度", "/honors/by-year/2026/", 2),
            Link("2024年度", "/honors/by-year/2024/", 1),
        ),
        "单位": (Link("石桥村", "/honors/by-organization/shiqiao/", 1),),
    }
    assert (
        pages_of(library)["/honors/2025/"].context["browse"]
        == pages_of(library)["/honors/"].context["browse"]
    )


def test_the_portal_its_columns_and_the_declared_listings_can_be_followed(
    library: Library,
) -> None:
    """CONTENT.md: the site, each column, each listing by type or award, each organization."""
    followed = {listing.address for listing in plan(library).followed}
    assert {"/", "/honors/", "/lectures/", "/family/", "/notices/"} <= followed
    assert {"/honors/by-award/good-person/", "/notices/by-type/notice/"} <= followed
    assert {"/organizations/shiqiao/", "/organizations/yunxi/"} <= followed
    assert not any("by-level" in each or "/202" in each or "people" in each for each in followed)
    assert next(plan(library).followed).records == library.listed


def test_a_column_without_a_record_has_an_empty_page(library: Library) -> None:
    """So that its entry in the navigation leads somewhere."""
    view = pages_of(library)["/family/"]
    assert titles(view) == []
    assert view.lastmod is None
    assert view.context["browse"] == ()


def test_a_listing_changed_when_its_newest_change_happened(library: Library) -> None:
    """Midnight where a record gives no time."""
    assert pages_of(library)["/honors/"].lastmod == dt.datetime(2026, 2, 5)  # noqa: DTZ001
    assert pages_of(library)["/honors/2025/"].lastmod == dt.datetime(2025, 3, 5)  # noqa: DTZ001


def test_a_declared_column_needs_no_python(tmp_path: Path) -> None:
    """Its own choices, a list and free text: each value has its listing."""
    library = library_of(
        tmp_path / "portal",
        {
            "rules/a": record("石桥村约", "2026-05-01", kind="村规", tags="[移风易俗, PPT]"),
            "rules/b": record("守则", "2026-05-02", kind="守则", tags="[ppt, PPT]", place="东 门"),
        },
        files={"content/rules/_collection.yml": DECLARATION},
    )
    pages = pages_of(library)
    assert titles(pages["/rules/"]) == ["守则", "石桥村约"]
    assert titles(pages["/rules/by-kind/village/"]) == ["石桥村约"]
    assert titles(pages["/rules/by-tags/移风易俗/"]) == ["石桥村约"]
    assert titles(pages["/rules/by-tags/ppt/"]) == ["守则", "石桥村约"]
    assert pages["/rules/by-place/东-门/"].title == "东 门 - 村规民约"
    assert pages["/rules/by-kind/village/"].feed == "/rules/by-kind/village/"
    assert pages["/rules/by-tags/ppt/"].feed == ""


def test_values_too_long_for_an_address_have_listings_of_their_own(tmp_path: Path) -> None:
    """Which every file system holds, also where lower case is longer than upper case."""
    places = ["桥" * 110 + "东", "桥" * 110 + "西", "İ" * 100, "🌸", "🌺"]
    records = {
        f"rules/{n}": record("约", "2026-05-01", kind="村规", place=place)
        for n, place in enumerate(places)
    }
    library = library_of(
        tmp_path / "portal", records, files={"content/rules/_collection.yml": DECLARATION}
    )
    addresses = [address for address in pages_of(library) if "/by-place/" in address]
    assert len(addresses) == 5
    assert all(len(part.encode()) <= 200 for each in addresses for part in each.split("/"))


# What is published when

STAGED = {
    "notices/draft": notice("草稿", "2026-06-01", draft="是"),
    "notices/future": notice("以后", "2026-06-16"),
    "notices/evening": notice("今晚", "2026-06-15 23:30"),
    "notices/expired": notice("过期", "2026-06-02", expires="2026-06-14", type="公告"),
    "notices/last-day": notice("末日", "2026-06-03", expires="2026-06-15"),
}


def test_only_what_is_published_and_not_expired_is_listed(tmp_path: Path) -> None:
    """The day of publication and the last day count."""
    library = library_of(tmp_path / "portal", STAGED)
    pages = pages_of(library)
    assert titles(pages["/notices/"]) == ["今晚", "末日"]
    assert titles(pages["/notices/2026/"]) == ["今晚", "末日"]
    assert "/notices/by-type/announcement/" not in pages


def test_an_expired_record_keeps_its_page(tmp_path: Path) -> None:
    """A draft and a record of tomorrow have none."""
    pages = pages_of(library_of(tmp_path / "portal", STAGED))
    assert pages["/notices/2026/expired/"].title == "过期"
    assert "/notices/2026/draft/" not in pages
    assert "/notices/2026/future/" not in pages


def test_another_day_shows_another_portal(tmp_path: Path) -> None:
    """`--as-of` moves what is published and what is expired."""
    library_of(tmp_path / "portal", STAGED)
    tomorrow = reload(tmp_path / "portal", TODAY + dt.timedelta(days=1))
    assert titles(pages_of(tomorrow)["/notices/"]) == ["以后", "今晚"]
    early = reload(tmp_path / "portal", dt.date(2026, 6, 2))
    assert titles(pages_of(early)["/notices/"]) == ["过期"]
    assert "/notices/2026/last-day/" not in pages_of(early)
