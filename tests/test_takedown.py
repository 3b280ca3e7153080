"""Withdrawing a record: what goes, what stays, what is told."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from wenming.cli import main
from wenming.pipeline import check
from wenming.problems import Problem
from wenming.settings import read_settings
from wenming.takedown import TakenDown, runbook, take_down

from . import office
from .mistakes import picture
from .portals import RECORDS, files_in, make_portal, write

WENMING = str(Path(sys.executable).parent / "wenming")
TODAY = dt.date(2026, 11, 22)
KEY = "honors/good-people"


def portal_with(folder: Path) -> Path:
    """Four records; the honor has a cover of its own and a picture that the family shows, too."""
    records: dict[str, str | bytes] = dict(RECORDS)
    honor = str(records.pop("honors/2026/good-people.md")).replace(
        "level: 县级",
        "level: 县级\naliases: [/old/1.html]\ncover: {file: own.jpg, alt: 石桥}\n"
        "pictures: [{file: both.jpg, alt: 石桥}]",
    )
    family = str(records.pop("family/2026/brooms.md")).replace("honors: [honors/good-people]\n", "")
    more = {
        "honors/2026/good-people.md": honor,
        "honors/2026/own.jpg": picture(),
        "honors/2026/both.jpg": picture() + b"\0",
        "honors/2026/other.md": honor.replace("own.jpg", "both.jpg").replace("/old/1", "/old/2"),
        "family/2026/brooms.md": family,
    }
    return make_portal(folder, {**records, **more})


def taken_down(portal: Path, key: str = KEY) -> TakenDown:
    settings = read_settings(portal / "mkdocs.yml")
    reason = "本人要求，电话13812345678"
    done = take_down(portal, settings, key, reason=reason, by="林审核", today=TODAY)
    assert isinstance(done, TakenDown)
    return done


def codes(portal: Path) -> list[str]:
    found = check(portal, read_settings(portal / "mkdocs.yml"), TODAY)
    return [problem.code for problem in found.problems]


def test_the_record_and_what_it_alone_names_go(tmp_path: Path) -> None:
    portal = portal_with(tmp_path)
    done = taken_down(portal)
    assert done.addresses == ("/honors/2026/good-people/", "/old/1.html")
    assert done.removed == ("content/honors/2026/good-people.md", "content/honors/2026/own.jpg")
    assert done.stay == ("content/honors/2026/both.jpg",)
    assert not any((portal / path).exists() for path in done.removed)
    assert all((portal / path).exists() for path in done.stay)


def test_the_addresses_of_its_files_are_told_and_no_others(tmp_path: Path) -> None:
    """For whoever has to clear caches: of pictures all widths, of what still stands nothing."""
    portal = portal_with(tmp_path)
    write(portal / "content/honors/2026/own.jpg", office.picture(size=(500, 5)))
    before = check(portal, read_settings(portal / "mkdocs.yml"), TODAY).library.media
    done = taken_down(portal)
    own = before["content/honors/2026/own.jpg"]
    assert set(done.media) == {own.address, own.renditions[480], own.renditions[500]}
    assert f"   {own.renditions[480]}\n" in runbook(done)
    after = check(portal, read_settings(portal / "mkdocs.yml"), TODAY).library.media
    assert own.digest not in {media.digest for media in after.values()}


def test_a_tombstone_stays_that_does_not_say_what_it_was(tmp_path: Path) -> None:
    """Nor does its reason tell anybody's number; what stood in the file stays there."""
    portal = portal_with(tmp_path)
    write(portal / "content/tombstones.yml", "# 撤稿记录\n")
    taken_down(portal)
    assert (portal / "content/tombstones.yml").read_text(encoding="utf-8") == (
        "# 撤稿记录\n"
        "- 稿件: honors/good-people\n"
        "  网址: /honors/2026/good-people/\n"
        "  曾用网址:\n"
        "  - /old/1.html\n"
        "  原因: 本人要求，电话138****5678\n"
        "  日期: '2026-11-22'\n"
        "  撤稿人: 林审核\n"
    )
    assert codes(portal) == []


