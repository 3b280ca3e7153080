"""Our search as a reader has it: queries typed into the page, results read from it."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from playwright.sync_api import Browser, Error, Page

from .browser import Wire
from .queries import Query

MOST_READ = 60
"""Results read of one query; of more, those shown have to be right and the count."""

_SETTLED = "() => document.querySelector('#found [role=status]').textContent.match(/^(找到|没有)/)"


@dataclass(slots=True)
class Score:
    """Sums over the queries of a class."""

    queries: int = 0
    expected: int = 0
    found: int = 0
    shown: int = 0
    right: int = 0
    targets: int = 0
    first: int = 0
    in_ten: int = 0

    @property
    def recall(self) -> float:
        return self.found / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.shown if self.shown else 1.0


def addresses(page: Page) -> list[str]:
    """The addresses under “exact”, in their order, read on until they end or are many."""
    links = page.locator("[data-kind=exact] h3 a")
    more = page.locator("[data-kind=exact] > button")
    while more.count() and links.count() < MOST_READ:
        known = links.count()
        more.click()
        page.wait_for_function(
            "n => document.querySelectorAll('[data-kind=exact] h3 a').length > n"
            " || !document.querySelector('[data-kind=exact] > button')",
            arg=known,
        )
    hrefs = links.evaluate_all("links => links.map(link => link.href)")
    return [unquote(urlsplit(href).path) for href in hrefs]


def ask(page: Page, base: str, text: str) -> None:
    page.goto(f"{base}/search/?q={quote(text)}")
    page.wait_for_function(_SETTLED)


def scores(browser: Browser, base: str, queries: Iterable[Query]) -> dict[str, Score]:
    """How the page answers, by class; prints every wrong answer."""
    found: dict[str, Score] = {}
    page = browser.new_page()
    for query in queries:
        ask(page, base, query.text)
        shown = addresses(page)
        score = found.setdefault(query.kind, Score())
        score.queries += 1
        right = [address for address in shown if address in query.true]
        many = len(shown) >= MOST_READ
        expected = min(len(query.true), len(shown)) if many else len(query.true)
        score.expected += expected
        score.found += len(set(right))
        score.shown += len(shown)
        score.right += len(right)
        if query.target:
            score.targets += 1
            score.first += bool(shown) and shown[0] in query.target
            score.in_ten += bool(query.target & set(shown[:10]))
        if len(right) != len(shown) or len(set(right)) != expected:
            missing = sorted(query.true - set(shown))[:3]
            print(
                f"  wrong: {query.kind} {query.text!r} {len(shown)} of {len(query.true)} {missing}"
            )
        if query.target and (not shown or shown[0] not in query.target):
            print(f"  not first: {query.text!r}: {shown[:1]}")
    page.close()
    return found


def cold_bytes(browser: Browser, base: str, queries: Iterable[Query]) -> list[int]:
    """Bytes of script, index and first results for each query, nothing known before."""
    totals = []
    for query in queries:
        context = browser.new_context()
        page = context.new_page()
        wire = Wire(page)
        ask(page, base, query.text)
        page.wait_for_load_state("networkidle")
        totals.append(wire.total("/javascripts/search", "/search/") - wire.total("/search/?"))
        context.close()
    return totals


def key_to_results(browser: Browser, base: str, queries: Iterable[Query]) -> list[float]:
    """Milliseconds from the last key to the results, on a page that is warm."""
    page = browser.new_page()
    page.goto(f"{base}/search/")
    times = []
    for query in queries:
        times.append(
            page.evaluate(
                """text => new Promise(done => {
                  const input = document.querySelector("#query");
                  const status = document.querySelector("#found [role=status]");
                  input.value = "";
                  status.textContent = "";
                  const start = performance.now();
                  const seen = new MutationObserver(() => {
                    if (!/^(找到|没有)/.test(status.textContent)) return;
                    seen.disconnect();
                    done(performance.now() - start);
                  });
                  seen.observe(status, {childList: true, characterData: true, subtree: true});
                  input.value = text;
                  input.dispatchEvent(new InputEvent("input", {bubbles: true}));
                })""",
                query.text,
            )
        )
    page.close()
    return times


def suggested(
    browser: Browser, base: str, typed: Iterable[tuple[str, str]]
) -> tuple[int, list[str]]:
    """How many of the names are in the box for what is typed, and which only on the page of all.

    What is on neither is printed. Initials may be those of more people than a box holds.
    """
    page = browser.new_page()
    page.goto(f"{base}/sitemap/")
    in_box, on_page = 0, list[str]()
    for text, name in typed:
        page.locator("#find").fill("")
        page.locator("#find").fill(text)
        named = page.locator(".suggestions .name", has_text=re.compile(f"^{re.escape(name)}$"))
        further = page.locator(".suggestions li").filter(has_text="全部列出")
        try:
            named.or_(further).first.wait_for(timeout=3000)
        except Error:
            print(f"  not suggested: {text} → {name}")
            continue
        if named.count():
            in_box += 1
            continue
        more = further.inner_text()
        if _listed(page, base, text, name):
            on_page.append(f"{text} → {name} ({more})")
        else:
            print(f"  not suggested: {text} → {name}")
    page.close()
    return in_box, on_page


def _listed(page: Page, base: str, text: str, name: str) -> bool:
    """Whether the search page lists somebody, all that it has to show being shown."""
    ask(page, base, text)
    names, further = page.locator(".people-found .name"), page.locator(".people-found + button")
    while name not in names.all_inner_texts() and further.count():
        known = names.count()
        further.click()
        page.wait_for_function(
            "n => document.querySelectorAll('.people-found .name').length > n"
            " || !document.querySelector('.people-found + button')",
            arg=known,
        )
    found = name in names.all_inner_texts()
    page.goto(f"{base}/sitemap/")
    return found


def median(values: list[float] | list[int]) -> float:
    return statistics.median(values) if values else 0.0
