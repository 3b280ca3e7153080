"""What counts as the same text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.search.normal_form import folds, folds_in, normalise


@pytest.mark.parametrize(
    ("text", "plain"),
    {
        "ＡＢＣ　１２３": "abc 123",
        "ﾊﾝｶｸ": "ハンカク",
        "阿依•古丽": "阿依·古丽",
        "阿依・古丽": "阿依·古丽",
        "陳水根與龍門羣峯": "陈水根与龙门群峰",
        "王　芳": "王芳",
        "王 芳 Li": "王芳 li",
        "一\u200b二\ufeff三\u00ad": "一二三",
        "葛\U000e0100城": "葛城",
        "甲\t \u00a0乙\n丙": "甲乙\n丙",
        "①㎡½": "1m21⁄2",
        "Ὀδυσσεύς": "ὀδυσσεύσ",
        "𠮷\U0002f81a": "𠮷冬",
        "㐀": "㐀",
    }.items(),
)
def test_texts_that_read_alike_are_alike(text: str, plain: str) -> None:
    """Width, case, dots, traditional characters, blanks and what cannot be seen."""
    assert normalise(text) == plain


@given(st.text())
def test_a_normal_form_is_its_own(text: str) -> None:
    """But for marks that an invisible character kept apart, which nobody writes."""
    once = normalise(normalise(text))
    assert normalise(once) == once


def test_no_fold_leads_to_another() -> None:
    """A character is folded once and for all."""
    assert not set(folds().values()) & folds().keys()
    assert all(len(each) == len(other) == 1 for each, other in folds().items())


def test_a_text_brings_the_folds_it_needs() -> None:
    """So that a browser need not know them all."""
    assert folds_in("陳水根和陳平與我") == "與与陳陈"
    assert folds_in("陈水根") == ""


def test_every_character_brings_its_folds() -> None:
    """Those that it is composed of, too."""
    known = folds()
    composed = {
        character: sorted(known.keys() & set(unicodedata.normalize("NFKC", character)))
        for character in map(chr, range(0x10000))
    }
    assert {character: folds_in(character)[::2] for character in composed} == {
        character: "".join(parts) for character, parts in composed.items()
    }
    assert folds_in("𠮷陈與㊬") == "監监與与"
