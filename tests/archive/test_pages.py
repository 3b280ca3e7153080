"""Archived pages hold what the portal's pages show, and nothing that runs."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

from wenming.archive import archive_files, gather
from wenming.library import load
from wenming.settings import read_settings
from wenming.views import plan

from ..payloads import CORPORA, corpus
from ..portals import make_portal
from ..views.portal import TODAY, notice

SCHEME = "名称: 测评体系\n指标:\n  - {代码: A, 内容: 甲}\n"


class Reader(HTMLParser):
    """What of a page could run, and how often it forbids that."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.policies = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.policies += "script-src 'none'" in (dict(attrs).get("content") or "")
        self.found += (
            [tag] if tag in ("script", "iframe", "object", "embed", "form", "base") else []
        )
        self.found += [name for name, _ in attrs if name.startswith("on") or name == "srcdoc"]
        self.found += [
            value
            for _, value in attrs
            if value and value.strip().lower().startswith(("javascript:", "data:", "vbscript:"))
        ]


def test_nothing_runs_in_an_archived_page(tmp_path: Path) -> None:
    """Whatever titles and bodies hold: here the public payloads."""
    payloads = dict.fromkeys(payload for name in CORPORA for payload in corpus(name))
    records = {
        f"notices/p{number}.md": notice(
            json.dumps(payload[:100] or "x"), "2026-03-01", body=payload, indicators="[A]"
        )
        for number, payload in enumerate(payloads)
    }
    portal = make_portal(tmp_path, records, files={"content/indicators/s.yml": SCHEME})
    library = load(portal, read_settings(portal / "mkdocs.yml"), TODAY).library
    archive = gather(library, library.schemes.by_name["s"], 2026)
    pages = [
        text.decode()
        for name, text in archive_files(archive, library, plan(library))
        if name.endswith(".html")
    ]
    assert len(pages) >= 200
    for page in pages:
        reader = Reader()
        reader.feed(page)
        assert (reader.found, reader.policies) == ([], 1), page
