"""Everything that the sample portal shows is at most two steps from its navigation."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from wenming.library import Library, load
from wenming.settings import read_settings

from ..portals import REPOSITORY


@pytest.fixture(scope="module")
def library() -> Library:
    """What the sample portal is made of."""
    settings = read_settings(REPOSITORY / "mkdocs.yml")
    return load(REPOSITORY, settings, dt.date(2026, 11, 22)).library


def links(html: str) -> set[str]:
    """Addresses of pages of this site in a piece of HTML."""
    return {unquote(each) for each in re.findall(r'href="?(/[^"\s>#?]*/|/)["\s>#?]', html)}


@pytest.fixture(scope="module")
def steps(site: Path) -> dict[str, int]:
    """Every address that the navigation of any page leads to, and in how many steps."""

    def page(address: str) -> str:
        return (site / address.lstrip("/") / "index.html").read_text(encoding="utf-8")

    navigation = re.search(r'<nav[^>]*class="?columns.*?</nav>', page("/"), re.DOTALL)
    assert navigation
    first = links(navigation[0])
    second = {address for entry in first for address in links(page(entry))}
    return {**dict.fromkeys(second, 2), **dict.fromkeys(first, 1)}


def test_every_column_and_what_is_new_in_it_is_near(
    steps: dict[str, int], library: Library
) -> None:
    """A column is an entry of the navigation; its newest records stand on its first page."""
    for name, records in library.by_collection.items():
        assert steps[library.collections[name].url] == 1
        assert len(records) >= 5
        assert {record.url for record in records[:5]} <= steps.keys()


@pytest.mark.parametrize(
    "address",
    ["/honors/wall/", "/calendar/", "/figures/", "/people/陈水根/", "/data/", "/sitemap/"],
)
def test_what_only_this_portal_can_do_is_near(steps: dict[str, int], address: str) -> None:
    """The wall, the calendar, the figures, somebody's page, the open data."""
    assert address in steps


def test_every_organization_and_kind_of_notice_is_near(
    steps: dict[str, int], library: Library
) -> None:
    """The tree shows all of them; calls and what is made public have a listing."""
    assert {each.url for each in library.organizations} <= steps.keys()
    types = {"call", "publicity", "announcement"}
    assert {f"/notices/by-type/{each}/" for each in types} <= steps.keys()


def test_the_sample_has_a_call_with_its_story_and_a_publicity_with_its_end(
    library: Library,
) -> None:
    """Quota, stages and prizes, ranked winners; a publicity notice whose result is there."""
    notices = library.by_collection["notices"]
    calls = [r for r in notices if r.get("quota") and r.get("stages") and r.get("prizes")]
    outcomes = [library.record(r.get("result") or "", "notices") for r in calls]
    assert any(outcome and outcome.get("winners") for outcome in outcomes)
    closed = [r for r in notices if r.get("type") == "publicity" and r.get("result")]
    assert any(library.record(r.get("result"), "notices") for r in closed)
