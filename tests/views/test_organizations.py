"""An organization's page holds what it and those below it published."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenming.library import Library
from wenming.views import Link, plan

from .portal import family, honor, lecture, library_of, notice, pages_of, titles


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Records of a village, of its town by short name, of an office, of nobody."""
    return library_of(
        tmp_path_factory.mktemp("portal") / "portal",
        {
            "family/a": family("村里", "2026-01-01", "陈水根家庭", organization="石桥村"),
            "notices/b": notice("镇里", "2026-01-02", organization="qingshi"),
            "notices/c": notice("办公室", "2026-01-03", organization="县文明办"),
            "notices/d": notice("无", "2026-01-04"),
            "notices/e": notice("过期", "2026-01-05", organization="石桥村", expires="2026-01-06"),
            "honors/f": honor("榜", "2026-01-06", "{name: 王秀英, organization: 石桥村}"),
        },
    )


def test_a_town_holds_the_records_of_its_villages(library: Library) -> None:
    """And the county those of all; their pages show besides what names their people."""
    published = {each.address: [r.title for r in each.records] for each in plan(library).listings}
    assert published["/organizations/shiqiao/"] == ["村里"]
    assert published["/organizations/qingshi/"] == ["镇里", "村里"]
    pages = pages_of(library)
    assert titles(pages["/organizations/shiqiao/"]) == ["榜", "村里"]
    assert titles(pages["/organizations/qingshi/"]) == ["榜", "镇里", "村里"]
    assert titles(pages["/organizations/wenmingban/"]) == ["办公室"]
    assert titles(pages["/organizations/yunxi/"]) == ["榜", "办公室", "镇里", "村里"]
    beside = pages["/organizations/qingshi/"].context["beside"]
    assert [[link.address for link in beside[key]] for key in ("honors/f", "family/a")] == [
        ["/people/王秀英/"],
        ["/people/陈水根家庭/"],
    ]


def test_sums_count_each_unit_with_all_below_it(tmp_path: Path) -> None:
    """People where they are at home, minors among them; no title that was revoked."""
    lost = "{name: 赵六, organization: 石桥村, status: 撤销, ended_on: 2026-05-08, reason: 不实}"
    library = library_of(
        tmp_path / "portal",
        {
            "honors/a": honor(
                "县榜",
                "2026-01-01",
                "{name: 王秀英, organization: 石桥村}",
                "{name: 小满, organization: 砚溪村, minor: true}",
                "{name: 青石镇, type: unit}",
                "{name: 外县人, organization: 别处}",
                lost,
                organization="县文明办",
            ),
            "honors/b": honor("村榜", "2026-01-02", "张三", organization="石桥村"),
            "lectures/c": lecture("讲堂", "2026-01-03", organization="青石镇"),
            "notices/d": notice("草稿", "2026-01-04", organization="青石镇", draft="true"),
        },
    )
    table = pages_of(library)["/organizations/qingshi/"].context["sums"]
    assert [(each.label, each.unit) for each in table.headings] == [
        ("全部稿件", "篇"),
        ("上榜者", "个称号"),
        ("道德讲堂", "场"),
    ]
    rows = {link.label: numbers for link, numbers in table.rows}
    assert rows == {
        "本级": (1, 1, 1),
        "石桥村": (1, 2, 0),
        "上坪村": (0, 0, 0),
        "砚溪村": (0, 1, 0),
        "青石镇中心小学": (0, 0, 0),
    }
    assert table.total == (2, 4, 1) == tuple(map(sum, zip(*rows.values(), strict=True)))
    village = pages_of(library)["/organizations/shiqiao/"].context["sums"]
    assert (village.rows, village.total) == ((), (1, 2))


def test_every_organization_has_a_page_and_feeds(library: Library) -> None:
    """One without a record, too."""
    pages = pages_of(library)
    followed = {listing.address for listing in plan(library).followed}
    for organization in library.organizations:
        assert pages[organization.url].title == organization.name
        assert pages[organization.url].feed == organization.url
        assert organization.url in followed
    assert titles(pages["/organizations/yanxi/"]) == []


def test_an_organization_stands_below_what_it_belongs_to(library: Library) -> None:
    """Crumbs lead down the tree."""
    view = pages_of(library)["/organizations/shiqiao/"]
    assert (view.template, view.section) == ("organization.html", "organizations")
    assert view.crumbs == (
        Link("首页", "/"),
        Link("单位", "/organizations/"),
        Link("云溪县", "/organizations/yunxi/"),
        Link("青石镇", "/organizations/qingshi/"),
    )
    town = pages_of(library)["/organizations/qingshi/"]
    assert town.description == "青石镇，云溪县青石镇石板街9号。共发布2篇。"
    assert view.description == "石桥村。共发布1篇。"


def test_an_organization_names_its_people(library: Library) -> None:
    """Those whom an honor, a lecture or a story places there."""
    view = pages_of(library)["/organizations/shiqiao/"]
    assert [link.label for link in view.context["people"]] == ["王秀英", "陈水根家庭"]


def test_the_tree_counts_what_each_published(library: Library) -> None:
    """With all below it."""
    view = pages_of(library)["/organizations/"]
    counts = view.context["counts"]
    assert (view.title, view.template) == ("单位", "organizations.html")
    shown = {slug: counts[slug] for slug in ("yunxi", "qingshi", "shiqiao", "yanxi")}
    assert shown == {"yunxi": 3, "qingshi": 2, "shiqiao": 1, "yanxi": 0}
    assert counts.keys() == {organization.slug for organization in library.organizations}
