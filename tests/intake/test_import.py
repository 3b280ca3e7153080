"""`wenming import`: the sheet that an office has becomes records, all of it or nothing."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from click.testing import Result

from wenming.intake import plan_import, write_plan
from wenming.library import declared_collections
from wenming.settings import read_settings

from ..portals import REPOSITORY, make_portal, snapshot, write
from ..test_cli import wenming

TODAY = dt.date(2026, 6, 15)
TITLE = "云溪县2024年第一季度“身边好人”名单"
HEADINGS = ("序号", "姓 名", "所在村", "主要事迹")
ROWS: Sequence[Sequence[Any]] = (
    (1, "张　三", "石桥村", "扫桥三十年。"),
    (2, " 李四 ", "柳湾镇", "照料\n邻居。"),
)


def sheet(file: Path, *rows: Sequence[Any], title: str = TITLE, name: str = "Sheet1") -> Path:
    """A workbook with a title over the whole width and the rows below it."""
    book = openpyxl.Workbook()
    made = book.active
    assert made is not None
    made.title = name
    made.append([title])
    made.merge_cells("A1:D1")
    for row in rows:
        made.append(list(row))
    file.parent.mkdir(parents=True, exist_ok=True)
    book.save(file)
    return file


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    """A portal without records."""
    return make_portal(tmp_path / "portal", {})


def imported(portal: Path, *arguments: str | Path) -> Result:
    result = wenming(portal, "import", "honors", *arguments, "--set", "级别=县级", "--yes")
    assert result.exit_code == 0, result.output
    return result


def records(portal: Path) -> dict[str, dict[str, Any]]:
    """The front matter of all records, by path below `content`, as an editor reads it."""
    content = portal / "content"
    return {
        file.relative_to(content).as_posix(): yaml.safe_load(
            file.read_text("utf-8").split("---")[1]
        )
        for file in sorted(content.rglob("*.md"))
    }


def only(portal: Path) -> dict[str, Any]:
    (record,) = records(portal).values()
    return record


def told(result: Result) -> list[tuple[str, str, int, int]]:
    """Code, cell, row and column of the problems that a command told as JSON."""
    return [
        (each["code"], each["path"].partition("[")[2].rstrip("]"), each["line"], each["column"])
        for each in json.loads(result.stdout.partition("\n]")[0] + "\n]")
    ]


def refused(portal: Path, *arguments: str | Path) -> list[tuple[str, str, int, int]]:
    """What is wrong with a sheet; nothing may have been written."""
    before = snapshot(portal)
    result = wenming(portal, "import", *arguments, "--yes", "--format", "json")
    assert result.exit_code == 1
    assert snapshot(portal) == before
    return told(result)


# Understanding a sheet


def test_a_list_below_a_title_becomes_one_record_that_passes_the_check(portal: Path) -> None:
    """Blanks in names go, the title says the award, the columns are told before writing."""
    result = imported(portal, sheet(portal / "a.xlsx", HEADINGS, *ROWS))
    assert only(portal) == {
        "标题": TITLE,
        "日期": dt.date(2026, 6, 15),
        "编号": only(portal)["编号"],
        "奖项": "身边好人",
        "级别": "县级",
        "上榜者": [
            {"姓名": "张三", "单位": "石桥村", "事迹": "扫桥三十年。"},
            {"姓名": "李四", "单位": "柳湾镇", "事迹": "照料邻居。"},
        ],
    }
    assert result.stdout.splitlines()[:5] == [
        "工作表“Sheet1”：第 2 行是表头，下面有 2 行内容。",
        "  B 列 姓 名 → 姓名",
        "  C 列 所在村 → 单位",
        "  D 列 主要事迹 → 事迹",
        "  不导入的列：序号",
    ]
    assert wenming(portal, "check").stdout == "检查通过：1 篇稿件没有问题。\n"


def test_telephones_and_identity_numbers_are_never_taken_in(portal: Path) -> None:
    """Whatever they are headed like."""
    headings = ("姓名", "身份证号码", "联系电话", "家庭住址", "出生年月")
    row = ("张三", "11010519491231002X", "13812345678", "石桥村1组8号", "1949年12月")
    imported(portal, sheet(portal / "a.xlsx", headings, row))
    assert only(portal)["上榜者"] == [{"姓名": "张三"}]


def test_sums_remarks_blank_rows_and_headings_again_are_no_entries(portal: Path) -> None:
    """They are told, and left out."""
    rows = (ROWS[0], (), HEADINGS, ROWS[1], ("合计", 2), ("注：按姓氏笔画排列",))
    result = imported(portal, sheet(portal / "a.xlsx", HEADINGS, *rows))
    assert [each["姓名"] for each in only(portal)["上榜者"]] == ["张三", "李四"]
    assert "第 7 行不是名单，跳过：合计 2" in result.stdout
    assert "第 8 行不是名单，跳过：注：按姓氏笔画排列" in result.stdout


def test_a_cell_merged_over_rows_counts_for_all_of_them(portal: Path) -> None:
    """As a reader of the sheet understands it; headings of two rows are one."""
    file = sheet(
        portal / "a.xlsx",
        ("姓名", "基本情况", None),
        (None, "所在村", "事迹"),
        ("张三", "石桥村", "扫桥"),
        ("李四", None, "送饭"),
    )
    book = openpyxl.load_workbook(file)
    made = book.active
    assert made is not None
    for cells in ("A2:A3", "B2:C2", "B4:B5"):
        made.merge_cells(cells)
    book.save(file)
    imported(portal, file)
    assert [each["单位"] for each in only(portal)["上榜者"]] == ["石桥村", "石桥村"]


def test_hidden_sheets_are_not_read(portal: Path) -> None:
    """And the editor hears of it, as of a sheet without headings."""
    file = sheet(portal / "a.xlsx", HEADINGS, *ROWS)
    book = openpyxl.load_workbook(file)
    hidden = book.create_sheet("内部")
    hidden.append(["姓名"])
    hidden.append(["王五"])
    hidden.sheet_state = "hidden"
    book.create_sheet("说明").append(["请认真填写"])
    book.save(file)
    result = imported(portal, file)
    assert len(only(portal)["上榜者"]) == 2
    assert "隐藏的工作表没有读：内部" in result.stdout
    assert "没有认出表头、没有读的工作表：说明" in result.stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_may_be_in_any_encoding(portal: Path, encoding: str, delimiter: str) -> None:
    """As WPS and Excel save it in China; the file's name is the title."""
    text = "姓名,单位,奖项\r\n陈水根,石桥村,身边好人\r\n".replace(",", delimiter)
    write(portal / "三月好人.csv", text.encode(encoding))
    imported(portal, "三月好人.csv")
    assert only(portal)["标题"] == "三月好人"
    assert only(portal)["上榜者"] == [{"姓名": "陈水根", "单位": "石桥村"}]


