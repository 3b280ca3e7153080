"""A body keeps what an editor means and nothing that a browser would run."""

from __future__ import annotations

import random
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.markup import Body, Heading, Outline, excerpt, find_excess, render_body
from wenming.markup.plain import Lightened

FRAME = '<div class="table" role="region" aria-label="表格" tabindex="0">'
"""Around every table: on a small screen it scrolls by itself."""

Attributes = dict[str, str | None]


class Reader(HTMLParser):
    """Collects what a browser would see: elements with their attributes, and text."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def html_of(text: str) -> str:
    return render_body(text).html


# What is kept


def test_a_paragraph_with_emphasis_and_a_link() -> None:
    """The commonest things look as everywhere in Markdown."""
    assert html_of("**好人**就在*身边*，见[名单](/honors/)。") == (
        '<p><strong>好人</strong>就在<em>身边</em>，见<a href="/honors/">名单</a>。</p>'
    )


def test_a_table_keeps_the_alignment_of_its_columns_as_classes() -> None:
    """No inline style is left that a content security policy would have to allow."""
    assert html_of("|甲|乙|丙|丁|\n|:--|:-:|--:|---|\n|1|2|3|4|\n") == (
        f"{FRAME}<table>\n<thead>\n<tr>\n"
        '<th class="align-left">甲</th>\n<th class="align-center">乙</th>\n'
        '<th class="align-right">丙</th>\n<th>丁</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
        '<td class="align-left">1</td>\n<td class="align-center">2</td>\n'
        '<td class="align-right">3</td>\n<td>4</td>\n</tr>\n</tbody>\n</table></div>'
    )


@pytest.mark.parametrize("table", ["<table>", "<table title='x'>", "<TABLE class='wide'>"])
def test_every_table_gets_one_frame_that_is_closed_again(table: str) -> None:
    """A stray end tag in a body would end an element of the page around it."""
    html = html_of(f"{table}<tr><td>甲</td></tr></table>\n\n文")
    assert html.count("<div") == html.count("</div>") == 1
    assert html.startswith(f"{FRAME}<table")


def test_style_that_is_only_written_about_stays_as_it_is() -> None:
    """The class replaces the attribute, not the words of a text."""
    html = html_of('写 style="text-align: left;" 就行')
    assert html == '<p>写 style="text-align: left;" 就行</p>'


def test_a_footnote_leads_to_its_text_and_back() -> None:
    """The title of the way back is Chinese."""
    assert html_of("十年[^1]。\n\n[^1]: 据村志。\n") == (
        '<p>十年<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>。</p>\n'
        '<div class="footnote">\n<hr>\n<ol>\n<li id="fn:1">\n'
        '<p>据村志。&nbsp;<a class="footnote-backref" href="#fnref:1" '
        'title="回到正文第 1 处注释">↩</a></p>\n</li>\n</ol>\n</div>'
    )


def test_a_task_list_shows_boxes_that_nobody_can_tick() -> None:
    """They tell what is done, they are no form."""
    boxes = [e for e in read(html_of("- [ ] 报名\n- [x] 抽签\n")).elements if e[0] == "input"]
    assert boxes == [
        ("input", {"type": "checkbox", "disabled": ""}),
        ("input", {"type": "checkbox", "disabled": "", "checked": ""}),
    ]
    assert '<ul class="task-list">' in html_of("- [ ] 报名\n")


def test_a_definition_list() -> None:
    """Terms and what they mean."""
    assert html_of("总堂\n:   设在县图书馆\n") == (
        "<dl>\n<dt>总堂</dt>\n<dd>设在县图书馆</dd>\n</dl>"
    )


def test_an_admonition_with_its_title() -> None:
    """A box of one of the known kinds."""
    assert html_of('!!! warning "停水"\n    请提前储水。\n') == (
        '<div class="admonition warning">\n<p class="admonition-title">停水</p>\n'
        "<p>请提前储水。</p>\n</div>"
    )


def test_an_admonition_of_an_unknown_kind_is_a_plain_box() -> None:
    """No class of Material's own is within an editor's reach."""
    assert html_of('!!! md-header "甲"\n    乙\n').startswith('<div class="admonition">')


def test_a_picture_that_stands_alone_is_a_figure_whose_title_is_the_caption() -> None:
    """The caption is text, whatever it holds."""
    assert html_of('![石桥](bridge.webp "清晨的 <石桥>")') == (
        '<figure class="picture"><img alt="石桥" src="bridge.webp">'
        "<figcaption>清晨的 &lt;石桥&gt;</figcaption></figure>"
    )


def test_a_picture_without_title_is_a_figure_without_caption() -> None:
    """No empty line under it."""
    assert html_of("![石桥](bridge.webp)") == (
        '<figure class="picture"><img alt="石桥" src="bridge.webp"></figure>'
    )


def test_a_picture_within_a_sentence_stays_there() -> None:
    """Only a paragraph of its own makes a figure."""
    assert html_of("看![石桥](bridge.webp)吧") == ('<p>看<img alt="石桥" src="bridge.webp">吧</p>')


def test_headings_carry_ids_with_a_prefix_that_the_script_of_a_page_never_uses() -> None:
    """`## location` must not become `window.location`."""
    body = render_body("## Location 一\n\n### 二、<b>时间</b>\n\n## Location 一\n\n## ！\n")
    assert body.headings == (
        Heading(2, "s-location-一", "Location 一"),
        Heading(3, "s-二-时间", "二、时间"),
        Heading(2, "s-location-一_1", "Location 一"),
        Heading(2, "s-x", "！"),
    )
    ids = [attributes["id"] for tag, attributes in read(body.html).elements if tag in ("h2", "h3")]
    assert ids == [heading.id for heading in body.headings]


def test_first_level_headings_move_all_down_so_that_the_page_has_one() -> None:
    """The page's own first heading is the record's title; there is no seventh level."""
    body = render_body("# 一\n\n## 二\n\n###### 六\n\n标题\n====\n")
    tags = [tag for tag, _ in read(body.html).elements]
    assert tags == ["h2", "h3", "h6", "h2"]
    assert [(h.level, h.text) for h in body.headings] == [
        (2, "一"),
        (3, "二"),
        (6, "六"),
        (2, "标题"),
    ]


def test_headings_stay_where_there_is_none_of_the_first_level() -> None:
    """Nothing is moved without need."""
    assert html_of("## 二\n\n### 三\n") == '<h2 id="s-二">二</h2>\n<h3 id="s-三">三</h3>'


def test_code_keeps_its_line_breaks_and_its_signs() -> None:
    """Between Han characters too, where a paragraph loses them."""
    assert html_of("```python\n春\n眠 <b>\n```") == "<pre><code>春\n眠 &lt;b&gt;\n</code></pre>"
    assert html_of("    春\n    眠\n") == "<pre><code>春\n眠\n</code></pre>"
    assert html_of('<pre title="诗">春\n眠</pre>') == '<pre title="诗">春\n眠</pre>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("春眠\n不觉晓。\n处处", "<p>春眠不觉晓。处处</p>"),
        (
            "他说\n**很好**。\n[桥](/a/)\n上",
            '<p>他说<strong>很好</strong>。<a href="/a/">桥</a>上</p>',
        ),
        ("good\nmorning", "<p>good\nmorning</p>"),
        ("第3\n期", "<p>第3\n期</p>"),
        ("春\nspring\n夏", "<p>春\nspring\n夏</p>"),
        ("春  \n夏", "<p>春<br>\n夏</p>"),
    ],
)
def test_line_breaks_between_han_characters_do_not_show_as_spaces(text: str, html: str) -> None:
    """An editor wraps lines anywhere; beside Latin letters and digits a break is a space."""
    assert html_of(text) == html


def test_tildes_strike_through_only_in_pairs() -> None:
    """`8~10时` is a span of time, not a subscript."""
    assert html_of("8~10时，~~9~11时~~") == "<p>8~10时，<del>9~11时</del></p>"


# What is dropped


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>甲", "甲"),
        ("<style>body{display:none}</style>甲", "甲"),
        ('<iframe src="https://e.example/">甲</iframe>', "甲"),
        ('<object data="x"><embed src="x">甲</object>', "甲"),
        ("<svg><script>alert(1)</script></svg>甲", "甲"),
        ("<!-- 备注 -->甲", "甲"),
        ('<meta http-equiv="refresh" content="0;url=//e.example">甲', "甲"),
        ('<base href="//e.example/">甲', "甲"),
        ('<link rel="stylesheet" href="//e.example/">甲', "甲"),
    ],
)
def test_elements_that_load_or_run_something_are_dropped(text: str, html: str) -> None:
    """The text inside stays, unless it is a program."""
    reader = read(html_of(text))
    assert reader.text.strip() == html
    assert {tag for tag, _ in reader.elements} <= {"p"}


def test_a_form_loses_everything_that_could_send_something() -> None:
    """What is left of an input is a box that cannot be ticked."""
    fields = '<input type="password" name="p" value="1"><button>发</button><select><option>甲'
    html = html_of(f'<form action="//e.example">{fields}</form>')
    assert [*read(html).elements] == [("input", {"disabled": None, "type": "checkbox"})]


@pytest.mark.parametrize("handler", ["onclick", "onerror", "ONLOAD", "onmouseover"])
def test_event_handlers_are_dropped(handler: str) -> None:
    """From elements that are kept, too."""
    elements = read(html_of(f'<p {handler}="alert(1)">甲</p>')).elements
    assert elements == [("p", {})]


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#9;script:alert(1)",
        "&#106;avascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:x",
    ],
)
def test_links_of_other_schemes_lose_their_target(target: str) -> None:
    """In Markdown as in HTML; the text of the link stays."""
    assert read(html_of(f'<a href="{target}">甲</a>')).elements[-1] == ("a", {})
    for tag, attributes in read(html_of(f"[甲](<{target}>)")).elements:
        assert (tag, attributes) in (("p", {}), ("a", {}))


def test_a_picture_from_data_loses_its_source() -> None:
    """An editor pasted it from a word processor; the check tells so."""
    assert html_of("看![甲](data:image/png;base64,AAAA)") == '<p>看<img alt="甲"></p>'


@pytest.mark.parametrize(
    "target", ["https://a.example/", "http://a.example/", "mailto:a@b.example", "tel:0500-6120012"]
)
def test_links_to_the_web_to_mail_and_to_telephones_stay(target: str) -> None:
    """As written."""
    assert html_of(f"[甲]({target})") == f'<p><a href="{target}">甲</a></p>'


@pytest.mark.parametrize(
    "attribute",
    [
        'id="header"',
        'class="md-header"',
        'name="location"',
        'style="position:fixed"',
        'data-md="x"',
    ],
)
@pytest.mark.parametrize("tag", ["p", "div", "h2", "a", "li", "sup", "td"])
def test_foreign_ids_classes_names_and_styles_are_dropped(tag: str, attribute: str) -> None:
    """None of them can reach what is the theme's or the script's."""
    around = {"td": "<table><tr>{}</tr></table>", "li": "<ul>{}</ul>"}.get(tag, "{}")
    html = html_of(around.format(f"<{tag} {attribute}>甲</{tag}>"))
    kept = [attributes for each, attributes in read(html).elements if each == tag]
    assert [value for attributes in kept for value in attributes.values() if value] == []


def test_end_tags_that_open_nothing_do_not_end_the_page() -> None:
    """What an editor leaves open or closes twice stays within the body."""
    assert html_of("</div></main>甲") == "<p>甲</p>"
    assert html_of('<div class="note"><b>甲') == '<div class="note"><b>甲</b></div>'


# Plain text


def test_the_text_of_a_body_has_each_block_on_a_line() -> None:
    """Tables by cell; pictures by their captions; nothing of the marks of footnotes."""
    body = render_body(
        "## 时间\n\n6月1日[^1]，*早上*。\n\n- 甲\n- 乙 &amp; 丙\n\n|名|数|\n|-|-|\n|桥|7|\n\n"
        '![石桥](b.webp "晨")\n\n[^1]: 据通知。\n'
    )
    assert body.text == "时间\n6月1日，早上。\n甲\n乙 & 丙\n名\n数\n桥\n7\n晨\n据通知。"


def test_the_text_of_a_body_may_look_like_markup() -> None:
    """It is text, which whoever shows it has to escape."""
    assert render_body("写 `<b>` 就行").text == "写 <b> 就行"


def test_an_excerpt_is_one_line_of_at_most_that_many_characters() -> None:
    """An ellipsis says that the text goes on."""
    assert excerpt("天不亮，\n桥上就有声音。") == "天不亮，桥上就有声音。"
    assert excerpt("一二三四五", 5) == "一二三四五"
    assert excerpt("一二三四五六", 5) == "一二三四五…"
    assert excerpt("one two", 4) == "one…"
    assert len(excerpt("桥" * 500)) == 121


def test_an_excerpt_keeps_names_and_headings_apart() -> None:
    """A space that was written, or a new line without a mark before it, stays a space."""
    assert excerpt("名单\n王一 李二\n张三。\n公示如下") == "名单 王一 李二 张三。公示如下"


# Laws

FRAGMENTS = (
    *("<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<table>"),
    *(
        "<p onclick='x'>",
        '" onfocus="x',
        "' onload='x",
        "<a href='javascript:x'>",
        "</div>",
        "<div",
    ),
    *(
        "<td style='text-align: left;'>",
        "<!--",
        "-->",
        "<![CDATA[",
        "<style>",
        "<noscript>",
        "<pre>",
    ),
    *(
        "# ",
        "## 甲\n",
        "- ",
        "1. ",
        "> ",
        "    ",
        "\n",
        "\n\n",
        "```\n",
        "`",
        "**",
        "[^1]",
        "[^1]: 注\n",
    ),
    *(
        "|甲|\n|-|\n",
        "![甲](a.png",
        ' "<script>alert(1)</script>")',
        "[甲](",
        ")",
        "!!! note\n",
        ":   ",
    ),
    *(
        "- [x] ",
        "&lt;script&gt;",
        "&#60;script&#62;",
        "\x00",
        "\x02",
        "\\",
        "<h1>",
        "\u2028",
        "甲",
        "a",
    ),
    *(
        "<math><mi>",
        "<mglyph>",
        "</title>",
        "<iframe srcdoc='<script>'>",
        "<input autofocus onfocus=x>",
    ),
)
TEXTS = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), max_size=30).map("".join)


def unsafe(html: str) -> Iterator[str]:
    """What in a page's HTML a browser would run or load by itself."""
    for tag, attributes in read(html).elements:
        if tag in ("script", "style", "iframe", "object", "embed", "form", "svg", "math", "base"):
            yield tag
        for name, value in attributes.items():
            target = (value or "").strip().lower()
            if name.startswith("on") or name in ("style", "srcdoc", "name", "autofocus"):
                yield name
            if name in ("href", "src") and target.startswith(("javascript:", "data:", "vbscript:")):
                yield target


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_text_makes_rendering_fail_or_a_page_unsafe(text: str) -> None:
    """Whatever stands in a body: at worst it looks odd."""
    body = render_body(text)
    assert list(unsafe(body.html)) == []
    assert "<script" not in body.html
    tags = [tag for tag, _ in read(body.html).elements]
    assert "h1" not in tags
    assert body.html.count("<div") == body.html.count("</div>")


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS)
def test_a_body_depends_on_its_text_alone(text: str, other: str) -> None:
    """Neither footnotes nor heading ids of another record leak into it."""
    first = render_body(text)
    render_body(other)
    assert render_body(text) == first


