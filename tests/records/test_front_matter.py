"""Front matter: YAML without surprises, and mistakes told where an editor would look."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wenming.records import FieldDeclaration, Reader, Reading
from wenming.records.front_matter import load_yaml
from wenming.records.slips import slips
from wenming.records.yaml_faults import YamlFault

from ..mistakes import NOTICE
from .reading import PATH, collection, read

CASES: Mapping[str, Any] = yaml.safe_load(
    Path(__file__).with_name("front_matter_cases.yml").read_text(encoding="utf-8")
)


FIELDS = {
    name: FieldDeclaration.model_validate({"label": label, **declared})
    for name, label, declared in (
        ("a", "标题", {}),
        ("b", "乙", {"type": "list"}),
        ("c", "丙", {"type": "group", "fields": {"a": {"label": "标题"}}}),
    )
}


def told(reading: Reading) -> list[tuple[str, int, int]]:
    """The problems of a reading: code, line, column."""
    return [(p.code, p.place.line, p.place.column) for p in reading.problems]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["name"])
def test_a_mistake_is_told_where_it_was_made(tmp_path: Path, case: Mapping[str, Any]) -> None:
    """One problem, with its line shown; what follows from the mistake is not told."""
    reading = read(tmp_path, case["text"], "honors")
    assert told(reading) == [(case["code"], case["line"], case["column"])]
    [problem] = reading.problems
    assert problem.place.path == PATH
    assert problem.place.text == case["text"].split("\n")[case["line"] - 1]
    assert problem.message() == case.get("says", problem.message())
    assert reading.record is None


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: case["name"])
def test_what_is_written_is_what_is_read(case: Mapping[str, Any]) -> None:
    """None of YAML 1.1's conversions but whole numbers, true, false and null."""
    assert load_yaml(case["text"]) == (case["data"] and json.loads(case["data"]))


def test_a_control_character_is_refused_at_its_place() -> None:
    """Line and column count characters, not bytes."""
    with pytest.raises(YamlFault) as caught:
        load_yaml("标题: 端午\n摘要: 龙\x01舟\n")
    fault = caught.value
    assert (fault.code, fault.line, fault.column) == ("control-character", 1, 5)
    assert fault.details == {"character": "U+0001"}


@given(st.text())
def test_any_text_is_data_or_a_fault(text: str) -> None:
    """No other error leaves the loader."""
    try:
        load_yaml(text)
    except YamlFault as fault:
        assert 0 <= fault.line <= text.count("\n") + 1


TOKENS = ("a", "标题", ":", ": ", "：", "\n", "\n  ", "\n- ", "- ", "[", "]", "{", "}", ",")
MARKS = ('"', "'", "|", ">", "#", " #", "*", "&", "!", "!!", "%", "@", "?", "? ", "\t", "---", "\\")


@given(st.lists(st.sampled_from(TOKENS + MARKS), max_size=40).map("".join))
def test_any_text_of_yaml_marks_is_data_or_a_fault_inside_the_text(text: str) -> None:
    """Marks in any order find more of the parser's corners than letters do."""
    try:
        load_yaml(text)
    except YamlFault as fault:
        assert 0 <= fault.line <= text.count("\n") + 1


def test_names_and_labels_give_the_same_record(tmp_path: Path) -> None:
    """Keys by name or label, choices by key or label, at every depth."""
    by_name = """---
title: 好人名单
date: 2024-03-29 10:20
award: good-person
level: county
honorees:
  - {name: 邓伯言, type: person, status: held}
---
"""
    by_label = """---
标题: 好人名单
日期: 2024-03-29 10:20
奖项: 身边好人
级别: 县级
上榜者:
  - {姓名: 邓伯言, 类型: 个人, 称号状态: 保留}
---
"""
    first, second = read(tmp_path, by_name, "honors"), read(tmp_path, by_label, "honors")
    assert first.problems == second.problems == ()
    assert first.record and second.record
    assert first.record.fields == second.record.fields
    assert first.record.get("award") == "good-person"
    assert first.record.get("honorees")[0]["type"] == "person"


def test_a_key_given_by_name_and_by_label_is_told_at_the_second(tmp_path: Path) -> None:
    """With the line of the first."""
    reading = read(tmp_path, NOTICE.replace("type:", "标题: 龙舟\ntype:"))
    assert told(reading) == [("duplicate-key", 4, 1)]
    assert reading.problems[0].message() == (
        "“标题”写了两遍，第一遍在第 2 行。同一项只能写一遍，中文名和英文名算同一项。"
    )