def test_an_old_workbook_is_read_too(portal: Path) -> None:
    """XLS, as many an office still has it."""
    shutil.copy(REPOSITORY / "tests" / "data" / "honorees.xls", portal / "a.xls")
    imported(portal, "a.xls")
    assert only(portal)["日期"] == dt.date(2024, 3, 31)


@pytest.mark.parametrize(
    "written",
    [
        dt.datetime(2024, 3, 31),  # noqa: DTZ001
        45382,
        "2024年3月31日",
        "2024.3.31",
        "２０２４／３／３１",
        "20240331",
        "二〇二四年三月三十一日",
    ],
)
def test_a_date_may_be_written_in_any_usual_way(portal: Path, written: object) -> None:
    """As a date of Excel, as its number, or as text."""
    file = sheet(portal / "a.xlsx", ("姓名", "获评时间"), ("陈水根", written))
    imported(portal, file)
    assert only(portal)["日期"] == dt.date(2024, 3, 31)


@pytest.mark.parametrize("heading", ["授予时间", "评定日期", "表彰时间", "命名时间", "发布时间"])
def test_a_date_is_known_by_what_offices_head_it_with(portal: Path, heading: str) -> None:
    """Then nothing is said of today."""
    file = sheet(portal / "a.xlsx", ("姓名", heading), ("陈水根", "2026年9月30日"))
    result = imported(portal, file)
    assert only(portal)["日期"] == dt.date(2026, 9, 30)
    assert f"  B 列 {heading} → 日期" in result.stdout.splitlines()
    assert "用今天" not in result.stdout


