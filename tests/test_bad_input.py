"""Whatever an editor gets wrong is told once, at its place, and what is online stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wenming.cli import main

from .portals import make_portal, snapshot, write

NOTICE = """---
title: 关于春节放假期间值班的通知
date: 2026-01-20
source: 县文明办
type: 通知
issuer: 县文明办
---

各镇安排专人值班。
"""
PLANTED = "content/notices/2026/planted.md"

Plant = Callable[[Path], None]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal that is online."""
    folder = make_portal(tmp_path_factory.mktemp("portal"))
    result = run("build", "--config-file", str(folder / "mkdocs.yml"), "--as-of", "2026-11-22")
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def portal(built: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of it, to do harm to."""
    folder = tmp_path / "portal"
    shutil.copytree(built, folder, copy_function=shutil.copy2)
    yield folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def text(content: str, path: str = PLANTED) -> Plant:
    return data(content.encode(), path)


def data(content: bytes, path: str = PLANTED) -> Plant:
    def plant(portal: Path) -> None:
        file = portal / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    return plant


def changed(old: str, new: str) -> Plant:
    assert old in NOTICE
    return text(NOTICE.replace(old, new))


def link(portal: Path) -> None:
    (portal / PLANTED).parent.mkdir(parents=True, exist_ok=True)
    (portal / PLANTED).symlink_to("/etc/passwd")


def both(*plants: Plant) -> Plant:
    def plant(portal: Path) -> None:
        for each in plants:
            each(portal)

    return plant


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(n + 1)}: &{chr(n + 1)} [{', '.join([f'*{chr(n)}'] * 9)}]\n" for n in range(97, 105)
)

CASES: dict[str, tuple[Plant, str, str, int]] = {
    "broken YAML": (changed("issuer: 县文明办", "issuer: 县文明办: 一"), "yaml-colon", PLANTED, 6),
    "tab indentation": (
        changed("issuer: 县文明办", "issuer: 县文明办\ncontact:\n\tphone: 0500-6120012"),
        "yaml-tab",
        PLANTED,
        8,
    ),
    "duplicate key": (
        changed("type: 通知", "type: 通知\ntitle: 又一个"),
        "duplicate-key",
        PLANTED,
        6,
    ),
    "impossible date": (changed("2026-01-20", "2026-13-02"), "impossible-date", PLANTED, 3),
    "missing required field": (changed("issuer: 县文明办\n", ""), "missing-field", PLANTED, 2),
    "wrong type": (changed("type: 通知", "type: 通知\ntags: 值班"), "wrong-type", PLANTED, 6),
    "unknown key": (changed("issuer:", "isuer: 一\nissuer:"), "unknown-key", PLANTED, 6),
    "unknown choice": (changed("type: 通知", "type: 通之"), "unknown-choice", PLANTED, 5),
    "record that is not there": (
        changed("type: 通知", "type: 通知\nrelated: [notices/nowhere]"),
        "unknown-record",
        PLANTED,
        6,
    ),
    "organization that is not there": (
        changed("type: 通知", "type: 通知\norganization: 青十镇"),
        "unknown-organization",
        PLANTED,
        6,
    ),
    "two records with one id": (
        both(
            text(NOTICE.replace("type: 通知", "type: 通知\nid: twice\nslug: one")),
            text(
                NOTICE.replace("type: 通知", "type: 通知\nid: twice\nslug: two"),
                "content/notices/2026/planted-again.md",
            ),
        ),
        "duplicate-id",
        PLANTED,
        6,
    ),
    "two records with one address": (
        both(
            text(NOTICE.replace("type: 通知", "type: 通知\nslug: same")),
            text(
                NOTICE.replace("type: 通知", "type: 通知\nslug: same"),
                "content/notices/2026/planted-again.md",
            ),
        ),
        "duplicate-address",
        PLANTED,
        6,
    ),
    "missing attachment": (
        changed("type: 通知", "type: 通知\nattachments:\n  - {file: 名单.xlsx, title: 名单}"),
        "missing-media",
        PLANTED,
        7,
    ),
    "missing picture": (
        changed("type: 通知", "type: 通知\ncover: {file: a.jpg, alt: 值班室}"),
        "missing-media",
        PLANTED,
        6,
    ),
    "missing picture in the body": (
        changed("各镇安排", "![值班室](a.jpg)\n\n各镇安排"),
        "missing-media",
        PLANTED,
        9,
    ),
    "picture without alternative text": (
        changed("type: 通知", "type: 通知\npictures:\n  - {file: a.jpg}"),
        "picture-without-alt",
        PLANTED,
        7,
    ),
    "empty file": (data(b""), "file-empty", PLANTED, 1),
    "no front matter": (text("各镇安排专人值班。\n"), "front-matter-missing", PLANTED, 1),
    "front matter not closed": (
        text(NOTICE.replace("---\n\n", "\n")),
        "front-matter-unclosed",
        PLANTED,
        1,
    ),
    "GBK": (data(NOTICE.encode("gbk")), "file-encoding", PLANTED, 1),
    "UTF-16": (data(NOTICE.encode("utf-16")), "file-encoding", PLANTED, 1),
    "UTF-16 without BOM": (data(NOTICE.encode("utf-16-le")), "file-encoding", PLANTED, 1),
    "binary": (data(bytes(range(256)) * 8), "file-binary", PLANTED, 1),
    "NUL": (changed("各镇安排", "各镇\x00安排"), "control-character", PLANTED, 9),
    "control character": (changed("春节", "春\x08节"), "control-character", PLANTED, 2),
    "50 MB": (data(b"---\n" + b"x" * 50_000_000), "file-too-large", PLANTED, 1),
    "alias bomb": (changed("type: 通知\n", f"type: 通知\n{BOMB}"), "yaml-alias", PLANTED, 6),
    "symbolic link": (link, "symbolic-link", PLANTED, 1),
    "file name with dots": (
        text(NOTICE, "content/notices/2026/a..b.md"),
        "name-dots",
        "content/notices/2026/a..b.md",
        1,
    ),
    "picture outside the folder": (
        changed("type: 通知", "type: 通知\ncover: {file: ../../../mkdocs.yml, alt: 一}"),
        "media-outside",
        PLANTED,
        6,
    ),
    "case-only twins": (
        both(text(NOTICE), text(NOTICE, "content/notices/2026/Planted.md")),
        "case-twin",
        PLANTED,
        1,
    ),
    "NFD file name": (
        text(NOTICE, "content/notices/2026/cafe\u0301.md"),
        "name-nfd",
        "content/notices/2026/cafe\u0301.md",
        1,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_gives_one_problem_at_its_place(portal: Path, case: str) -> None:
    """`wenming check --format json` names code, path and line, once; exit code 1."""
    plant, code, path, line = CASES[case]
    plant(portal)
    result = run("check", "--format", "json", "--config-file", str(portal / "mkdocs.yml"))
    problems = json.loads(result.stdout)
    assert [(p["code"], p["path"], p["line"]) for p in problems] == [(code, path, line)]
    assert result.exit_code == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_leaves_what_is_online_byte_for_byte(portal: Path, case: str) -> None:
    """The build exits with 1, says why in Chinese, and no file of the site changes."""
    before = snapshot(portal / "site")
    CASES[case][0](portal)
    result = run("build", "--lang", "zh", "--config-file", str(portal / "mkdocs.yml"))
    assert result.exit_code == 1
    assert CASES[case][1] in result.output
    assert "没有发布，网站保持原样。" in result.output
    assert snapshot(portal / "site") == before
    assert [*portal.glob(".site*")] == []


@pytest.mark.parametrize("declaration", ["lable: 荣誉榜\n", "", None])
def test_what_names_a_column_of_a_faulty_declaration_is_not_blamed(
    tmp_path: Path, declaration: str | None
) -> None:
    """References, conditions of indicators and links are right as soon as the declaration is."""
    scheme = (
        "名称: 县测评\n指标:\n"
        "  - {代码: A, 内容: 好人, 要求材料: [{材料: 名单, 栏目: 荣誉榜, 字段: 奖项}]}\n"
    )
    portal = make_portal(tmp_path, files={"content/indicators/county.yml": scheme})
    write(portal / PLANTED, NOTICE.replace("各镇", "见[榜](/honors/)。各镇"))
    file = portal / "content/honors/_collection.yml"
    write(file, declaration) if declaration is not None else file.unlink()
    told = run("check", "--config-file", str(portal / "mkdocs.yml"), "--format", "json")
    assert {each["path"] for each in json.loads(told.stdout)} == {"content/honors/_collection.yml"}


def test_all_problems_of_all_files_are_told_in_one_run(portal: Path) -> None:
    """One run is enough to mend everything."""
    text(NOTICE.replace("type: 通知", "type: 通之").replace("2026-01-20", "2026-02-30"))(portal)
    text(NOTICE.replace("issuer: 县文明办\n", ""), "content/notices/2026/other.md")(portal)
    text("没有头信息", "content/honors/2026/third.md")(portal)
    result = run("check", "--format", "json", "--config-file", str(portal / "mkdocs.yml"))
    assert [(p["path"], p["code"]) for p in json.loads(result.stdout)] == [
        ("content/honors/2026/third.md", "front-matter-missing"),
        ("content/notices/2026/other.md", "missing-field"),
        (PLANTED, "impossible-date"),
        (PLANTED, "unknown-choice"),
    ]
