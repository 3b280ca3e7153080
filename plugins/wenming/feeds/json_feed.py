"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any

from .entry import LANGUAGE, Entry, Feed


def json_feed(feed: Feed, url: str) -> str:
    """The feed as JSON; `url` is its own address."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": url,
        "description": feed.description,
        "language": LANGUAGE,
        "authors": [{"name": feed.author, "url": feed.author_url}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(data, ensure_ascii=False) + "\n"


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "image": entry.image,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": entry.author}],
        "tags": list(entry.categories),
        "attachments": [
            {
                "url": each.url,
                "mime_type": each.mime,
                "title": each.title,
                "size_in_bytes": each.size,
            }
            for each in entry.enclosures
        ],
    }
    return {name: value for name, value in item.items() if value}