def test_a_title_and_a_date_that_the_table_does_not_have_are_told(portal: Path) -> None:
    """With what stands for them, and how to give another."""
    write(portal / "好人.csv", "姓名,奖项\n陈水根,身边好人\n")
    lines = imported(portal, "好人.csv").stdout.splitlines()
    assert "标题：表里没有，用文件名 好人.csv；要用别的，加上 --set 标题=…" in lines
    assert (
        "日期：表里没有，用今天 2026-06-15；要用别的日子，加上 --set 日期=2024-06-01，"
        "或用 --map 指明是哪一列。" in lines
    )


def test_records_without_a_date_among_others_are_counted(portal: Path) -> None:
    """A blank cell is seen as a missing column is."""
    rows = (("张三", "2024-03-31"), ("李四", None))
    file = sheet(portal / "a.xlsx", ("姓名", "获评时间"), *rows)
    assert "日期：有 1 篇没有，用今天 2026-06-15；" in imported(portal, file).stdout


def test_choices_are_known_by_what_people_call_them(portal: Path) -> None:
    """The only one that holds the word, or is held by it; numbers may have their unit."""
    headings = ("姓名", "类别", "年度", "状态")
    imported(
        portal, sheet(portal / "a.xlsx", headings, ("陈水根", "助人为乐类", "2023年度", "撤销"))
    )
    record = only(portal)
    assert (record["类别"], record["年度"]) == ("助人为乐", 2023)
    assert record["上榜者"][0]["称号状态"] == "撤销"


def test_rows_that_differ_in_what_a_record_says_become_records_of_their_own(portal: Path) -> None:
    """In a folder that is put in place at once, each told apart by its title."""
    rows = (("甲", "助人为乐"), ("乙", "孝老爱亲"), ("丙", "助人为乐"))
    imported(portal, sheet(portal / "a.xlsx", ("姓名", "类别"), *rows))
    found = {r["标题"]: [p["姓名"] for p in r["上榜者"]] for r in records(portal).values()}
    assert found == {f"{TITLE}（助人为乐）": ["甲", "丙"], f"{TITLE}（孝老爱亲）": ["乙"]}
    assert len({Path(path).parent for path in records(portal)}) == 1
    assert wenming(portal, "check").exit_code == 0


def test_each_row_can_be_a_record(portal: Path) -> None:
    """Called by the list and the name."""
    imported(portal, sheet(portal / "a.xlsx", HEADINGS, *ROWS), "--each")
    titles = {record["标题"] for record in records(portal).values()}
    assert titles == {f"{TITLE}：张三", f"{TITLE}：李四"}


def test_a_column_that_is_not_about_people_has_a_record_a_row(portal: Path) -> None:
    """Its title is what it must say first."""
    headings = ("主题", "讲堂", "时间", "地点", "人数")
    row = ("一程一站", "总堂", "2026-06-20 14:30", "县图书馆", "约80人")
    result = wenming(portal, "import", "道德讲堂", sheet(portal / "a.xlsx", headings, row), "--yes")
    assert result.exit_code == 0, result.output
    record = only(portal)
    assert (record["标题"], record["参加人数"], record["时间"]) == (
        "一程一站",
        80,
        "2026-06-20 14:30",
    )
    assert wenming(portal, "check").exit_code == 0


