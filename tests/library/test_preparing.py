"""What earlier runs found out is taken from the store, and only as long as it is so."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import time
from pathlib import Path

import pytest

from wenming.library import load
from wenming.library.preparing import STORED
from wenming.settings import read_settings
from wenming.store import STORE, Store

from ..portals import make_portal, sample_portal

TODAY = dt.date(2026, 11, 22)
RECORD = "content/notices/2026/n.md"
TEXT = """---
title: {title}
date: 2026-03-05
type: 通知
issuer: 测试县文明办
---

{body}
"""


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    """A portal with one notice, written an hour ago, that was loaded once."""
    made = make_portal(
        tmp_path, {"notices/2026/n.md": TEXT.format(title="停水", body="明天停水。")}
    )
    settle(made)
    loaded(made)
    return made


def settle(portal: Path) -> None:
    """Let the files be an hour old: their times are to be relied on then."""
    hour_ago = time.time() - 3600
    for file in portal.rglob("*.md"):
        os.utime(file, (hour_ago, hour_ago))


def loaded(portal: Path) -> tuple[str, str]:
    """The title and the body's HTML of the notice."""
    library = load(portal, read_settings(portal / "mkdocs.yml"), TODAY).library
    (record,) = library.records
    return record.title, library.body(record).html


def poison(portal: Path, column: str) -> None:
    """Spoil what the store keeps, so that one can tell whether it was used."""
    with sqlite3.connect(portal / STORE) as database:
        database.execute(f"UPDATE kept SET {column} = x'00' WHERE kind = 'body'")


def rows(portal: Path) -> set[tuple[str, str]]:
    with sqlite3.connect(portal / STORE) as database:
        return set(database.execute("SELECT kind, key FROM kept WHERE kind = 'body'"))


def test_a_second_load_finds_the_same(portal: Path) -> None:
    """From the store, whose body it is."""
    assert loaded(portal) == ("停水", "<p>明天停水。</p>")
    assert rows(portal) == {("body", RECORD)}


def test_a_spoilt_body_is_rendered_again(portal: Path) -> None:
    """A damaged store only costs time."""
    poison(portal, "data")
    assert loaded(portal) == ("停水", "<p>明天停水。</p>")


def test_an_edit_is_seen_though_size_and_time_are_the_same(portal: Path) -> None:
    """Two saves within a moment, or an editor that sets the time back."""
    file = portal / RECORD
    before = file.stat()
    file.write_text(TEXT.format(title="停电", body="明天停电。"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert loaded(portal) == ("停电", "<p>明天停电。</p>")


def test_a_touched_file_is_known_by_its_content(portal: Path) -> None:
    """A fresh checkout of the same text: what is kept of it still holds."""
    kept = rows(portal)
    os.utime(portal / RECORD)
    assert loaded(portal) == ("停水", "<p>明天停水。</p>")
    assert rows(portal) == kept


def test_another_declaration_makes_records_be_read_again(portal: Path) -> None:
    """What was a text is refused now."""
    declaration = portal / "content/notices/_collection.yml"
    text = declaration.read_text(encoding="utf-8")
    declaration.write_text(text.replace("notice: 通知", "memo: 通知"), encoding="utf-8")
    settings = read_settings(portal / "mkdocs.yml")
    assert [record.get("type") for record in load(portal, settings, TODAY).library.records] == [
        "memo"
    ]


def test_a_removed_record_is_removed_from_the_store(portal: Path) -> None:
    """It may have been removed because it had to go."""
    (portal / RECORD).unlink()
    load(portal, read_settings(portal / "mkdocs.yml"), TODAY)
    assert rows(portal) == set()
    assert "明天停水".encode() not in (portal / STORE).read_bytes()


def test_a_faulty_record_is_told_again_and_again(portal: Path) -> None:
    """Problems are kept, too."""
    (portal / RECORD).write_text("---\ntitle: 停水\n---\n", encoding="utf-8")
    settings = read_settings(portal / "mkdocs.yml")
    first = load(portal, settings, TODAY).problems
    settle(portal)
    assert load(portal, settings, TODAY).problems == load(portal, settings, TODAY).problems == first
    assert first


def test_whatever_a_record_may_hold_comes_back(tmp_path: Path) -> None:
    """Every record of the sample portal, with every field type there is."""
    sample_portal(tmp_path)
    first = load(tmp_path, read_settings(tmp_path / "mkdocs.yml"), TODAY)
    kept = Store(tmp_path / STORE, STORED).read_many("prepared")
    assert kept.keys() == {record.path for record in first.records}
    second = load(tmp_path, read_settings(tmp_path / "mkdocs.yml"), TODAY)
    assert second.records == first.records
    assert second.outlines == first.outlines