def test_a_key_given_twice_inside_a_list_is_told_there(tmp_path: Path) -> None:
    """Neither of the two values is taken silently."""
    text = """---
title: 好人名单
date: 2024-03-29
award: 身边好人
level: 县级
honorees:
  - 姓名: 邓伯言
    name: 蓝石生
---
"""
    assert told(read(tmp_path, text, "honors")) == [("duplicate-key", 8, 5)]


def test_an_empty_key_counts_as_one_that_is_not_written(tmp_path: Path) -> None:
    """A template may be left half empty; of a required field its own line is told."""
    text = NOTICE.replace("type:", "summary:\ncover: {}\ntags: ''\ntype:")
    reading = read(tmp_path, text)
    assert reading.problems == ()
    assert reading.record
    assert {"summary", "cover", "tags"}.isdisjoint(reading.record.fields)
    assert told(read(tmp_path, NOTICE.replace("端午看龙舟", ""))) == [("missing-field", 2, 7)]


def test_a_file_whose_stem_has_a_suffix_gets_a_slug_without(tmp_path: Path) -> None:
    """Its folder would stand where the year's own page is."""
    file = tmp_path / "index.html.md"
    file.write_text(NOTICE, encoding="utf-8")
    reader = Reader.of(collection(), {"source": "测试县文明办"})
    record = reader.read(file, "content/notices/2024/index.html.md").record
    assert record
    assert (record.id, record.get("slug")) == ("index.html", "index-html")


def test_all_problems_of_a_record_are_told_at_once(tmp_path: Path) -> None:
    """In the front matter's own lines, however deep."""
    text = """---
titel: 名单
date: 2024-02-30
award: 身边好任
level: 县级
honorees:
  - 姓名: 邓伯言
    类型: 团队
  - {类型: 个人}
---
"""
    reading = read(tmp_path, text, "honors")
    assert sorted(told(reading), key=lambda t: t[1:]) == [
        ("unknown-key", 2, 1),
        ("impossible-date", 3, 7),
        ("unknown-choice", 4, 8),
        ("unknown-choice", 8, 9),
        ("missing-field", 9, 5),
    ]
    fields = {problem.field for problem in reading.problems}
    assert {"honorees.0.type", "honorees.1.name", "titel"} <= fields


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title:", "titel:"),
        ("title:", "标提:"),
        ("issuer:", "isuer:"),
        ("type: 通知", "类形: 公示"),
    ],
)
def test_a_misspelt_key_is_not_told_as_a_missing_field_too(
    tmp_path: Path, old: str, new: str
) -> None:
    """One slip, one problem."""
    [problem] = read(tmp_path, NOTICE.replace(old, new)).problems
    assert problem.code == "unknown-key"


def test_a_misspelt_key_of_an_item_is_not_told_as_a_missing_field_too(tmp_path: Path) -> None:
    """Nor a misspelt alternative text as a missing one; a key like none leaves it missing."""
    text = NOTICE.replace("issuer:", "cover: {file: a.jpg, atl: 渡船}\nissuer:")
    assert [p.code for p in read(tmp_path, text).problems] == ["unknown-key"]
    text = NOTICE.replace("issuer:", "xyz:")
    assert [p.code for p in read(tmp_path, text).problems] == ["missing-field", "unknown-key"]
    text = NOTICE.replace("通知", "公示").replace(
        "issuer:", "perod: 一\ncontact: {电话: 1}\nissuer:"
    )
    assert [p.code for p in read(tmp_path, text).problems] == ["unknown-key"]


@pytest.mark.parametrize(
    ("line", "sound"),
    [
        ("deadline: 2024-05-19 18:00", False),
        ("deadline: 2024-05-20 18:00", True),
        ("截止时间: 2024-05-20", True),
        ("expires: 2024-05-19", False),
        ("expires: 2024-05-20", True),
    ],
)
def test_a_date_that_must_follow_another_is_told(tmp_path: Path, line: str, sound: bool) -> None:
    """Days are compared where one of the two has no time."""
    problems = read(tmp_path, NOTICE.replace("issuer:", f"{line}\nissuer:")).problems
    assert [problem.code for problem in problems] == ([] if sound else ["date-order"])


