"""A portal of a few records, and the feeds that are written of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import feedparser
from PIL import Image

from wenming import pipeline
from wenming.feeds import write_feeds
from wenming.release import Release
from wenming.settings import Settings, read_settings

from .. import office, portals

TODAY = dt.date(2026, 11, 22)

ORGANIZATIONS = """
- name: 云溪县
  slug: yunxi
  kind: county
  children:
    - {name: 云溪县文明办, slug: wenmingban, kind: department}
    - {name: 青石镇, slug: qingshi, kind: town}
"""

GOOD_PEOPLE = """---
title: 2024年第二季度“云溪好人”
date: 2024-07-05 09:00
source: 云溪县文明办
author: 沈知秋
organization: 云溪县文明办
id: 2024-q2
award: good-person
level: county
tags: [云溪好人, 季度发布]
summary: 三位邻居，A < B & C。
cover: {file: bridge.png, alt: 石桥}
pictures:
  - {file: bridge.png, alt: 石桥 "老" 桥, caption: 桥上 <i>的</i> 人}
attachments:
  - {file: list.pdf, title: 名单}
  - {file: table.xlsx}
honorees:
  - {name: 陈水根, organization: 青石镇, citation: 扫桥 <b>三十</b> 年。}
  - {name: 小满, organization: 青石小学, citation: 拾到钱包。, minor: true, consent: true}
---

<b>青石镇</b>的[桥](../../family/2025/story.md)、[桥洞](/people/#c)和[名单](list.pdf)。[^1]

<script>alert(1)</script>

[^1]: 见县志。
"""

STORY = """---
title: 桥上的人家
date: 2025-03-02
source: 云溪县文明办
organization: 青石镇
family: 陈水根家庭
motto: 桥是大家的
rules: [不争, 不懒]
---

一家人扫桥。
"""


@dataclass
class Portal:
    """A portal's folder."""

    root: Path
    options: dict[str, Any] = field(default_factory=dict)
    """Settings other than those in its `mkdocs.yml`."""

    @property
    def settings(self) -> Settings:
        given = read_settings(self.root / "mkdocs.yml").model_dump()
        return Settings(**{**given, **self.options})

    def write(self, path: str, text: str) -> None:
        """Write a file below `content/`."""
        portals.write(self.root / "content" / path, text)

    def remove(self, path: str) -> None:
        (self.root / "content" / path).unlink()

    def notice(self, name: str, title: str, date: str = "2024-06-01", **fields: str) -> str:
        """Write a notice whose body is its title; returns its path."""
        given = {"title": title, "date": date, "source": "县文明办", "type": "notice"}
        front = json.dumps({**given, "issuer": "县文明办", **fields}, ensure_ascii=False)
        path = f"notices/{name}.md"
        self.write(path, f"---\n{front}\n---\n\n正文。\n")
        return path

    def checked(self) -> pipeline.Checked:
        checked = pipeline.check(self.root, self.settings, TODAY)
        assert [problem.message("en") for problem in checked.problems if problem.is_error] == []
        return checked

    def feeds(self, *, into: Path | None = None, **options: int) -> Feeds:
        checked, folder = self.checked(), into or self.root / "site"
        write_feeds(checked.library, checked.views, Release(folder), **options)
        return Feeds(folder)


@dataclass(frozen=True)
class Feeds:
    """The files that were written."""

    folder: Path

    def data(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()

    def parsed(self, path: str) -> Any:
        """What a reader of RSS and Atom understands; there must be nothing to forgive."""
        feed = feedparser.parse(self.data(path))
        assert not feed.bozo, (path, feed.bozo_exception)
        return feed

    def json(self, path: str = "feed.json") -> Mapping[str, Any]:
        loaded: Mapping[str, Any] = json.loads(self.data(path))
        return loaded

    def ids(self, path: str = "feed.json") -> list[str]:
        return [item["id"].partition(":")[2].partition(":")[2] for item in self.json(path)["items"]]

    def all(self) -> Mapping[str, bytes]:
        files = (file for file in sorted(self.folder.rglob("*")) if file.is_file())
        return {str(file.relative_to(self.folder)): file.read_bytes() for file in files}


def make_columns(root: Path) -> Portal:
    """A portal of four columns and three organizations without a record."""
    files = {"content/organizations.yml": ORGANIZATIONS}
    return Portal(portals.make_portal(root, {}, files=files))


def make_portal(root: Path) -> Portal:
    """The same with an honor roll that has everything, and a family's story."""
    portal = make_columns(root)
    portal.write("honors/2024/good.md", GOOD_PEOPLE)
    portal.write("family/2025/story.md", STORY)
    folder = root / "content" / "honors" / "2024"
    portals.write(folder / "list.pdf", b"%PDF-1.4 one")
    portals.write(folder / "table.xlsx", office.ooxml("xlsx"))
    Image.new("RGB", (8, 6)).save(folder / "bridge.png")
    return portal
