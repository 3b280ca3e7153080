"""`wenming report`: the draft of a half-year's summary, from the records alone."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest

from ..portals import write
from ..test_cli import FAULTY, wenming
from ..views.portal import record
from .portal import FIGURES, HALF, drafted, half_year, reported


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """To look at only."""
    return half_year(tmp_path_factory.mktemp("portals") / "portal")


@pytest.fixture(scope="module")
def draft(portal: Path) -> str:
    return drafted(portal)


def plain(draft: str) -> str:
    """Without the numbers of the notes and the addresses."""
    return re.sub(r"\[\^\d+\]", "", re.sub(r"\]\(http[^)]*\)", "]", draft))


def test_honorees_are_told_by_award_level_and_name(draft: str) -> None:
    """As the summaries of offices tell them; who was named by a village, too."""
    text = plain(draft)
    assert "新增上榜者10人，上年同期1人，增加9人。按奖项分，身边好人10人。" in text
    assert "按级别分，省级4人、市级5人、村级1人。" in text
    assert "| 身边好人 | 省级 | 4 | 0 | +4 | [褚云、卫长川、蒋禾、沈竹君] |" in text
    assert "| 身边好人 | 市级 | 5 | 1 | +4 | [钱小满、周大河、吴青、郑怀谷、冯安] |" in text
    assert "| 荣誉榜：上榜者 | 个 | 13 | 1 | +12 | — |" in text
    assert "新增上榜者1户，上年同期没有。按奖项分，最美家庭1户。按级别分，国家级1户。" in text
    assert "| 最美家庭 | 国家级 | 1 | 0 | +1 | [韩梅家庭] |" in text


def test_sections_stand_in_the_usual_order(draft: str) -> None:
    """With official numerals; one that has nothing to tell says so."""
    assert draft.startswith("# 测试县文明办2024年上半年工作总结（数据初稿）\n")
    assert re.findall(r"^## (.*)$", draft, re.MULTILINE) == [
        "一、主要数字",
        "二、新时代文明实践",
        "三、群众性精神文明创建",
        "四、公民思想道德建设",
        "五、未成年人思想道德建设",
        "六、宣传和信息发布",
        "七、其他工作",
    ]
    assert "上年同期指2023年1月1日至6月30日。" in draft


def test_lectures_count_for_the_day_they_are_held(draft: str) -> None:
    """Whenever they were announced; those to come do not, and who kept silent is told."""
    assert (
        "举办道德讲堂3场，上年同期没有。其中总堂2场、分堂1场。"
        "参加人数合计200人次（另有1场没有写明）。"
    ) in plain(draft)
    assert "| 2024-01-01 | [二] | 总堂 | 80 |" in plain(draft)


def test_what_pages_do_not_list_is_not_counted(portal: Path, draft: str) -> None:
    """No draft, nothing expired or to come; minors without their names; revoked titles apart."""
    figures = reported(portal)["collections"]
    assert figures["notices"]["count"]["value"] == 1
    assert figures["honors"]["revoked"]["value"] == 1
    assert "另有1个称号后来被撤销，没有计入。" in plain(draft)
    assert "| 新时代好少年 | 县级 | 2 | 0 | +2 | 2人不列姓名 |" in plain(draft)
    assert not re.search("吕泊|施小禾|张小米|草稿的|过期的|还没到", plain(draft))


def test_what_stays_is_counted_as_of_the_last_day(portal: Path, draft: str) -> None:
    """And the figures that somebody published later of that day are quoted."""
    text = plain(draft)
    assert "到2024年6月30日，有志愿服务队伍1支，与上年同期末1支持平，本期没有新增。" in text
    assert "截至2024年6月30日，志愿总队：注册志愿者2168人、队伍23支、活动892项。" in text
    assert "| 志愿服务：注册志愿者（截至2024年6月30日） | 人 | 2168 | — | — | — |" in text


def test_figures_of_later_days_are_said_to_be_later(tmp_path: Path) -> None:
    """Where there are none of the period; those of years later tell nothing of it."""
    portal = half_year(tmp_path / "portal")
    file = portal / "content/volunteers/corps.md"
    for as_of, told in (("2024-07-05", True), ("2023-12-31", True), ("2025-06-30", False)):
        write(file, record("志愿总队", "2024-07-02", form="corps", figures=FIGURES % as_of))
        days = (*HALF[:4], "--as-of", "2026-01-01")
        text = plain(wenming(portal, "report", *days).stdout)
        assert ("注册志愿者2168人" in text) is told
        assert ("报告期内没有公布统计数字，期后截至2024年7月5日" in text) is (as_of == "2024-07-05")


def test_a_column_by_declaration_alone_is_counted(portal: Path, draft: str) -> None:
    """By the choices that it is browsed by, in the last section."""
    assert "### （一）邻里节\n\n发布邻里节2篇，上年同期没有。其中长桌1篇。" in plain(draft)
    figures = reported(portal)["collections"]["neighbours"]
    assert figures["by"]["kind"]["table"]["records"] == [
        "https://www.example.org/neighbours/2024/a/"
    ]


def test_an_organization_has_what_it_and_those_below_it_have(portal: Path) -> None:
    """Published, or been awarded, by whomever."""
    town = reported(portal, "--organization", "青石镇")
    assert town["organization"] == {"slug": "qingshi", "name": "青石镇"}
    counts = {n: each["count"]["value"] for n, each in town["collections"].items()}
    assert {n: c for n, c in counts.items() if c} == {"honors": 2, "neighbours": 1}
    text = drafted(portal, "--organization", "shiqiao")
    assert text.startswith("# 石桥村2024年上半年工作总结（数据初稿）\n")
    assert "范围是石桥村和它的下属单位发布的稿件" in text


def test_every_number_has_a_note_of_its_records(portal: Path, draft: str) -> None:
    """Each note once, each with full addresses."""
    told = set(re.findall(r"\d\D?(\[\^\d+\])(?!:)", draft))
    notes = re.findall(r"^(\[\^\d+\]): (.*)$", draft, re.MULTILINE)
    assert {number for number, _ in notes} == told
    assert len(notes) == len({text for _, text in notes}) == len(told)
    assert (
        "[韩梅家庭获评全国最美家庭](https://www.example.org/honors/2024/household/)，2024-05-15。"
        in {text for _, text in notes}
    )


def test_a_title_stays_a_title(draft: str) -> None:
    """Whatever of it Markdown and HTML would take for their own."""
    html = markdown.markdown(draft, extensions=["tables", "footnotes"])
    shown = "邻居&#124;&#60;i&#62;节&#60;/i&#62; [x](y) *!*"
    assert f'<a href="https://www.example.org/neighbours/2024/b/">{shown}</a>，2024-05-02' in html
    assert html.count("<table>") == draft.count("**表")
    assert "[^" not in html


def test_nothing_to_compare_with_is_said_once(portal: Path) -> None:
    """Where the portal has nothing of the year before."""
    days = ("--from", "2022-01-01", "--to", "2022-06-30")
    text = plain(wenming(portal, "report", *days).stdout)
    assert "门户里没有上年同期及更早的稿件，不作比较。" in text
    assert "上年同期" not in text.replace("门户里没有上年同期", "")
    assert "| 志愿服务（期末数） | 支 | 1 |" in text


def test_the_same_content_gives_the_same_bytes(portal: Path) -> None:
    """In every format."""
    for form in ("md", "json", "docx"):
        one, two = (wenming(portal, "report", *HALF, "--format", form) for _ in range(2))
        assert one.stdout_bytes == two.stdout_bytes != b""


def test_the_name_of_the_file_says_the_format(portal: Path) -> None:
    """Unless a format is given."""
    for name, begins in (("a.md", b"# "), ("b.json", b"{"), ("c.docx", b"PK")):
        result = wenming(portal, "report", *HALF, "--output", name)
        assert result.stdout == f"已写入 {name}。\n"
        assert (portal / name).read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["summary.pdf", "summary.txt", "summary"])
def test_a_name_that_tells_no_format_is_refused(portal: Path, name: str) -> None:
    """Markdown called .pdf is opened by nothing; with `--format` it is written."""
    result = wenming(portal, "report", *HALF, "--output", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"文件名 {name} 看不出要写成哪一种：后缀要是 .md、.docx、.json" in result.stderr
    assert not (portal / name).exists()
    assert wenming(portal, "report", *HALF, "--output", name, "--format", "md").exit_code == 0


def test_an_unknown_organization_is_told_with_the_nearest(portal: Path) -> None:
    result = wenming(portal, "report", *HALF, "--organization", "石桥存")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "单位名录里没有“石桥存”。" in result.stderr
    assert "是不是“石桥村”？" in result.stderr


def test_nothing_is_reported_while_content_has_errors(tmp_path: Path) -> None:
    """A figure that lacks a record without saying so would be worse."""
    portal = half_year(tmp_path / "portal")
    write(portal / "content/notices/new.md", FAULTY)
    result = wenming(portal, "report", *HALF)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "[unknown-choice]" in result.stderr