def test_footnotes_and_heading_ids_are_counted_anew_in_every_body() -> None:
    """The second record with the same text is the same."""
    text = "## 甲\n\n## 甲\n\n乙[^1]\n\n[^1]: 丙\n"
    first = render_body(text)
    assert [heading.id for heading in first.headings] == ["s-甲", "s-甲_1"]
    assert render_body(text) == first
    assert render_body("丁[^1]\n").html == "<p>丁[^1]</p>"


@pytest.mark.parametrize("mark", ["- ", "1. "])
def test_lists_nested_beyond_all_measure_are_shown_as_written(mark: str) -> None:
    """And the next body is rendered as ever."""
    sound = "## 甲\n\n- 乙\n\n丙\n"
    before = render_body(sound)
    text = mark * 2000 + "甲"
    assert render_body(text) == Body(
        f"<pre>{text}</pre>", text, (), Outline((), excerpt(text)), find_excess(text)
    )
    assert render_body(sound) == before


def test_stars_that_mask_a_number_are_no_marks_of_emphasis() -> None:
    """Two masked numbers in a paragraph are not bold in between."""
    text = "138****1234和139****1234，35*************123，**强**调 c***@qq.com"
    html = text.replace("**强**", "<strong>强</strong>")
    assert render_body(text).html == f"<p>{html}</p>"