def test_a_map_says_what_a_heading_means(portal: Path) -> None:
    """Or that it means nothing; values that all rows have may stand there, too."""
    write(
        portal / "map.yml", "列: {谁: 姓名, 事迹: ''}\n值: {奖项: 善行义举榜, 授予单位: 石桥村}\n"
    )
    file = sheet(portal / "a.xlsx", ("谁", "事迹"), ("陈水根", "扫桥"), title="榜上人")
    imported(portal, file, "--map", "map.yml")
    record = only(portal)
    assert (record["奖项"], record["授予单位"]) == ("善行义举榜", "石桥村")
    assert record["上榜者"] == [{"姓名": "陈水根"}]


@pytest.mark.parametrize(
    ("text", "code"), [("表头: {甲: 姓名}\n", "import-map"), ("列: {甲: 名姓}\n", "import-field")]
)
def test_a_faulty_map_is_told(portal: Path, text: str, code: str) -> None:
    """With the fields that there are."""
    write(portal / "map.yml", text)
    file = sheet(portal / "a.xlsx", HEADINGS, *ROWS)
    assert [each[0] for each in refused(portal, "honors", file, "--map", "map.yml")] == [code]


# What is wrong is told by sheet and cell


def test_every_bad_cell_is_told_and_nothing_is_written(portal: Path) -> None:
    """With the row and the column; sound rows are not written without the others."""
    rows = (
        ("张三", "2024-13-01", "助人"),
        ("", "2024-03-31", "孝老爱亲"),
        ("李四", "#REF!", "勤劳"),
    )
    file = sheet(portal / "a.xlsx", ("姓名", "有效期至", "类别"), *rows, name="名单")
    assert refused(portal, "honors", file, "--set", "级别=县级") == [
        ("impossible-date", "名单!B3", 3, 2),
        ("missing-field", "名单!A4", 4, 1),
        ("import-cell-error", "名单!B5", 5, 2),
        ("unknown-choice", "名单!C5", 5, 3),
    ]


def test_what_is_missing_for_all_rows_is_told_once(portal: Path) -> None:
    """With the option that gives it."""
    file = sheet(portal / "a.xlsx", HEADINGS, *ROWS, title="名单")
    assert [(code, cell) for code, cell, *_ in refused(portal, "honors", file)] == [
        ("import-missing", "Sheet1!A2"),
        ("import-missing", "Sheet1!A2"),
    ]
    shown = wenming(portal, "import", "honors", file).stderr
    assert "--set 级别=…" in shown
    assert "--set 奖项=…" in shown


def test_private_data_in_a_cell_is_refused(portal: Path) -> None:
    """As `wenming check` would refuse the record; the number is masked."""
    rows = (("张三", "好"), ("李四", "电话13812345678，热心"))
    file = sheet(portal / "a.xlsx", ("姓名", "事迹"), *rows)
    assert refused(portal, "honors", file, "--set", "级别=县级") == [
        ("private-mobile", "Sheet1!B4", 4, 2)
    ]
    assert "13812345678" not in wenming(portal, "import", "honors", file).output


def test_a_reference_must_lead_somewhere(portal: Path) -> None:
    """It is looked for in the whole portal."""
    write(
        portal / "content/family/b.md",
        "---\n标题: 桥\n日期: 2026-01-01\n家庭: 陈家\n家训: 勤\n---\n",
    )
    good, bad = ("张三", "family/b"), ("李四", "family/c")
    file = sheet(portal / "a.xlsx", ("姓名", "故事"), good, bad)
    assert refused(portal, "honors", file, "--set", "级别=县级") == [
        ("unknown-record", "Sheet1!B4", 4, 2)
    ]


