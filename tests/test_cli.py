"""What somebody who types `wenming` gets: pages, words, an exit code."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wenming import __version__
from wenming.cli import main
from wenming.store import STORE

from .portals import make_portal, snapshot, write

JUNE_15 = {"SOURCE_DATE_EPOCH": "1781488800", "LC_ALL": "zh_CN.UTF-8"}
"""15 June 2026, ten o'clock in Shanghai."""

NOTICE = """---
title: 关于端午节放假的通知
date: 2026-06-10
type: 通知
issuer: 县文明办
---

节日安排见附表。
"""
FAULTY = NOTICE.replace("type: 通知", "type: 通之").replace("issuer: 县文明办\n", "")
PATH = "content/notices/2026/new.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal that was built on 15 June 2026."""
    folder = make_portal(tmp_path_factory.mktemp("portals") / "portal")
    assert wenming(folder, "build").exit_code == 0
    return folder


@pytest.fixture
def portal(built: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(built, tmp_path / "portal", copy_function=shutil.copy2)


def wenming(folder: Path, *arguments: str | Path, env: Mapping[str, str] = JUNE_15) -> Result:
    """Run a command in a folder."""
    with contextlib.chdir(folder):
        given = [str(each) for each in arguments]
        return CliRunner(env=env).invoke(main, given, catch_exceptions=False)


# Exit codes


def test_a_build_without_problems_is_published(portal: Path) -> None:
    """Exit code 0, and one line that says what and where."""
    write(portal / PATH, NOTICE)
    result = wenming(portal, "build")
    assert result.exit_code == 0
    files = len(snapshot(portal / "site"))
    assert result.stdout.startswith(f"已发布到 site：5 篇稿件，{files} 个文件，")
    assert "错误" not in result.stderr
    assert "节日安排见附表" in (portal / "site/notices/2026/new/index.html").read_text("utf-8")


def test_building_again_changes_nothing(portal: Path) -> None:
    """And says so."""
    result = wenming(portal, "build")
    files = len(snapshot(portal / "site"))
    assert result.stdout == f"已发布到 site：4 篇稿件，{files} 个文件，0 个有变化。\n"


def test_a_build_with_problems_is_not_published(portal: Path) -> None:
    """Exit code 1; what is online stays."""
    before = snapshot(portal / "site")
    write(portal / PATH, FAULTY)
    result = wenming(portal, "build")
    assert result.exit_code == 1
    assert result.stdout == "没有发布，网站保持原样。\n"
    assert f"{PATH}:4:7: 错误[unknown-choice]\n" in result.stderr
    assert result.stderr.endswith("\n\n共 2 个错误，0 个提醒。\n")
    assert snapshot(portal / "site") == before


def test_a_check_tells_by_its_exit_code(portal: Path) -> None:
    """0 where everything is right, 1 with problems; nothing is written but the store."""

    def written() -> dict[str, str]:
        files = snapshot(portal)
        return {path: digest for path, digest in files.items() if path != STORE}

    before = written()
    result = wenming(portal, "check")
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "检查通过：4 篇稿件没有问题。\n",
        "",
    )
    assert written() == before
    write(portal / PATH, FAULTY)
    result = wenming(portal, "check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "[unknown-choice]" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--as-of", "1. Juni"),
        ("build", "--as-of", "2026-02-30"),
        ("build", "--stricd"),
        ("check", "--format", "xml"),
        ("check", "content/notices/2026/gone.md"),
        ("check", "--lang", "fr"),
        ("serve", "--port", "80000"),
        ("new", "notices"),
        ("new", "notices", " "),
        ("report", "--from", "2024-01-01"),
        ("report", "--from", "2024-01-01", "--to", "2024-06-31"),
        ("report", "--from", "2024-06-30", "--to", "2024-01-01"),
        ("report", "--from", "0001-01-01", "--to", "0001-06-30"),
        ("report", "--from", "2024-01-01", "--to", "2024-06-30", "--format", "pdf"),
        ("bild",),
    ],
)
def test_wrong_usage_exits_with_two(portal: Path, arguments: tuple[str, ...]) -> None:
    """And changes nothing."""
    before = snapshot(portal)
    assert wenming(portal, *arguments).exit_code == 2
    assert snapshot(portal) == before


