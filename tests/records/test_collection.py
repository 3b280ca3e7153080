"""Declarations of columns: what a maintainer gets wrong is told at its place."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from wenming.records import Reader, read_collection

from ..portals import write

NOTICE_OF_A_DAY = "---\ntitle: 龙舟\ndate: 2024-05-20\n---\n"
HEAD = "label: 节日\ndescription: 我们的节日\n"
CHOICE = "  day: {label: 日子, type: choice, choices: {a: 甲}}\n"
GUESTS = "fields:\n  guests:\n    label: 客人\n    type: people\n    fields:\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("orders: 3\n", 3, "there is no key “orders”, perhaps order is meant"),
        ("order: first\n", 3, "order must be a whole number"),
        ("fields:\n  day: {type: date}\n", 4, "fields.day.label is missing"),
        ("fields:\n  day: {label: 日子, type: list, of: list}\n", 4, "a list of list"),
        ("fields:\n  day: {label: 日子, type: day, default: soon}\n", 4, "日子 cannot be soon"),
        ("fields:\n  day: {label: 日子, type: choice}\n", 4, "a choice needs choices"),
        (
            "fields:\n  day:\n    label: 日子\n    type: choice\n    choices: {a/b: 甲}\n",
            7,
            "the key a/b",
        ),
        ("fields:\n  day: {label: 日子, type: group}\n", 4, "a group needs fields"),
        ("fields:\n  who: {label: 谁, type: name, at: where}\n", 4, "no field “where”"),
        ("fields:\n  a: {label: 甲}\n  b: {label: 甲}\n", 5, "甲 is the field a already"),
        ("fields:\n  day: {label: 日期}\n", 4, "日期 is the field date already"),
        ("browse: [review]\n", 3, "nothing can be listed by review"),
        ("browse: [draft]\n", 3, "nothing can be listed by draft"),
        ("fields:\n  day: {label: 日子, type: dtae}\n", 4, "“dtae”, perhaps date is meant"),
        (
            "fields:\n  day: {label: 日子, type: list, of: dtae}\n",
            4,
            "“dtae”, perhaps date is meant",
        ),
        (
            f"{GUESTS}      age: {{label: 年纪, type: number}}\n",
            8,
            "no field type “number”",
        ),
        (
            "fields:\n  day:\n    label: 日子\n    required_when: {kind: [a]}\n",
            6,
            "no field “kind”",
        ),
        (
            "fields:\n  day: {label: 日子, type: choice, choices: {a: 甲}, minors: [b]}\n",
            4,
            "no choice “b”",
        ),
        ("browse: [nothing]\n", 3, "no field “nothing”"),
        ("feeds: [organization]\n", 3, "feeds must be among browse"),
        ("report: {sections: other}\n", 3, "“report.sections”, perhaps section is meant"),
        ("report: {section: minor}\n", 3, "report.section must be 'practice',"),
        ("report: {elsewhere: {minor: {a: [b]}}}\n", 3, "must be 'practice',"),
        ("report:\n  by: [title]\n", 4, "no field “title”"),
        ("report:\n  sums: [title]\n", 4, "no field “title”"),
        ("report:\n  elsewhere: {minors: {kind: [a]}}\n", 4, "no field “kind”"),
        (
            f"report: {{elsewhere: {{minors: {{day: [b]}}}}}}\nfields:\n{CHOICE}",
            3,
            "no choice “b”",
        ),
    ],
)
def test_a_faulty_declaration_is_told(tmp_path: Path, text: str, line: int, reason: str) -> None:
    """Before any record is read by it."""
    file = write(tmp_path / "_collection.yml", HEAD + text)
    found, [problem] = read_collection(file, "content/festivals/_collection.yml", "festivals")
    assert found is None
    assert (problem.code, problem.place.line) == ("declaration", line)
    assert reason in problem.action("en")
    assert re.search(r"[\u4e00-\u9fff]", problem.details["reason"])


def test_a_missing_label_is_told_in_chinese(tmp_path: Path) -> None:
    """With what it is for; everything that is wrong at once."""
    file = write(tmp_path / "_collection.yml", "description: 我们的节日\norders: 3\n")
    _, problems = read_collection(file, "content/festivals/_collection.yml", "festivals")
    assert [problem.action() for problem in problems] == [
        "请管网站的同事修改：没有写 label（中文名称）。",
        "请管网站的同事修改：没有“orders”这个设置项，是不是 order。",
    ]


def test_a_default_is_the_value_that_the_field_makes_of_it(tmp_path: Path) -> None:
    """A day is a date, not its text."""
    declared = f"{HEAD}fields:\n  day: {{label: 日子, type: day, default: 2024-01-01}}\n"
    found, _ = read_collection(
        write(tmp_path / "_collection.yml", declared), "content/festivals/_collection.yml", "f"
    )
    assert found
    record = Reader.of(found, {"source": "甲"}).read(
        write(tmp_path / "a.md", NOTICE_OF_A_DAY), "a.md"
    )
    assert record.problems == ()
    assert record.record
    assert record.record.get("day") == dt.date(2024, 1, 1)


def test_a_declaration_has_the_common_fields_before_its_own(tmp_path: Path) -> None:
    """So that pages, forms and tables begin alike in every column."""
    file = write(tmp_path / "_collection.yml", HEAD + "fields:\n  day: {label: 日子, type: date}\n")
    found, problems = read_collection(file, "content/festivals/_collection.yml", "festivals")
    assert problems == []
    assert found
    assert list(found.all_fields)[:3] == ["title", "date", "source"]
    assert list(found.all_fields)[-1] == "day"
    assert found.all_fields["day"].name == "day"
    assert found.url == "/festivals/"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        ("label: 节日".encode("gbk"), "file-encoding"),
        (b"- a\n", "yaml-not-mapping"),
        (b"label: a\nlabel: b\n", "duplicate-key"),
    ],
)
def test_a_declaration_that_is_no_mapping_is_told(tmp_path: Path, data: bytes, code: str) -> None:
    file = write(tmp_path / "_collection.yml", data)
    found, problems = read_collection(file, "content/festivals/_collection.yml", "festivals")
    assert found is None
    assert [problem.code for problem in problems] == [code]
