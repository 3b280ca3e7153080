"""Minors are not found by name: in no text that is searched or downloaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenming.library import Library

from ..views.portal import honor, library_of, notice


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    records = {
        "honors/young": honor(
            "好少年",
            "2026-01-01",
            "{name: 钱小壬, organization: 石桥村}",
            "{name: 小满, organization: 石桥村}",
            "{name: 周明明, organization: 石桥村}",
            award="good-youth",
        ),
        "honors/grown": honor(
            "好人", "2025-01-01", "{name: 周明明, organization: 石桥村}", "{name: 欧钱小壬}"
        ),
        "notices/told": notice("公示", "2026-02-01", body="钱小壬、小满和周明明，欧钱小壬也在。"),
    }
    return library_of(tmp_path_factory.mktemp("portal") / "portal", records)


def test_a_minor_is_masked_in_the_texts_of_all_records(library: Library) -> None:
    """But not who is called the same, or has it in a longer name; nor two characters, a word."""
    masked = library.minors.masked("钱小壬、小满和周明明，欧钱小壬也在。")
    assert masked == "××、小满和周明明，欧钱小壬也在。"


@pytest.mark.parametrize(
    ("name", "hidden"), [("钱小壬", True), ("钱 小壬", True), ("小满", True), ("周明明", False)]
)
def test_whoever_is_nobody_else_is_a_minor_wherever_named(
    library: Library, name: str, hidden: bool
) -> None:
    """However the name is set."""
    assert (name in library.minors) is hidden


def test_a_portal_without_minors_masks_nothing(tmp_path: Path) -> None:
    """Its texts stay as they are."""
    library = library_of(tmp_path / "portal", {"honors/a": honor("好人", "2025-01-01", "陈水根")})
    assert library.minors.masked("陈水根") == "陈水根"
