"""Checking and building a portal with private data in it."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from wenming.pipeline import Checked, check
from wenming.problems import LANGUAGES
from wenming.records import read_text
from wenming.report import FORMATS
from wenming.settings import read_settings

from ..portals import HONOR, NOTICE, REPOSITORY, make_portal, write
from .files import pdf, photo, scan, sheet, word
from .samples import EVERYTHING, IDENTITY, MOBILE

WENMING = str(Path(sys.executable).parent / "wenming")
TODAY = dt.date(2026, 11, 22)

RECORD = """\
---
title: 领奖通知
date: 2026-06-01
source: 县文明办
type: 通知
issuer: 县文明办
{lines}
---

请各位按时到场。

{body}
"""


def checked(portal: Path) -> Checked:
    return check(portal, read_settings(portal / "mkdocs.yml"), TODAY)


def with_record(folder: Path, lines: str = "", body: str = "", **files: bytes) -> Path:
    """A portal with one notice, and files beside it."""
    named = {name.replace("__", "."): data for name, data in files.items()}
    records: dict[str, str | bytes] = {"notices/2026/a.md": RECORD.format(lines=lines, body=body)}
    return make_portal(folder, {**records, **{f"notices/2026/{n}": d for n, d in named.items()}})


def wenming(portal: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [WENMING, *arguments],
        cwd=portal,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1795305600"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("lines", "line", "column", "field"),
    [
        ("summary: 请拨13812345678。", 7, 12, "summary"),
        ("tags: [领奖, 联系13812345678]", 7, 14, "tags.1"),
        ("cover: {file: a.jpg, alt: 手机13812345678}", 7, 29, "cover.alt"),
        ("author: 13812345678", 7, 9, "author"),
        ("attachments:\n  - {file: a.pdf, title: 138 1234 5678}", 8, 26, "attachments.0.title"),
        ("review: {first: {by: 李四13812345678}}", 7, 24, "review.first.by"),
    ],
)
def test_a_number_in_any_field_is_told_with_line_column_and_field(
    tmp_path: Path, lines: str, line: int, column: int, field: str
) -> None:
    """As the editor wrote it."""
    found = checked(with_record(tmp_path, lines)).problems
    [problem] = [p for p in found if p.code == "private-mobile"]
    place = problem.place
    assert (place.path, place.line, place.column) == ("content/notices/2026/a.md", line, column)
    assert problem.field == field
    assert problem.is_error


def test_a_number_in_a_table_of_the_body_is_told_where_it_stands(tmp_path: Path) -> None:
    body = f"| 姓名 | 电话 |\n|---|---|\n| 王秀英 | {MOBILE} |"
    [problem] = checked(with_record(tmp_path, body=body)).problems
    assert (problem.place.line, problem.place.column) == (14, 9)
    assert problem.message() == "这里有手机号：138****5678。个人信息登出去就收不回来了。"
    assert problem.action() == (
        "改成“138****5678”，或运行 wenming check --fix 自动遮住；确要公开的见手册“哪些不能登”。"
    )


@pytest.mark.parametrize("body", ["138&#49;2345678", "138**1234**5678", "138<b>1234</b>5678"])
def test_a_number_in_disguise_is_found_as_it_is_read(tmp_path: Path, body: str) -> None:
    """The page shows it plainly."""
    [problem] = checked(with_record(tmp_path, body=body)).problems
    assert (problem.code, problem.place.line) == ("private-mobile", 9)


def test_a_number_in_the_names_of_organizations_or_of_files_is_found(tmp_path: Path) -> None:
    organizations = "- {name: 石桥村, slug: shiqiao, kind: village, address: 石桥村3组12号}\n"
    portal = with_record(
        tmp_path, "attachments: [{file: 王13812345678.docx}]", 王13812345678__docx=word("", "")
    )
    write(portal / "content/organizations.yml", organizations)
    told = [(p.code, p.place.path.rpartition("/")[2]) for p in checked(portal).problems]
    assert told == [
        ("private-mobile", "a.md"),
        ("private-mobile", "王13812345678.docx"),
        ("private-address", "organizations.yml"),
    ]


def test_what_is_in_an_attachment_is_told_with_its_place(tmp_path: Path) -> None:
    portal = with_record(
        tmp_path, "attachments: [{file: list.xlsx}]", list__xlsx=sheet("hidden column", IDENTITY)
    )
    [problem] = checked(portal).problems
    assert problem.place.path == "content/notices/2026/list.xlsx"
    assert problem.message() == (
        "附件工作表“名单”的 B3 格有身份证号：11*************02X。个人信息登出去就收不回来了。"
    )
    assert problem.action().startswith("打开原文件")


def test_somebody_may_answer_for_a_scan(tmp_path: Path) -> None:
    """A warning until an exception says that this very file was looked through."""
    portal = with_record(
        tmp_path, "attachments: [{file: list.pdf}]", list__pdf=scan(photo(place=False), "")
    )
    [problem] = checked(portal).problems
    assert (problem.code, problem.severity) == ("attachment-scan", "warning")
    assert problem.message() == (
        "附件第 1 页没有文字，只有图片，里面有没有个人信息查不出来。多半是扫描件，要靠人看。"
    )
    file = "content/notices/2026/list.pdf"
    _, line = wenming(portal, "privacy-exception", file).stdout.splitlines()
    line = line.replace("reason: ,", "reason: 看过,").replace("by: ,", "by: 林审核,")
    write(portal / "content/privacy-exceptions.yml", line + "\n")
    assert checked(portal).problems == ()
    write(portal / file, scan(photo(place=True), "", ""))
    codes = [problem.code for problem in checked(portal).problems]
    assert codes == ["attachment-picture-place", "attachment-scan", "exception-unused"]


def test_what_is_private_in_a_draft_is_a_warning(tmp_path: Path) -> None:
    """It is not published, but it is in the repository; `--fix` leaves it to the editor."""
    portal = with_record(
        tmp_path,
        "draft: true\nattachments: [{file: list.pdf}, {file: scan.pdf}]",
        f"{MOBILE}，0500-6120012",
        list__pdf=pdf("page", MOBILE),
        scan__pdf=scan(photo(place=False), ""),
    )
    found = checked(portal).problems
    assert [(p.code, p.place.path.rpartition("/")[2], p.place.line) for p in found] == [
        ("draft-private", "a.md", 13),
        ("draft-private", "list.pdf", 1),
    ]
    assert not any(problem.is_error for problem in found)
    assert found[0].message() == (
        "草稿不登，但这里像是有个人信息：138****5678。"
        "写进仓库的，能看仓库的人都看得到，删掉以后历史里也还有。"
    )
    before = (portal / "content/notices/2026/a.md").read_bytes()
    assert wenming(portal, "check", "--fix").returncode == 0
    assert (portal / "content/notices/2026/a.md").read_bytes() == before


def test_what_is_published_later_is_refused_now(tmp_path: Path) -> None:
    """Nobody looks at it again on its day."""
    portal = with_record(tmp_path, body=MOBILE)
    file = portal / "content/notices/2026/a.md"
    write(file, file.read_text(encoding="utf-8").replace("date: 2026-06-01", "date: 2027-06-01"))
    [problem] = checked(portal).problems
    assert (problem.code, problem.is_error) == ("private-mobile", True)


def test_a_file_that_no_record_names_is_not_looked_at(tmp_path: Path) -> None:
    """It is not published."""
    assert checked(with_record(tmp_path, list__pdf=pdf("page", MOBILE))).problems == ()


def test_what_an_office_says_of_itself_passes(tmp_path: Path) -> None:
    """Its telephones, its addresses, and the e-mail of its domain."""
    contact = "contact: {phone: 13812345678, email: wmb@163.com, address: 文昌路1号2号楼305室}"
    body = (
        "电话0500-6120012或138 1234 5678，邮箱wmb@163.com、li@mail.example.org、a@xx.gov.cn，"
        "材料交到文昌路1号2号楼305室。"
    )
    assert checked(with_record(tmp_path / "a", contact, body)).problems == ()
    found = checked(with_record(tmp_path / "b", "", body)).problems
    assert [p.code for p in found] == ["private-mobile", "private-email"]


EXCEPTION = "- {{value_hash: {0}, reason: 公开的热线, by: 林审核, on: 2026-06-01}}\n"


def test_an_exception_lets_one_value_pass_and_is_shown(tmp_path: Path) -> None:
    """By the line that the helper prints."""
    portal = with_record(tmp_path, body=f"热线{MOBILE}，13912345678。")
    printed = wenming(portal, "privacy-exception", "content/notices/2026/a.md").stdout
    comment, line = printed.splitlines()[:2]
    assert comment == "# 138****5678"
    line = line.replace("reason: ,", "reason: 公开的热线,").replace("by: ,", "by: 林审核,")
    write(portal / "content/privacy-exceptions.yml", line + "\n")
    result = checked(portal)
    assert [(p.code, p.details["masked"]) for p in result.problems] == [
        ("private-mobile", "139****5678")
    ]
    done = wenming(portal, "check")
    assert "按例外放行：138****5678（公开的热线；林审核，2026-11-22）" in done.stdout


def test_an_exception_that_is_not_used_is_told(tmp_path: Path) -> None:
    portal = with_record(tmp_path)
    write(portal / "content/privacy-exceptions.yml", EXCEPTION.format("0" * 32))
    [problem] = checked(portal).problems
    assert (problem.code, problem.place.line, problem.severity) == (
        "exception-unused",
        1,
        "warning",
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("value_hash: 12\n", "exceptions-list"),
        ("- 12\n", "exceptions-list"),
        ("- {value_hash: ab, reason: 热线, by: 林审核}\n", "missing-field"),
        ("- {value_hash: ab, reasons: 热线, by: 林审核, on: 2026-06-01}\n", "unknown-key"),
        ("- [\n", "yaml-special"),
    ],
)
def test_a_faulty_exception_is_told(tmp_path: Path, text: str, code: str) -> None:
    portal = with_record(tmp_path)
    write(portal / "content/privacy-exceptions.yml", text)
    assert code in [problem.code for problem in checked(portal).problems]


def test_numbers_that_go_on_in_the_next_line_are_told_and_masked(tmp_path: Path) -> None:
    """As the page joins them; no half of one is told."""
    body = "身份证110105194912\n31002X，电话1381234\n5678，另 139\t1234\t5678"
    portal = with_record(tmp_path, body=body)
    found = checked(portal).problems
    assert [(p.code, p.place.line, p.place.text) for p in found] == [
        ("private-identity-number", 12, "身份证11**********"),
        ("private-mobile", 13, "**02X*，电话138****"),
        ("private-mobile", 14, "678*，另 139****5678**"),
    ]
    assert wenming(portal, "check", "--fix").returncode == 0
    text = (portal / "content/notices/2026/a.md").read_text("utf-8")
    assert "身份证11*************02X，电话138****5678，另 139****5678\n" in text


def test_fix_masks_text_and_nothing_else(tmp_path: Path) -> None:
    """Line ends and the mark at the beginning stay; attachments are left to a person."""
    body = "\n\n".join(EVERYTHING)
    portal = with_record(
        tmp_path, "attachments: [{file: list.docx}]", body, list__docx=word("table", MOBILE)
    )
    file, attached = (portal / "content/notices/2026" / name for name in ("a.md", "list.docx"))
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = attached.read_bytes()
    done = wenming(portal, "check", "--fix")
    assert done.returncode == 1
    assert "已遮住身份证号：content/notices/2026/a.md\n" in done.stderr
    assert "已遮住住址：content/notices/2026/a.md\n" in done.stderr
    assert "已遮住车牌号：content/notices/2026/a.md\n" in done.stderr
    assert attached.read_bytes() == before
    assert file.read_bytes().startswith(b"\xef\xbb\xbf---\r\n")
    text = read_text(file, "a.md")
    assert text.endswith(
        "11*************02X\n\n11**********002\n\n138****5678\n\n6222***********0018\n\n"
        "c***@qq.com\n\n苏A***45\n\n柳湾镇渡口村\n\n1990年出生\n"
    )
    [problem] = checked(portal).problems
    assert problem.place.path == "content/notices/2026/list.docx"


def test_fix_leaves_the_names_of_files_alone(tmp_path: Path) -> None:
    """A masked name would name a file that is not there."""
    portal = with_record(
        tmp_path, "attachments: [{file: 王13812345678.docx}]", 王13812345678__docx=word("", "")
    )
    wenming(portal, "check", "--fix")
    assert [p.code for p in checked(portal).problems] == ["private-mobile", "private-mobile"]


def test_fix_masks_a_number_that_stands_in_a_files_name_too(tmp_path: Path) -> None:
    """In the text, and nowhere in the name."""
    portal = with_record(
        tmp_path,
        "attachments: [{file: 渡口13812345678.docx}]",
        "请拨13812345678，见[名单](渡口13812345678.docx)。",
        渡口13812345678__docx=word("", ""),
    )
    wenming(portal, "check", "--fix")
    text = (portal / "content/notices/2026/a.md").read_text("utf-8")
    assert "请拨138****5678，见[名单](渡口13812345678.docx)。" in text
    assert "{file: 渡口13812345678.docx}" in text


def test_a_build_is_refused_and_what_is_online_stays(tmp_path: Path) -> None:
    portal = with_record(tmp_path)
    assert wenming(portal, "build").returncode == 0
    page = portal / "site/notices/2026/a/index.html"
    before = page.read_bytes()
    write(portal / "content/notices/2026/a.md", RECORD.format(lines="", body=MOBILE))
    done = wenming(portal, "build")
    assert done.returncode == 1
    assert page.read_bytes() == before


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_form_of_the_report_tells_the_value(tmp_path: Path, form: str, lang: str) -> None:
    """Nor does that of another problem in the same line or under the same path."""
    values = "，".join(EVERYTHING)
    name = "王13812345678__docx"
    portal = with_record(
        tmp_path,
        f"type: {values}\n联系{MOBILE}: {values}\nattachments: [{{file: 王13812345678.docx}}]",
        values,
        **{name: word("paragraph", values)},
    )
    write(portal / f"content/notices/2026/{IDENTITY}.md", f"---\ntitle: {MOBILE}\n---\n{values}\n")
    problems = checked(portal).problems
    assert len(problems) > 20
    told = FORMATS[form](problems, portal, lang)
    for value in (*EVERYTHING, "渡口村3组", "3月7日"):
        assert value not in told


def test_the_sample_portal_holds_no_private_data() -> None:
    problems = checked(REPOSITORY).problems
    assert [p for p in problems if p.code.startswith("private-")] == []


def test_json_for_tools_holds_the_masked_form(tmp_path: Path) -> None:
    done = wenming(with_record(tmp_path, body=MOBILE), "check", "--format", "json")
    [problem] = json.loads(done.stdout)
    assert problem["code"] == "private-mobile"
    assert "138****5678" in problem["message"]
    assert MOBILE not in done.stdout + done.stderr


def test_good_records_have_no_findings(tmp_path: Path) -> None:
    portal = make_portal(tmp_path, {"honors/a.md": HONOR, "notices/b.md": NOTICE})
    assert checked(portal).problems == ()


def test_fix_puts_the_middle_dot_into_names(tmp_path: Path) -> None:
    """Everywhere in the record, so that it is one name."""
    text = HONOR.replace("陈水根", "阿依古丽•买买提").replace("天不亮", "阿依古丽•买买提天不亮")
    portal = make_portal(tmp_path, {"honors/a.md": text})
    done = wenming(portal, "check", "--fix")
    assert done.returncode == 0
    fixed = (portal / "content/honors/a.md").read_text(encoding="utf-8")
    assert fixed == text.replace("•", "·")
