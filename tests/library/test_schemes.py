"""Assessment schemes: how they are read, and how records name their indicators."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenming.library import Schemes

from ..mistakes import NOTICE
from ..portals import make_portal
from .loading import loaded, told

SCHEME = """\
名称: 测评体系
指标:
  - 代码: A
    内容: 道德建设
    权重: 12.5
    下级:
      - 代码: A1
        内容: 讲堂
        权重: 12.5
        测评方式: [材料审核, 实地考察]
        要求材料:
          - {材料: 讲堂记录, 份数: 4, 栏目: 道德讲堂, 字段: 讲堂, 值: 总堂}
          - 年度方案
          - {材料: 总结, 份数: 2}
  - {代码: 1.10, 内容: 文明实践}
"""
ENGLISH = """\
title: 测评体系
indicators:
  - code: A
    text: 道德建设
    weight: 12.5
    children:
      - code: A1
        text: 讲堂
        weight: 12.5
        method: 材料审核、实地考察
        evidence:
          - {title: 讲堂记录, count: 4, collection: 道德讲堂, field: 讲堂, value: 总堂}
          - {title: 年度方案}
          - {title: 总结, count: 2}
  - {code: "1.10", text: 文明实践}
"""


def portal(folder: Path, scheme: str, *more: str, indicators: str = "") -> Path:
    """A portal with schemes `s`, `s2`… and one record that names indicators."""
    record = NOTICE.replace("type:", f"indicators: [{indicators}]\ntype:") if indicators else NOTICE
    names = ("s", *(f"s{number}" for number in range(2, len(more) + 2)))
    files = {f"content/indicators/{n}.yml": t for n, t in zip(names, (scheme, *more), strict=True)}
    return make_portal(folder, {"notices/a.md": record}, files=files)


def schemes(folder: Path, scheme: str) -> Schemes:
    found = loaded(portal(folder, scheme))
    assert found.problems == ()
    return found.library.schemes


def test_a_scheme_is_a_tree_of_indicators(tmp_path: Path) -> None:
    """Each before those below it; what is asked for without a condition is asked for together."""
    [scheme] = schemes(tmp_path, SCHEME)
    assert (scheme.name, scheme.title, scheme.years) == ("s", "测评体系", ())
    assert [each.path for each in scheme.indicators] == [("A",), ("A", "A1"), ("1.10",)]
    lecture = scheme.indicators[1]
    assert (lecture.weight, lecture.shown_weight) == (12.5, "12.5")
    assert lecture.method == "材料审核、实地考察"
    queried, together = lecture.demands
    assert queried.query == {"collection": "道德讲堂", "field": "讲堂", "value": "总堂"}
    assert (queried.titles, queried.count) == (("讲堂记录",), 4)
    assert (together.titles, together.count, together.query) == (("年度方案", "总结"), 3, None)


def test_keys_are_written_by_name_or_by_label(tmp_path: Path) -> None:
    """As in records."""
    assert schemes(tmp_path / "a", SCHEME).by_name == schemes(tmp_path / "b", ENGLISH).by_name


def test_all_mistakes_of_a_scheme_are_told_in_one_run(tmp_path: Path) -> None:
    """Each at its line."""
    faulty = """\
名称: 测评体系
适用年份: [2024]
指标:
  - {代码: A, 内容: 甲, 全重: 3}
  - {代码: B}
  - C
  - 代码: D
    内容: 丁
    要求材料:
      - {材料: 记录, 份数: 0}
      - {材料: 记录, 栏目: 道德讲坛}
      - {材料: 记录, 字段: 讲堂}
    下级: 戊
  - 代码: E
    内容: 戊
    要求材料:
      - {材料: 记录, 栏目: 道德讲坛}
      - {材料: 记录, 字段: 讲堂}
      - {材料: 记录, 栏目: 道德讲堂, 字段: 讲堂, 值: 大堂}
"""
    found = loaded(portal(tmp_path, faulty, indicators="不管"))
    assert [(code, line) for code, _, line, _ in told(found.problems)] == [
        ("unknown-key", 2),
        ("unknown-key", 4),
        ("missing-field", 5),
        ("scheme-list", 6),
        ("out-of-range", 10),
        ("scheme-list", 13),
        ("query-unknown", 17),
        ("missing-field", 18),
        ("query-unknown", 19),
    ]
    assert [p.details.get("suggestion") for p in found.problems][:2] == ["适用年度", "权重"]
    assert found.library.schemes.complete is False


@pytest.mark.parametrize("word", ["A1", "1.10", "文明实践", "s/A1", "s/文明实践"])
def test_an_indicator_is_named_by_code_or_text(tmp_path: Path, word: str) -> None:
    """With the scheme before it or alone; 1.10 needs no quotes."""
    assert loaded(portal(tmp_path, SCHEME, indicators=word)).problems == ()


@pytest.mark.parametrize(
    ("word", "suggestion"), [("A11", "A1"), ("1.1", "1.10"), ("t/A1", "s/A1"), ("志愿", "")]
)
def test_an_indicator_that_no_scheme_has_is_told(
    tmp_path: Path, word: str, suggestion: str
) -> None:
    """With the nearest one."""
    [problem] = loaded(portal(tmp_path, SCHEME, indicators=word)).problems
    assert (problem.code, problem.place.line) == ("unknown-indicator", 4)
    assert problem.details["suggestion"] == suggestion


def test_without_schemes_any_word_will_do(tmp_path: Path) -> None:
    """A portal need not have them."""
    record = NOTICE.replace("type:", "indicators: [公民道德建设]\ntype:")
    assert loaded(make_portal(tmp_path, {"notices/a.md": record})).problems == ()


def test_a_word_alone_is_of_the_schemes_for_that_year(tmp_path: Path) -> None:
    """So that next year's edition makes no old record wrong; with its name any scheme is meant."""
    editions = [SCHEME.replace("指标:", f"适用年度: [{y}]\n指标:", 1) for y in (2024, 2025)]
    assert loaded(portal(tmp_path / "a", *editions, indicators="A1, s2/A1")).problems == ()
    only_later = loaded(portal(tmp_path / "b", editions[1], indicators="A1"))
    assert [p.details["suggestion"] for p in only_later.problems] == ["s/A1"]
