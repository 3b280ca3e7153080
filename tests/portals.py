"""Small portals to try things on, made of the repository's own declarations."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
COLUMNS = ("honors", "lectures", "family", "notices")

MKDOCS_YML = """\
site_name: 测试县文明网
site_url: https://www.example.org/
site_description: 测试用的门户。
docs_dir: site_src/pages
theme: {name: material, custom_dir: site_src/overrides, language: zh, font: false}
plugins:
  - wenming/portal:
      authority: example.org,2024
      source: 测试县文明办
      host: {name: 测试县文明办, phone: 0500-6120012}
  - wenming/feeds
"""

HONOR = """\
---
title: 2026年第一季度好人名单
date: 2026-03-05 09:30
organization: 石桥村
award: 身边好人
level: 县级
category: 助人为乐
honorees:
  - {name: 陈水根, organization: 石桥村, citation: 三十年打扫村口的石桥。}
  - {name: 王秀英, organization: 云溪县人民医院}
---

天不亮，桥上就有扫帚的声音。
"""
LECTURE = """\
---
title: 总堂第96场：一程一站
date: 2026-04-10
organization: 云溪县图书馆
theme: 一程一站
hall: 总堂
start: 2026-04-10 14:30
venue: 县图书馆报告厅
speakers:
  - {name: 陈水根, organization: 石桥村, role: 身边好人}
steps:
  - {name: 唱歌曲, content: 《茉莉花》}
  - {name: 学模范, content: 听扫桥的故事}
model: [王秀英]
---

台下坐满了人。
"""
FAMILY = """\
---
title: 长扫帚，短扫帚
date: 2026-05-15
organization: 石桥村
family: 陈水根家庭
motto: 桥干净了，人走得稳
honors: [honors/good-people]
---

家里有两把扫帚。
"""
NOTICE = """\
---
title: 云溪好人名单公示
date: 2026-02-02
organization: 县文明办
type: 公示
issuer: 县文明办
period: {start: 2026-02-02, end: 2026-02-08}
contact: {phone: 0500-6120012, address: 文昌路1号, postcode: "000000"}
---

现予公示。
"""
RECORDS: Mapping[str, str] = {
    "honors/2026/good-people.md": HONOR,
    "lectures/2026/main-096.md": LECTURE,
    "family/2026/brooms.md": FAMILY,
    "notices/2026/publicity.md": NOTICE,
}


def make_portal(
    folder: Path,
    records: Mapping[str, str | bytes] | None = None,
    *,
    settings: str = MKDOCS_YML,
    files: Mapping[str, str | bytes] | None = None,
) -> Path:
    """A portal in `folder` (made if need be); returns the folder.

    `records` are texts by path below `content/` (four good ones, if None);
    `files` are any other files, by path relative to the portal.
    """
    content = folder / "content"
    for name in COLUMNS:
        (content / name).mkdir(parents=True)
        shutil.copy(REPOSITORY / "content" / name / "_collection.yml", content / name)
    shutil.copy(REPOSITORY / "content" / "organizations.yml", content)
    write(folder / "mkdocs.yml", settings)
    write(folder / "site_src" / "pages" / "about.md", "# 关于本站\n\n这里是测试用的门户。\n")
    (folder / "site_src" / "overrides").mkdir()
    for path, text in (RECORDS if records is None else records).items():
        write(content / path, text)
    for path, text in (files or {}).items():
        write(folder / path, text)
    return folder


def sample_portal(folder: Path) -> Path:
    """A copy of the repository's own portal in `folder` (made if need be); returns the folder."""
    for name in ("content", "site_src"):
        shutil.copytree(REPOSITORY / name, folder / name)
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    _bring_pictures(REPOSITORY, folder)
    return folder


def clean_copy(portal: Path, folder: Path) -> Path:
    """A copy of a portal without what was built from it; returns its folder."""
    built = shutil.ignore_patterns(".wenming", "site", ".site*")
    shutil.copytree(portal, folder, ignore=built)
    _bring_pictures(portal, folder)
    return folder


def _bring_pictures(portal: Path, folder: Path) -> None:
    """Renditions are known by what they were made of: to make them takes as long as all the rest.

    Another build may be making some at the same time.
    """
    for file in (portal / ".wenming" / "pictures").glob("*"):
        with contextlib.suppress(FileNotFoundError):
            write(folder / ".wenming" / "pictures" / file.name, file.read_bytes())


def write(file: Path, content: str | bytes) -> Path:
    """Write a file and the folders it needs; returns it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def files_in(folder: Path, *suffixes: str) -> list[Path]:
    """Every file below a folder with one of these suffixes, sorted; a folder may be named so."""
    return [
        file for file in sorted(folder.rglob("*")) if file.suffix in suffixes and file.is_file()
    ]


def snapshot(folder: Path) -> dict[str, str]:
    """Every file below a folder, by relative path: a digest of its bytes."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
