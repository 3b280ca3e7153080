"""Rendered bodies are read where one is shown, and never of a text that nobody checked."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path

import pytest

from wenming.library import Library, load
from wenming.records import Refused
from wenming.settings import read_settings
from wenming.store import STORE

from ..portals import make_portal

RECORD = "content/notices/2026/n.md"
TEXT = "---\ntitle: 停水\ndate: 2026-03-05\ntype: 通知\nissuer: 测试县文明办\n---\n\n明天停水。\n"
HTML = "<p>明天停水。</p>"


def library_of(portal: Path) -> Library:
    return load(portal, read_settings(portal / "mkdocs.yml"), dt.date(2026, 11, 22)).library


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    return make_portal(tmp_path, {"notices/2026/n.md": TEXT})


def test_a_store_lost_in_mid_build_costs_time_only(portal: Path) -> None:
    library = library_of(portal)
    (portal / STORE).unlink()
    assert library.bodies[RECORD].html == HTML


def test_where_nothing_can_be_kept_bodies_stay_at_hand(portal: Path) -> None:
    """Not even the file is read again."""
    (portal / ".wenming").write_text("a file where the folder would be")
    library = library_of(portal)
    (portal / RECORD).unlink()
    assert library.bodies[RECORD].html == HTML


def test_a_text_that_came_later_is_not_shown(portal: Path) -> None:
    """Nobody has looked through it for private data."""
    library = library_of(portal)
    (portal / STORE).unlink()
    (portal / RECORD).write_text(TEXT.replace("明天", "后天"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        library.bodies[RECORD]
    assert refused.value.problem.place.path == RECORD
    assert "刚刚被改动了" in str(refused.value.problem)


def test_another_machine_has_those_that_were_brought(portal: Path) -> None:
    library = library_of(portal)
    there = pickle.loads(pickle.dumps(library.bodies))
    there.bring({RECORD: library.bodies.packed(RECORD)})
    assert there[RECORD] == library.bodies[RECORD]
    there.bring({})
    with pytest.raises(KeyError):
        there[RECORD]