def test_its_addresses_say_that_it_was_withdrawn_and_nothing_lists_it(tmp_path: Path) -> None:
    portal = portal_with(tmp_path)
    command = [WENMING, "takedown", KEY, "--reason", "本人要求"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795305600"}
    for arguments in (command, [WENMING, "build"]):
        done = subprocess.run(
            arguments, cwd=portal, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    site = portal / "site"
    for path in ("honors/2026/good-people/index.html", "old/1.html"):
        page = (site / path).read_text(encoding="utf-8")
        assert '<meta name="robots" content="noindex, noarchive">' in page
        assert "它于2026年11月22日由测试县文明办撤下" in page
        assert "好人名单" not in page
        assert "本人要求" not in page
    for file in files_in(site, ".html", ".xml", ".json", ".opml", ".csv"):
        assert "/honors/2026/good-people/" not in file.read_text(encoding="utf-8"), file


def test_no_rollback_brings_it_back(tmp_path: Path) -> None:
    """Before the next build it is refused; that build removes the releases that may hold it."""
    portal = portal_with(tmp_path)
    late = portal / "content/notices/2026/late.md"
    run(portal, "build")
    write(late, RECORDS["notices/2026/publicity.md"])
    run(portal, "build")
    taken_down(portal)
    said = run(portal, "rollback", code=1)
    assert "[release-withdrawn]" in said
    assert "不能退回第 1 版，里面可能还有 2026-11-22 撤下的“honors/good-people”。" in said
    said = run(portal, "build")
    assert "已删掉 2 个旧版本：里面可能还有后来撤下的稿件，不能再退回。" in said
    assert [e.name for e in (portal / ".site.releases").iterdir()] == ["releases.json"]
    assert "[no-release]" in run(portal, "rollback", code=1)
    late.unlink()
    run(portal, "build")
    run(portal, "rollback")
    assert (portal / "site/notices/2026/late/index.html").is_file()
    page = (portal / "site/honors/2026/good-people/index.html").read_text(encoding="utf-8")
    assert "撤下" in page


def test_where_nobody_can_tell_what_was_withdrawn_nothing_is_rolled_back(tmp_path: Path) -> None:
    """A file of tombstones that is damaged."""
    portal = portal_with(tmp_path)
    write(portal / "content/tombstones.yml", "撤下\n")
    assert "[tombstones-list]" in run(portal, "rollback", code=1)


def run(portal: Path, command: str, *, code: int = 0) -> str:
    """What a command says on the day of the takedown; it must end with that code."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795305600"}
    done = subprocess.run(
        [WENMING, command], cwd=portal, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def test_what_refers_to_it_is_told(tmp_path: Path) -> None:
    """By a field and by a link."""
    portal = make_portal(tmp_path)
    notice = RECORDS["notices/2026/publicity.md"]
    write(
        portal / "content/notices/2026/publicity.md",
        notice.replace("现予公示", "见[名单](/honors/2026/good-people/)"),
    )
    done = taken_down(portal)
    assert done.named_at == (
        "content/family/2026/brooms.md:7",
        "content/notices/2026/publicity.md:11",
    )
    assert "要先改掉：\n   content/family/2026/brooms.md:7\n" in runbook(done)
    found = check(portal, read_settings(portal / "mkdocs.yml"), TODAY).problems
    assert [(p.code, p.place.path, p.place.line) for p in found] == [
        ("withdrawn-record", "content/family/2026/brooms.md", 7),
        ("withdrawn-record", "content/notices/2026/publicity.md", 11),
    ]
    assert found[0].message() == "“honors/good-people”已于 2026-11-22 撤下，不能再引用。"
    assert not any(problem.is_error for problem in found)


@pytest.mark.parametrize("named", ["", "id: other-id\n", "id: other-id\nslug: other-slug\n"])
def test_a_link_to_its_file_is_told_whatever_the_file_is_called(tmp_path: Path, named: str) -> None:
    """Where neither id nor address tell its name, the tombstone does."""
    portal = portal_with(tmp_path)
    honor = portal / "content/honors/2026/good-people.md"
    write(honor, honor.read_text("utf-8").replace("level:", f"{named}level:"))
    notice = RECORDS["notices/2026/publicity.md"]
    links = "[名单](../../honors/2026/good-people.md) [无](../../honors/2026/none.md)"
    write(portal / "content/notices/2026/publicity.md", notice.replace("现予公示", links))
    taken_down(portal, "honors/other-id" if named else KEY)
    assert codes(portal) == ["withdrawn-record", "broken-link"]
    stones = (portal / "content/tombstones.yml").read_text("utf-8")
    assert ("文件: content/honors/2026/good-people.md" in stones) is ("slug" in named)


def test_a_record_that_comes_back_is_refused(tmp_path: Path) -> None:
    """A merge must not publish it again."""
    portal = portal_with(tmp_path)
    file = portal / "content/honors/2026/good-people.md"
    text = file.read_text(encoding="utf-8").replace("own.jpg", "both.jpg")
    taken_down(portal)
    write(file, text)
    assert codes(portal) == ["withdrawn-returns"]


def test_a_draft_can_be_withdrawn(tmp_path: Path) -> None:
    """It was made one to have it off the portal at once."""
    portal = portal_with(tmp_path)
    file = portal / "content/honors/2026/good-people.md"
    write(file, file.read_text(encoding="utf-8").replace("level:", "draft: true\nlevel:"))
    assert taken_down(portal).removed[0] == "content/honors/2026/good-people.md"


def test_a_record_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    portal = portal_with(tmp_path)
    done = subprocess.run(
        [WENMING, "takedown", "honors/good-peopel", "--reason", "x"],
        cwd=portal,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "是不是“honors/good-people”？" in done.stderr
    assert not (portal / "content/tombstones.yml").exists()


def test_what_was_withdrawn_is_told_as_such_and_nobody_else_is_suggested(tmp_path: Path) -> None:
    """Whoever follows a suggestion withdraws an innocent record."""
    portal = portal_with(tmp_path)
    taken_down(portal)
    settings = read_settings(portal / "mkdocs.yml")
    for key, message in {
        KEY: "“honors/good-people”已于 2026-11-22 撤下，这次什么也没有做。",
        "honors/others-too": "没有编号是“honors/others-too”的稿件，什么也没有撤。",
    }.items():
        found = take_down(portal, settings, key, reason="x", by="", today=TODAY)
        assert isinstance(found, Problem)
        assert found.message() == message
        assert "honors/other”" not in found.action()


def test_the_column_may_be_called_by_its_label(tmp_path: Path) -> None:
    """As `new`, `import` and `export` have it."""
    portal = portal_with(tmp_path)
    assert taken_down(portal, "荣誉榜/good-people").removed[0] == (
        "content/honors/2026/good-people.md"
    )


@pytest.mark.parametrize("reason", ["", " "])
def test_a_reason_has_to_be_given(tmp_path: Path, reason: str) -> None:
    portal = portal_with(tmp_path)
    done = CliRunner().invoke(
        main, ["takedown", KEY, "--reason", reason, "-f", str(portal / "mkdocs.yml")]
    )
    assert done.exit_code == 2
    assert "--reason" in done.output
    assert (portal / "content/honors/2026/good-people.md").exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("record: a\n", "tombstones-list"),
        ("- a\n", "tombstones-list"),
        ("- {record: a/b, address: /a/, on: 2026-01-01}\n", "missing-field"),
        ("- {record: a/b, address: a, reason: x, on: 2026-01-01}\n", "bad-address"),
    ],
)
def test_a_faulty_tombstone_is_told(tmp_path: Path, text: str, code: str) -> None:
    portal = make_portal(tmp_path)
    write(portal / "content/tombstones.yml", text)
    assert codes(portal) == [code]


def test_the_runbook_says_what_people_still_have_to_do() -> None:
    text = runbook(TakenDown(("/a/1/",), ("content/a/1.md", "content/a/1.jpg"), ()))
    assert "location = /a/1/ { return 410; }" in text
    assert "git filter-repo --invert-paths --path 'content/a/1.md' --path 'content/a/1.jpg'" in text
    for word in ("CDN", "搜索引擎", "git", "订阅", "当事人", "旧版本"):
        assert word in text
