"""What may be told of minors, and how names are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenming.library import Loaded
from wenming.library.naming import people_in

from ..mistakes import picture
from ..portals import REPOSITORY, make_portal, write
from .loading import loaded, told

HONOR = """\
---
title: 好人好事
date: 2024-03-01
source: 县文明办
award: {award}
level: 县级
honorees:
  - {{name: 小荷, {parts}}}
---

{body}
"""


def honor(folder: Path, parts: str = "type: 个人", award: str = "身边好人", body: str = "") -> Path:
    text = HONOR.format(award=award, parts=parts, body=body)
    return make_portal(folder, {"honors/a.md": text, "honors/a.jpg": picture()})


def codes(found: Loaded) -> list[str]:
    return [code for code, *_ in told(found.problems)]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ("photo: a.jpg, minor: true", ["minor-photo"]),
        ("photo: a.jpg, minor: true, consent: true", []),
        ("photo: a.jpg", []),
        ("citation: 六年级学生。, minor: true, consent: true", ["minor-class"]),
        ("organization: 城关镇中心小学三（2）班, minor: true", ["minor-class"]),
        ("organization: 云溪一中初二, minor: true", ["minor-class"]),
        ("citation: 低年级的同学都会唱，在班级之外帮人。, minor: true", []),
        ("citation: 坐3路班车上学。, minor: true", []),
        ("citation: 六年级学生。", []),
        ("citation: 2014年出生。, minor: true", ["minor-birthday"]),
        ("citation: 生于2014年。, minor: true", ["minor-birthday"]),
        ("citation: 今年6月在学生中宣传。, minor: true", []),
    ],
)
def test_of_a_minor_no_class_no_birthday_and_no_photo_without_consent(
    tmp_path: Path, parts: str, code: list[str]
) -> None:
    assert codes(loaded(honor(tmp_path, parts))) == code


@pytest.mark.parametrize(
    ("parts", "minor"),
    [
        ("citation: 拾金不昧。", True),
        ("minor: true", True),
        ("minor: false", False),
        ("minor: 否", False),
        ("未成年: 否", False),
        ("type: 个人", True),
        ("type: 集体", False),
        ("type: household", False),
    ],
)
def test_an_award_for_minors_makes_its_people_minors(
    tmp_path: Path, parts: str, minor: bool
) -> None:
    """Unless the record says that somebody is none; a team has no age."""
    found = loaded(honor(tmp_path, parts, award="good-youth"))
    assert found.problems == ()
    [record] = found.library.records
    assert record.fields["honorees"][0]["minor"] is minor
    assert (found.library.people.find("小荷") is None) is minor


def test_a_photo_for_such_an_award_needs_consent(tmp_path: Path) -> None:
    assert codes(loaded(honor(tmp_path, "photo: a.jpg", award="新时代好少年"))) == ["minor-photo"]


def test_a_collection_may_list_its_minors(tmp_path: Path) -> None:
    """Where the portal has asked all guardians for that."""
    portal = honor(tmp_path, "minor: true")
    declared = (REPOSITORY / "content/honors/_collection.yml").read_text(encoding="utf-8")
    write(portal / "content/honors/_collection.yml", f"list_minors: true\n{declared}")
    assert loaded(portal).library.people.find("小荷") is not None


def test_an_award_for_minors_must_be_one_of_the_choices(tmp_path: Path) -> None:
    portal = honor(tmp_path)
    file = portal / "content/honors/_collection.yml"
    text = file.read_text(encoding="utf-8").replace("[good-youth]", "[good-kid]")
    write(file, text)
    assert "declaration" in codes(loaded(portal))


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("陈水根、王秀英", ["陈水根", "王秀英"]),
        ("陈水根,王秀英", ["陈水根", "王秀英"]),
        ("陈水根和王秀英", ["陈水根", "王秀英"]),
        ("陈水根、王秀英和欧阳修文", ["陈水根", "王秀英", "欧阳修文"]),
        ("阿依古丽·买买提、李某某", ["阿依古丽·买买提", "李某某"]),
        *((one, []) for one in ("陈水根", "张和平", "李与江", "欧阳和平", "阿依古丽·买买提")),
        *((unit, []) for unit in ("县委宣传部、文明办", "石桥小学、文昌中学", "石桥村和江口村")),
        *((unit, []) for unit in ("陈水根、王秀英家庭", "陈水根、王秀英夫妇", "云和县供销社")),
    ],
)
def test_several_people_are_told_from_one_name(name: str, people: list[str]) -> None:
    """A name with 和 in it, a unit and a household are one."""
    assert people_in(name) == people


def test_several_people_in_one_name_are_warned_of(tmp_path: Path) -> None:
    """But for a pair that says it is one."""
    portal = honor(tmp_path, "type: 个人")
    file = portal / "content/honors/a.md"
    text = file.read_text(encoding="utf-8").replace("小荷", "陈水根、王秀英")
    write(file, text)
    [problem] = loaded(portal).problems
    assert (problem.code, problem.is_error, problem.place.line) == ("several-people", False, 8)
    assert problem.action().startswith("一个人写一项：“陈水根”“王秀英”分开写。")
    write(file, text.replace("type: 个人", "type: 搭档"))
    assert codes(loaded(portal)) == []


@pytest.mark.parametrize("dot", "•‧・･∙⋅．.")
def test_another_dot_in_a_name_is_told_with_the_right_one(tmp_path: Path, dot: str) -> None:
    portal = honor(tmp_path, "type: 个人")
    file = portal / "content/honors/a.md"
    write(file, file.read_text(encoding="utf-8").replace("小荷", f"阿依古丽{dot}买买提"))
    [problem] = loaded(portal).problems
    assert (problem.code, problem.place.line) == ("name-dot", 8)
    assert problem.action() == "改成“阿依古丽·买买提”，或运行 wenming check --fix。"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("王\ue5e5在场。", True),
        ("王\U000f0000在场。", True),
        ("王\ufffd在场。", True),
        ("王□在场。", True),
        ("□是 □否", False),
        ("性别□男□女", False),
        ("□已读", False),
        ("㐀龥鿿", False),
        ("阿依古丽•买买提", False),
    ],
)
def test_a_character_that_cannot_be_shown_is_told(tmp_path: Path, body: str, found: bool) -> None:
    """Boxes to tick are boxes to tick."""
    assert codes(loaded(honor(tmp_path, body=body))) == ["unshowable-character"] * found


def test_a_square_in_a_name_is_a_character_that_was_lost(tmp_path: Path) -> None:
    portal = honor(tmp_path)
    file = portal / "content/honors/a.md"
    write(file, file.read_text(encoding="utf-8").replace("小荷", "小□"))
    assert codes(loaded(portal)) == ["unshowable-character"]


def test_a_rare_character_is_a_warning_once_a_record(tmp_path: Path) -> None:
    """With its code point, where it first stands; one that is listed was looked at."""
    portal = honor(tmp_path, "organization: 𰻝家村", body="上土下口的𠮷，\n𠮷田，𮯠。")
    file = portal / "content/honors/a.md"
    write(file, file.read_text(encoding="utf-8").replace("小荷", "小𠮷"))
    found = loaded(portal).problems
    assert [(p.code, p.field, p.place.line, p.details["code_point"]) for p in found] == [
        ("rare-character", "honorees.0.name", 8, "U+20BB7"),
        ("rare-character", "honorees.0.organization", 8, "U+30EDD"),
        ("rare-character", "", 12, "U+2EBE0"),
    ]
    assert found[2].place.column == 4
    assert not any(problem.is_error for problem in found)
    assert found[0].message() == (
        "“𠮷”（U+20BB7）是很少用的字，不少手机和电脑上是个方框。读者认不出，也打不出来搜。"
    )
    settings = (portal / "mkdocs.yml").read_text(encoding="utf-8")
    write(
        portal / "mkdocs.yml", settings.replace("source:", "rare_characters: 𠮷𮯠\n      source:")
    )
    assert [p.details["value"] for p in loaded(portal).problems] == ["𰻝"]
