"""Follow every link of a built site to a file."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from .portals import files_in


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids.add(values.get("id") or "")
        if values.get("rel") != "canonical":
            self.links += [values[key] or "" for key in ("href", "src") if values.get(key)]


def broken_links(site: Path, base: str = "/") -> Iterator[tuple[str, str]]:
    """Page and link, for each link to this site that no file answers."""
    pages: dict[Path, _Links] = {}
    for file in files_in(site, ".html"):
        parser = _Links()
        parser.feed(file.read_text(encoding="utf-8"))
        pages[file] = parser
    for file, parser in pages.items():
        path = file.relative_to(site).as_posix().removesuffix("index.html")
        for link in parser.links:
            url = urlsplit(urljoin(f"http://site{base}{path}", link))
            if url.netloc != "site" or url.scheme != "http":
                continue
            target = unquote(url.path)
            if not target.startswith(base):
                yield path, link
                continue
            found = site / target.removeprefix(base)
            found = found / "index.html" if target.endswith("/") else found
            fragment = unquote(url.fragment)
            if not found.is_file() or (
                fragment and found in pages and fragment not in pages[found].ids
            ):
                yield path, link