def broken_xml() -> bytes:
    """A workbook whose zip file is sound and whose sheet is not."""
    whole, made = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(whole)
    with zipfile.ZipFile(whole) as book, zipfile.ZipFile(made, "w") as broken:
        for name in book.namelist():
            data = book.read(name)
            broken.writestr(name, data[:-9] if name.endswith("sheet1.xml") else data)
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-empty"),
        (broken_xml(), "import-unreadable"),
        (b"PK\x03\x04 nothing", "import-unreadable"),
        (b"\xd0\xcf\x11\xe0 nothing", "import-unreadable"),
        (b"<html><table>", "import-unreadable"),
        ("一,二\n三,四\n".encode(), "import-no-header"),
        ("姓名,单位\n".encode(), "import-empty"),
    ],
)
def test_what_is_no_list_is_told(portal: Path, data: bytes, code: str) -> None:
    """Without a traceback."""
    write(portal / "a.csv", data)
    assert [each[0] for each in refused(portal, "honors", "a.csv")] == [code]


# Again


def test_importing_again_makes_no_duplicates(portal: Path) -> None:
    """Not on another day either, and not where an editor has touched the record since."""
    file = sheet(portal / "a.xlsx", HEADINGS, *ROWS)
    imported(portal, file)
    (path,) = records(portal)
    text = (portal / "content" / path).read_text("utf-8")
    write(portal / "content" / path, text.replace("扫桥三十年", "扫了三十年桥"))
    before = snapshot(portal)
    later = {"SOURCE_DATE_EPOCH": "1813024800", "LC_ALL": "zh_CN.UTF-8"}
    result = wenming(portal, "import", "honors", file, "--set", "级别=县级", "--yes", env=later)
    assert result.stdout.endswith("已经有了、不再导入：张三、李四\n没有新的内容。\n")
    assert snapshot(portal) == before


def test_new_rows_join_the_record_of_the_first_import(portal: Path) -> None:
    """What an editor wrote meanwhile stays."""
    file = sheet(portal / "a.xlsx", HEADINGS, *ROWS)
    imported(portal, file)
    (path,) = records(portal)
    text = (portal / "content" / path).read_text("utf-8")
    write(portal / "content" / path, f"{text}\n天不亮就起来扫桥。\n")
    result = imported(portal, sheet(file, HEADINGS, *ROWS, (3, "王五", "石桥村", "修路灯")))
    assert f"补进 content/{path}：王五" in result.stdout
    assert [each["姓名"] for each in only(portal)["上榜者"]] == ["张三", "李四", "王五"]
    assert (portal / "content" / path).read_text("utf-8").endswith("天不亮就起来扫桥。\n")
    assert wenming(portal, "check").exit_code == 0


def test_a_list_that_nothing_can_be_added_to_is_told(portal: Path) -> None:
    """Where an editor wrote it on one line: the record stays as it is."""
    file = sheet(portal / "a.xlsx", HEADINGS, *ROWS)
    imported(portal, file)
    (path,) = records(portal)
    text = (portal / "content" / path).read_text("utf-8")
    head, _, _ = text.partition("上榜者:")
    write(portal / "content" / path, f"{head}上榜者: [{{姓名: 张三, 单位: 石桥村}}]\n---\n")
    assert refused(portal, "honors", file, "--set", "级别=县级") == [
        ("import-add", "Sheet1!A3", 3, 1)
    ]


def test_a_file_that_unpacks_to_too_much_is_told(portal: Path) -> None:
    """Before it is unpacked."""
    file = portal / "a.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", bytes(400 * 1024 * 1024))
    assert [each[0] for each in refused(portal, "honors", file)] == ["import-too-large"]


def test_the_same_row_twice_is_one_entry(portal: Path) -> None:
    """Copied by mistake; it is told."""
    result = imported(portal, sheet(portal / "a.xlsx", HEADINGS, ROWS[0], ("9", *ROWS[0][1:])))
    assert len(only(portal)["上榜者"]) == 1
    assert "已经有了、不再导入：张三" in result.stdout