def test_a_choice_may_make_another_field_required(tmp_path: Path) -> None:
    """A publicity needs its period and a contact; so written, or by label."""
    for written in ("公示", "publicity"):
        text = NOTICE.replace("通知", written)
        missing = {p.field for p in read(tmp_path, text).problems}
        assert missing == {"period", "contact"}
    empty = NOTICE.replace("通知", "公示").replace("issuer:", "period: {}\ncontact: {}\nissuer:")
    assert {p.field for p in read(tmp_path, empty).problems} == {"period", "contact"}


def test_a_value_that_begins_with_a_hash_is_told_as_a_comment(tmp_path: Path) -> None:
    """It is written, so that it cannot just be called missing."""
    reading = read(tmp_path, NOTICE.replace("端午看龙舟", "#3号龙舟"))
    assert told(reading) == [("yaml-comment", 2, 8)]
    assert reading.problems[0].message() == "从这里的 # 起被当成了备注，不会登出来。"


def test_a_faulty_record_keeps_what_is_sound_of_it(tmp_path: Path) -> None:
    """So that the rest of it can be checked in the same run."""
    reading = read(tmp_path, NOTICE.replace("type: 通知", "type: 通之\nrelated: [notices/x]"))
    assert reading.record is None
    assert reading.checkable
    assert reading.checkable.get("related") == ["notices/x"]
    assert reading.checkable.get("type") is None


def test_what_a_record_does_not_say_has_defaults(tmp_path: Path) -> None:
    """The id and the slug from the file's name, the source from the portal."""
    record = read(tmp_path, NOTICE).record
    assert record
    assert (record.id, record.key, record.url) == ("boats", "notices/boats", "/notices/2024/boats/")
    assert record.get("source") == "测试县文明办"
    assert record.date == dt.date(2024, 5, 20)
    assert record.draft is False


SLIPS = (
    # What is written below the issuer, in line 6; the problem, its line and column.
    ("tags: [春节，元宵]", "yaml-fullwidth-comma", 6, 10),
    ("tags: [春节、元宵、端午]", "yaml-fullwidth-comma", 6, 10),
    ("tags: 春节、元宵", "wrong-type", 6, 7),
    ("tags:\n  -春节\n  -元宵", "yaml-dash", 7, 3),
    ("tags:\n  - 春节\n  -元宵", "yaml-dash", 8, 3),
    ("tags:\n-春节\n-元宵", "yaml-dash", 8, 1),
    ("tags:\n  －春节", "yaml-dash", 7, 3),
    ("tags:\n  • 春节\n  • 元宵", "yaml-dash", 7, 3),
    ("tags:\n  * 春节", "yaml-dash", 7, 3),
    ("attachments:\n  -file: a.pdf", "yaml-dash", 7, 3),
    ("attachments:\n  - 文件：a.pdf", "yaml-fullwidth-colon", 7, 7),
    ("attachments:\n  - 文件:a.pdf", "yaml-no-colon", 7, 7),
    ("contact: {电话：0500，地址：云溪县}", "yaml-fullwidth-colon", 6, 13),
    ("contact: {电话: 0500，地址：云溪县}", "yaml-fullwidth-comma", 6, 19),
    ("contact: {电话: 0500，地址: 云溪县}", "yaml-fullwidth-comma", 6, 19),
    ("contact: {电话:0500}", "yaml-no-colon", 6, 13),
    ("contact: ｛电话: 0500｝", "yaml-bracket", 6, 10),
    ("contact: {电话号码: }", "unknown-key", 6, 11),
    ("summary: 第 #3 场", "yaml-comment", 6, 12),
    ("summary: #3 号码头", "yaml-comment", 6, 10),
    ("summary: 参加\n  活动 #共读# 的人\n  都来", "yaml-comment", 7, 6),
    ("tags: [第 #3 场, 元宵]", "yaml-comment", 6, 10),
    ("author: 甲 #乙", "yaml-comment", 6, 11),
    ("cover: {file: 船 #1.jpg, alt: 船}", "yaml-comment", 6, 17),
    ("tags: #春节 #元宵", "yaml-comment", 6, 7),
    ("tags: [#春节, #元宵]", "yaml-comment", 6, 8),
    ("tags:\n  -\t春节", "yaml-tab", 7, 3),
    ("summary:\u3000端午看龙舟", "yaml-blank", 6, 9),
    ("summary:\u00a0端午看龙舟", "yaml-blank", 6, 9),
    ("contact:\n\u3000\u3000phone: 0500-6120012", "yaml-blank", 7, 1),
)


