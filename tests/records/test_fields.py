"""Field types: what each takes, what it makes of it, and what it refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wenming.problems import Problem
from wenming.records import (
    FIELD_TYPES,
    Collection,
    FieldDeclaration,
    OrganizationName,
    Schema,
    YamlText,
    slug_of,
)

from ..mistakes import NOTICE
from .reading import collection, read

CHOICES = {"choices": {"notice": "通知", "call": "征集", "1": "一等"}}
NAMED = {"fields": {"name": {"label": "姓名", "required": True}, "role": {"label": "身份"}}}

Options = dict[str, Any]
at = dt.datetime.fromisoformat

TAKEN: list[tuple[str, Options, str, Any]] = [
    ("text", {}, "端午看龙舟", "端午看龙舟"),
    ("text", {}, '"2024"', "2024"),
    ("text", {}, '"  端午  "', "端午"),
    ("text", {}, '"e\\u0301"', "é"),
    ("text", {}, "3.10", "3.10"),
    ("text", {}, "2024-05-20", "2024-05-20"),
    ("text", {"max": 4}, "端午龙舟", "端午龙舟"),
    ("text", {"max": 300}, '"端午\\n  龙舟"', "端午 龙舟"),
    ("text", {}, "|\n  端午\n  龙舟\n", "端午 龙舟"),
    ("text", {"max": 120}, ">\n  端午\n  龙舟\n", "端午 龙舟"),
    ("number-or-text", {}, "12", "12"),
    ("number-or-text", {}, "第12场", "第12场"),
    ("number-or-text", {}, "05006120012", "05006120012"),
    ("text-or-list", {}, "陈水根", "陈水根"),
    ("text-or-list", {}, "[陈水根, 王秀英]", "陈水根、王秀英"),
    ("integer", {}, "120", 120),
    ("integer", {}, "-3", -3),
    ("integer", {"min": 0, "max": 3}, "0", 0),
    ("integer", {"min": 0, "max": 3}, "3", 3),
    ("year", {}, "1949", 1949),
    ("boolean", {}, "true", True),
    ("boolean", {}, "False", False),
    ("boolean", {}, "是", True),
    ("boolean", {}, "否", False),
    ("boolean", {}, "Yes", True),
    ("boolean", {}, "off", False),
    ("date", {}, "2024-05-20", dt.date(2024, 5, 20)),
    ("date", {}, "2024-05-20 09:30", at("2024-05-20 09:30")),
    ("date", {}, "2024-05-20T09:30", at("2024-05-20 09:30")),
    ("date", {}, '"2024-02-29"', dt.date(2024, 2, 29)),
    ("day", {}, "2024-05-20", dt.date(2024, 5, 20)),
    ("datetime", {}, "2024-05-20 09:30:15", at("2024-05-20 09:30:15")),
    ("deadline", {}, "2024-06-30 18:00", at("2024-06-30 18:00")),
    ("deadline", {}, "2024-06-30", dt.date(2024, 6, 30)),
    ("removal", {}, "2024-05-20", dt.date(2024, 5, 20)),
    ("url", {}, "https://www.example.cn/a?b=1", "https://www.example.cn/a?b=1"),
    ("coordinates", {}, '"30.5712, 118.0324"', (30.5712, 118.0324)),
    ("coordinates", {}, '"30，118"', (30.0, 118.0)),
    ("weekdays", {}, "周五至周一", "周一、周五至周日"),
    ("weekdays", {}, "星期六和礼拜天", "周六、周日"),
    ("weekdays", {}, "[mon, 周三, Friday]", "周一、周三、周五"),
    ("weekdays", {}, "一、二、三", "周一至周三"),
    ("weekdays", {}, "周一 - 周日", "每天"),
    ("weekdays", {}, "工作日", "周一至周五"),
    ("hours", {}, '"09:00-10:30"', "9:00—10:30"),
    ("hours", {}, '"8：30 至 11：30，14:00～17:00"', "8:30—11:30，14:00—17:00"),
    ("hours", {}, '"0:00—24:00"', "全天"),
    (
        "weekly",
        {"fields": {"name": {"label": "课程"}}},
        '{星期: mon-fri, 时间: "9:00-10:00", 课程: 书法}',
        {"day": "周一至周五", "time": "9:00—10:00", "name": "书法"},
    ),
    (
        "query",
        {},
        "{栏目: 荣誉榜, 标签: 石桥}",
        {"collection": "荣誉榜", "tag": "石桥", "most": 12},
    ),
    ("choice", CHOICES, "notice", "notice"),
    ("choice", CHOICES, "通知", "notice"),
    ("choice", CHOICES, "' 征集 '", "call"),
    ("choice", CHOICES, "1", "1"),
    ("level", {}, "县级", "county"),
    ("status", {}, "revoked", "revoked"),
    ("identifier", {}, "2024-001", "2024-001"),
    ("identifier", {}, "2024", "2024"),
    ("slug", {}, "good-people_2", "good-people_2"),
    ("slug", {}, "买买提·阿依", "买买提·阿依"),
    ("slug", {}, "v1.2", "v1.2"),
    ("slug", {}, "长" * 66, "长" * 66),
    ("day", {}, "1846-03-01", dt.date(1846, 3, 1)),
    ("address", {}, f"/{'长' * 66}/{'长' * 66}", f"/{'长' * 66}/{'长' * 66}"),
    ("organization", {}, "长" * 66, OrganizationName("长" * 66)),
    ("address", {}, "/old/123.html", "/old/123.html"),
    ("address", {}, "/旧/端午.html", "/旧/端午.html"),
    ("address", {}, "/%E6%97%A7/%e7%ab%a0/a%20b/", "/旧/章/a b/"),
    ("address", {}, "/100%/", "/100%/"),
    ("address", {}, "/", "/"),
    ("name", {}, "阿依古丽·买买提", "阿依古丽·买买提"),
    ("organization", {}, "青石镇", OrganizationName("青石镇")),
    ("organization", {"free": True}, "某公司", OrganizationName("某公司", free=True)),
    ("reference", {}, "honors/2024-001", "honors/2024-001"),
    ("reference", {}, "2024-001", "2024-001"),
    ("file", {}, "ferry.jpg", "ferry.jpg"),
    ("file", {}, "./pictures/渡船 1.jpg", "pictures/渡船 1.jpg"),
    ("portrait", {}, "deng.webp", "deng.webp"),
    ("picture", {}, "{file: a.jpg, 替代文字: 船}", {"file": "a.jpg", "alt": "船"}),
    (
        "picture",
        {},
        "{文件: a.jpg, alt: 船, 人物: [甲]}",
        {"file": "a.jpg", "alt": "船", "people": "甲"},
    ),
    ("attachment", {}, "{file: a.pdf}", {"file": "a.pdf"}),
    ("contact", {}, "{电话: 05006120012, 邮编: 12}", {"phone": "05006120012", "postcode": "12"}),
    ("list", {"of": "integer"}, "[1, 2]", [1, 2]),
    ("list", {"of": "group", **NAMED}, "[{姓名: 甲}]", [{"name": "甲"}]),
    ("group", NAMED, "{name: 甲, 身份: 教师}", {"name": "甲", "role": "教师"}),
    ("people", NAMED, "[{姓名: 甲}, {name: 乙}]", [{"name": "甲"}, {"name": "乙"}]),
    (
        "period",
        {"working_days": 5},
        "{start: 2024-05-20, 结束: 2024-05-24}",
        {"start": dt.date(2024, 5, 20), "end": dt.date(2024, 5, 24)},
    ),
]

REFUSED: list[tuple[str, Options, str, str]] = [
    ("text", {}, "2024", "needs-quotes"),
    ("text", {}, "true", "needs-quotes"),
    ("text", {}, "[a, b]", "wrong-type"),
    ("text", {}, "{a: b}", "wrong-type"),
    ("text", {}, '"   "', "wrong-type"),
    ("text", {"max": 3}, "端午龙舟", "too-long"),
    ("text", {}, '"端\\x01午"', "control-character"),
    ("text", {}, '"端\\0午"', "control-character"),
    ("text", {}, '"端\\u202e午"', "control-character"),
    ("text", {"max": 120}, '"端\\n午"', "control-character"),
    ("text", {"max": 120}, "|\n  端\n  午\n", "control-character"),
    ("slug", {}, '"a\\nb"', "control-character"),
    ("removal", {}, "2024年5月20日", "bad-date"),
    ("removal", {}, "2024-05-20 09:30", "bad-date"),
    ("url", {}, "www.example.cn", "bad-url"),
    ("url", {}, "javascript:alert(1)", "bad-url"),
    ("url", {}, "https://", "bad-url"),
    ("url", {}, "https://甲:乙@example.cn/", "bad-url"),
    ("url", {}, "https://[::1", "bad-url"),
    ("url", {}, "'https://example.cn/\"x'", "bad-url"),
    ("coordinates", {}, '"118.03, 30.57"', "bad-coordinates"),
    ("coordinates", {}, '"30°34′, 118°02′"', "bad-coordinates"),
    ("weekdays", {}, "周八", "bad-weekdays"),
    ("weekdays", {}, "周一至周五至周日", "bad-weekdays"),
    ("weekdays", {}, "[]", "bad-weekdays"),
    ("weekdays", {}, "3", "bad-weekdays"),
    ("hours", {}, '"9:00"', "bad-hours"),
    ("hours", {}, '"22:00—6:00"', "bad-hours"),
    ("hours", {}, '"9:00—9:75"', "bad-hours"),
    ("hours", {}, '"9:00—25:00"', "bad-hours"),
    ("hours", {}, '"14:00—17:00，8:00—11:00"', "bad-hours"),
    ("hours", {}, "900", "bad-hours"),
    ("weekly", {}, "{day: 周一, time: 全天, from: 2024-02-01, to: 2024-01-01}", "date-order"),
    ("query", {}, "{tag: 石桥}", "missing-field"),
    ("query", {}, "{collection: honors, from: 2024-02-01, to: 2024-01-01}", "date-order"),
    ("name", {}, '"张\\n三"', "control-character"),
    ("address", {}, '"/a\\n/b"', "control-character"),
    ("list", {"max": 30}, '["春\\n节"]', "control-character"),
    ("number-or-text", {}, "false", "needs-quotes"),
    ("number-or-text", {"max": 3}, "第12场", "too-long"),
    ("text-or-list", {}, "{a: b}", "wrong-type"),
    ("text-or-list", {}, "[甲, [乙]]", "wrong-type"),
    ("integer", {}, "一百二十", "wrong-type"),
    ("integer", {}, "1.5", "wrong-type"),
    ("integer", {}, "'120'", "wrong-type"),
    ("integer", {}, "true", "wrong-type"),
    ("integer", {"min": 0}, "-1", "out-of-range"),
    ("integer", {"max": 60}, "61", "out-of-range"),
    ("year", {}, "24", "wrong-type"),
    ("year", {}, "2024年", "wrong-type"),
    ("boolean", {}, "1", "wrong-type"),
    ("boolean", {}, "也许", "wrong-type"),
    ("date", {}, "2024年5月20日", "bad-date"),
    ("date", {}, "2024/5/20", "bad-date"),
    ("date", {}, "20240520", "bad-date"),
    ("date", {}, "2024-5-20", "bad-date"),
    ("date", {}, "2024-05-20 9点半", "bad-date"),
    ("date", {}, "2024-05-20T09:30Z", "bad-date"),
    ("date", {}, "2024-05-20T09:30+08:00", "bad-date"),
    ("date", {}, "[2024-05-20]", "bad-date"),
    ("date", {}, "2024-02-30", "impossible-date"),
    ("date", {}, "2023-02-29", "impossible-date"),
    ("date", {}, "0000-01-01", "impossible-date"),
    ("date", {}, "2024-05-20 24:00", "impossible-date"),
    ("date", {}, "1899-12-31", "year-range"),
    ("date", {}, "2200-01-01 09:30", "year-range"),
    ("day", {}, "9999-12-31", "year-range"),
    ("day", {}, "2024-05-20 09:30", "bad-date"),
    ("datetime", {}, "9:30", "bad-date"),
    ("deadline", {}, "月底", "bad-date"),
    ("choice", CHOICES, "通之", "unknown-choice"),
    ("choice", CHOICES, "2", "unknown-choice"),
    ("choice", CHOICES, "[通知]", "wrong-type"),
    ("level", {}, "全县", "unknown-choice"),
    ("status", {}, "保密", "unknown-choice"),
    ("identifier", {}, "端午", "bad-identifier"),
    ("identifier", {}, "a/b", "bad-identifier"),
    ("identifier", {}, "a" * 121, "bad-identifier"),
    ("slug", {}, "-a", "bad-slug"),
    ("slug", {}, "a b", "bad-slug"),
    ("slug", {}, "a..b", "bad-slug"),
    ("slug", {}, "a/b", "bad-slug"),
    ("slug", {}, "a" * 121, "bad-slug"),
    ("slug", {}, "index.html", "bad-slug"),
    ("slug", {}, "feed.XML", "bad-slug"),
    ("slug", {}, "长" * 67, "address-long"),
    ("address", {}, f"/旧/{'长' * 67}/", "address-long"),
    ("name", {}, "长" * 67, "address-long"),
    ("organization", {"max": 120}, "长" * 110, "address-long"),
    ("address", {}, "old/123.html", "bad-address"),
    ("address", {}, "https://old.example/1.html", "bad-address"),
    ("address", {}, "//old.example/1.html", "bad-address"),
    ("address", {}, "/old/../1.html", "bad-address"),
    ("address", {}, "/old?id=1", "bad-address"),
    ("address", {}, "'/old#1'", "bad-address"),
    ("address", {}, "/old/%3Fid=1", "bad-address"),
    ("address", {}, "/old/%2e%2e/1.html", "bad-address"),
    ("address", {}, "/%BE%C9/1.html", "bad-address"),
    ("address", {}, f"/{'%E9%BE%99' * 70}/", "address-long"),
    ("file", {}, "图\\a.pdf", "media-backslash"),
    ("name", {}, "[甲, 乙]", "wrong-type"),
    ("organization", {}, "[甲, 乙]", "wrong-type"),
    ("reference", {}, "notices/2024/boats", "bad-reference"),
    ("reference", {}, "/notices/2024/boats/", "bad-reference"),
    ("reference", {}, "端午看龙舟！", "bad-reference"),
    ("file", {}, "/etc/passwd", "media-path"),
    ("file", {}, "'D:\\照片\\渡船.jpg'", "media-path"),
    ("file", {}, "https://other.example/a.jpg", "media-path"),
    ("file", {}, "../ferry.jpg", "media-outside"),
    ("portrait", {}, "a/../../b.jpg", "media-outside"),
    ("picture", {}, "a.jpg", "picture-without-alt"),
    ("picture", {}, "{file: a.jpg}", "picture-without-alt"),
    ("picture", {}, "{alt: 船}", "missing-field"),
    ("list", {"of": "picture"}, "[a.jpg]", "picture-without-alt"),
    ("attachment", {}, "a.pdf", "wrong-type"),
    ("attachment", {}, "{file: a.pdf, titel: 表}", "unknown-key"),
    ("contact", {}, "0500-6120012", "wrong-type"),
    ("contact", {}, "{电话号码: 0500-6120012}", "unknown-key"),
    ("list", {}, "甲、乙", "wrong-type"),
    ("list", {}, "[]", "empty-list"),
    ("list", {}, "[甲, 2024]", "needs-quotes"),
    ("list", {}, "[甲, ~]", "wrong-type"),
    ("list", {"of": "group", **NAMED}, "[甲]", "wrong-type"),
    ("group", NAMED, "[甲]", "wrong-type"),
    ("group", NAMED, "{身份: 教师}", "missing-field"),
    ("people", NAMED, "张三", "wrong-type"),
    ("people", NAMED, "[张三, ]", "wrong-type"),
    ("people", NAMED, "[]", "empty-list"),
    ("people", NAMED, "[{身份: 教师}]", "missing-field"),
    ("period", {}, "2024-05-20", "wrong-type"),
    ("period", {}, "{start: 2024-05-20}", "missing-field"),
    ("period", {}, "{start: 2024-05-20, end: 2024-05-19}", "period-order"),
    ("period", {"working_days": 5}, "{start: 2024-05-21, end: 2024-05-26}", "period-short"),
]


def check(kind: str, options: Options, written: str) -> tuple[Any, list[Problem]]:
    """The value of one field that is written so, or its problems."""
    field = FieldDeclaration(name="it", label="某项", type=kind, **options)
    schema = Schema.of({"it": field})
    text = YamlText("content/a/b.md", f"it: {written}\n", line=2)
    data = text.mapping()
    assert isinstance(data, dict), data
    named, twice = text.canonical(data, schema)
    values, problems = text.validate(named, schema)
    return (values or {}).get("it"), twice + problems


def shown(case: Any) -> str | None:
    return case[:30] if isinstance(case, str) else None


@pytest.mark.parametrize(("kind", "options", "written", "value"), TAKEN, ids=shown)
def test_a_field_takes(kind: str, options: Options, written: str, value: Any) -> None:
    """The value as the portal works with it, of the right type too."""
    taken, problems = check(kind, options, written)
    assert problems == []
    assert taken == value
    assert type(taken) is type(value)


@pytest.mark.parametrize(("kind", "options", "written", "code"), REFUSED, ids=shown)
def test_a_field_refuses(kind: str, options: Options, written: str, code: str) -> None:
    """With one problem, in the field's line, whose texts are complete."""
    _, problems = check(kind, options, written)
    assert [problem.code for problem in problems] == [code]
    [problem] = problems
    assert problem.place.line == 2
    assert problem.field.split(".")[0] == "it"
    for lang in ("zh", "en"):
        assert "{value}" not in problem.message(lang) + problem.action(lang)
        assert "{label}" not in problem.message(lang) + problem.action(lang)


