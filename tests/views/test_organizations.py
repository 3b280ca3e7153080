"""An organization's page holds what it and those below it published."""

from __future__ import annotations

import pytest

from wenming.library import Library
from wenming.views import Link, plan

from .portal import family, honor, library_of, notice, pages_of, titles


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
    """And the county those of all."""
    pages = pages_of(library)
    assert titles(pages["/organizations/shiqiao/"]) == ["村里"]
    assert titles(pages["/organizations/qingshi/"]) == ["镇里", "村里"]
    assert titles(pages["/organizations/wenmingban/"]) == ["办公室"]
    assert titles(pages["/organizations/yunxi/"]) == ["办公室", "镇里", "村里"]


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
    assert [person.name for person in view.context["people"]] == ["王秀英", "陈水根家庭"]


def test_the_tree_counts_what_each_published(library: Library) -> None:
    """With all below it."""
    view = pages_of(library)["/organizations/"]
    counts = view.context["counts"]
    assert (view.title, view.template) == ("单位", "organizations.html")
    shown = {slug: counts[slug] for slug in ("yunxi", "qingshi", "shiqiao", "yanxi")}
    assert shown == {"yunxi": 3, "qingshi": 2, "shiqiao": 1, "yanxi": 0}
    assert counts.keys() == {organization.slug for organization in library.organizations}