@pytest.mark.parametrize(("lines", "code", "line", "column"), SLIPS)
def test_what_yaml_reads_otherwise_than_it_was_meant_is_told(
    tmp_path: Path, lines: str, code: str, line: int, column: int
) -> None:
    """The true cause, once; nothing is lost or run together in silence."""
    reading = read(tmp_path, NOTICE.replace("---\n\n", f"{lines}\n---\n\n"))
    assert told(reading) == [(code, line, column)]


@pytest.mark.parametrize(
    "lines",
    [
        "summary: 端午看龙舟 # 待定",
        "type: 通知 #可选",
        "expires: 2024-06-20 #下线",
        'summary: "第 #3 场" #引号里的才算',
        "summary: 看C#5",
        "summary: |\n  第 #3 场\n  -春节",
        "#标题: 备用",
        "tags: [端午，看龙舟, 柳湾镇]",
        'tags: ["春节、元宵"]',
        "tags:\n  - 春节、元宵",
        "contact: {地址: 文昌路1号，二楼}",
        "summary: 时间：五月初五，地点：柳湾镇",
        "attachments: # 两个\n  # -甲",
    ],
)
def test_what_may_well_be_meant_so_is_no_slip(tmp_path: Path, lines: str) -> None:
    """Comments with a space, and Chinese punctuation where it is part of a text."""
    text = NOTICE.replace("type: 通知\n", "") if lines.startswith("type") else NOTICE
    assert told(read(tmp_path, text.replace("---\n\n", f"{lines}\n---\n\n"))) == []


def test_a_list_that_is_written_as_a_text_is_shown_as_a_list(tmp_path: Path) -> None:
    """The editor's own words, to be copied."""
    for written in ("春节、元宵", "［春节，元宵］", "春节 元宵", '"春节, 元宵"'):
        [problem] = read(tmp_path, NOTICE.replace("---\n\n", f"tags: {written}\n---\n\n")).problems
        assert problem.action() == "请照这样写：“标签: [春节, 元宵]”。"


@given(st.lists(st.sampled_from((*TOKENS, *MARKS, "  -", "，")), max_size=40).map("".join))
def test_any_sound_yaml_has_slips_inside_the_text(text: str) -> None:
    """Or none; never an error."""
    with contextlib.suppress(YamlFault):
        if isinstance(load_yaml(text), dict):
            for slip in slips(text, FIELDS):
                assert 0 <= slip.line <= text.count("\n") + 1
                assert slip.column >= 0


@pytest.mark.parametrize(
    ("lines", "action"),
    [
        ("attachments: list.pdf", "请照这样写：“附件: [{文件: list.pdf}]”。"),
        ("attachments: [list.pdf]", "请照这样写：“附件: [{文件: list.pdf}]”。"),
        ("author: [王芳, 李明]", "请照这样写：“作者: 王芳、李明”。"),
        ("ｓｕｍｍａｒｙ: 看龙舟", "是不是“summary”？请改成这个名称。"),
        ("SUMMARY: 看龙舟", "是不是“summary”？请改成这个名称。"),
        ("expires: 2024-06-20。", "是不是 2024-06-20？请改成这样的写法。"),
        ("expires: “2024-06-20”", "是不是 2024-06-20？请改成这样的写法。"),
    ],
)
def test_what_was_meant_is_shown_as_it_is_to_be_written(
    tmp_path: Path, lines: str, action: str
) -> None:
    """In the editor's own words."""
    [problem] = read(tmp_path, NOTICE.replace("---\n\n", f"{lines}\n---\n\n")).problems
    assert problem.action() == action


@pytest.mark.parametrize(
    "written",
    [
        "/notices/2024/call/",
        "https://www.example.org/notices/2024/call/",
        "notices/2024/call.md",
        "content/notices/2024/call.md",
    ],
)
def test_the_record_of_an_address_or_a_path_is_suggested(tmp_path: Path, written: str) -> None:
    """Where a reference takes the collection and the id."""
    text = NOTICE.replace("---\n\n", f"related: [{written}]\n---\n\n")
    [problem] = read(tmp_path, text).problems
    assert problem.code == "bad-reference"
    assert problem.action().endswith("这里多半是 notices/call。")
