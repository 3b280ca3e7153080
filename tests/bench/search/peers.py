"""The peers on the same texts: Material's search (lunr with jieba), and Pagefind.

They are needed for the comparison alone: `pip install jieba 'pagefind[extended]'`.
"""

from __future__ import annotations

import html
import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench.__main__ import Figure, measure

from .browser import served
from .queries import Query, Truth

MOST = 60


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine on its own site: how it is built, and what asks it in a browser."""

    name: str
    folder: Path
    command: tuple[str, ...]
    site: Path
    ready: str
    """JavaScript: a promise of being able to search."""
    ask: str
    """JavaScript: from a text to the addresses of at most `MOST` results, in their order."""


def available() -> list[str]:
    """The peers' packages that are installed."""
    return [name for name in ("jieba", "pagefind") if importlib.util.find_spec(name)]


def material(truth: Truth, folder: Path) -> Peer:
    """MkDocs and Material with `search`, lang zh: its worker is asked as its page asks it."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# 首页\n", encoding="utf-8")
    for number, document in enumerate(truth.documents):
        text = "\n\n".join((*document.names, *document.facts, document.body))
        (docs / f"r{number}.md").write_text(f"# {document.title}\n\n{text}\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: peer\nsite_url: http://peer.example/\nnav: [index.md]\n"
        "validation: {omitted_files: ignore}\n"
        "theme: {name: material, language: zh, font: false}\nplugins: [search: {lang: zh}]\n",
        encoding="utf-8",
    )
    mkdocs = str(Path(sys.executable).parent / "mkdocs")
    return Peer(
        "Material: lunr, jieba",
        folder,
        (mkdocs, "build", "-q", "-f", str(folder / "mkdocs.yml")),
        folder / "site",
        _LUNR_READY,
        _LUNR_ASK,
    )


def pagefind(truth: Truth, folder: Path) -> Peer:
    """Pagefind over plain pages, as it comes."""
    site = folder / "site"
    site.mkdir(parents=True)
    for number, document in enumerate(truth.documents):
        paragraphs = (*document.names, *document.facts, *document.body.split("\n"))
        body = "".join(f"<p>{html.escape(each)}</p>" for each in paragraphs)
        (site / f"r{number}").mkdir()
        (site / f"r{number}" / "index.html").write_text(
            f'<!doctype html><html lang="zh"><title>{html.escape(document.title)}</title>'
            f"<main><h1>{html.escape(document.title)}</h1>{body}</main></html>",
            encoding="utf-8",
        )
    (site / "index.html").write_text("<!doctype html><html lang=zh><p>", encoding="utf-8")
    return Peer(
        "Pagefind",
        folder,
        (sys.executable, "-m", "pagefind", "--site", str(site)),
        site,
        _PAGEFIND_READY,
        _PAGEFIND_ASK,
    )


def build(peer: Peer) -> Figure:
    return measure(peer.command, lambda: None, 1)


def answers(
    browser: Browser, peer: Peer, truth: Truth, queries: Sequence[Query]
) -> tuple[dict[str, list[list[str]]], int]:
    """Addresses of the results of each query by class, and bytes of the first one, cold."""
    place = {f"r{number}": each.address for number, each in enumerate(truth.documents)}
    found: dict[str, list[list[str]]] = {}
    sent: list[int] = []
    with served(peer.site, sent) as base:
        page = browser.new_page()
        page.goto(f"{base}/")
        page.wait_for_load_state("networkidle")
        sent.clear()
        page.evaluate(peer.ready)
        page.evaluate(peer.ask, [queries[0].text, 10])
        page.wait_for_load_state("networkidle")
        first = sum(sent)
        for query in queries:
            urls = page.evaluate(peer.ask, [query.text, MOST])
            parts = [url.split("#")[0].split("?")[0].strip("/").rpartition("/")[2] for url in urls]
            shown = list(dict.fromkeys(place[part] for part in parts if part in place))
            found.setdefault(query.kind, []).append(shown)
        page.close()
    return found, first


_LUNR_READY = """async () => {
  const config = JSON.parse(document.querySelector("#__config").textContent);
  const base = new URL(config.base, location.href);
  const index = await (await fetch(new URL("search/search_index.json", base))).json();
  const worker = new Worker(new URL(config.search, location.href));
  window.__ask = text => new Promise(done => {
    worker.onmessage = ({data}) => { if (data.type === 3) done(data.data); };
    worker.postMessage({type: 2, data: text});
  });
  await new Promise(done => {
    worker.onmessage = ({data}) => { if (data.type === 1) done(); };
    worker.postMessage({type: 0, data: {...index, options: {suggest: false}}});
  });
}"""
_LUNR_ASK = """async ([text, most]) => {
  const result = await window.__ask(text);
  const groups = result.items || result;
  return groups.slice(0, most).map(group => (group[0] || group).location);
}"""
_PAGEFIND_READY = """async () => {
  window.__pagefind = await import("/pagefind/pagefind.js");
  await window.__pagefind.init();
}"""
_PAGEFIND_ASK = """async ([text, most]) => {
  const found = await window.__pagefind.search(text);
  const pages = await Promise.all(found.results.slice(0, most).map(each => each.data()));
  return pages.map(page => page.url);
}"""
