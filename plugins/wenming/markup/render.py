"""A record's Markdown as HTML that is safe to publish."""

from __future__ import annotations

import functools
import html
import re
from dataclasses import dataclass, replace
from typing import Any
from xml.etree.ElementTree import Element

import markdown
import markdown.inlinepatterns
import markdown.treeprocessors
import nh3
from markdown.util import AtomicString

from .effort import Excess, find_excess
from .links import Reference, find_references, player_of
from .plain import lighten
from .text import HAN, excerpt, plain_text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a body: its level (2 to 6), id and text."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What is asked of a body without showing it."""

    references: tuple[Reference, ...] = ()
    beginning: str = ""
    """Of the text: an excerpt."""


@dataclass(frozen=True, slots=True)
class Body:
    """A rendered body. `html` holds relative references as written; `text` has no markup."""

    html: str
    text: str
    headings: tuple[Heading, ...]
    outline: Outline
    excess: Excess | None = None
    """What kept it from being rendered: `html` shows it as it was written."""


_EXTENSIONS = (
    "admonition",
    "def_list",
    "fenced_code",
    "footnotes",
    "sane_lists",
    "tables",
    "toc",
    "pymdownx.tasklist",
    "pymdownx.tilde",
)

_ID_PREFIX = "s-"
"""In front of every heading's id, so that none shadows a property of the page's script."""


def _heading_id(text: str, separator: str) -> str:
    words = re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", "", text)).lower())
    return _ID_PREFIX + (separator.join(words) or "x")


class _PlainText(markdown.treeprocessors.Treeprocessor):
    """Marks the text that no inline pattern can match, which in Chinese is nearly all of it.

    Python-Markdown tries some twenty patterns on every text otherwise.
    """

    _MAY_MATCH = re.compile(r"[`\\\[\]!<>&*_~\n@]|://")

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not self._MAY_MATCH.search(element.text):
                element.text = AtomicString(element.text)


