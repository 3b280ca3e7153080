"""Every problem has its words, in Chinese and English, and every code a mistake that earns it."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import wenming
from wenming.library import load
from wenming.problems import LANGUAGES, Place, Problem, codes, language_of, ordered
from wenming.settings import read_settings

from .mistakes import MISTAKES, NOTICE, RECORD
from .portals import make_portal

PACKAGE = Path(wenming.__file__).parent
CATALOGUE: Mapping[str, Any] = yaml.safe_load(
    (PACKAGE / "problems.yml").read_text(encoding="utf-8")
)
# What makes a problem, and which functions give back the code of one.
MAKERS = (
    "Problem",
    "YamlFault",
    "refuse",
    "problem",
    "body_problem",
    "wrong",
    "_fault",
    "_pattern",
    "Rule",
    "MinorRule",
    "Finding",
    "Slip",
    "Miswritten",
    "_tell",
)


def _code(node: ast.expr | None) -> Iterator[str]:
    """The code in an expression: a constant, or the first of a tuple."""
    if isinstance(node, ast.Tuple) and node.elts:
        node = node.elts[0]
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value


def _codes_in(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
        if name in MAKERS and node.args:
            yield from _code(node.args[0])
        for keyword in node.keywords:
            if keyword.arg == "code":
                yield from _code(keyword.value)
    elif isinstance(node, ast.FunctionDef) and node.name.endswith("_fault"):
        for each in ast.walk(node):
            if isinstance(each, ast.Return):
                yield from _code(each.value)
    elif isinstance(node, ast.Assign):
        [target, *_] = (getattr(target, "id", "") for target in node.targets)
        if target == "code":
            yield from _code(node.value)
        elif target == "_EXPLANATIONS" and isinstance(node.value, ast.Tuple):
            for row in node.value.elts:
                assert isinstance(row, ast.Tuple)
                yield from _code(row.elts[1])


def used_codes() -> set[str]:
    """Every code that the source names."""
    return {
        code
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for code in _codes_in(node)
    }


def found_in(portal: Path) -> tuple[Problem, ...]:
    return load(portal, read_settings(portal / "mkdocs.yml"), dt.date(2024, 12, 1)).problems


def unfilled(problem: Problem) -> list[str]:
    """Placeholders that are left in a problem's texts."""
    texts = [part for lang in LANGUAGES for part in (problem.message(lang), problem.action(lang))]
    return re.findall(r"\{\w+\}", "".join(texts))


def test_every_code_that_is_used_has_its_words() -> None:
    """Nobody is told a problem that is not there to tell."""
    assert used_codes() - set(CATALOGUE) == set()


def test_every_code_with_words_is_used() -> None:
    """The catalogue holds nothing that cannot happen."""
    assert set(CATALOGUE) - used_codes() == set()


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_says_in_both_languages_what_is_wrong_and_what_to_do(code: str) -> None:
    """And nothing but what the catalogue knows."""
    entry = CATALOGUE[code]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
    assert entry.keys() <= {"severity", "zh", "en"}
    assert entry.get("severity", "warning") == "warning"
    for lang in LANGUAGES:
        assert {"what", "action"} <= entry[lang].keys() <= {"what", "why", "action", "suggest"}
    assert entry["zh"].keys() == entry["en"].keys()


@pytest.mark.parametrize("code", CATALOGUE)
def test_what_is_wrong_is_one_sentence(code: str) -> None:
    """With a full stop of its language at its end."""
    for lang, stop in (("zh", "。"), ("en", ".")):
        what = CATALOGUE[code][lang]["what"]
        assert what.endswith(stop)
        assert "。" not in what[:-1]
        assert ". " not in what


EXAMPLE = re.compile(r"“[^”]*: [^”]*”|\{[^}]*\}|\[[^]]*\]|'[^']*'|\"[^\"]*\"")
"""What an editor may type as it stands, with the punctuation of YAML or Markdown."""


