"""Nothing that editors can write runs in a reader's browser: every payload, in every place."""

from __future__ import annotations

import csv
import functools
import io
import json
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import icalendar
import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from wenming.pages import POLICY

from ..payloads import CORPORA, corpus, our_own
from ..portals import files_in
from .hostile import COLUMNS, build
from .test_csp import InlineReader

pytestmark = pytest.mark.browser

AT_ONCE = 40

# Whatever a payload would do to be noticed is told to the console; so is what it would need.
WATCH = """
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
  window[name] = () => console.error("FIRED " + name + " " + location.pathname);
}
Object.defineProperty(window, "__fired", {
  set: () => console.error("FIRED " + location.pathname), get: () => 0 });
document.addEventListener("securitypolicyviolation",
  event => console.error("VIOLATION " + event.violatedDirective + " " + event.blockedURI));
"""
SHOW = """
async ([paths, allowed]) => {
  const found = [];
  const look = frame => {
    const page = frame.contentDocument;
    if (!page || !page.querySelector("main, article, .page, p, h1")) {
      found.push("EMPTY " + frame.dataset.path);
      return;
    }
    const box = page.querySelector("header form[data-search=box]");
    for (const element of page.querySelectorAll("*")) {
      if (box && box.contains(element)) continue;  // the one form of ours
      const name = element.localName;
      const data = name === "script" && element.type === "application/ld+json";
      if (data) JSON.parse(element.textContent);
      const ours = name === "script"
        && /^\\/assets\\/javascripts\\/(portal|search[a-z-]*)\\.[0-9a-f]{8}\\.js$/
        .test(new URL(element.src || "x:", location.href).pathname);
      const stray = ["iframe", "object", "embed", "base", "form", "style", "template",
        "svg", "math", "frame", "applet", "marquee"].includes(name);
      if (stray || (name === "script" && !data && !ours))
        found.push(`<${name}> ${frame.dataset.path}`);
      for (const { name: attribute, value } of element.attributes) {
        if (/^on/i.test(attribute) || ["style", "srcdoc", "name"].includes(attribute)
            && name !== "meta")
          found.push(`${name} ${attribute}=${value} ${frame.dataset.path}`);
        if (attribute === "id" && value in Object.prototype || value === "cookie"
            && attribute === "id")
          found.push(`${name} id=${value} ${frame.dataset.path}`);
      }
      if ((name === "a" || name === "area") && element.hasAttribute("href")
          && !allowed.includes(element.protocol))
        found.push(`href ${element.getAttribute("href")} ${frame.dataset.path}`);
    }
  };
  await Promise.all(paths.map(path => new Promise(done => {
    const frame = document.createElement("iframe");
    frame.dataset.path = path;
    frame.onload = () => setTimeout(() => { look(frame); frame.remove(); done(); }, 0);
    frame.src = path;
    document.body.append(frame);
  })));
  return found;
}
"""


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not worth a line."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def watched(
    chromium: Browser, address: str, *, policy: bool
) -> Iterator[tuple[Page, tuple[list[str], list[str]]]]:
    """A page, and what is heard from it: what runs, and what it asks other hosts for."""
    context = chromium.new_context(bypass_csp=not policy)
    context.add_init_script(WATCH)
    page = context.new_page()
    found: list[str] = []
    elsewhere: list[str] = []
    page.on("dialog", lambda dialog: (found.append(f"DIALOG {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda m: found.append(m.text) if "404" not in m.text else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "request",
        lambda r: None if r.url.startswith((f"{address}/", "data:")) else elsewhere.append(r.url),
    )
    yield page, (found, elsewhere)
    context.close()


def seen(
    chromium: Browser, address: str, paths: list[str], *, policy: bool
) -> tuple[list[str], list[str]]:
    """What runs or is left on these pages, and what they ask other hosts for.

    Without `policy` Chromium ignores the pages' own, so that nothing but the
    escaping stands between a payload and the reader.
    """
    with watched(chromium, address, policy=policy) as (page, heard):
        page.goto(f"{address}/harness.txt")
        for start in range(0, len(paths), AT_ONCE):
            allowed = ["http:", "https:", "mailto:", "tel:", ":"]  # ":" is that of no address
            heard[0].extend(page.evaluate(SHOW, [paths[start : start + AT_ONCE], allowed]))
    return heard


ALL = "WENMING_ALL_PAYLOADS" in os.environ
"""Read every page (some four minutes), not each payload in one column of five."""

PER_PAGE = 20

FORMULA = tuple("=+-@\t\r")
"""What a spreadsheet takes for the beginning of a formula."""

FOUND = re.compile("^(找到|没有|减号|请输入)")
"""What a search says when it is done."""


def _files(site: Path, below: str) -> list[Path]:
    return [f for f in files_in(site / below, ".html") if "handbook" not in f.parts]


def every_page(site: Path, below: str = "") -> list[str]:
    """The addresses of the pages below a folder of the site."""
    return [_address(site, file) for file in _files(site, below)]


def _address(site: Path, file: Path) -> str:
    return quote("/" + file.relative_to(site).as_posix().removesuffix("index.html"))


def pages_of(site: Path, below: str = "") -> list[str]:
    """The same; of many pages such as hold each payload once."""
    files = _files(site, below)
    if not ALL:
        records = [f for f in files if f.parent.parent.name == "2026"]
        rest = [f for f in files if f.parent.parent.name != "2026"]
        step = 5 if len(records) < 450 else 4
        # In the order of their numbers, a column after the other: 87 and 5 have no common divisor.
        files = [*records[::step], *rest[:: max(len(rest) // 30, 1)]]
    return [_address(site, file) for file in files]


def entries_of(site: Path) -> list[str]:
    """Pages of what the feed shows of records, as a reader that filters nothing would show it."""
    feed = json.loads((site / "feed.json").read_text(encoding="utf-8"))
    addresses = []
    for start in range(0, len(feed["items"]), PER_PAGE):
        items = feed["items"][start : start + PER_PAGE]
        text = "".join(f"<p>x</p><div>{item['content_html']}</div>" for item in items)
        text = text.replace("https://www.example.org/", "/")  # here is where the portal is served
        addresses.append(f"/entries-{start}.html")
        (site / addresses[-1][1:]).write_text(f"<!doctype html><meta charset=utf-8>{text}")
    return addresses


Hostile = tuple[Path, dict[str, int]]


@pytest.fixture(scope="module")
def owasp(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """A record for each of OWASP's 87 payloads in each column."""
    folder = tmp_path_factory.mktemp("owasp")
    counts = build(folder / "p", corpus("xss-owasp"), (*COLUMNS, "payloads"))
    (folder / "p/site/harness.txt").write_text("")
    return folder / "p/site", dict(counts)


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """A record for each payload of the other corpora and of our own."""
    folder = tmp_path_factory.mktemp("others")
    payloads = [*(p for name in CORPORA[1:] for p in corpus(name)), *our_own()]
    counts = build(folder / "p", payloads, ("payloads",))
    (folder / "p/site/harness.txt").write_text("")
    return folder / "p/site", dict(counts)


@pytest.mark.parametrize("policy", [False, True], ids=["escaping alone", "with the policy"])
def test_no_payload_of_owasp_fires_on_any_page(
    chromium: Browser, owasp: Hostile, policy: bool
) -> None:
    """Records, listings, people, organizations, redirects; 87 payloads in all five columns."""
    site, counts = owasp
    assert counts["records"] > 420
    assert counts["texts"] > 10_000
    with served(site) as address:
        paths = pages_of(site)[:: 1 if ALL or not policy else 3]
        assert seen(chromium, address, paths, policy=policy) == ([], [])


def test_no_payload_of_others_or_our_own_fires(chromium: Browser, others: Hostile) -> None:
    """Their records and the columns that list them; our pages' policy is ignored."""
    site, counts = others
    assert counts["records"] > 490
    with served(site) as address:
        paths = [*pages_of(site, "payloads/2026"), "/payloads/", "/payloads/page/2/", "/"]
        assert seen(chromium, address, paths, policy=False) == ([], [])


SOUGHT = ("script", "alert", "onerror", "javascript:", "<img", "xss", "svg")
"""What payloads are made of: each finds many of them."""


@pytest.mark.parametrize("corpus_of", ["owasp", "others"])
def test_no_payload_fires_in_what_a_search_shows(
    chromium: Browser, corpus_of: str, request: pytest.FixtureRequest
) -> None:
    """Titles, names, excerpts and filters of the results; the query; who is suggested."""
    site, _ = request.getfixturevalue(corpus_of)
    with served(site) as address, watched(chromium, address, policy=False) as (page, heard):
        for query in SOUGHT:
            page.goto(f"{address}/search/?q={quote(query)}")
            expect(page.locator("#found [role=status]")).to_have_text(FOUND)
            expect(page.locator(".found mark").first).to_be_visible()
            tags = page.locator("#found *").evaluate_all("all => all.map(e => e.localName)")
            assert not {"script", "img", "svg", "iframe", "style", "object"} & set(tags), query
        page.locator("#query").fill("")
        page.locator("#query").press_sequentially("scr")
        expect(page.get_by_role("option").first).to_be_visible()
        assert heard == ([], [])


@pytest.mark.parametrize("corpus_of", ["owasp", "others"])
def test_no_payload_fires_in_a_feed_reader_that_filters_nothing(
    chromium: Browser, corpus_of: str, request: pytest.FixtureRequest
) -> None:
    """The HTML of the entries is as safe as the pages."""
    site, counts = request.getfixturevalue(corpus_of)
    paths = entries_of(site)
    assert len(paths) == -(-counts["records"] // PER_PAGE)
    with served(site) as address:
        assert seen(chromium, address, paths, policy=False) == ([], [])


@pytest.mark.parametrize("corpus_of", ["owasp", "others"])
def test_every_machine_readable_file_stays_well_formed(
    corpus_of: str, request: pytest.FixtureRequest
) -> None:
    """Feeds, the site map, data, calendars, the index; a strict parser has nothing to forgive."""
    site, _ = request.getfixturevalue(corpus_of)
    files = files_in(site, ".xml", ".opml")
    assert len(files) > 10
    for file in files:
        etree.parse(file, etree.XMLParser(resolve_entities=False, huge_tree=True))
    for file in files_in(site, ".json"):
        json.loads(file.read_text(encoding="utf-8"))
    for file in files_in(site, ".ics"):
        icalendar.Calendar.from_ical(file.read_bytes())
    for file in files_in(site, ".csv"):
        rows = [*csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline=""), strict=True)]
        assert len({len(row) for row in rows}) == 1
        assert [cell for row in rows for cell in row if cell[:1] in FORMULA] == []


@pytest.mark.parametrize("corpus_of", ["owasp", "others"])
def test_no_page_at_all_holds_what_could_run(
    corpus_of: str, request: pytest.FixtureRequest
) -> None:
    """Read by a parser, every page of both portals: no stray script, style or handler."""
    site, counts = request.getfixturevalue(corpus_of)
    pages = [f for f in files_in(site, ".html") if not f.name.startswith("entries-")]
    assert len(pages) == counts["pages"]
    for file in pages:
        page = InlineReader()
        page.feed(file.read_text(encoding="utf-8"))
        assert (page.policies, page.stopped) == ([POLICY], []), file