def test_an_empty_body_is_empty() -> None:
    """A notice may be its front matter alone."""
    assert render_body("") == render_body(" \n") == Body("", "", (), Outline())


_BLOCKS = """
清晨的桥|他记在本子上。⏎第二天再看|　　缩进的一段|a & b|行尾有空格  ⏎第二行|经过|经过_1|2024.5 起
## 经过|##没有空格|# 大标题 #|###### 六|#|## 有 *强调*|## **粗**|## 一　二  三|## 经过_1|字⏎# 标题
- 一⏎- 二|- 有 **粗** 的⏎- 二 |- 一|-  两格|- |- ⏎|* 星|1. 一⏎2. 二|1）不是列表|10 日。第二天
- 一⏎⏎- 二|- 一⏎  续|- **粗⏎- 粗**|字⏎- 不是列表|    代码|> 引用|> - # 深处的标题|- # 标题
**粗**的字|**粗**和**粗**|**粗|** 粗**|***粗斜***|****|**a**b**|*斜*|**跨⏎行**|138****1234|*|**
标题⏎===|标题⏎---|---|```⏎代码⏎⏎里面⏎```|<div>⏎⏎里面⏎⏎</div>|<b>粗</b>|词⏎: 释义|: 释义|~~删~~
注[^1]|[^1]: 注文|[链接][甲]|[甲]: /a/|!!! note⏎    提示|    缩进|![图](a.png)|https://a.example
x\\_y|末尾 | 开头|中间⏎ 空格|→制表|+1 分|= 等于|甲_乙|“引文”|全角！（括号）|A1|+|####### 七|é
\ue0000
\u00a0空
"""
_PIECES = [
    each.replace("⏎", "\n").replace("→", "\t")
    for line in _BLOCKS.strip("\n").split("\n")
    for each in line.split("|")
]
_PIECES += ["| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"]


def test_plain_blocks_are_rendered_as_python_markdown_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands beside them."""
    chance = random.Random(5)
    texts = [
        "\n\n".join(chance.choices(_PIECES, k=chance.randint(1, 6))) + chance.choice(("", "\n"))
        for _ in range(1500)
    ]
    texts += ["\n\n\n".join(_PIECES[:4]), "\n\n 　", "", "甲\n \n乙", *_PIECES]
    ours = [render_body(text) for text in texts]
    monkeypatch.setattr("wenming.markup.render.lighten", lambda text, _: Lightened(text))
    theirs = map(render_body, texts)
    differ = [each for each in zip(texts, ours, theirs, strict=True) if each[1] != each[2]]
    assert differ == []
