"""Declarations of columns: what a maintainer gets wrong is told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenming.records import read_collection

from ..portals import write

HEAD = "label: 节日\ndescription: 我们的节日\n"
GUESTS = "fields:\n  guests:\n    label: 客人\n    type: people\n    fields:\n"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("orders: 3\n", 3, "Extra inputs are not permitted"),
        ("order: first\n", 3, "unable to parse string as an integer"),
        ("fields:\n  day: {type: date}\n", 4, "Field required"),
        ("fields:\n  day: {label: 日子, type: dtae}\n", 4, "unknown field type dtae"),
        ("fields:\n  day: {label: 日子, type: list, of: dtae}\n", 4, "unknown field type dtae"),
        (f"{GUESTS}      age: {{label: 年纪, type: number}}\n", 8, "unknown field type number"),
        (
            "fields:\n  day:\n    label: 日子\n    required_when: {kind: [a]}\n",
            6,
            "no field kind",
        ),
        ("browse: [nothing]\n", 1, "no field nothing"),
        ("feeds: [organization]\n", 1, "feeds must be among browse"),
    ],
)
def test_a_faulty_declaration_is_told(tmp_path: Path, text: str, line: int, reason: str) -> None:
    """Before any record is read by it."""
    file = write(tmp_path / "_collection.yml", HEAD + text)
    found, [problem] = read_collection(file, "content/festivals/_collection.yml", "festivals")
    assert found is None
    assert (problem.code, problem.place.line) == ("declaration", line)
    assert reason in problem.details["reason"]


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
