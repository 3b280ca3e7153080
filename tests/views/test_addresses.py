"""Two pages never share an address, and no link of a body leads nowhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from wenming import pipeline
from wenming.pages import body_html
from wenming.settings import read_settings

from ..portals import make_portal
from .portal import TODAY, honor, notice


def problems(
    folder: Path, records: dict[str, str], *, as_of: dt.date = TODAY
) -> list[tuple[str, str, int, str]]:
    """Code, path, line and message of everything that is wrong with these records."""
    make_portal(folder, {f"{key}.md": text for key, text in records.items()})
    checked = pipeline.check(folder, read_settings(folder / "mkdocs.yml"), as_of)
    return [(p.code, p.place.path, p.place.line, p.message()) for p in checked.problems]


@pytest.mark.parametrize(
    ("alias", "taken"),
    [
        ("/notices/", "/notices/"),
        ("/notices/2026", "/notices/2026"),
        ("/people/张三/", "/people/张三/"),
        ("/Organizations/Yunxi/", "/Organizations/Yunxi/"),
        ("/about/", "/about/"),
    ],
)
def test_an_alias_cannot_take_the_address_of_another_page(
    tmp_path: Path, alias: str, taken: str
) -> None:
    """Whether or not it ends in a slash, in any case of letters, hand-written pages too."""
    assert problems(
        tmp_path / "portal",
        {
            "notices/a": notice("甲", "2026-01-01", aliases=f"[{alias}]"),
            "honors/b": honor("乙", "2026-01-01", "张三"),
        },
    ) == [
        (
            "address-taken",
            "content/notices/a.md",
            6,
            f"网址 {taken} 是本站另一个页面的网址。一个网址只能打开一个页面。",
        )
    ]


def test_a_hand_written_page_cannot_take_the_address_of_a_view(tmp_path: Path) -> None:
    """The one who wrote it is told."""
    portal = make_portal(tmp_path / "portal")
    (portal / "site_src" / "pages" / "people.md").write_text("# 人物\n", encoding="utf-8")
    checked = pipeline.check(portal, read_settings(portal / "mkdocs.yml"), TODAY)
    assert [(p.code, p.place.path, p.details["address"]) for p in checked.problems] == [
        ("address-taken", "mkdocs.yml", "/people/")
    ]


def test_an_alias_that_nobody_has_is_fine(tmp_path: Path) -> None:
    """An old address, whatever it looked like."""
    records = {"notices/a": notice("甲", "2026-01-01", aliases="[/old/1.html, /旧/二/]")}
    assert problems(tmp_path / "portal", records) == []


@pytest.mark.parametrize(
    "target",
    [
        "/notices/2026/a/",
        "/notices/2026/a",
        "/notices/2026/a/#s-一",
        "/notices/by-type/notice/",
        "/search/?q=石桥",
        "/feed.xml",
        "/about/",
        "/old/",
        "/people/%E5%BC%A0%E4%B8%89/",
        "/",
        "#s-一",
        "https://a.example/x/",
    ],
)
def test_a_link_to_an_address_of_the_portal_is_fine(tmp_path: Path, target: str) -> None:
    """A page, a redirect, a file, a page of MkDocs; other hosts are not looked at."""
    records = {
        "notices/a": notice("甲", "2026-01-01", aliases="[/old/]", body=f"[链接]({target})"),
        "honors/b": honor("乙", "2026-01-01", "张三"),
    }
    found = [each for each in problems(tmp_path / "portal", records) if "/search/" not in each[3]]
    assert found == []


def test_a_link_to_an_address_that_the_portal_does_not_have_is_a_problem(tmp_path: Path) -> None:
    """At the line of the body where it stands."""
    body = "第一段。\n\n看[这里](/notices/2025/a/)。"
    assert problems(tmp_path / "portal", {"notices/a": notice("甲", "2026-01-01", body=body)}) == [
        (
            "link-unknown",
            "content/notices/a.md",
            10,
            "链接指向 /notices/2025/a/，本站没有这个网址。读者点了会看到“页面不存在”。",
        )
    ]


@pytest.mark.parametrize(
    "target", ["/people/张三/", "/honors/by-level/county/", "/honors/2025/", "/organizations/x/"]
)
def test_a_link_to_a_page_that_comes_and_goes_with_records_is_warned_of(
    tmp_path: Path, target: str
) -> None:
    """Or nobody could withdraw the last record on it."""
    make_portal(
        tmp_path / "portal",
        {"notices/a.md": notice("甲", "2026-01-01", body=f"看[这里]({target})。")},
    )
    portal = tmp_path / "portal"
    [problem] = pipeline.check(portal, read_settings(portal / "mkdocs.yml"), TODAY).problems
    assert (problem.code, problem.is_error, problem.place.line) == ("link-empty", False, 8)
    assert problem.message().startswith(f"链接指向 {target}，现在没有这一页。")


def test_a_link_to_a_record_that_is_published_later_is_fine(tmp_path: Path) -> None:
    """Until then its words are shown without the link."""
    records = {
        "notices/a": notice("甲", "2026-01-01", body="看[这里](/notices/2027/b/)。"),
        "notices/b": notice("乙", "2027-01-01"),
    }
    assert problems(tmp_path / "portal", records) == []


@pytest.mark.parametrize("link", ["[报名表]()", '<a href="">报名表</a>', '<a href=" ">报名表</a>'])
def test_of_a_link_without_an_address_the_words_stay(tmp_path: Path, link: str) -> None:
    """An empty address would lead to the page itself."""
    make_portal(tmp_path, {"notices/2026/n.md": f"{notice('通知', '2026-03-05')}\n请看{link}。\n"})
    checked = pipeline.check(tmp_path, read_settings(tmp_path / "mkdocs.yml"), TODAY)
    [record] = checked.library.records
    html = body_html(record, checked.library)
    assert "报名表" in html
    assert "href" not in html
