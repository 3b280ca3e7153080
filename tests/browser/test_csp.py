"""No page breaks its own Content-Security-Policy, nor the stricter headers of the handbook."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from wenming.pages import POLICY

from ..portals import REPOSITORY, files_in
from .test_pages import PAGES

pytestmark = pytest.mark.browser

MORE_PAGES = {
    "redirect": "/haoren/2024.html",
    "page that is not there": "/404.html",
    "site map": "/sitemap/",
    "search": "/search/?q=陈水根",
    "how to subscribe": "/subscribe/",
    "handbook": "/handbook/records/",
    "handbook with aligned tables": "/handbook/writing/",
    "deployment": "/handbook/deploy/",
}
DEPLOY = (REPOSITORY / "site_src/pages/handbook/deploy.md").read_text(encoding="utf-8")


def snippet(language: str) -> str:
    """The first block of code of that language on the handbook's page."""
    found = re.search(rf"```{language}\n(.*?)```", DEPLOY, re.DOTALL)
    assert found
    return found[1]


def headers() -> Mapping[str, str]:
    """The headers of every address in the block of `_headers`."""
    block = snippet("text").partition("/media/")[0]
    return dict(line.strip().split(": ", 1) for line in block.splitlines()[1:])


class _Strict(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        for name, value in headers().items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not worth a line."""


@pytest.fixture(scope="module")
def strict_address(site: Path) -> Iterator[str]:
    handler = functools.partial(_Strict, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


LISTEN = """
window.__violations = [];
document.addEventListener("securitypolicyviolation",
  event => window.__violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.mark.parametrize("served", ["address", "strict_address"])
def test_no_page_violates_the_policy(
    chromium: Browser, served: str, request: pytest.FixtureRequest
) -> None:
    """Every kind of page, read with the large type and the high contrast; 0 violations."""
    address = request.getfixturevalue(served)
    context = chromium.new_context()
    context.add_init_script(LISTEN)
    page = context.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    violations: dict[str, list[str]] = {}
    for kind, path in {**PAGES, **MORE_PAGES}.items():
        page.goto(address + path, wait_until="load")
        if kind == "redirect":
            page.wait_for_url(lambda url: not url.endswith("/haoren/2024.html"))
        if kind == "search":
            page.locator(".found mark").first.wait_for()
        for label in ("更大", "高对比"):
            button = page.get_by_role("button", name=label)
            if button.count():
                button.first.click()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        if found := page.evaluate("window.__violations"):
            violations[kind] = found
    context.close()
    assert violations == {}
    assert messages == []


def test_the_policy_stops_what_is_smuggled_into_a_page(
    chromium: Browser, strict_address: str
) -> None:
    """The listener hears it, and nothing runs: otherwise the test above would prove nothing."""
    context = chromium.new_context()
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.goto(strict_address + "/", wait_until="networkidle")
    page.evaluate(
        """() => {
          const element = document.createElement("div");
          element.innerHTML = "<img src='/none.png' onerror='window.__fired=1'>";
          document.body.append(element);
        }"""
    )
    page.wait_for_function("window.__violations.length > 0")
    assert page.evaluate("window.__fired") is None
    context.close()


class InlineReader(HTMLParser):
    """What in a page a strict policy would stop, and the policy itself."""

    def __init__(self) -> None:
        super().__init__()
        self.policies: list[str] = []
        self.stopped: list[str] = []
        self.first: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.first.append(tag if tag != "meta" else str(attrs[0]))
        if attributes.get("http-equiv") == "Content-Security-Policy":
            self.policies.append(attributes["content"] or "")
        inline = "src" not in attributes and attributes.get("type") != "application/ld+json"
        if tag in ("style", "base", "iframe", "object", "embed") or (tag == "script" and inline):
            self.stopped.append(tag)
        self.stopped += [n for n in attributes if n == "style" or n.startswith("on")]


def test_every_page_carries_the_policy_before_anything_else(site: Path) -> None:
    """Redirects and the page for addresses that are not there, too; nothing inline is left."""
    pages = files_in(site, ".html")
    assert len(pages) > 500
    for file in pages:
        page = InlineReader()
        page.feed(file.read_text(encoding="utf-8"))
        assert page.policies == [POLICY], file
        assert page.stopped == [], file
        assert page.first[:4] == [
            *("html", "head", "('charset', 'utf-8')"),
            "('http-equiv', 'Content-Security-Policy')",
        ], file


HASHED = ("/assets/stylesheets/main.57a0d79d.min.css", "/assets/javascripts/portal.e53de227.js")
PLAIN = ("/", "/feed.xml", "/assets/logo.svg", "/assets/stylesheets/portal.css", "/index.html")


@pytest.mark.parametrize("snippet_of", ["nginx", "caddyfile"])
def test_only_names_that_follow_the_content_are_kept_for_ever(snippet_of: str) -> None:
    """The patterns are those of the snippets."""
    if snippet_of == "nginx":
        patterns = re.findall(r'^ +"?~(\^\S+?)"? +"public', DEPLOY, re.MULTILINE)
    else:
        patterns = re.findall(r"path_regexp (\S+)", snippet(snippet_of))
    assert patterns
    kept = [
        path
        for path in (*HASHED, "/media/0123456789abcdef/a.pdf", *PLAIN)
        if any(re.search(pattern, path) for pattern in patterns)
    ]
    assert kept == [*HASHED, "/media/0123456789abcdef/a.pdf"]