def test_every_field_type_is_tried() -> None:
    """Each stands in both tables above."""
    assert {kind for kind, *_ in TAKEN} == set(FIELD_TYPES)
    assert {kind for kind, *_ in REFUSED} == set(FIELD_TYPES)


SAID = yaml.safe_load(Path(__file__).with_name("field_refusals.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "case", SAID, ids=lambda case: f"{case['field']['type']} {case['written']}"
)
def test_a_refusal_says_what_to_write_instead(case: Mapping[str, Any]) -> None:
    """What is wrong and what to do, with an example of the same kind."""
    options = {key: value for key, value in case["field"].items() if key != "type"}
    _, [problem] = check(case["field"]["type"], options, case["written"])
    assert problem.message() + problem.action() == case["says"]


def test_a_refusal_inside_a_list_names_the_field_not_the_number() -> None:
    """In English by its name, in Chinese by its label."""
    _, [problem] = check("list", {"of": "address"}, "[old]")
    assert problem.message("en") == "“old” in “it” is no path of this portal."
    assert problem.message() == "“某项”里的“old”不是本站网址的路径。"
    assert problem.field == "it.0"


def test_a_long_value_is_shown_in_part() -> None:
    """A message stays a message."""
    _, [problem] = check("integer", {}, "长" * 100)
    assert f"“{'长' * 39}…”" in problem.message()


def test_unknown_keys_get_the_nearest_known_one(tmp_path: Path) -> None:
    """In the script that it was written in; without one near, all are named."""
    [title] = read(tmp_path, NOTICE.replace("type:", "summry: 一\ntype:")).problems
    [label] = read(tmp_path, NOTICE.replace("type:", "联系方法: 一\ntype:")).problems
    [other] = read(tmp_path, NOTICE.replace("type:", "zzz: 一\ntype:")).problems
    assert title.action() == "是不是“summary”？请改成这个名称。"
    assert label.action() == "是不是“联系方式”？请改成这个名称。"
    assert other.action().startswith("这里可以写的有：标题、日期、来源、编号、")
    assert other.action("en").startswith("Known fields: title, date, source, id, ")


@pytest.mark.parametrize("column", ["honors", "lectures", "family", "notices"])
def test_the_columns_of_the_sample_portal_use_known_types_alone(column: str) -> None:
    """And every field of theirs has a label."""
    declared: Collection = collection(column)
    assert all(field.type in FIELD_TYPES for field in declared.all_fields.values())
    assert all(field.label for field in declared.all_fields.values())


@given(st.text())
def test_a_slug_of_a_slug_is_itself(text: str) -> None:
    """And it is never empty, and fits an address and a path."""
    slug = slug_of(text)
    assert slug_of(slug) == slug
    assert slug
    assert not set(slug) & set("/\\?#% \t\n")
    assert ".." not in slug


@given(
    st.sampled_from(sorted(FIELD_TYPES)),
    st.recursive(
        st.text(max_size=8) | st.integers() | st.booleans() | st.none(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=5,
    ),
)
def test_any_value_is_taken_or_refused(kind: str, value: Any) -> None:
    """No field type raises anything but its own refusal."""
    options = CHOICES if kind == "choice" else NAMED if kind in ("group", "people") else {}
    schema = Schema.of({"it": FieldDeclaration(name="it", label="某项", type=kind, **options)})
    text = YamlText("content/a/b.md", "it: x\n")
    named, _ = text.canonical({"it": value}, schema)
    values, problems = text.validate(named, schema)
    assert (values is None) == bool(problems)
    for problem in problems:
        assert problem.message()
        assert problem.action("en")
