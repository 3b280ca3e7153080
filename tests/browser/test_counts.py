"""What the sample portal counts: one number for one thing, with the right word behind it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

COUNTED = re.compile(
    r'<a href="?(/[^"\s>#]+/)"?(?: aria-current="?page"?)?>[^<]*'
    r'<span class="?number"?>([\d,]+)<span class="?unseen"?>(\w+)</span>'
)
"""A link with the number of what stands behind it."""

FIGURE = re.compile(r'<dd><a href="?(/[^"\s>]+/)"?>([\d,]+)<small>(\w+)</small></a></dd>')

STATED = re.compile(r'<div class="?section-head"?><h1>[^<]*</h1><p class="?soft"?>[^<]*?共(\d+\w+)')


def page(site: Path, address: str) -> str:
    return (site / address.lstrip("/") / "index.html").read_text(encoding="utf-8")


def told(site: Path, address: str) -> str:
    found = STATED.search(page(site, address))
    assert found, address
    return found[1]


@pytest.mark.parametrize("column", ["honors", "practice", "exposure", "lectures", "notices", "ads"])
def test_the_page_behind_a_number_states_the_same_number(site: Path, column: str) -> None:
    """In the same word: stations are no articles."""
    links = COUNTED.findall(page(site, f"/{column}/"))
    assert len(links) > 3
    for address, number, unit in links:
        assert told(site, address) == f"{number}{unit}", address


def test_the_figures_of_the_home_page_are_those_of_the_pages_they_lead_to(site: Path) -> None:
    """Names above all: `/people/` lists as many."""
    figures = FIGURE.findall(page(site, "/"))
    assert [address for address, _, _ in figures[:2]] == ["/people/", "/honors/"]
    for address, number, unit in figures:
        assert told(site, address) == f"{number}{unit}"


@pytest.mark.parametrize(
    ("record", "count"),
    [
        ("2024/good-person-2024-q2", "3人（组）"),
        ("2024/beita-filial-2024", "5位"),
        ("2024/beautiful-family-2024", "6户"),
        ("2024/civilized-campus-2024", "3个集体"),
        ("2024/hetang-good-deeds-2024", "7人（户、集体）"),
    ],
)
def test_honorees_are_counted_by_what_they_are(site: Path, record: str, count: str) -> None:
    """People, pairs, households and units have each a measure word of their own."""
    assert f"共{count}</small></h2>" in page(site, f"/honors/{record}/")
