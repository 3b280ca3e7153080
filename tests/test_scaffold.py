"""`wenming new` writes a record that lacks nothing but what only the editor knows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import Result

from wenming.library import declared_collections
from wenming.settings import read_settings

from .portals import make_portal, snapshot
from .test_cli import wenming

REQUIRED: Mapping[str, Mapping[str, str]] = {
    "honors": {"award": "身边好人", "level": "县级", "honorees.name": "张三"},
    "lectures": {
        "theme": "一程一站",
        "hall": "总堂",
        "start": "2026-06-20 14:30",
        "venue": "县图书馆",
    },
    "family": {"family": "陈水根家庭", "motto": "桥是大家的"},
    "notices": {"type": "通知", "issuer": "县文明办"},
}


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    """A portal without records."""
    return make_portal(tmp_path / "portal", {})


def fill(portal: Path, path: str, values: Mapping[str, str]) -> None:
    """Write a value behind each of these fields' labels, as an editor would type it."""
    declared, _ = declared_collections(portal, read_settings(portal / "mkdocs.yml"))
    fields = declared[path.split("/")[1]].all_fields
    text = (portal / path).read_text("utf-8")
    for name, value in values.items():
        outer, _, inner = name.partition(".")
        field = fields[outer].fields[inner] if inner else fields[outer]
        key = rf"^(\s*(?:- {{)?{field.label}:) ?(?=[,}}]|$)"
        filled = re.sub(key, rf"\1 {value}", text, count=1, flags=re.MULTILINE)
        assert filled != text, f"{field.label} in\n{text}"
        text = filled
    (portal / path).write_text(text.replace("在这里写正文。", "天不亮，桥上就有声音。"), "utf-8")


def problems(portal: Path) -> list[tuple[str, str]]:
    """Code and field of all problems of a portal."""
    result = wenming(portal, "check", "--format", "json")
    return [(each["code"], each["field"]) for each in json.loads(result.stdout)]


def made(result: Result) -> str:
    assert result.exit_code == 0, result.output
    match = re.fullmatch(r"已新建 (.*)，请打开填写。\n", result.stdout)
    assert match
    return match[1]


@pytest.mark.parametrize("collection", REQUIRED)
def test_a_new_record_is_right_once_the_required_fields_are_filled(
    portal: Path, collection: str
) -> None:
    """And the body is written: until then the check names exactly these, and nothing else."""
    path = made(wenming(portal, "new", collection, "石桥的早晨"))
    assert path == f"content/{collection}/2026/shi-qiao-de-zao-chen.md"
    assert {code for code, _ in problems(portal)} == {"missing-field", "body-unwritten"}
    assert len(problems(portal)) == len(REQUIRED[collection]) + 1
    fill(portal, path, REQUIRED[collection])
    assert problems(portal) == []
    assert wenming(portal, "check").stdout == "检查通过：1 篇稿件没有问题。\n"


def test_a_new_record_has_its_title_date_source_and_id(portal: Path) -> None:
    """The id does not depend on the file's name later on."""
    path = made(wenming(portal, "new", "notices", '关于"石桥"的\\通知'))
    text = (portal / path).read_text("utf-8")
    assert text.startswith(
        "---\n"
        '标题: "关于\\"石桥\\"的\\\\通知"\n'
        "日期: 2026-06-15\n"
        "来源: 测试县文明办\n"
        "编号: 20260615-guan-yu-shi-qiao-de-tong-zhi\n"
    )
    assert text.endswith("\n---\n\n在这里写正文。\n")


def test_a_new_record_offers_the_choices_and_what_is_needed_at_times(portal: Path) -> None:
    """What is not required is commented out."""
    file = portal / made(wenming(portal, "new", "notices", "公示"))
    text = file.read_text("utf-8")
    period, contact = "# 公示期: {开始: , 结束: }", re.compile(r"# 联系方式: \{.*\}")
    assert "# 可填：通知、公告、公示、征集、征求意见、通报、文件\n类型:\n" in text
    assert f"\n{period}\n" in text
    assert "\n草稿:" not in text
    text = text.replace(period, "公示期: {开始: 2026-06-15, 结束: 2026-06-21}")
    file.write_text(contact.sub("联系方式: {电话: 0500-6120012}", text), "utf-8")
    fill(portal, "content/notices/2026/gong-shi.md", {"type": "公示", "issuer": "县文明办"})
    assert problems(portal) == []


def test_the_examples_of_a_new_record_fit_their_fields(portal: Path) -> None:
    """A number in its bounds, a reference to the collection that it names, no text to be kept."""
    notice = (portal / made(wenming(portal, "new", "notices", "公告"))).read_text("utf-8")
    story = (portal / made(wenming(portal, "new", "family", "故事"))).read_text("utf-8")
    lecture = (portal / made(wenming(portal, "new", "lectures", "讲堂"))).read_text("utf-8")
    assert "\n# 结果: notices/2024-001\n" in notice
    assert "\n# 文号:\n" in notice
    assert "\n# 几代: 3\n" in story
    assert "\n# 相关荣誉: [honors/2024-001]\n" in story
    assert "\n# 参加人数: 120\n" in lecture
    assert "文字" not in "".join((notice, story, lecture)).replace("替代文字", "")


def test_a_column_can_be_named_by_its_label(portal: Path) -> None:
    """As the editor knows it."""
    assert made(wenming(portal, "new", "荣誉榜", "好人")) == "content/honors/2026/hao-ren.md"


def test_an_existing_record_is_never_touched(portal: Path) -> None:
    """The next one gets a number, and an id of its own."""
    paths = [made(wenming(portal, "new", "notices", "停水")) for _ in range(3)]
    assert [Path(path).stem for path in paths] == ["ting-shui", "ting-shui-2", "ting-shui-3"]
    before = snapshot(portal)
    made(wenming(portal, "new", "notices", "停水"))
    assert {path: digest for path, digest in snapshot(portal).items() if path in before} == before
    assert not [code for code, _ in problems(portal) if code.startswith("duplicate")]


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("阿依古丽·买买提的故事", "a-yi-gu-li-mai-mai-ti-de-gu-shi"),
        ("“石桥”2024年：好人", "shi-qiao-2024-nian-hao-ren"),
        ("Volunteers' day", "volunteers-day"),
        ("！！", "x"),
        ("石" * 100, "-".join(["shi"] * 15)),
    ],
)
def test_any_title_makes_a_name_and_an_id_that_are_allowed(
    portal: Path, title: str, stem: str
) -> None:
    """Letters, digits and hyphens, at most sixty."""
    assert made(wenming(portal, "new", "notices", title)) == f"content/notices/2026/{stem}.md"
    assert {code for code, _ in problems(portal)} == {"missing-field", "body-unwritten"}


@pytest.mark.parametrize(
    ("name", "suggestion"), [("notice", "notices"), ("荣誉", "荣誉榜"), ("xyz", "")]
)
def test_an_unknown_column_is_told_with_the_nearest(
    portal: Path, name: str, suggestion: str
) -> None:
    """Exit code 2, and nothing is written."""
    before = snapshot(portal)
    result = wenming(portal, "new", name, "标题")
    assert result.exit_code == 2
    assert "[unknown-collection]" in result.stderr
    assert f"“{name}”" in result.stderr
    assert (f"“{suggestion}”" in result.stderr) is (suggestion != "")
    assert "notices（通知公告）" in result.stderr
    assert snapshot(portal) == before
