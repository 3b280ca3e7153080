"""The archive of the sample portal, counted by other means than those that made it."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html
import openpyxl
import pytest
import yaml

from ..portals import REPOSITORY
from ..test_cli import wenming

SCHEME = "yunxi-county"
YEAR = 2024
ARGUMENTS = ("archive", "--scheme", SCHEME, "--year", str(YEAR), "--as-of", "2026-11-22")


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own portal, in a copy."""
    folder = tmp_path_factory.mktemp("sample") / "portal"
    shutil.copytree(REPOSITORY / "content", folder / "content")
    for name in ("site_src/pages", "site_src/overrides"):
        (folder / name).mkdir(parents=True)
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    assert wenming(folder, *ARGUMENTS, "-o", "a.zip").exit_code == 0
    return folder


@pytest.fixture(scope="module")
def files(portal: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(portal / "a.zip") as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def front_matter(file: Path) -> Mapping[str, Any]:
    # The base loader leaves every value the text that it is.
    loaded: Mapping[str, Any] = yaml.load(
        file.read_text(encoding="utf-8").split("\n---")[0].removeprefix("---"), yaml.BaseLoader
    )
    return loaded


def evidence() -> Mapping[str, set[str]]:
    """Titles by what the records name, of those that happened or were published in the year."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in (REPOSITORY / "content").rglob("*.md"):
        fields = front_matter(file)
        day = fields.get("start") or fields.get("时间") or fields.get("开始")
        day = day if isinstance(day, str) else fields.get("date") or fields["日期"]
        named = fields.get("indicators") or fields.get("测评指标") or []
        if day.startswith(str(YEAR)) and "draft" not in fields:
            for word in named:
                found[word].add(fields.get("title") or fields["标题"])
    return found


def rows(data: bytes, sheet: str) -> list[dict[str, Any]]:
    heading, *lines = openpyxl.load_workbook(io.BytesIO(data))[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, heading), line, strict=True)) for line in lines]


def test_the_index_has_a_row_for_each_record_under_each_indicator(
    files: Mapping[str, bytes],
) -> None:
    """Each with its page in the archive."""
    index = rows(files["index.xlsx"], "材料目录")
    listed: dict[str, set[str]] = defaultdict(set)
    for row in index:
        listed[row["指标代码"]].add(row["材料标题"])
    assert listed == evidence()
    assert len(index) == sum(map(len, listed.values())) >= 40
    pages = {name for name in files if name.endswith(".html")}
    assert sorted(row["文件"] for row in index) == sorted(pages)
    for row in index:
        assert row["材料标题"] in files[row["文件"]].decode()
        assert row["文件"].startswith(f"{row['指标代码']} ")


def test_each_indicator_of_the_scheme_is_told_with_what_it_lacks(
    portal: Path, files: Mapping[str, bytes]
) -> None:
    """On the screen, in the summary and in the sheet of what is missing."""
    shown = wenming(portal, *ARGUMENTS).stdout
    text = (REPOSITORY / f"content/indicators/{SCHEME}.yml").read_text(encoding="utf-8")
    codes = [line.split(": ")[1] for line in text.split("\n") if line.strip().startswith("- 代码")]
    summary = rows(files["index.xlsx"], "指标汇总")
    assert [row["指标代码"] for row in summary] == codes
    for row in summary:
        line = next(x for x in shown.split("\n") if x.strip().startswith(f"{row['指标代码']} "))
        assert (f"：{row['材料篇数']} 篇" in line) == bool(row["要求份数"])
    missing = {row["要求材料"]: row["还缺份数"] for row in rows(files["index.xlsx"], "缺少的材料")}
    assert missing == {"诚信红榜": 1, "传统节日活动记录": 2, "乡村书屋管理办法": 1}
    assert shown.strip().endswith("缺 4 份（A4、B3、B4）。")


def test_each_page_opens_from_the_disk_by_itself(files: Mapping[str, bytes]) -> None:
    """No script, nothing from elsewhere, and every file that it names is there."""
    named = {"index.xlsx"}
    for name, content in files.items():
        if not name.endswith(".html"):
            continue
        named.add(name)
        page = lxml.html.fromstring(content.decode())
        assert page.xpath("//script | //link | //iframe | //object") == []
        for element, attribute, address, _ in page.iterlinks():
            if urlsplit(address).scheme in ("https", "http", "mailto", "tel"):
                assert (element.tag, attribute) == ("a", "href")
            elif not address.startswith("#"):
                named.add(str(PurePosixPath(name).parent / unquote(address)))
    assert named == set(files)


def test_its_names_are_names_on_every_system(files: Mapping[str, bytes]) -> None:
    """Windows has room for 260 characters with the folder that it is unpacked in."""
    assert max(len(name) for name in files) <= 140
    assert not any(set(name) & set('<>:"\\|?*') for name in files)
    assert not any(part.endswith((" ", ".")) for name in files for part in name.split("/"))


def test_the_same_content_gives_the_same_archive(portal: Path) -> None:
    """Byte for byte; and a folder has the same files as a ZIP."""
    assert wenming(portal, *ARGUMENTS, "-o", "b.zip").exit_code == 0
    assert (portal / "a.zip").read_bytes() == (portal / "b.zip").read_bytes()
    again = wenming(portal, *ARGUMENTS, "-o", "b.zip")
    assert (again.exit_code, "[archive-there]" in again.stderr) == (2, True)
    assert wenming(portal, *ARGUMENTS, "-o", "b.zip", "--replace").exit_code == 0
    assert wenming(portal, *ARGUMENTS, "--output", "out/folder").exit_code == 0
    with zipfile.ZipFile(portal / "a.zip") as packed:
        for name in packed.namelist():
            assert (portal / "out/folder" / name).read_bytes() == packed.read(name)
        written = [file for file in (portal / "out").rglob("*") if file.is_file()]
        assert len(written) == len(packed.namelist())
