"""`wenming export`: the rows of the open data as a file for office programs."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from ..portals import make_portal, write
from ..test_cli import FAULTY, wenming


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal of four records, to look at only."""
    return make_portal(tmp_path_factory.mktemp("portals") / "portal")


def test_a_workbook_has_chinese_headings_and_a_row_an_honoree(portal: Path) -> None:
    """Headings stay in sight and can be filtered by; the column may be named by its label."""
    result = wenming(portal, "export", "荣誉榜", "--output", "好人.xlsx")
    assert result.stdout == "已导出到 好人.xlsx。\n"
    sheet = openpyxl.load_workbook(portal / "好人.xlsx").active
    assert sheet is not None
    heading, first, second = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert heading[:5] == ["编号", "序号", "姓名", "类型", "单位"]
    assert first[:5] == ["good-people", 1, "陈水根", "个人", "石桥村"]
    assert second[2] == "王秀英"
    assert (sheet.title, sheet.freeze_panes) == ("荣誉榜", "A2")
    assert sheet.auto_filter.ref == sheet.dimensions


def test_a_text_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    """Excel shows it and runs nothing."""
    notice = "---\ntitle: =1+2\ndate: 2026-01-01\ntype: 通知\nissuer: 县文明办\n---\n正文。\n"
    portal = make_portal(tmp_path / "portal", {"notices/a.md": notice})
    result = wenming(portal, "export", "notices", "--format", "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(result.stdout_bytes)).active
    assert sheet is not None
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+2", "s")


def test_the_same_content_gives_the_same_workbook(portal: Path) -> None:
    """Without the time of its making."""
    made = [wenming(portal, "export", "honors").stdout_bytes for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("form", ["csv", "json"])
def test_csv_and_json_are_those_of_the_open_data(portal: Path, form: str) -> None:
    """Written to standard output where no file is named."""
    from wenming.data import FORMATS
    from wenming.views import table_of

    from ..views.portal import TODAY, reload

    library = reload(portal, TODAY)
    result = wenming(portal, "export", "family", "--format", form)
    expected = FORMATS[form](table_of(library.collections["family"], library))
    assert result.stdout_bytes == expected


@pytest.mark.parametrize(("name", "begins"), [("a.csv", b"\xef\xbb\xbf"), ("a.JSON", b"[\n")])
def test_the_name_of_the_file_says_what_is_written(portal: Path, name: str, begins: bytes) -> None:
    """A workbook called .csv is opened by nothing."""
    assert wenming(portal, "export", "family", "-o", name).exit_code == 0
    assert (portal / name).read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["family.txt", "family"])
def test_no_table_is_written_under_a_name_that_does_not_tell_what_it_is(
    portal: Path, name: str
) -> None:
    """The known suffixes are told; `--format` says it for a name of any other kind."""
    result = wenming(portal, "export", "family", "-o", name)
    assert result.exit_code == 2
    assert f"文件名 {name} 看不出要写成哪一种：后缀要是 .xlsx、.csv、.json" in result.stderr
    assert f"{name} does not tell what to write: its suffix must be one of" in result.stderr
    assert not (portal / name).exists()
    assert wenming(portal, "export", "family", "-o", name, "--format", "csv").exit_code == 0
    assert (portal / name).read_bytes().startswith(b"\xef\xbb\xbf")
    (portal / name).unlink()


def test_a_format_that_the_name_contradicts_is_refused(portal: Path) -> None:
    """Whatever opens the file goes by its name."""
    result = wenming(portal, "export", "family", "-o", "other.xlsx", "--format", "csv")
    assert result.exit_code == 2
    assert "--format csv 和文件名 other.xlsx 对不上" in result.stderr
    assert not (portal / "other.xlsx").exists()


def test_an_unknown_column_is_wrong_usage(portal: Path) -> None:
    """Exit code 2, with the nearest name."""
    result = wenming(portal, "export", "honour")
    assert result.exit_code == 2
    assert "是不是“honors”？" in result.stderr


def test_nothing_is_exported_of_a_column_with_errors(tmp_path: Path) -> None:
    """A table that lacks a record without saying so would be worse; other columns are fine."""
    portal = make_portal(tmp_path / "portal")
    write(portal / "content/notices/new.md", FAULTY)
    result = wenming(portal, "export", "notices", "-o", "a.csv", "--format", "csv")
    assert result.exit_code == 1
    assert "[unknown-choice]" in result.stderr
    assert not (portal / "a.csv").exists()
    assert wenming(portal, "export", "family", "--format", "csv").exit_code == 0
