"""What a first visit costs a reader, over the wire: what comes packed counts as it is packed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from wenming.mkdocs.styles import ABSENT, lean

from ..nginx import nginx
from ..portals import REPOSITORY

pytestmark = pytest.mark.browser

KB = 1000
RECORD, HOME = 60 * KB, 150 * KB
"""The most of a page with its styles, scripts and fonts; pictures apart."""

TRANSFERRED = """() => [...performance.getEntries()]
  .filter(each => each.transferSize !== undefined)
  .map(each => [new URL(each.name).pathname, each.transferSize, each.renderBlockingStatus])"""


@pytest.fixture(scope="module")
def packing(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample portal, served by an nginx that packs as the handbook says."""
    text = (REPOSITORY / "site_src/pages/handbook/deploy.md").read_text(encoding="utf-8")
    gzip = "".join(re.findall(r"^gzip.*$", text, re.M))
    types = "types { text/html html; text/css css; text/javascript js; image/webp webp; }"
    with nginx(tmp_path_factory.mktemp("nginx"), f"root {site}; {types} {gzip}") as port:
        yield f"http://127.0.0.1:{port}"


def heaviest(site: Path) -> str:
    """The address of the record with the longest page."""
    pages = site.glob("*/2*/*/index.html")
    longest = max(pages, key=lambda page: (page.stat().st_size, page))
    return f"/{longest.parent.relative_to(site).as_posix()}/"


@pytest.mark.parametrize(("kind", "most"), [("record", RECORD), ("home", HOME)])
def test_a_page_is_light(chromium: Browser, site: Path, packing: str, kind: str, most: int) -> None:
    """The heaviest record's, and the home page; nothing that holds it up comes from elsewhere."""
    path = heaviest(site) if kind == "record" else "/"
    context = chromium.new_context()
    page = context.new_page()
    page.goto(packing + path, wait_until="networkidle")
    loaded: list[tuple[str, int, str]] = page.evaluate(TRANSFERRED)
    context.close()
    counted = {
        name: size for name, size, _ in loaded if not re.search(r"\.(webp|png|jpe?g|svg)$", name)
    }
    assert {Path(name).suffix for name in counted} == {"", ".css", ".js"}
    assert all(size > 300 for size in counted.values())  # a kept one would count 0
    assert sum(counted.values()) <= most, counted
    blocking = {name for name, _, status in loaded if status == "blocking"}
    assert {Path(name).suffix for name in blocking} == {".css"}


def test_no_page_has_what_the_styles_leave_out(site: Path) -> None:
    """Of Material's frame: what its rules would be for."""
    absent = re.compile(rf"md-(?:{'|'.join(ABSENT)})(?![a-z])")
    for file in site.rglob("*.html"):
        classes = " ".join(re.findall(r'\sclass="([^"]*)"', file.read_text(encoding="utf-8")))
        assert not absent.search(classes), file


def test_styles_are_left_out_by_selectors() -> None:
    """What stays keeps its order; strings and conditions are no selectors."""
    assert lean(
        '@charset "UTF-8";html{color:red}.md-nav,.md-typeset a:is(b,i){top:0}.md-nav__link{top:1}'
        ".md-typeset:not(.md-nav){top:2}[dir=rtl] a{top:3}@media print{.md-top{top:4}}"
        '@media screen{.md-tabs{top:5}.md-tag{content:"}.md-top{"}}'
        ":root{--md-a:url('x;}y');--md-b:url(z)}a{mask:var(--md-b)}"
    ) == (
        '@charset "UTF-8";html{color:red}.md-typeset a:is(b,i){top:0}'
        ".md-typeset:not(.md-nav){top:2}"
        '@media screen{.md-tag{content:"}.md-top{"}}'
        ":root{--md-b:url(z)}a{mask:var(--md-b)}"
    )
