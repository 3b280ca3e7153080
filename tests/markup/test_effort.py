"""No text keeps a build busy: what would take too long to render is told, and shown as written."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.markup import Excess, find_excess, render_body

FAMILIES = (
    *("[", "![", "[a](", "[a](b ", "[a][b", "[](", "[[]]", "[a]: b\n", "[^1]", "[^1]: a\n    b\n"),
    *("a\n:   b\n\n", "[^a]: b\n\n", "<http://a> ", "![a](b) "),
    *("<a ", "<a", "<", "</", "<!--", "<!", "<?", "<![CDATA[", "<a href='", "<http://a", "<pre>"),
    *("<div>", "<b>", "<b title='1'><p>", "<table>", "<td>", "<svg>", "</p>", "<input>"),
    *("# a\n", "a\n===\n", "a\n---\n", "-\n", "- a\n", "1. a\n", "- \n\n", "> a\n\n", "a\n\n"),
    *(
        "> ",
        ">",
        "- ",
        "1. ",
        "> - ",
        "  - a\n",
        "    ",
        "\t",
        "\n",
        "甲\n",
        "a  \n",
        "a\n:   b\n\n",
    ),
    *("*", "**a ", "*a**b", "_", "~~", "`", "``", "`a` ", "\\*", "&", "&amp;", "&#1;", "(", "]"),
    *("|a|\n|-|\n", "|", "```\n", "~~~\n", "!!! note\n", "- [ ] a\n", "\x02", "甲", "{: .a}"),
)
A_FEW_SECONDS = 8.0
"""On a slow machine that does something else besides; a text of this size has no business here."""


@pytest.mark.parametrize("family", FAMILIES)
def test_a_megabyte_of_one_thing_ends_within_seconds(family: str) -> None:
    """Python-Markdown alone takes minutes or hours for many of these."""
    text = family * (1_000_000 // len(family))
    begun = time.process_time()
    render_body(text)
    assert time.process_time() - begun < A_FEW_SECONDS


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_just_small_enough_to_be_rendered_is_quick(family: str) -> None:
    """Neither is there a size below the limits that takes long."""
    length = 1_000_000
    while find_excess(family * (length // len(family))):
        length //= 2
    begun = time.process_time()
    render_body(family * (length // len(family)))
    assert time.process_time() - begun < A_FEW_SECONDS


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.sampled_from(FAMILIES), min_size=2, max_size=5).map("".join),
    st.sampled_from([5_000, 60_000, 1_000_000]),
)
def test_any_mixture_ends_within_seconds(mixture: str, length: int) -> None:
    begun = time.process_time()
    render_body(mixture * (length // len(mixture)))
    assert time.process_time() - begun < A_FEW_SECONDS


def test_a_text_beyond_the_limits_is_shown_as_written() -> None:
    """Escaped, without the characters that no page may hold."""
    body = render_body("开船 <b>\x01\n" + "[" * 5000)
    assert body.html == f"<pre>开船 &lt;b&gt;\n{'[' * 5000}</pre>"
    assert body.text == f"开船 <b>\n{'[' * 5000}"
    assert (body.headings, body.outline.references) == ((), ())


@pytest.mark.parametrize(
    ("text", "excess"),
    [
        ("开船。\n\n" + "[" * 5000, Excess(2, "[")),
        ("开船。\n\n" + "[a](" * 3000, Excess(2, "(")),
        ("甲\n" + "<a " * 5000, Excess(1, "<")),
        ("# 甲\n" * 5000, Excess(600, "#")),
        ("甲\n\n" * 20_000, Excess(0, "换行")),
        ("> " * 25 + "甲", Excess(0, ">")),
        ("<b>" * 200 + "甲\n\n" * 5000, Excess(0, "<")),
    ],
)
def test_the_line_at_which_it_becomes_too_much_is_told(text: str, excess: Excess) -> None:
    """With the mark that there is too much of."""
    assert find_excess(text) == excess


ROLL = "| 姓名 | 村 | 事迹 |\n|---|---|---|\n" + "| 王秀英 | 石桥村 | [事迹](/honors/a/) |\n" * 3000
LINKS = "见[名单](list.xlsx)、[公示](/notices/2024/a/)（第[1]号）。\n" * 2000
STORY = "天不亮，**桥上**就有扫帚的声音[^1]：“快一点！”他说 (笑)。a < b。\n\n" * 4000


@pytest.mark.parametrize("text", [ROLL, LINKS, STORY, "- 王秀英\n" * 5000, "> 一\n" * 300])
def test_long_texts_that_editors_do_write_are_rendered(text: str) -> None:
    """A roll of three thousand names, a story of two hundred thousand characters."""
    assert find_excess(text) is None
