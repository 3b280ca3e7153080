"""What `mkdocs.yml` names and is not there, told at its line."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

from wenming import pipeline
from wenming.cli import main
from wenming.problems import Problem
from wenming.settings import read_settings

from .portals import MKDOCS_YML, make_portal, write

THEME = "theme: {name: material, custom_dir: site_src/overrides, language: zh, font: false}\n"


def problems(portal: Path) -> tuple[Problem, ...]:
    settings = read_settings(portal / "mkdocs.yml")
    return pipeline.check(portal, settings, dt.date(2026, 6, 15)).problems


def settings(*, theme: str = "", portal: str = "", feeds: str = "") -> str:
    """`mkdocs.yml` with other lines for the theme, the portal and the feeds."""
    own = "theme:\n  name: material\n  custom_dir: site_src/overrides\n  font: false\n"
    text = MKDOCS_YML.replace(THEME, f"{own}  {theme or 'language: zh'}\n")
    phone = "phone: 0500-6120012}\n"
    text = text.replace(phone, f"{phone}      {portal or 'source: 测试县文明办'}\n")
    if portal:
        return text.replace("wenming/feeds", f"wenming/feeds{feeds}")
    return text.replace("      source: 测试县文明办\n", "", 1).replace(
        "wenming/feeds", f"wenming/feeds{feeds}"
    )


@pytest.mark.parametrize(
    ("option", "at_theme"),
    [("logo", True), ("favicon", True), ("banner", False), ("share_image", False)],
)
def test_a_picture_of_the_portal_that_is_not_there_is_warned_of(
    tmp_path: Path, option: str, at_theme: bool
) -> None:
    """With the nearest of those that are there."""
    line = f"{option}: assets/bridge.png"
    text = settings(theme=line) if at_theme else settings(portal=line)
    portal = make_portal(tmp_path, settings=text, files={"site_src/assets/bridges.png": b"PNG"})
    [problem] = problems(portal)
    assert (problem.code, problem.is_error, problem.field) == ("picture-unknown", False, option)
    assert text.splitlines()[problem.place.line - 1].strip() == line
    assert problem.message().startswith(f"设置里 {option} 写的文件“assets/bridge.png”不存在。")
    assert problem.action().startswith("是不是“assets/bridges.png”？")


@pytest.mark.parametrize(
    "name",
    [
        "assets/a.png",
        "/assets/a.png",
        "pictures/b.png",
        "assets/c.png",
        "assets/images/favicon.png",
        "https://www.example.org/d.png",
    ],
)
def test_a_picture_may_be_wherever_mkdocs_takes_files_from(tmp_path: Path, name: str) -> None:
    """The portal's assets, its pages, its overrides, Material; other hosts are not asked."""
    files = {
        "site_src/assets/a.png": b"PNG",
        "site_src/pages/pictures/b.png": b"PNG",
        "site_src/overrides/assets/c.png": b"PNG",
    }
    text = settings(theme=f"logo: {name}", portal=f"banner: {name}")
    assert problems(make_portal(tmp_path, settings=text, files=files)) == ()


def test_an_entry_of_the_navigation_that_leads_nowhere_is_warned_of(tmp_path: Path) -> None:
    """At its line; it may be a page that goes with its last record, so nothing is refused."""
    text = settings(portal="links: {荣誉榜: /honors/, 关于本站: /abuot/}")
    [problem] = problems(make_portal(tmp_path, settings=text))
    assert (problem.code, problem.is_error) == ("link-nowhere", False)
    assert "links: {" in text.splitlines()[problem.place.line - 1]
    assert problem.message().startswith("导航里的“关于本站”指向 /abuot/，本站没有这个网址。")
    assert problem.action().startswith("是不是 /about/？")


@pytest.mark.parametrize(
    "address",
    ["/", "/about/", "about/", "/about", "/about/#top", "/honors/", "/feed.xml", "https://a.cn/b/"],
)
def test_an_entry_of_the_navigation_that_leads_to_a_page_is_fine(
    tmp_path: Path, address: str
) -> None:
    """A hand-written one, one of a column, a file, another host."""
    text = settings(portal=f"links: {{那里: '{address}'}}")
    assert problems(make_portal(tmp_path, settings=text)) == ()


def test_an_unknown_option_of_an_output_is_told_at_its_line(tmp_path: Path) -> None:
    """And so is a plugin that is none."""
    text = settings(feeds=": {item: 3}\n  - wenming/fedes")
    found = problems(make_portal(tmp_path, settings=text))
    lines = text.splitlines()
    assert [(p.code, lines[p.place.line - 1].strip()) for p in found] == [
        ("option-unknown", "- wenming/feeds: {item: 3}"),
        ("output-unknown", "- wenming/fedes"),
    ]


def test_settings_that_another_file_holds_are_told_without_a_line(tmp_path: Path) -> None:
    """They stand in the file that INHERIT names."""
    portal = make_portal(tmp_path, settings="INHERIT: county.yml\n")
    write(portal / "county.yml", settings(theme="logo: assets/logo.svg"))
    [problem] = problems(portal)
    assert (problem.code, problem.place.line) == ("picture-unknown", 1)


def test_the_file_that_was_given_is_named_whatever_it_is_called(tmp_path: Path) -> None:
    """And not another one beside it, at a line of that."""
    text = settings(portal="banner: assets/no.png", feeds=": {x: 1}")
    portal = make_portal(tmp_path, files={"other.yml": f"# The second portal\n{text}"})
    taken = "title: 关于\ndate: 2026-01-20\ntype: 通知\nissuer: 县文明办\naliases: [/about/]\n"
    write(portal / "content" / "notices" / "2026" / "about.md", f"---\n{taken}---\n")
    given = read_settings(portal / "other.yml")
    told = pipeline.check(portal, given, dt.date(2026, 6, 15)).problems
    lines = [line.strip() for line in f"# The second portal\n{text}".splitlines()]
    assert [(each.code, each.place.path, each.place.line) for each in told] == [
        ("address-taken", "content/notices/2026/about.md", 6),
        ("picture-unknown", "other.yml", lines.index("banner: assets/no.png") + 1),
        ("option-unknown", "other.yml", lines.index("- wenming/feeds: {x: 1}") + 1),
    ]
    missing = given.model_copy(update={"content_dir": "none"})
    told = pipeline.check(portal, missing, dt.date(2026, 6, 15)).problems
    assert {each.place.path for each in told} == {"other.yml"}


@pytest.mark.parametrize("option", ["--executor", "--site-dir"])
def test_what_cannot_be_used_is_told_at_the_file_that_was_given(
    tmp_path: Path, option: str
) -> None:
    portal = make_portal(tmp_path, files={"other.yml": MKDOCS_YML})
    given = ("--config-file", str(portal / "other.yml"))
    result = CliRunner().invoke(main, ["build", *given, option, "nowhere://1"])
    assert result.exit_code == 2
    assert result.stderr.startswith("other.yml:1:1: ")
