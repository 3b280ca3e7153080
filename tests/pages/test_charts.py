"""Charts: SVG that a page with a strict policy can hold, and that everybody can read."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from wenming.pages.charts import chart
from wenming.views import Figure, Link

SVG = {"s": "http://www.w3.org/2000/svg"}
LEVELS = Figure(
    "honors-level",
    "上榜者：按级别",
    "级别",
    "个",
    (Link("市级", "/a/", 3), Link("县级", "/b/", 120), Link("<镇>&级", "", 0)),
    over_time=False,
)
MONTHS = Figure(
    "lectures-month",
    "每月的道德讲堂",
    "月份",
    "场",
    tuple(Link(f"2026年{n}月", "", n % 3) for n in range(1, 13)),
    over_time=True,
)
YEARS = Figure(
    "honors-year",
    "每年的上榜者",
    "年度",
    "个",
    (Link("2025年", "", 7), Link("2026年", "", 9)),
    over_time=True,
)
ALL = pytest.mark.parametrize("figure", [LEVELS, MONTHS, YEARS], ids=lambda figure: figure.name)


def drawn(figure: Figure) -> etree._Element:
    return etree.fromstring(str(chart(figure)))


@ALL
def test_a_chart_holds_no_program_and_no_style(figure: Figure) -> None:
    """Neither as an element nor in an attribute, and nothing from elsewhere."""
    text = str(chart(figure))
    assert not re.search(r"<style|<script|style=|href|url\(|\son\w+=", text)


@ALL
def test_the_same_figure_gives_the_same_bytes(figure: Figure) -> None:
    """Without the day on which it was drawn."""
    assert chart(figure) == chart(figure)
    assert "<!--" not in chart(figure)
    assert "pygal" not in chart(figure)


@ALL
def test_who_does_not_see_a_chart_is_told_what_it_shows(figure: Figure) -> None:
    """By a title and a description; each bar says its own."""
    root = drawn(figure)
    assert root.get("role") == "img"
    named = [root.find(f"*[@id='{name}']") for name in root.get("aria-labelledby", "").split()]
    assert [each.text for each in named if each is not None] == [figure.title, figure.summary]
    told = [each.text for each in root.findall(".//s:rect/s:title", SVG)]
    expected = [f"{row.label}：{row.count}{figure.unit}" for row in figure.rows]
    assert told == (expected if figure.over_time else expected[::-1])


def test_bars_beside_each_other_have_their_labels_and_numbers() -> None:
    """As the editor wrote them, whatever the characters; the first stands on top."""
    root = drawn(LEVELS)
    labels = {e.text: float(e.get("y")) for e in root.findall(".//s:text", SVG)}
    assert set(labels) == {"市级", "县级", "<镇>&级", "3", "120"}
    assert labels["市级"] < labels["县级"] < labels["<镇>&级"]


def test_a_long_row_of_months_has_labels_that_do_not_touch() -> None:
    """One in three of a year, whole numbers at the side."""
    texts = [e.text for e in drawn(MONTHS).findall(".//s:text", SVG) if e.text]
    assert [t for t in texts if t.startswith("2026")] == [f"2026.{n}" for n in range(1, 13, 3)]
    assert [t for t in texts if not t.startswith("2026")] == ["0", "1", "2"]


def test_a_few_columns_have_their_numbers_on_top() -> None:
    """And the axis has whole numbers."""
    texts = [e.text for e in drawn(YEARS).findall(".//s:text", SVG)]
    assert texts == ["0", "3", "6", "9", "2025", "2026", "7", "9"]
