"""Links and pictures that an editor wrote, and Markdown does not read as such."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.markup import miswritten, render_body, written_pictures


def told(text: str) -> list[tuple[str, int, int, str]]:
    return [(each.code, each.line, each.column, each.value) for each in miswritten(text)]


@pytest.mark.parametrize(
    "written",
    [
        "![渡船]（ferry.jpg）",
        "![渡船](ferry.jpg）",
        "！[渡船](ferry.jpg)",
        "![渡船] (ferry.jpg)",
        "![渡船](ferry.jpg",
        "！【渡船】(ferry.jpg)",
        "[名单]（list.pdf）",
        "[名单] (list.pdf)",
        "【名单】(list.pdf)",
        "［名单］(list.PDF)",
        "[官网]（https://www.yunxi.example）",
        "[通知](/notices/2024/boats/",
    ],
)
def test_brackets_that_readers_would_see_are_told(written: str) -> None:
    """Full-width ones, a space between them, one that is not closed."""
    assert told(f"开船。\n\n见{written}") == [("link-marks", 2, 1, written)]
    assert "<img" not in render_body(written).html


def test_a_body_that_is_still_to_be_written_is_told() -> None:
    """Also where somebody writes on behind it; what only quotes it is a text."""
    line = "在这里写正文。"
    assert told(f"开船。\n\n  {line}天不亮。") == [("body-unwritten", 2, 2, line)]
    assert told(f"把“{line}”换成您的话。") == []


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("D:\\照片\\list.pdf", "media-path"),
        ("file:///D:/list.pdf", "media-path"),
        ("照片\\_1.pdf", "media-backslash"),
    ],
)
def test_paths_that_no_address_comes_of_are_told(written: str, code: str) -> None:
    """What rendering takes away cannot be told from the page."""
    assert told(f"[名单]({written})") == [(code, 0, 5, written)]


@pytest.mark.parametrize(
    "text",
    [
        "[名单](list.pdf)，![渡船](ferry.jpg)",
        "[名单](list.pdf)（list.pdf）",
        "【通知】（附件见 list.pdf）",
        "[1]（第一版）",
        "数组 a[1] (见下)",
        "惊喜！[名单](/list/)",
        "`[名单]（list.pdf）`",
        "```\n[名单]（list.pdf）\n```",
        "网址是 https://www.yunxi.example/（总站）",
        "C:\\照片 和 \\*星号\\*",
    ],
)
def test_what_is_right_or_meant_so_is_not_told(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "written",
    [
        "[名单]()",
        "[名单]( )",
        "[名单](<>)",
        '[名单]( "名单")',
        "[名单](javascript:;)",
        "[名单](ftp://www.yunxi.example/list)",
        '<a href="">',
        '<a class="b" href="javascript:void(0)">',
    ],
)
def test_links_without_an_address_are_told(written: str) -> None:
    """They would be words like any others, or lead to where the reader is."""
    assert told(f"开船。\n\n见{written}。") == [("link-without-address", 2, 1, written)]
    assert not re.search('href="[^"]', render_body(written).html)


@pytest.mark.parametrize(
    "written",
    [
        "[名单](#s-名单)",
        "[信箱](mailto:wmb@yunxi.example)",
        "[电话](TEL:05006120012)",
        '<a href="HTTPS://www.yunxi.example/">县政府</a>',
        '<a id="s-1"></a>',
        "`[名单]()`",
        "- [ ] 待办",
    ],
)
def test_links_with_an_address_and_what_is_no_link_are_not_told(written: str) -> None:
    assert told(written) == []


@pytest.mark.parametrize(
    "element",
    [
        '<iframe src="https://v.example/1"></iframe>',
        "<VIDEO controls>",
        "<embed/>",
        "<script>",
        "<style>",
        '<form action="/">',
        "<input>",
        "<svg>",
        '<mp-common-videosnap data-id="1">',
    ],
)
def test_elements_that_no_page_has_are_told(element: str) -> None:
    """What they show or do would be missing without a word."""
    named = re.split(r"[\s/>]", element)[0]
    assert told(f"开船。\n\n看{element}") == [("element-left-out", 2, 1, named)]
    assert named.lower() not in render_body(element).html.replace("<input disabled", "")


@pytest.mark.parametrize(
    "text",
    [
        '<font color="red">红</font><span style="color: red">红</span><center>中</center>',
        "`<iframe>` 和 ``<video> ` <form>``",
        "```html\n<iframe>\n```",
        "\\<iframe>",
        "3<formal 和 <inputs>",
    ],
)
def test_elements_of_which_the_words_stay_and_code_are_not_told(text: str) -> None:
    assert "element-left-out" not in {each.code for each in miswritten(text)}


@pytest.mark.parametrize("mark", ["`", "``a`", "[x]( ", "<a href= ", "<img ", "![", '![](x "'])
def test_marks_that_are_never_closed_are_read_in_time(mark: str) -> None:
    """A megabyte of them; a step for each that follows would take hours."""
    text = mark * (1024 * 1024 // len(mark))
    began = time.process_time()
    list(miswritten(text))
    list(written_pictures(text))
    assert time.process_time() - began < 10


@given(st.text("[]()（）【】!！ a.pdf\\:/\n`<>"))
def test_whatever_is_told_stands_there(text: str) -> None:
    """At its line and column."""
    for each in miswritten(text):
        line = text.split("\n")[each.line]
        assert line[each.column :].startswith(each.value)
