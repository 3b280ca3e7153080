"""A record's page: its address, its neighbours, and what is related to it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from wenming.library import Library
from wenming.views import Link, View, plan, summary_of

from .portal import family, honor, lecture, library_of, notice, pages_of


def related(library: Library, address: str) -> list[str]:
    return [record.title for record in pages_of(library)[address].context["related"]]


def neighbours(view: View) -> tuple[str | None, str | None]:
    newer, older = view.context["newer"], view.context["older"]
    return (newer and newer.title, older and older.title)


def test_the_address_is_made_of_the_column_the_year_of_the_date_and_the_slug(
    tmp_path: Path,
) -> None:
    """Neither the folder nor the id matters."""
    library = library_of(
        tmp_path / "portal",
        {
            "notices/石桥村/2019/a": notice("甲", "2026-01-02"),
            "notices/b": notice("乙", "2025-12-31 23:59", slug="water", id="2025-07"),
            "notices/2026/春节": notice("丙", "2026-02-01"),
        },
    )
    found = {view.address for view in plan(library).pages if view.record}
    assert found == {"/notices/2026/a/", "/notices/2025/water/", "/notices/2026/春节/"}


def test_a_record_is_shown_by_the_template_of_its_column(tmp_path: Path) -> None:
    """With the column, its crumbs and when it last changed."""
    library = library_of(tmp_path / "portal", {"notices/a": notice("停水", "2026-01-02 08:30")})
    view = pages_of(library)["/notices/2026/a/"]
    assert (view.title, view.template, view.section) == ("停水", "notices.html", "notices")
    assert view.crumbs == (
        Link("首页", "/"),
        Link("通知公告", "/notices/"),
        Link("2026年", "/notices/2026/"),
    )
    assert view.lastmod == dt.datetime(2026, 1, 2, 8, 30)  # noqa: DTZ001
    assert view.context["collection"].name == "notices"
    assert view.feed == ""


def test_a_later_change_of_the_file_is_when_the_page_changed(tmp_path: Path) -> None:
    """An earlier one is not: the record was prepared before its date."""
    library = library_of(tmp_path / "portal", {"notices/a": notice("停水", "2026-01-02")})
    later, earlier = dt.datetime(2026, 3, 1, 9), dt.datetime(2025, 12, 1, 9)  # noqa: DTZ001
    for changed, shown in ((later, later), (earlier, dt.datetime(2026, 1, 2))):  # noqa: DTZ001
        told = dataclasses.replace(library, changed={"content/notices/a.md": changed})
        assert pages_of(told)["/notices/2026/a/"].lastmod == shown
        assert pages_of(told)["/notices/2026/"].lastmod == shown


def test_the_summary_is_the_editors_or_the_beginning_of_the_body(tmp_path: Path) -> None:
    """At most 120 characters of it."""
    library = library_of(
        tmp_path / "portal",
        {
            "notices/a": notice("甲", "2026-01-01", summary="明天停水。", body="正文很长。"),
            "notices/b": notice("乙", "2026-01-02", body="## 时间\n\n" + "明天[停水](/)，" * 40),
            "notices/c": notice("丙", "2026-01-03", body=""),
        },
    )
    pages = pages_of(library)
    assert pages["/notices/2026/a/"].description == "明天停水。"
    text = pages["/notices/2026/b/"].description
    assert text == ("时间 " + "明天停水，" * 40)[:120] + "…"
    assert [summary_of(record, library) for record in library.records] == ["", text, "明天停水。"]


def test_a_record_leads_to_the_next_newer_and_the_next_older_of_its_column(
    tmp_path: Path,
) -> None:
    """Newer by time of day, then by id; nothing beyond either end."""
    library = library_of(
        tmp_path / "portal",
        {
            "notices/old": notice("旧", "2025-01-01"),
            "notices/b": notice("乙", "2026-01-01"),
            "notices/a": notice("甲", "2026-01-01"),
            "notices/new": notice("新", "2026-01-01 08:00"),
            "family/other": family("别", "2026-01-01", "王家"),
        },
    )
    pages = pages_of(library)
    assert neighbours(pages["/notices/2026/new/"]) == (None, "乙")
    assert neighbours(pages["/notices/2026/b/"]) == ("新", "甲")
    assert neighbours(pages["/notices/2026/a/"]) == ("乙", "旧")
    assert neighbours(pages["/notices/2025/old/"]) == ("甲", None)
    assert neighbours(pages["/family/2026/other/"]) == (None, None)


def test_an_expired_record_is_nobodys_neighbour(tmp_path: Path) -> None:
    """And has none."""
    library = library_of(
        tmp_path / "portal",
        {
            "notices/a": notice("甲", "2026-01-01"),
            "notices/b": notice("乙", "2026-01-02", expires="2026-02-01"),
            "notices/c": notice("丙", "2026-01-03"),
        },
    )
    pages = pages_of(library)
    assert neighbours(pages["/notices/2026/a/"]) == ("丙", None)
    assert neighbours(pages["/notices/2026/b/"]) == (None, None)


def test_a_reference_relates_both_records(tmp_path: Path) -> None:
    """In any field: related, a story, the notice that closes another."""
    library = library_of(
        tmp_path / "portal",
        {
            "notices/call": notice("征集", "2026-01-01", result="notices/end"),
            "notices/end": notice("结果", "2026-02-01", related="[honors/a]"),
            "honors/a": honor("好人", "2026-03-01", "{name: 张三, story: family/s}"),
            "family/s": family("故事", "2026-03-02", "李家"),
        },
    )
    assert related(library, "/notices/2026/call/") == ["结果"]
    assert related(library, "/notices/2026/end/") == ["好人", "征集"]
    assert related(library, "/honors/2026/a/") == ["故事", "结果"]
    assert related(library, "/family/2026/s/") == ["好人"]


def test_records_that_name_the_same_person_are_related(tmp_path: Path) -> None:
    """Of the same organization; after the references."""
    library = library_of(
        tmp_path / "portal",
        {
            "honors/a": honor("甲", "2026-01-01", "{name: 王秀英, organization: 石桥村}"),
            "honors/b": honor("乙", "2026-01-02", "{name: 王秀英, organization: 县医院}"),
            "lectures/c": lecture(
                "丙", "2026-01-03", speakers="[{name: 王秀英, organization: 石桥村}]"
            ),
            "notices/d": notice("丁", "2026-01-04", related="[honors/a]"),
        },
    )
    assert related(library, "/honors/2026/a/") == ["丁", "丙"]
    assert related(library, "/honors/2026/b/") == []
    assert related(library, "/lectures/2026/c/") == ["甲"]


def test_at_most_six_records_are_related_and_none_to_itself(tmp_path: Path) -> None:
    """Somebody named everywhere relates the newest few."""
    records = {f"honors/h{n}": honor(f"第{n}", f"2026-01-{n + 10}", "张三") for n in range(9)}
    records["notices/self"] = notice("自己", "2026-01-01", related="[notices/self]")
    library = library_of(tmp_path / "portal", records)
    assert related(library, "/honors/2026/h8/") == ["第7", "第6", "第5", "第4", "第3", "第2"]
    assert related(library, "/honors/2026/h0/") == ["第8", "第7", "第6", "第5", "第4", "第3"]
    assert related(library, "/notices/2026/self/") == []


def test_what_is_expired_or_not_published_is_related_to_nothing(tmp_path: Path) -> None:
    """References to it are not wrong, they are not shown; those to drafts are warned of."""
    library = library_of(
        tmp_path / "portal",
        {
            "notices/a": notice("甲", "2026-01-01", related="[notices/old, notices/draft]"),
            "notices/old": notice("旧", "2026-01-02", expires="2026-02-01"),
            "notices/draft": notice("稿", "2026-01-03", draft="true", related="[notices/a]"),
        },
        warned=["draft-named"],
    )
    assert related(library, "/notices/2026/a/") == []
    assert related(library, "/notices/2026/old/") == ["甲"]


def test_aliases_become_redirects(tmp_path: Path) -> None:
    """Decoded, as servers look for them; an expired record keeps its own, a draft has none."""
    library = library_of(
        tmp_path / "portal",
        {
            "notices/a": notice("甲", "2026-01-01", aliases="[/old/1.html, /旧/%E4%BA%8C]"),
            "notices/b": notice("乙", "2026-01-02", aliases="[/old/2/]", expires="2026-01-03"),
            "notices/c": notice("丙", "2026-01-03", aliases="[/old/3/]", draft="true"),
        },
    )
    found = [(alias, record.title) for alias, record in plan(library).redirects]
    assert sorted(found) == [("/old/1.html", "甲"), ("/old/2/", "乙"), ("/旧/二", "甲")]