@pytest.mark.parametrize("code", CATALOGUE)
def test_the_words_are_set_as_a_careful_editor_sets_them(code: str) -> None:
    """Full-width punctuation in Chinese, none of it in English, no stray blanks."""
    han = r"[\u4e00-\u9fff《》【】]"
    for text in CATALOGUE[code]["zh"].values():
        prose = EXAMPLE.sub("", text)
        assert text == " ".join(text.split())
        assert not re.search(rf"{han}[,.;:?!()]|[,.;:?!()]{han}|{han} {han}", prose)
        assert '"' not in prose
    for text in CATALOGUE[code]["en"].values():
        assert text == " ".join(text.split())
        assert not re.search(r"[\u4e00-\u9fff，。：；（）、]", text)


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_message_is_short_enough_to_be_read(code: str) -> None:
    """Eighty characters of Chinese, before the values are filled in, and as many to act by."""
    chinese = CATALOGUE[code]["zh"]
    assert len(chinese["what"] + chinese.get("why", "")) <= 80
    assert len(chinese["action"]) <= 80
    assert len(chinese.get("suggest", "")) <= 80


@pytest.mark.parametrize("code", MISTAKES)
def test_a_mistake_is_told_once_at_its_place(tmp_path: Path, code: str) -> None:
    """By the very code, in the line where it is mended, with nothing left unfilled."""
    mistake = MISTAKES[code]
    [problem] = found_in(mistake.portal(tmp_path))
    place = problem.place
    assert (problem.code, place.path, place.line) == (code, f"content/{mistake.path}", mistake.line)
    assert place.column == (mistake.column or place.column)
    assert unfilled(problem) == []
    assert problem.is_error == (code not in ADVICE)


ADVICE = {
    "draft-named",
    "element-left-out",
    "link-without-address",
    "link-nowhere",
    "picture-unknown",
    "several-people",
    "revocation-untold",
    "indicator-weights",
    "prize-too-many",
    "quota-exceeded",
}
"""Codes that warn: the record can be published as it is."""

NOT_OF_CONTENT = {
    *("content-missing", "settings", "settings-missing", "option-unknown", "output-unknown"),
    *("picture-unknown", "link-nowhere"),
    *("private-identity-number", "private-bank-card", "private-mobile", "private-email"),
    *(
        "private-plate",
        "private-birth-date",
        "private-address",
        "attachment-unread",
        "draft-private",
        "rare-character",
    ),
    *(
        "history-unread",
        "attachment-scan",
        "attachment-picture-place",
        "exceptions-list",
        "exception-unused",
    ),
    *("withdrawn-record", "withdrawn-returns", "tombstones-list", "takedown-unknown"),
    *(
        "address-taken",
        "house",
        "link-empty",
        "link-unknown",
        "site-dir",
        "site-dir-file",
        "site-dir-link",
        "takedown-done",
        "unknown-collection",
    ),
    *("executor-unknown", "executor-unreachable", "executor-empty", "executor-version"),
    *("extra-missing", "target-unknown", "target-occupied", "target"),
    *("output", "no-release", "release-withdrawn", "file-unreadable", "file-unwritten"),
    *("import-unreadable", "import-too-large", "import-no-header", "import-empty"),
    *("unknown-scheme", "no-schemes", "scheme-year", "archive-there"),
    *("import-missing", "import-cell-error", "import-map", "import-field", "import-add"),
}
"""Codes of settings, commands and pages, tried where these are."""


def test_every_code_that_content_can_earn_has_a_mistake_here() -> None:
    """A new code comes with the mistake that it was made for."""
    assert set(codes()) - set(MISTAKES) == NOT_OF_CONTENT