def test_a_key_column_makes_the_ids(portal: Path) -> None:
    """编号 is one where it does not only count the rows."""
    rows = (("yx-1", "甲", "身边好人"), ("yx-2", "乙", "身边好人"))
    imported(portal, sheet(portal / "a.xlsx", ("编号", "姓名", "奖项"), *rows))
    assert {record["编号"] for record in records(portal).values()} == {"yx-1", "yx-2"}


def test_what_was_exported_comes_in_as_known(tmp_path: Path) -> None:
    """The headings of an exported workbook are those of the fields."""
    portal = make_portal(tmp_path / "portal")
    before = snapshot(portal / "content")
    wenming(portal, "export", "honors", "-o", "a.xlsx")
    result = wenming(portal, "import", "honors", "a.xlsx", "--yes")
    assert result.stdout.endswith("已经有了、不再导入：陈水根、王秀英\n没有新的内容。\n")
    assert snapshot(portal / "content") == before


# Writing


def test_without_yes_nothing_is_written(portal: Path) -> None:
    """A pipe cannot answer; exit code 1."""
    before = snapshot(portal)
    file = sheet(portal.parent / "a.xlsx", HEADINGS, *ROWS)
    result = wenming(portal, "import", "honors", file, "--set", "级别=县级")
    assert result.exit_code == 1
    assert result.stdout.endswith("还没有写入；核对无误后加上 --yes。\n")
    assert snapshot(portal) == before


def test_a_write_that_fails_leaves_nothing_behind(portal: Path) -> None:
    """Neither a part of the records nor a temporary folder."""
    rows = (("甲", "助人为乐"), ("乙", "孝老爱亲"))
    file = sheet(portal.parent / "a.xlsx", ("姓名", "类别"), *rows)
    settings = read_settings(portal / "mkdocs.yml")
    collection = declared_collections(portal, settings)[0]["honors"]
    plan = plan_import(portal, settings, collection, file, TODAY, given=["级别=县级"])
    assert plan.problems == []
    del plan.files[plan.new[1][0]]
    before = snapshot(portal)
    with pytest.raises(KeyError):
        write_plan(plan, portal)
    assert snapshot(portal) == before


def test_a_thousand_rows_become_one_record(portal: Path) -> None:
    """With all of them; see the bench for how long it takes."""
    rows = [
        (n, f"陈{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{n}", "石桥村", f"第{n}件") for n in range(1000)
    ]
    imported(portal, sheet(portal / "a.xlsx", HEADINGS, *rows))
    assert len(only(portal)["上榜者"]) == 1000


def test_an_unknown_column_is_wrong_usage(portal: Path) -> None:
    """As with other commands; so is a value without its field."""
    file = sheet(portal / "a.xlsx", HEADINGS, *ROWS)
    assert wenming(portal, "import", "honour", file).exit_code == 2
    assert wenming(portal, "import", "honors", file, "--set", "县级").exit_code == 2


def test_the_plan_is_told_in_english_too(portal: Path) -> None:
    """For maintainers."""
    file = sheet(portal / "a.xlsx", HEADINGS, *ROWS)
    result = wenming(portal, "import", "honors", file, "--lang", "en", "--set", "level=county")
    assert "Sheet Sheet1: headings in row 2, 2 rows below." in result.stdout
    assert "  award: 身边好人 (told by the title)" in result.stdout


def test_several_people_in_one_cell_are_warned_of_in_the_plan(portal: Path) -> None:
    """At their cell, before anything is written; they are imported as they stand."""
    table = sheet(portal / "list.xlsx", HEADINGS, (1, "张三、李四", "石桥村", "扫桥三十年。"))
    result = wenming(portal, "import", "honors", table, "--set", "级别=县级")
    assert "list.xlsx[Sheet1!B3]" in result.stderr
    assert "“张三、李四”像是几个人的名字，写在一处了。" in result.stderr
    assert "“张三”“李四”分开写" in result.stderr
    assert "还没有写入" in result.stdout
    imported(portal, table)
