"""Problems as text for people, and in the forms that tools read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from wenming.problems import Place, Problem
from wenming.report import FORMATS, as_github, as_json, as_sarif, as_text

from .portals import write

LINE = "封面: {file: 石桥.png}\t甲"
MISSING = Problem(
    "missing-media",
    Place("content/notices/a.md", 3, 12, LINE),
    field="cover.file",
    details={"value": "石桥.png"},
)


def marked(problem: Problem, root: Path = Path("nowhere")) -> tuple[str, str]:
    """The source line and the line with the mark, without what stands before the bar."""
    lines = as_text([problem], root).split("\n")
    assert len(lines) == 5, lines
    return lines[2].partition("| ")[2], lines[3].partition("| ")[2]


def at(line: str, column: int) -> Problem:
    return Problem("missing-field", Place("content/a.md", 7, column, line))


# Text


def test_a_problem_is_told_with_its_place_its_line_and_the_mend() -> None:
    """The caret stands under the column, of which a Han character fills two."""
    assert as_text([MISSING], Path("nowhere")) == (
        "content/notices/a.md:3:12: 错误[missing-media]\n"
        f"  {MISSING.message('zh')}\n"
        "    3 | 封面: {file: 石桥.png}\t甲\n"
        "      |              ^\n"
        f"  改法：{MISSING.action('zh')}"
    )


def test_a_problem_is_told_in_english() -> None:
    """The source line stays what it is."""
    assert as_text([MISSING], Path("nowhere"), "en") == (
        "content/notices/a.md:3:12: error[missing-media]\n"
        f"  {MISSING.message('en')}\n"
        "    3 | 封面: {file: 石桥.png}\t甲\n"
        "      |              ^\n"
        f"  How to mend: {MISSING.action('en')}"
    )


def test_problems_are_parted_by_an_empty_line() -> None:
    """None make an empty text."""
    one = as_text([MISSING], Path("nowhere"))
    assert as_text([MISSING, MISSING], Path("nowhere")) == f"{one}\n\n{one}"
    assert as_text([], Path("nowhere")) == ""


@pytest.mark.parametrize(
    ("line", "column", "mark"),
    [
        ("title:", 1, "^"),
        ("标题: 甲", 5, "      ^"),
        ("a\tb", 3, " \t^"),
        ("标：题", 3, "    ^"),
        ("e\u0301t\u00e9", 4, "  ^"),
        ("ｱ한", 2, " ^"),
        ("🌉桥", 2, "  ^"),
        ("“桥”", 3, "   ^"),
        ("桥\u3000头", 3, "    ^"),
        ("桥", 2, "  ^"),
    ],
)
def test_the_caret_stands_under_its_column(line: str, column: int, mark: str) -> None:
    """Whatever the characters before it are wide."""
    assert marked(at(line, column)) == (line, mark)


def test_a_long_line_is_shown_around_the_mark() -> None:
    """A paragraph of a body is one line."""
    shown, mark = marked(at("桥" * 300, 200))
    assert shown == "…" + "桥" * 159
    assert mark == " " + "  " * 79 + "^"
    assert marked(at("桥" * 300, 3)) == ("桥" * 82, "    ^")


def test_the_line_is_read_from_the_file_where_the_problem_does_not_carry_it(
    tmp_path: Path,
) -> None:
    """With any line ends; a byte order mark is no column."""
    write(tmp_path / "content" / "a.md", "\ufeff一\r\n二二\r三")
    for line, text in ((1, "一"), (2, "二二"), (3, "三")):
        problem = Problem("missing-field", Place("content/a.md", line, 1))
        assert marked(problem, tmp_path) == (text, "^")


def test_a_line_longer_than_any_editor_shows_is_one_line(tmp_path: Path) -> None:
    """The next one is still the next one."""
    write(tmp_path / "a.md", "x" * 10_000 + "\n第二行\n")
    assert marked(Problem("missing-field", Place("a.md", 2, 1)), tmp_path) == ("第二行", "^")


@pytest.mark.parametrize(
    ("name", "line"), [("gone.md", 1), ("short.md", 9), ("gbk.md", 1), ("folder", 1)]
)
def test_a_place_without_a_line_is_told_without_one(tmp_path: Path, name: str, line: int) -> None:
    """A file that is not there, too short, in another encoding, or a folder."""
    write(tmp_path / "short.md", "一行")
    write(tmp_path / "gbk.md", "中文".encode("gb18030"))
    (tmp_path / "folder").mkdir()
    problem = Problem("missing-field", Place(name, line))
    assert as_text([problem], tmp_path).count("\n") == 2


def test_what_a_link_leads_to_is_not_shown(tmp_path: Path) -> None:
    """A report in public may not quote a file outside the portal."""
    secret = write(tmp_path / "secret", "口令")
    (tmp_path / "a.md").symlink_to(secret)
    text = as_text([Problem("symbolic-link", Place("a.md"), details={"name": "a.md"})], tmp_path)
    assert "口令" not in text


def test_a_pipe_in_the_content_does_not_stop_the_report(tmp_path: Path) -> None:
    """Nobody writes into it."""
    os.mkfifo(tmp_path / "a.md")
    text = as_text([Problem("special-file", Place("a.md"))], tmp_path)
    assert text.startswith("a.md:1:1: 错误[special-file]\n")


def test_nothing_in_a_file_or_its_name_steers_the_terminal(tmp_path: Path) -> None:
    """Invisible characters show as what they are, in their own column."""
    name = "a\x1b[2J\n.md"
    write(tmp_path / name, "标题\x1b[31m: 甲\t乙")
    problem = Problem("name-portable", Place(name, 1, 3), details={"name": name})
    text = as_text([problem], tmp_path)
    assert "\x1b" not in text
    assert text.split("\n")[0] == "a\ufffd[2J .md:1:3: 错误[name-portable]"
    assert marked(problem, tmp_path) == ("标题\ufffd[31m: 甲\t乙", "    ^")


# JSON


def test_json_is_one_array_with_the_keys_of_the_contract() -> None:
    """CONTENT.md, Commands."""
    assert json.loads(as_json([MISSING, at("x", 2)], Path("nowhere"))) == [
        {
            "code": "missing-media",
            "severity": "error",
            "path": "content/notices/a.md",
            "line": 3,
            "column": 12,
            "field": "cover.file",
            "message": MISSING.message("zh"),
            "action": MISSING.action("zh"),
        },
        {
            "code": "missing-field",
            "severity": "error",
            "path": "content/a.md",
            "line": 7,
            "column": 2,
            "field": "",
            "message": at("x", 2).message("zh"),
            "action": at("x", 2).action("zh"),
        },
    ]
    assert json.loads(as_json([], Path("nowhere"))) == []


def test_json_is_in_the_language_that_is_asked_for() -> None:
    """Chinese is readable in it, not escaped."""
    (english,) = json.loads(as_json([MISSING], Path("nowhere"), "en"))
    assert english["message"] == MISSING.message("en")
    assert "石桥.png" in as_json([MISSING], Path("nowhere"))


# GitHub Actions


def test_a_problem_is_one_workflow_command() -> None:
    """Which shows as a note at the line."""
    assert as_github([MISSING], Path("nowhere")) == (
        "::error file=content/notices/a.md,line=3,col=12,title=missing-media::"
        f"{MISSING.message('zh')} {MISSING.action('zh')}"
    )


def test_what_ends_a_command_or_a_property_is_escaped() -> None:
    """Percent signs first, so that nothing is unescaped twice."""
    problem = Problem(
        "missing-media", Place("content/a,b:c%\r\n.md", 1), details={"value": "50%\r\n::x,:"}
    )
    (line,) = as_github([problem], Path("nowhere")).split("\n")
    assert line.startswith("::error file=content/a%2Cb%3Ac%25%0D%0A.md,line=1,col=1,")
    assert "50%25%0D%0A::x,:" in line


# SARIF


def test_sarif_has_the_shape_of_the_standard() -> None:
    """OASIS SARIF 2.1.0: each rule once, results with an index into the rules."""
    log = json.loads(as_sarif([MISSING, at("x", 2), MISSING], Path("nowhere")))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    assert run["tool"]["driver"] == {
        "name": "wenming",
        "rules": [{"id": "missing-field"}, {"id": "missing-media"}],
    }
    assert run["columnKind"] == "unicodeCodePoints"
    assert [each["ruleIndex"] for each in run["results"]] == [1, 0, 1]
    assert run["results"][0] == {
        "ruleId": "missing-media",
        "ruleIndex": 1,
        "level": "error",
        "message": {"text": f"{MISSING.message('zh')} {MISSING.action('zh')}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "content/notices/a.md"},
                    "region": {"startLine": 3, "startColumn": 12},
                }
            }
        ],
    }


def test_a_path_in_sarif_is_an_address() -> None:
    """Chinese and spaces are percent-encoded in it (RFC 3986)."""
    problem = Problem("missing-field", Place("content/通知 1.md"))
    (run,) = json.loads(as_sarif([problem], Path("nowhere")))["runs"]
    (location,) = run["results"][0]["locations"]
    uri = location["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "content/%E9%80%9A%E7%9F%A5%201.md"


def test_sarif_without_problems_is_a_run_without_results() -> None:
    """Which clears what a service showed before."""
    (run,) = json.loads(as_sarif([], Path("nowhere")))["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


def test_the_forms_are_those_of_the_contract() -> None:
    """CONTENT.md: text, json, github, sarif."""
    assert [*FORMATS] == ["text", "json", "github", "sarif"]