SAID = {
    "file-encoding": "文件是用 GB18030 编码保存的，网站只认 UTF-8。编码不对，网页上会是一片乱码。",
    "front-matter-missing": "文件开头没有头信息。标题、日期、来源都要写在头信息里。",
    "yaml-fullwidth-colon": "这里的冒号是中文的“：”，要用英文冒号。",
    "yaml-no-colon": "这一行没有“英文冒号加空格”，认不出写的是哪一项。",
    "duplicate-key": "“标题”写了两遍，第一遍在第 2 行。同一项只能写一遍，中文名和英文名算同一项。",
    "missing-field": "没有写“类型”，这一项必须有。",
    "unknown-key": "没有“tilte”这一项，写了也不会登出来。",
    "bad-date": "“日期”要写日期，“2024年5月20日”的写法认不出。",
    "unknown-choice": "“类型”里没有“通之”这个选项。",
    "too-long": "“标题”有 121 个字，最多 120 个字。",
    "unknown-organization": "单位名录里没有“青十镇”。",
    "duplicate-id": (
        "编号“boats”已经被 content/notices/2024/boats.md 用了。"
        "订阅和引用都靠编号认稿件，同一栏目里不能重复。"
    ),
    "missing-media": "稿件旁边没有“ferry.jpg”这个文件。",
    "picture-without-alt": "这张图片没有替代文字。看不见图片的读者，靠这句话知道画面里是什么。",
    "broken-link": "链接指向的稿件文件“last-year.md”不存在。",
}


@pytest.mark.parametrize("code", SAID)
def test_a_problem_is_told_in_plain_chinese(tmp_path: Path, code: str) -> None:
    """What is wrong and why it matters; the words are part of what we deliver."""
    [problem] = found_in(MISTAKES[code].portal(tmp_path))
    assert problem.message() == SAID[code]


def test_a_problem_for_other_tools_has_the_shape_of_the_contract(tmp_path: Path) -> None:
    """`wenming check --format json` prints it."""
    [problem] = found_in(MISTAKES["unknown-choice"].portal(tmp_path))
    assert problem.as_dict() == {
        "code": "unknown-choice",
        "severity": "error",
        "path": "content/notices/2024/boats.md",
        "line": 4,
        "column": 7,
        "field": "type",
        "message": "“类型”里没有“通之”这个选项。",
        "action": "是不是“通知”？可以选的有：通知、公告、公示、征集、征求意见、通报、文件。",
    }
    assert problem.as_dict("en")["message"] == "“通之” is no choice of “type”."


def test_problems_come_in_the_order_of_their_places_and_each_once() -> None:
    """So that two runs say the same."""
    problems = [
        Problem("file-empty", Place(path, line, column))
        for path, line, column in (("b", 1, 1), ("a", 10, 1), ("a", 9, 2), ("a", 9, 1), ("b", 1, 1))
    ]
    found = [(p.place.path, p.place.line, p.place.column) for p in ordered(problems)]
    assert found == [("a", 9, 1), ("a", 9, 2), ("a", 10, 1), ("b", 1, 1)]


@given(st.text())
def test_a_value_is_shown_as_it_is_written(value: str) -> None:
    """Whatever is in it."""
    problem = Problem("unknown-organization", Place("a"), details={"value": value})
    assert problem.message() == f"单位名录里没有“{value}”。"


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
    ],
)
def test_problems_are_told_in_chinese_unless_the_locale_is_english(
    environ: Mapping[str, str], lang: str
) -> None:
    assert language_of(environ) == lang


def test_one_portal_with_all_mistakes_tells_all_of_them(tmp_path: Path) -> None:
    """One run is enough, however much is wrong."""
    one_file = {
        code: mistake.records[RECORD]
        for code, mistake in MISTAKES.items()
        if mistake.path == RECORD and mistake.records.keys() == {RECORD}
    }
    records = {f"notices/{code}.md": content for code, content in one_file.items()}
    problems = found_in(make_portal(tmp_path, {**records, RECORD: NOTICE}))
    told = {(p.code, p.place.path) for p in problems}
    # What is right without a file beside them: no other organizations, no scheme.
    alone = {"ambiguous-organization", "unknown-indicator", "ambiguous-indicator"}
    assert told >= {(code, f"content/notices/{code}.md") for code in one_file.keys() - alone}
