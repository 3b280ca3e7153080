"""References of a body: found once each, filled with their final addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.markup import Reference, fill_references, find_references, render_body


def references(text: str) -> tuple[Reference, ...]:
    return render_body(text).outline.references


def test_links_and_pictures_are_found_in_their_order() -> None:
    """Targets as the editor wrote them, alternative texts with pictures."""
    text = '[名单](list.xlsx)，![石桥](bridge.webp "晨")，[规定](../2024/rules.md#s-一)'
    assert references(text) == (
        Reference(False, "list.xlsx"),
        Reference(True, "bridge.webp", "石桥"),
        Reference(False, "../2024/rules.md#s-一"),
    )


def test_a_reference_that_stands_twice_is_found_once() -> None:
    """A picture with another alternative text is another reference."""
    assert references("[甲](a.pdf) [乙](a.pdf) ![丙](b.png) ![丙](b.png) ![丁](b.png)") == (
        Reference(False, "a.pdf"),
        Reference(True, "b.png", "丙"),
        Reference(True, "b.png", "丁"),
    )


def test_targets_and_alternative_texts_are_decoded() -> None:
    """Percent-encoding and character references are HTML's matter, not the editor's."""
    picture, link = references('![「桥」&amp;"水"](%E7%85%A7%E7%89%87%201.png) [甲](<b&amp;c.pdf>)')
    assert (picture.target, picture.alt) == ("照片 1.png", '「桥」&"水"')
    assert picture.written == "%E7%85%A7%E7%89%87%201.png"
    assert link.target == link.written == "b&c.pdf"


def test_a_picture_whose_source_was_dropped_has_an_empty_target() -> None:
    """So that the check can tell the editor."""
    assert references("![甲](data:image/png;base64,AAAA)") == (Reference(True, "", "甲"),)


def test_a_picture_without_alternative_text_is_found() -> None:
    """So that the check can tell the editor."""
    assert references("![](a.png)") == (Reference(True, "a.png"),)


def test_a_link_without_target_is_no_reference() -> None:
    """Its target was not allowed."""
    assert references("[甲](javascript:alert(1)) <a>乙</a>") == ()


def test_elements_whose_names_only_begin_with_an_a_are_no_links() -> None:
    """`abbr` is one."""
    assert references("<abbr title=\"href='x'\">文明办</abbr>") == ()


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("a.png", "local"),
        ("照片/a.png", "local"),
        ("../2024/a.md", "local"),
        ("/honors/", "rooted"),
        ("#s-一", ""),
        ("?q=1", ""),
        ("", ""),
        ("https://a.example/", "remote"),
        ("mailto:a@b.example", "remote"),
        ("//a.example/x", "remote"),
        ("D:\\照片\\a.png", "remote"),
    ],
)
def test_a_reference_is_a_file_an_address_of_the_portal_or_somewhere_else(
    target: str, kind: str
) -> None:
    """Or a place on the page itself."""
    reference = Reference(False, target)
    assert (reference.is_local, reference.is_rooted, reference.is_remote) == (
        kind == "local",
        kind == "rooted",
        kind == "remote",
    )


def test_a_reference_is_filled_with_whole_attributes() -> None:
    """The others of its element stay."""
    safe = '<p><a href="a.md" title="甲">甲</a><img alt="乙" src="b.png"></p>'

    def attributes(reference: Reference) -> str:
        return 'src="/media/1/b.png" width="4"' if reference.picture else 'href="/honors/a/"'

    assert fill_references(safe, attributes) == (
        '<p><a href="/honors/a/" title="甲">甲</a><img alt="乙" src="/media/1/b.png" width="4"></p>'
    )


def test_a_reference_can_be_left_as_it_is_or_lose_its_target() -> None:
    """A link to a draft leads nowhere, but its text stays."""
    safe = '<a href="https://a.example/">甲</a> <a href="draft.md">乙</a>'
    filled = fill_references(safe, lambda r: "" if r.is_local else None)
    assert filled == '<a href="https://a.example/">甲</a> <a >乙</a>'


def test_what_looks_like_a_reference_in_a_text_stays() -> None:
    """Only elements are filled."""
    safe = render_body('`<a href="x">` 和 <abbr title=\'src="y"\'>乙</abbr>').html
    assert fill_references(safe, lambda _: 'href="z"') == safe


@given(
    st.lists(
        st.sampled_from(["a.png", "b 1.png", "丙.md", "d%25.pdf", "/e/?q=1&r=2", "https://f/"])
    )
)
def test_filling_asks_for_every_reference_that_was_found(targets: list[str]) -> None:
    """With the same address, whatever was escaped on the way."""
    text = " ".join(f"[甲](<{target}>) ![乙](<{target}>)" for target in targets)
    body = render_body(text)
    asked: set[tuple[bool, str]] = set()

    def attributes(reference: Reference) -> None:
        asked.add((reference.picture, reference.written))

    assert fill_references(body.html, attributes) == body.html
    assert asked == {(each.picture, each.written) for each in body.outline.references}
    assert find_references(body.html) == body.outline.references