class _Masked(markdown.inlinepatterns.InlineProcessor):
    """Stars that mask part of a number, as in 138****1234, are no marks of emphasis."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the name is theirs
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return m[0], m.start(), m.end()


class _PlainTextExtension(markdown.Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name is theirs
        masked, before_emphasis = r"(?<=[0-9A-Za-z])\*{3,}(?=[0-9@])", 65
        md.inlinePatterns.register(_Masked(masked, md), "masked", before_emphasis)
        just_before_inline = 21
        md.treeprocessors.register(_PlainText(md), "plain_text", just_before_inline)


@functools.cache
def _markdown() -> markdown.Markdown:
    # One instance for the process: making one costs half as much as rendering a record.
    return markdown.Markdown(
        extensions=[*_EXTENSIONS, _PlainTextExtension()],
        extension_configs={
            "toc": {"slugify": _heading_id, "marker": ""},
            "footnotes": {"BACKLINK_TITLE": "回到正文第 {} 处注释"},
            "pymdownx.tilde": {"subscript": False},
        },
        output_format="html",
    )


_CLASSES = {
    "div": {"admonition", "note", "tip", "info", "warning", "quote", "example", "footnote"},
    "p": {"admonition-title"},
    "a": {"footnote-ref", "footnote-backref"},
    "ul": {"task-list"},
    "li": {"task-list-item"},
    "figure": {"picture"},
}

_TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div"),
    *("dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
    *("i", "img", "input", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small", "strong"),
    *("sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"),
}

_ATTRIBUTES = {
    "a": {"href", "title", "id"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "input": {"type", "checked", "disabled"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"id"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}

_OWN_ID = re.compile(rf"{_ID_PREFIX}[\w-]+|fn(?:ref)?\d*:[\w-]+")
_ALIGNMENT = re.compile(r"text-align: (left|right|center);")


def _attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "id":
        return value if _OWN_ID.fullmatch(value) else None
    if attribute == "type":  # an input is a box of a task list, nothing else
        return "checkbox"
    if attribute == "style":  # how Python-Markdown aligns a column; it becomes a class below
        return value if _ALIGNMENT.fullmatch(value) else None
    return value


@functools.cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        attribute_filter=_attribute,
        clean_content_tags={"script", "style"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


# What `&#1;` stands for: no document of the portal may hold it (XML 1.0, 2.2).
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _converted(text: str) -> tuple[str, list[Heading]] | None:
    """Unsafe HTML, and the headings in it; None if Python-Markdown gives up."""
    light = lighten(text, _heading_id)
    if not light.rest:
        return light.filled(""), [Heading(*each) for each in light.headings]
    converter = _markdown()
    try:
        converter.reset()
        rendered = light.filled(converter.convert(light.rest))
    except RecursionError:  # lists in lists in lists: nobody means that
        _markdown.cache_clear()  # its state is still that of the middle of the text
        return None
    others = _headings(getattr(converter, "toc_tokens", []))
    return rendered, others or [Heading(*each) for each in light.headings]


def _as_written(text: str, excess: Excess | None) -> Body:
    """A body that is shown as it was written, because nobody can render it in time."""
    shown = _CONTROLS.sub("", text)
    lines = (line.strip() for line in shown.split("\n"))
    text = "\n".join(filter(None, lines))
    outline = Outline(beginning=excerpt(text))
    return Body(f"<pre>{html.escape(shown)}</pre>", text, (), outline, excess)


def render_body(text: str) -> Body:
    """The body of a record, from its Markdown."""
    excess = find_excess(text)
    converted = None if excess else _converted(text)
    if converted is None:
        return _as_written(text, excess)
    raw, headings = converted
    safe = _CONTROLS.sub("", _cleaner().clean(_joined(raw)))
    if "<h1" in safe:  # the page's only h1 is the record's title
        safe = re.sub(r"(</?h)([1-6])", lambda m: f"{m[1]}{min(int(m[2]) + 1, 6)}", safe)
        headings = [replace(each, level=min(each.level + 1, 6)) for each in headings]
    if "style=" in safe:
        safe = re.sub(r'(<t[dh]\b[^>]*)style="text-align: (\w+);"', r'\1class="align-\2"', safe)
    if "<input" in safe:
        safe = re.sub(r"<input(?![^>]*\bdisabled)", "<input disabled", safe)
    if "<img" in safe:
        safe = _figures(safe)
    if "<table" in safe:  # wide tables scroll in their own frame, not the page
        safe = re.sub(r"(?=<table\b)", _TABLE_FRAME, safe)
        safe = safe.replace("</table>", "</table></div>")
    plain = plain_text(safe)
    return Body(safe, plain, tuple(headings), Outline(find_references(safe), excerpt(plain)))


_INLINE = r"(?:</?(?:a|abbr|b|cite|code|del|em|i|kbd|mark|q|s|small|strong|u)\b[^>]*>)*"
_BREAK = re.compile(f"(?<=[{HAN}])({_INLINE})\n({_INLINE})(?=[{HAN}])")
_MAY_BREAK = re.compile(r"\n(?<!</p>\n)(?<!</li>\n)(?<!</h\d>\n)(?<!<[uo]l>\n)(?<!</[uo]l>\n)")


def _joined(raw: str) -> str:
    """Without the line breaks between two Han characters, which would show as spaces."""
    if not _MAY_BREAK.search(raw):  # which is seen at once
        return raw
    if "<pre" not in raw:
        return _BREAK.sub(r"\1\2", raw)
    parts = re.split(r"(<pre\b.*?(?:</pre>|\Z))", raw, flags=re.DOTALL)
    return "".join(p if p.startswith("<pre") else _BREAK.sub(r"\1\2", p) for p in parts)


_TABLE_FRAME = '<div class="table" role="region" aria-label="表格" tabindex="0">'

_LONE_PICTURE = re.compile(r"<p>(<img [^>]*>)</p>")
_TITLE = re.compile(r' title="([^"]*)"')
_PLAYED = re.compile(r'<img (?=[^>]*\bsrc="([^"]*\.mp[34])")(?:[^>]*\balt="([^"]*)")?[^>]*>', re.I)
_LONE_PLAYER = re.compile(r"<p>(<(video|audio) [^>]*></\2>)</p>")
_LABEL = re.compile(r' aria-label="([^"]*)"')


def _figures(safe: str) -> str:
    """Pictures that stand alone become figures; their title becomes the caption.

    What names a sound or a film is played; its text is the caption.
    """

    def player(match: re.Match[str]) -> str:
        kind = player_of(html.unescape(match[1]))
        given = f'aria-label="{match[2] or ""}" src="{match[1]}"'
        return f'<{kind} controls preload="metadata" {given}></{kind}>'

    def played(match: re.Match[str]) -> str:
        label = _LABEL.search(match[1])
        caption = f"<figcaption>{label[1]}</figcaption>" if label and label[1] else ""
        return f'<figure class="media">{match[1]}{caption}</figure>'

    def figure(match: re.Match[str]) -> str:
        picture = match[1]
        title = _TITLE.search(picture)
        caption = f"<figcaption>{title[1]}</figcaption>" if title else ""
        return f'<figure class="picture">{_TITLE.sub("", picture)}{caption}</figure>'

    safe = _LONE_PLAYER.sub(played, _PLAYED.sub(player, safe))
    return _LONE_PICTURE.sub(figure, safe)


def _headings(tokens: list[dict[str, Any]]) -> list[Heading]:
    """The headings of Python-Markdown's tree, in their order."""
    found: list[Heading] = []
    for token in tokens:
        found.append(Heading(token["level"], token["id"], html.unescape(token["name"])))
        found += _headings(token["children"])
    return found