HALF = ("--from", "2024-01-01", "--to", "2024-06-30")


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (("takedown", "a/b"), "少了 --reason，一定要写。", "Missing option '--reason'."),
        (("new", "notices"), "少了 TITLE，一定要写。", "Missing argument 'TITLE'."),
        (("new", "notices", " "), "标题是空的。", "TITLE is empty."),
        (("takedown", "a/b", "--reason", ""), "--reason 是空的", "--reason is empty."),
        (("check", "gone.md"), "“gone.md”不存在。", "Path 'gone.md' does not exist."),
        (("build", "--stricd"), "没有 --stricd 这个选项，是不是 --strict？", "--stricd"),
        (("check", "--zzzz"), "没有 --zzzz 这个选项。", "--zzzz"),
        (("zzzz",), "没有“zzzz”这个命令。", "No such command 'zzzz'."),
        (("--zzzz",), "没有 --zzzz 这个选项。", "--zzzz"),
        (("check", "--lang", "fr"), "没有“fr”，可以写 'zh', 'en'。", "'fr' is not one of"),
        (("serve", "--port", "80000"), "80000 不在 0<=x<=65535 的范围里。", "not in the range"),
        (("serve", "--port", "a"), "“a”不是整数。", "'a' is not a valid integer"),
        (("export", "a", "--as-of", "1. Juni"), "“1. Juni”不是日期", "is no date such as"),
        (("export", "a", "b"), "多写了：b。", "Got unexpected extra argument (b)"),
        (("export", "a", "--as-of"), "--as-of 后面要写一个值。", "requires an argument"),
        (("report", "--from", "2024-06-30", "--to", "2024-01-01"), "是不是写反了", "is after --to"),
        (("report", *HALF, "--format", "pdf"), "没有“pdf”，可以写", "'pdf' is not one of"),
    ],
)
def test_wrong_usage_is_told_in_chinese_first(
    portal: Path, arguments: tuple[str, ...], zh: str, en: str
) -> None:
    """And in English, as Click says it."""
    result = wenming(portal, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert zh in result.stderr
    assert en in result.stderr.partition(zh)[2]


def test_a_folder_without_settings_is_told_so(tmp_path: Path) -> None:
    """By every command."""
    commands = (
        ("build",),
        ("check",),
        ("serve",),
        ("new", "notices", "标题"),
        ("export", "notices"),
        ("report", "--from", "2024-01-01", "--to", "2024-06-30"),
    )
    for arguments in commands:
        result = wenming(tmp_path, *arguments)
        assert result.exit_code == 1
        assert result.stderr.startswith("mkdocs.yml:1:1: 错误[settings-missing]\n")
    assert [*tmp_path.iterdir()] == []


def test_the_version_is_that_of_the_package(tmp_path: Path) -> None:
    """For bug reports."""
    assert wenming(tmp_path, "--version").stdout == f"main, version {__version__}\n"


# Options of a build


def test_as_of_builds_another_day(portal: Path) -> None:
    """A record of tomorrow is published tomorrow, one that expires today leaves tomorrow."""
    write(portal / PATH, NOTICE.replace("2026-06-10", "2026-06-16"))
    write(portal / "content/notices/old.md", NOTICE.replace("type", "expires: 2026-06-15\ntype"))
    assert "new/" not in listed(portal, "build")
    assert "old/" in listed(portal, "build")
    assert "new/" in listed(portal, "build", "--as-of", "2026-06-16")
    assert "old/" not in listed(portal, "build", "--as-of", "2026-06-16")
    assert (portal / "site/notices/2026/old/index.html").is_file()


def listed(portal: Path, *arguments: str) -> str:
    """The addresses below a year that the column of notices lists after a build."""
    assert wenming(portal, *arguments).exit_code == 0
    page = (portal / "site/notices/index.html").read_text("utf-8")
    return " ".join(part.partition('"')[0] for part in page.split('href="/notices/2026/')[1:])


@pytest.mark.parametrize(("hour", "published"), [("15:59:59", False), ("16:00:00", True)])
def test_the_day_is_that_of_the_portals_zone(portal: Path, hour: str, published: bool) -> None:
    """Midnight in Shanghai, wherever the build runs."""
    write(portal / PATH, NOTICE.replace("2026-06-10", "2026-06-16"))
    epoch = {"15:59:59": 1781539199, "16:00:00": 1781539200}[hour]  # 15 June, UTC
    assert wenming(portal, "build", env={"SOURCE_DATE_EPOCH": str(epoch)}).exit_code == 0
    assert (portal / "site/notices/2026/new/index.html").is_file() is published


def test_the_site_can_be_published_somewhere_else(portal: Path, tmp_path: Path) -> None:
    """Relative to where the command runs; the site online stays."""
    before = snapshot(portal / "site")
    result = wenming(tmp_path, "build", "-f", portal / "mkdocs.yml", "--site-dir", "www/portal")
    assert result.exit_code == 0
    assert result.stdout.startswith("已发布到 www/portal：4 篇稿件，")
    assert snapshot(tmp_path / "www/portal") == before == snapshot(portal / "site")
    assert sorted(each.name for each in (tmp_path / "www").iterdir()) == ["portal"]


def test_a_folder_of_somebody_elses_is_never_replaced(portal: Path, tmp_path: Path) -> None:
    """It may hold documents."""
    letter = write(tmp_path / "documents" / "letter.txt", "信")
    result = wenming(portal, "build", "--site-dir", letter.parent)
    assert result.exit_code == 1
    assert "[site-dir]" in result.stderr
    assert letter.read_text("utf-8") == "信"
    assert [*letter.parent.iterdir()] == [letter]


def test_a_file_or_a_link_in_the_place_of_the_site_is_called_what_it_is(
    portal: Path, tmp_path: Path
) -> None:
    """Not a folder with other files in it."""
    write(tmp_path / "file", "信")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to("elsewhere")
    for name, code, said in (
        ("file", "site-dir-file", "输出文件夹 file 是一个文件，不是文件夹。"),
        ("link", "site-dir-link", "输出文件夹 link 是一个符号链接，指向 elsewhere。"),
    ):
        result = wenming(portal, "build", "--site-dir", tmp_path / name)
        assert result.exit_code == 1
        assert f"[{code}]" in result.stderr
        assert said in result.stderr
    assert (tmp_path / "link").is_symlink()


def test_strict_publishes_what_has_no_problems(portal: Path) -> None:
    """Neither errors nor warnings."""
    assert wenming(portal, "build", "--strict").exit_code == 0


def test_a_command_works_on_a_portal_in_another_folder(portal: Path, tmp_path: Path) -> None:
    """`--config-file` as in MkDocs: everything is relative to it."""
    write(portal / PATH, NOTICE)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    result = wenming(elsewhere, "build", "--config-file", "../portal/mkdocs.yml")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"已发布到 {portal}/site：5 篇稿件，")
    assert (portal / "site/notices/2026/new/index.html").is_file()
    assert [*elsewhere.iterdir()] == []


