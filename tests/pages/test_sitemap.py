"""The sitemap names every page with its true time, in as many files as it needs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from lxml import etree

from wenming.library import Library
from wenming.pages import robots, sitemaps
from wenming.settings import Settings
from wenming.views import Link, View, Views, plan

from ..views.portal import honor, library_of, notice

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A notice of the morning, and an honor."""
    return library_of(
        tmp_path_factory.mktemp("portal") / "portal",
        {
            "notices/a": notice("停水", "2026-01-02 08:30"),
            "honors/b": honor("好人", "2026-03-04", "张三", aliases="[/old/1.html]"),
        },
    )


def entries(text: str) -> dict[str, str | None]:
    """Addresses and times of a sitemap or an index."""
    root = etree.fromstring(text.encode())
    return {each.findtext(f"{SPACE}loc"): each.findtext(f"{SPACE}lastmod") for each in root}


def test_every_page_is_named_with_the_time_of_its_last_change(library: Library) -> None:
    """In the portal's zone; a listing changed with its newest record; some pages have none."""
    found = entries(sitemaps(library, plan(library), [Link("关于", "/about/")])["sitemap.xml"])
    site = "https://www.example.org"
    assert found[f"{site}/notices/2026/a/"] == "2026-01-02T08:30:00+08:00"
    assert found[f"{site}/honors/2026/b/"] == "2026-03-04T00:00:00+08:00"
    assert found[f"{site}/"] == "2026-03-04T00:00:00+08:00"
    assert found[f"{site}/people/%E5%BC%A0%E4%B8%89/"] == "2026-03-04T00:00:00+08:00"
    assert found[f"{site}/about/"] is None
    assert found[f"{site}/family/"] is None
    assert len(found) == len(plan(library).pages) + 1
    assert not any("/old/" in address for address in found)


def test_a_later_change_of_a_file_is_the_time_of_its_pages(library: Library) -> None:
    """As git tells it."""
    changed = {"content/notices/a.md": dt.datetime(2026, 5, 1, 17, 45)}  # noqa: DTZ001
    later = dataclasses.replace(library, changed=changed)
    found = entries(sitemaps(later, plan(later), [])["sitemap.xml"])
    for address in ("/notices/2026/a/", "/notices/", "/notices/by-type/notice/", "/"):
        assert found[f"https://www.example.org{address}"] == "2026-05-01T17:45:00+08:00"


def test_addresses_are_in_order_and_escaped(library: Library) -> None:
    """The same pages give the same bytes."""
    pages = tuple(View(address, "a.html", "甲") for address in ("/b/", "/a&<b>/", "/a/"))
    text = sitemaps(library, Views((), pages, ()), [])["sitemap.xml"]
    assert text == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://www.example.org/a&amp;%3Cb%3E/</loc></url>\n"
        "<url><loc>https://www.example.org/a/</loc></url>\n"
        "<url><loc>https://www.example.org/b/</loc></url>\n"
        "</urlset>\n"
    )


def test_above_fifty_thousand_pages_there_is_an_index(library: Library) -> None:
    """Each part holds at most that many; its time is that of its newest page."""
    pages = tuple(
        View(f"/{n:05}/", "a.html", "甲", lastmod=dt.datetime(2026, 1, 1 + n % 28))  # noqa: DTZ001
        for n in range(50_001)
    )
    files = sitemaps(library, Views((), pages, ()), [])
    assert entries(files["sitemap.xml"]) == {
        "https://www.example.org/sitemap-1.xml": "2026-01-28T00:00:00+08:00",
        "https://www.example.org/sitemap-2.xml": "2026-01-21T00:00:00+08:00",
    }
    assert files.keys() == {"sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"}
    assert "<sitemapindex " in files["sitemap.xml"]
    assert files["sitemap-1.xml"].count("<url>") == 50_000
    assert [*entries(files["sitemap-2.xml"])] == ["https://www.example.org/50000/"]


def test_fifty_thousand_pages_are_one_file(library: Library) -> None:
    """The limit itself is allowed."""
    pages = tuple(View(f"/{n}/", "a.html", "甲") for n in range(50_000))
    files = sitemaps(library, Views((), pages, ()), [])
    assert files.keys() == {"sitemap.xml"}
    assert files["sitemap.xml"].count("<url>") == 50_000


def test_robots_may_read_everything_and_are_told_of_the_sitemap(library: Library) -> None:
    """Below a path, too."""
    assert robots(library) == (
        "User-agent: *\nAllow: /\nSitemap: https://www.example.org/sitemap.xml\n"
    )
    given = {**library.settings.model_dump(), "site_url": "https://www.example.org/wm/"}
    below = dataclasses.replace(library, settings=Settings(**given))
    assert robots(below).endswith("Sitemap: https://www.example.org/wm/sitemap.xml\n")


def test_pages_below_a_path_carry_it(library: Library, tmp_path: Path) -> None:
    """`site_url` with a path."""
    given = {**library.settings.model_dump(), "site_url": "https://www.example.org/wm"}
    below = dataclasses.replace(library, settings=Settings(**given))
    found = entries(sitemaps(below, plan(below), [])["sitemap.xml"])
    assert "https://www.example.org/wm/notices/2026/a/" in found
