"""Declarations that are wrong only beside others: what they name must be there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from wenming import pipeline
from wenming.problems import Problem
from wenming.settings import read_settings

from .portals import make_portal, write

DECLARATION = "label: 节日\ndescription: 我们的节日\n"
PATH = "content/festivals/_collection.yml"


def problems(portal: Path) -> tuple[Problem, ...]:
    settings = read_settings(portal / "mkdocs.yml")
    return pipeline.check(portal, settings, dt.date(2026, 6, 15)).problems


@pytest.mark.parametrize("look", ["honers", "home", "../honors", ""])
def test_a_look_without_templates_is_told(tmp_path: Path, look: str) -> None:
    """A page of another kind is no look."""
    text = f"{DECLARATION}look: '{look}'\n"
    [problem] = problems(make_portal(tmp_path, files={PATH: text}))
    assert (problem.code, problem.place.path, problem.place.line) == ("declaration", PATH, 3)
    meant = "，是不是 honors" if "hon" in look else ""
    assert problem.action() == f"请管网站的同事修改：没有“{look}”这个样式{meant}。"
    assert f"there is no look “{look}”" in problem.action("en")


def test_a_look_may_be_the_portals_own(tmp_path: Path) -> None:
    """A template among its overrides is enough."""
    portal = make_portal(tmp_path, files={PATH: f"{DECLARATION}look: feast\n"})
    write(portal / "site_src/overrides/portal/feast.html", '{% extends "record.html" %}')
    assert problems(portal) == ()


def test_a_label_that_another_column_has_is_told(tmp_path: Path) -> None:
    """At the later declaration; readers could not tell them apart, nor could `wenming new`."""
    text = "description: 又一个荣誉榜\nlabel: 荣誉榜\n"
    path = "content/medals/_collection.yml"
    [problem] = problems(make_portal(tmp_path, files={path: text}))
    assert (problem.code, problem.place.path, problem.place.line) == ("declaration", path, 2)
    assert problem.action() == (
        "请管网站的同事修改：栏目 honors 也叫“荣誉榜”，读者分不清，换一个 label。"
    )
    assert problem.action("en").endswith(
        "the collection honors is called 荣誉榜, too; choose another label."
    )


def test_a_reference_to_a_collection_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Inside a group, too."""
    text = (
        f"{DECLARATION}fields:\n"
        "  award: {label: 荣誉, type: reference, to: honer}\n"
        "  right: {label: 通知, type: reference, to: notices}\n"
        "  guests:\n    label: 客人\n    type: people\n    fields:\n"
        "      name: {label: 姓名, type: name}\n"
        "      story: {label: 故事, type: reference, to: stories}\n"
    )
    found = problems(make_portal(tmp_path, files={PATH: text}))
    assert [(p.code, p.place.path, p.place.line) for p in found] == [
        ("declaration", PATH, 4),
        ("declaration", PATH, 11),
    ]
    assert found[0].action() == "请管网站的同事修改：没有“honer”这个栏目，是不是 honors。"
    assert (
        found[0].action("en")
        == "Correct this: there is no collection “honer”, perhaps honors is meant."
    )


def test_a_reference_to_a_collection_with_a_faulty_declaration_is_right(tmp_path: Path) -> None:
    """It is there; what is wrong with it is told once."""
    text = f"{DECLARATION}fields:\n  award: {{label: 荣誉, type: reference, to: honors}}\n"
    portal = make_portal(tmp_path, {}, files={PATH: text})
    write(portal / "content/honors/_collection.yml", "label: 荣誉榜\n")
    assert [p.place.path for p in problems(portal)] == ["content/honors/_collection.yml"]