# Languages


@pytest.mark.parametrize(
    ("arguments", "env", "words"),
    [
        (("--lang", "en"), {}, "1 error, 0 warnings."),
        (("--lang", "zh"), {"LC_ALL": "en_US.UTF-8"}, "共 1 个错误，0 个提醒。"),
        ((), {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "en_GB.UTF-8"}, "1 error, 0 warnings."),
        ((), {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB"}, "共 1 个错误，0 个提醒。"),
        ((), {"LC_ALL": "C", "LANG": "en_GB"}, "共 1 个错误，0 个提醒。"),
    ],
)
def test_problems_are_told_in_the_language_of_the_reader(
    portal: Path, arguments: tuple[str, ...], env: dict[str, str], words: str
) -> None:
    """English where it is asked for or the locale's, Chinese otherwise."""
    write(portal / PATH, "")
    result = wenming(portal, "check", *arguments, env=env)
    assert result.stderr.endswith(f"\n\n{words}\n")


def test_good_news_is_told_in_english_too(portal: Path) -> None:
    """After a build and a check."""
    assert wenming(portal, "check", "--lang", "en").stdout == "No problems in 4 records.\n"
    assert wenming(portal, "build", "--lang", "en").stdout.startswith("Published to site: 4 rec")


# Check


def test_a_check_tells_only_of_the_paths_that_are_named(portal: Path, tmp_path: Path) -> None:
    """A file or a folder, relative to where the command runs."""
    write(portal / PATH, FAULTY)
    write(portal / "content/honors/2026/other.md", FAULTY)
    config = ("-f", portal / "mkdocs.yml")
    for folder, path, count in (
        (portal, PATH, 2),
        (portal, "./content/honors/../notices", 2),
        (portal / "content", "notices", 2),
        (portal, "content/lectures", 0),
        (portal, "content", 6),
        (portal, ".", 6),
        (tmp_path, "portal/content/notices", 2),
        (portal / "content", portal / PATH, 2),
    ):
        result = wenming(folder, "check", *config, "--format", "json", path)
        assert len(json.loads(result.stdout)) == count, path
        assert result.exit_code == (1 if count else 0)
    result = wenming(portal / "content", "check", "-f", "../mkdocs.yml", portal / PATH)
    assert result.exit_code == 1
    result = wenming(portal, "check", "content/lectures", "content/family")
    assert result.stdout == "检查通过：2 篇稿件没有问题。\n"


@pytest.mark.parametrize("text", [NOTICE, FAULTY])
def test_every_form_of_a_report_can_be_read_by_its_tool(portal: Path, text: str) -> None:
    """With problems or without, on standard output alone."""
    write(portal / PATH, text)
    codes = ["missing-field", "unknown-choice"] if text == FAULTY else []
    for form in ("json", "sarif", "github"):
        result = wenming(portal, "check", "--format", form)
        assert result.exit_code == (1 if codes else 0)
        assert result.stderr == ""
        if form == "json":
            assert [each["code"] for each in json.loads(result.stdout)] == codes
        elif form == "sarif":
            (run,) = json.loads(result.stdout)["runs"]
            assert [each["ruleId"] for each in run["results"]] == codes
        else:
            lines = result.stdout.splitlines()
            assert [line[:8] for line in lines if line] == ["::error "] * len(codes)


def test_faulty_settings_are_told_in_the_form_that_is_asked_for(portal: Path) -> None:
    """A tool reads them like any other problem."""
    write(portal / "mkdocs.yml", "site_name: 甲\n")
    result = wenming(portal, "check", "--format", "json")
    (problem,) = json.loads(result.stdout)
    assert (problem["code"], problem["path"], result.exit_code) == ("settings", "mkdocs.yml", 1)


# Fix


@pytest.mark.parametrize(
    "encoding", ["gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"]
)
def test_fix_makes_a_file_utf_8_in_its_place(portal: Path, encoding: str) -> None:
    """The same text with the same line ends and rights; then it is checked."""
    text = NOTICE.replace("\n", "\r\n").replace("附表", "附表，地点：石桥村文化礼堂")
    file = write(portal / PATH, text.encode(encoding))
    file.chmod(0o640)
    result = wenming(portal, "check", "--fix")
    assert result.exit_code == 0, result.output
    assert result.stdout == "检查通过：5 篇稿件没有问题。\n"
    told = "" if encoding == "utf-8-sig" else f"UTF-8: {PATH}\n"
    assert result.stderr == told
    assert file.read_bytes().removeprefix(b"\xef\xbb\xbf") == text.encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in file.parent.iterdir() if each.name.startswith(".")] == []


def test_fix_tells_what_it_cannot_mend(portal: Path) -> None:
    """What is wrong in the file that was converted, and what is no text."""
    write(portal / PATH, FAULTY.encode("gb18030"))
    binary = write(portal / "content/notices/2026/binary.md", bytes(range(256)) * 4)
    result = wenming(portal, "check", "--fix", "--format", "json")
    assert [(each["path"], each["code"]) for each in json.loads(result.stdout)] == [
        ("content/notices/2026/binary.md", "file-binary"),
        (PATH, "missing-field"),
        (PATH, "unknown-choice"),
    ]
    assert result.exit_code == 1
    assert binary.read_bytes() == bytes(range(256)) * 4


def test_fix_mends_declarations_and_organizations_too(portal: Path) -> None:
    """Whatever is read as text."""
    for name in ("organizations.yml", "notices/_collection.yml"):
        file = portal / "content" / name
        file.write_bytes(file.read_text("utf-8").encode("gb18030"))
    result = wenming(portal, "check", "--fix")
    assert (result.exit_code, result.stdout) == (0, "检查通过：4 篇稿件没有问题。\n")


GB = ("mkdocs.yml", "content/organizations.yml", "content/notices/_collection.yml", PATH)
EXCEPTION = "- {指纹: abc, 理由: 对外公布的办公电话, 批准人: 沈知秋, 批准日期: 2026-06-01}\n"


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_fix_converts_every_text_file_that_is_told_to_be_in_another_encoding(
    portal: Path, encoding: str
) -> None:
    """Settings, declarations and what is read only after them, in one run."""
    write(portal / PATH, NOTICE)
    write(portal / "content/privacy-exceptions.yml", EXCEPTION)
    files = [portal / name for name in (*GB, "content/privacy-exceptions.yml")]
    before = [file.read_bytes() for file in files]
    for file in files:
        file.write_bytes(file.read_text("utf-8").encode(encoding))
    told = wenming(portal, "check")
    assert "mkdocs.yml:1:1: 错误[file-encoding]" in told.stderr
    result = wenming(portal, "check", "--fix")
    assert result.exit_code == 0, result.output
    assert [file.read_bytes() for file in files] == before
    assert all(f"UTF-8: {name}" in result.stderr for name in GB)


def test_fix_touches_only_the_paths_that_are_named(portal: Path) -> None:
    """And nothing at all without `--fix`."""
    one = write(portal / PATH, NOTICE.encode("gb18030"))
    two = write(portal / "content/notices/2026/two.md", NOTICE.encode("gb18030"))
    assert wenming(portal, "check").exit_code == 1
    assert wenming(portal, "check", "--fix", PATH).exit_code == 0
    assert one.read_bytes() == NOTICE.encode()
    assert two.read_bytes() == NOTICE.encode("gb18030")


def test_no_traceback_comes_out_of_a_locale_that_cannot_chinese(portal: Path) -> None:
    """A server with the C locale."""
    write(portal / PATH, FAULTY)
    result = wenming(portal, "build", env={**JUNE_15, "LC_ALL": "C", "LANG": "C"})
    assert result.exit_code == 1
    assert "Traceback" not in result.output
