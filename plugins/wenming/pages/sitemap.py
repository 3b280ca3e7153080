"""sitemap.xml and robots.txt (sitemaps.org 0.9)."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable, Set

from ..library import Library
from ..views import Link, Views

MOST_URLS = 50_000
"""The protocol's limit for one file; above it there is an index."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemaps(library: Library, views: Views, hand_written: Iterable[Link]) -> dict[str, str]:
    """File names to texts: one sitemap, or an index and its parts."""
    entries = [(view.address, view.lastmod) for view in views.pages]
    entries += [(page.address, None) for page in hand_written]
    entries.sort(key=lambda entry: entry[0])
    urls = [_entry("url", library, address, when) for address, when in entries]
    if len(urls) <= MOST_URLS:
        return {"sitemap.xml": _document("urlset", urls)}
    files: dict[str, str] = {}
    parts = []
    for start in range(0, len(urls), MOST_URLS):
        name = f"sitemap-{start // MOST_URLS + 1}.xml"
        files[name] = _document("urlset", urls[start : start + MOST_URLS])
        dates = [when for _, when in entries[start : start + MOST_URLS] if when]
        parts.append(_entry("sitemap", library, f"/{name}", max(dates, default=None)))
    files["sitemap.xml"] = _document("sitemapindex", parts)
    return files


def moved_on(text: str, urls: Set[str], when: dt.datetime) -> str:
    """A sitemap, or an index of them, in which what lies at some URLs changed `when`, or later."""

    def later(found: re.Match[str]) -> str:
        if html.unescape(found[2]) not in urls or dt.datetime.fromisoformat(found[4]) >= when:
            return found[0]
        return f"{found[1]}{found[2]}{found[3]}{when.isoformat()}<"

    return _DATED.sub(later, text)


_DATED = re.compile(r"(<loc>)([^<]*)(</loc><lastmod>)([^<]*)<")


def robots(library: Library) -> str:
    """Everything may be read; the sitemap is here."""
    return f"User-agent: *\nAllow: /\nSitemap: {library.settings.absolute('/sitemap.xml')}\n"


def _entry(tag: str, library: Library, address: str, when: dt.datetime | None) -> str:
    url = html.escape(library.settings.absolute(address), quote=False)
    lastmod = f"<lastmod>{library.settings.aware(when).isoformat()}</lastmod>" if when else ""
    return f"<{tag}><loc>{url}</loc>{lastmod}</{tag}>"


def _document(tag: str, entries: Iterable[str]) -> str:
    body = "\n".join(entries)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{tag} xmlns="{_NAMESPACE}">\n{body}\n</{tag}>\n'
    )
