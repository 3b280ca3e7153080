"""One more column needs one `_collection.yml`, from its form for editors to its open data."""

from __future__ import annotations

import json
from pathlib import Path

from .portals import MKDOCS_YML, make_portal
from .test_cli import wenming

GARDENS = """\
label: 小花园
description: 各村的小花园。
browse: [kind]
feeds: [kind]
fields:
  kind: {label: 种类, type: choice, required: true, choices: {flower: 花, herb: 药草}}
  size: {label: 面积, type: integer, unit: 平方米}
  keeper: {label: 照看的人, type: name}
"""


def test_one_more_column_gets_everything_that_columns_have(tmp_path: Path) -> None:
    """A form, a page, listings, an entry of the navigation, feeds, data and filters."""
    portal = make_portal(
        tmp_path / "portal",
        settings=f"{MKDOCS_YML}  - wenming/search\n  - wenming/data\n",
        files={"content/gardens/_collection.yml": GARDENS},
    )
    assert wenming(portal, "new", "gardens", "桥头花园").exit_code == 0
    [form] = (portal / "content" / "gardens").glob("*/*.md")
    text = form.read_text("utf-8")
    assert all(f"{label}:" in text for label in ("种类", "面积", "照看的人"))
    head = "title: 桥头花园\ndate: 2026-01-01\n种类: 药草\n面积: 30\n照看的人: 陈水根\n"
    form.write_text(f"---\n{head}---\n\n薄荷。\n", "utf-8")
    assert wenming(portal, "check").exit_code == 0
    assert wenming(portal, "build", "--as-of", "2026-11-22").exit_code == 0
    site = portal / "site"
    [page] = (site / "gardens" / "2026").glob("*/index.html")
    assert all(told in page.read_text("utf-8") for told in ("桥头花园", "药草", "陈水根", "薄荷"))
    for listing in ("gardens", "gardens/2026", "gardens/by-kind/herb"):
        assert "桥头花园" in (site / listing / "index.html").read_text("utf-8")
    assert 'href="/gardens/"' in (site / "index.html").read_text("utf-8")
    for feed in ("gardens/feed.xml", "gardens/by-kind/herb/atom.xml", "gardens/feed.json"):
        assert "桥头花园" in (site / feed).read_text("utf-8")
    [row] = json.loads((site / "data" / "gardens.json").read_text("utf-8"))
    assert (row["kind"], row["size"], row["keeper"]) == ("herb", 30, "陈水根")
    manifest = json.loads((site / "search" / "manifest.json").read_text("utf-8"))
    assert ["kind", "种类"] in manifest["facets"]
    [facets] = [file.read_text("utf-8") for file in (site / "search").glob("*/f/kind.txt")]
    assert "药草" in facets
