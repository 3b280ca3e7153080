"""What people own is written whole or not at all, and what the system says is told as a problem."""

from __future__ import annotations

import contextlib
import datetime as dt
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from wenming.intake import plan_import, write_plan
from wenming.library import declared_collections
from wenming.settings import read_settings
from wenming.writing import write_file

from .portals import make_portal, snapshot, write
from .test_cli import wenming

NOTICE = """\
---
title: 渡口停航
date: 2026-06-01
type: 通知
issuer: 县文明办
---

电话13812345678。
"""


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """No file takes a byte: the system says that it would be too large."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    return make_portal(tmp_path / "portal", {"notices/2026/ferry.md": NOTICE})


def content(portal: Path) -> dict[str, str]:
    """All files but those that the portal keeps for itself."""
    return {path: at for path, at in snapshot(portal).items() if ".wenming" not in path}


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (("new", "notices", "停水"), "content/notices/2026/ting-shui.md"),
        (("takedown", "notices/ferry", "--reason", "写错了"), "content/tombstones.yml"),
        (("check", "--fix"), "content/notices/2026/ferry.md"),
    ],
)
def test_on_a_full_disk_one_problem_is_told_and_all_files_are_what_they_were(
    portal: Path, arguments: tuple[str, ...], path: str
) -> None:
    """With the path of the file, not of one that was to take its place."""
    before = content(portal)
    with full_disk():
        result = wenming(portal, *arguments)
    assert result.exit_code == 1
    [head] = [line for line in result.stderr.splitlines() if "[file-unwritten]" in line]
    assert head.startswith(path)
    assert "这个文件写不进去：文件太大。" in result.stderr
    assert content(portal) == before


def test_an_import_that_the_disk_does_not_take_changes_nothing(portal: Path) -> None:
    """Neither the record that grows nor those that are new; nothing hidden stays."""
    table = portal.parent / "名单.csv"
    write(table, "姓名,奖项,级别\n陈水根,身边好人,县级\n")
    assert wenming(portal, "import", "honors", str(table), "--yes").exit_code == 0
    write(table, "姓名,奖项,级别\n陈水根,身边好人,县级\n李四,身边好人,县级\n王五,道德模范,县级\n")
    settings = read_settings(portal / "mkdocs.yml")
    honors = declared_collections(portal, settings)[0]["honors"]
    plan = plan_import(portal, settings, honors, table, dt.date(2026, 6, 15))
    assert (len(plan.grown), len(plan.new)) == (1, 1)
    before = content(portal)
    with full_disk(), pytest.raises(OSError, match="content/honors/2026/ming-dan"):
        write_plan(plan, portal)
    assert content(portal) == before


@pytest.mark.parametrize(
    "arguments",
    [("export", "honors"), ("report", "--from", "2026-01-01", "--to", "2026-06-30")],
)
def test_a_table_that_cannot_be_written_leaves_the_one_before(
    portal: Path, arguments: tuple[str, ...]
) -> None:
    """Nobody hands in half a table."""
    write(portal / "made.json", "before")
    with full_disk():
        result = wenming(portal, *arguments, "--format", "json", "-o", str(portal / "made.json"))
    assert (result.exit_code, "[file-unwritten]" in result.stderr) == (1, True)
    assert (portal / "made.json").read_text("utf-8") == "before"
    assert list(portal.glob(".made*")) == []


def test_a_new_file_is_never_written_over_one_that_is_there(tmp_path: Path) -> None:
    """And nothing is left beside it."""
    write(tmp_path / "a.md", "before")
    with pytest.raises(FileExistsError):
        write_file(tmp_path / "a.md", b"after", new=True)
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]


def test_a_file_that_a_link_leads_to_is_written_and_keeps_its_mode(tmp_path: Path) -> None:
    """The link stays a link."""
    write(tmp_path / "a.csv", "before")
    (tmp_path / "a.csv").chmod(0o640)
    (tmp_path / "link.csv").symlink_to("a.csv")
    write_file(tmp_path / "link.csv", b"after")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "a.csv").read_bytes() == b"after"
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o640
