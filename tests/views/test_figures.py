"""Figures: what is counted, from the declarations alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenming.library import Library
from wenming.views import Figure, Link

from .portal import family, honor, lecture, library_of, pages_of, record

REVOKED = "{name: 赵六, status: 撤销, ended_on: 2026-05-08, reason: 材料不实}"

RECORDS = {
    "honors/a": honor("甲", "2024-03-01", "张三", "李四", category="helping"),
    "honors/b": honor("乙", "2026-03-01", "王五", level="city", category="helping"),
    "honors/c": honor(
        "丙",
        "2026-03-02",
        REVOKED,
        "{name: 小满, minor: true}",
        year=2025,
    ),
    "honors/d": honor("草稿", "2026-03-03", "钱七", draft="true"),
    "lectures/a": lecture("一月", "2026-01-10"),
    "lectures/b": lecture("三月", "2026-03-10", hall="branch"),
    "lectures/c": lecture("下一场", "2026-06-01", start="2026-12-01 09:00"),
    "family/a": family("家", "2026-01-01", "陈家"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of a few records of three columns."""
    return library_of(tmp_path_factory.mktemp("portals") / "portal", RECORDS)


def figures(library: Library) -> dict[str, Figure]:
    sections = pages_of(library)["/figures/"].context["sections"]
    return {each.name: each for _, found, _ in sections for each in found}


def counts(figure: Figure) -> dict[str, int | None]:
    return {row.label: row.count for row in figure.rows}


def test_people_are_counted_by_year_and_by_each_choice(library: Library) -> None:
    """Minors too, whom nobody can know by it; revoked titles and drafts are not."""
    found = figures(library)
    assert counts(found["honors-year"]) == {"2024年": 2, "2025年": 1, "2026年": 1}
    assert counts(found["honors-level"]) == {"市级": 1, "县级": 3}
    assert found["honors-level"].summary == "共4个称号，最多的是县级，3个称号。"
    assert [row.address for row in found["honors-level"].rows] == [
        "/honors/by-level/city/",
        "/honors/by-level/county/",
    ]


def test_a_figure_of_what_not_all_state_says_so(tmp_path: Path) -> None:
    """Or its sum would seem to be that of the figure beside it."""
    records = {
        "honors/a": honor("甲", "2024-03-01", "张三", category="helping"),
        "honors/b": honor("乙", "2024-03-02", "李四", "王五", category="bravery"),
        "honors/c": honor("丙", "2024-03-03", "赵六"),
    }
    figure = figures(library_of(tmp_path / "portal", records))["honors-category"]
    assert figure.summary == "写明类别的共3个称号，最多的是见义勇为，2个称号。"


def test_years_without_anything_stand_between_the_others(tmp_path: Path) -> None:
    """Time does not leap; there is no listing to lead to."""
    records = {n: honor("甲", f"{n}-01-01", "张三") for n in ("2023", "2026")}
    library = library_of(tmp_path / "portal", {f"honors/{n}": t for n, t in records.items()})
    rows = figures(library)["honors-year"].rows
    assert [(row.count, row.address) for row in rows] == [
        (1, "/honors/by-year/2023/"),
        (0, ""),
        (0, ""),
        (1, "/honors/by-year/2026/"),
    ]


def test_events_are_counted_by_month_until_today(library: Library) -> None:
    """Each month leads to its page of the calendar; what is to come is not counted."""
    figure = figures(library)["lectures-month"]
    assert counts(figure) == {"2026年1月": 1, "2026年2月": 0, "2026年3月": 1}
    assert figure.rows[0].address == "/calendar/2026/01/"
    assert figure.title == "道德讲堂：已举行的，按月份"
    assert figure.summary == "2026年1月到2026年3月，共2场，最多的是2026年1月、2026年3月，各1场。"


def test_what_has_nothing_to_compare_is_no_figure(library: Library) -> None:
    """One year, one category: a bar alone says nothing."""
    found = figures(library)
    assert "family-year" not in found
    assert "honors-award" not in found
    assert "honors-category" not in found


def test_a_new_column_has_its_figures_without_python(tmp_path: Path) -> None:
    """From the choices that it declares."""
    column = (
        "label: 文明实践\ndescription: 阵地\nfields:\n"
        "  tier: {label: 层级, type: choice, choices: {center: 中心, station: 站}}\n"
    )
    library = library_of(
        tmp_path / "portal",
        {
            "practice/a": record("甲", "2026-01-01", tier="center"),
            "practice/b": record("乙", "2026-01-01", tier="station"),
            "practice/c": record("丙", "2026-01-01", tier="站"),
        },
        files={"content/practice/_collection.yml": column},
    )
    figure = figures(library)["practice-tier"]
    assert (figure.title, counts(figure)) == ("文明实践：按层级", {"中心": 1, "站": 2})
    assert [row.address for row in figure.rows] == ["", ""]


def test_a_portal_without_records_has_a_page_that_says_so(tmp_path: Path) -> None:
    """Instead of empty charts."""
    assert figures(library_of(tmp_path / "portal", {})) == {}


def test_what_fields_with_a_unit_state_is_added_up_by_year(tmp_path: Path) -> None:
    """Of the day on which it was; nothing that is still to come, nothing without a unit."""
    column = (
        "label: 帮扶\ndescription: 帮扶\nfields:\n"
        "  served: {label: 服务人次, type: integer, unit: 人次}\n"
        "  plain: {label: 编码, type: integer}\n"
        "  actions: {label: 记录, type: list, of: group, fields: {\n"
        "    date: {label: 日期一, type: day, required: true},\n"
        "    amount: {label: 金额（元）, type: integer, unit: 元}}}\n"
    )
    actions = (
        "[{date: 2024-05-01, amount: 100}, {date: 2026-05-01, amount: 50}, {date: 2026-12-01, "
        "amount: 7}, {date: 2026-01-01}]"
    )
    library = library_of(
        tmp_path / "portal",
        {
            "lectures/a": lecture("甲", "2024-12-20", start="2025-01-05 09:00", attendance=60),
            "lectures/b": lecture("乙", "2026-03-01", attendance=1200),
            "lectures/c": lecture("丙", "2026-06-01", start="2026-12-01 09:00", attendance=5),
            "help/d": record("丁", "2026-01-01", served=3, plain=9, actions=actions),
            "help/e": record("戊", "2025-01-01", served=4, plain=9),
        },
        files={"content/help/_collection.yml": column},
    )
    found = figures(library)
    attendance = found["lectures-attendance-sum"]
    assert counts(attendance) == {"2025年": 60, "2026年": 1200}
    assert (attendance.title, attendance.measure) == ("道德讲堂：参加人数", "参加人数")
    assert attendance.summary == "2025年到2026年，共1,260人次，最多的是2026年，1,200人次。"
    assert counts(found["help-served-sum"]) == {"2025年": 4, "2026年": 3}
    money = found["help-actions-amount-sum"]
    assert (money.measure, counts(money)) == ("金额", {"2024年": 100, "2025年": 0, "2026年": 50})
    assert "help-plain-sum" not in found


def test_what_stays_is_added_up_by_what_it_is(tmp_path: Path) -> None:
    """Teams that are still there have served no year; the newest stated figures are quoted."""
    column = (
        "label: 队伍\ndescription: 队伍\nreport: {standing: true}\nbrowse: [form]\nfields:\n"
        "  form: {label: 形式, type: choice, choices: {team: 队, corps: 总队}}\n"
        "  served: {label: 服务人次, type: integer, unit: 人次}\n"
        "  figures: {label: 数字, type: group, fields: {as_of: {label: 截至, type: day},\n"
        "    registered: {label: 注册, type: integer, unit: 人}}}\n"
    )
    library = library_of(
        tmp_path / "portal",
        {
            "teams/a": record("甲", "2024-01-01", form="team", served=3),
            "teams/b": record("乙", "2025-01-01", form="team", served=4),
            "teams/c": record(
                "丙",
                "2026-01-01",
                form="corps",
                served=10,
                figures="{as_of: 2025-12-31, registered: 9}",
            ),
            "teams/d": record(
                "丁", "2026-01-01", form="corps", figures="{as_of: 2026-12-31, registered: 99}"
            ),
        },
        files={"content/teams/_collection.yml": column},
    )
    figure = figures(library)["teams-served-sum"]
    assert (figure.heading, counts(figure)) == ("形式", {"队": 7, "总队": 10})
    [stated] = [s for c, _, s in pages_of(library)["/figures/"].context["sections"] if s]
    assert (stated.record.id, [n for _, n in stated.numbers]) == ("c", [9])


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((5, 2), "共7篇，最多的是甲，5篇。"),
        ((3, 3, 1), "共7篇，最多的是甲、乙，各3篇。"),
        ((1, 1, 1), "共3篇。"),
        ((2, 2, 2, 2, 1), "共9篇。"),
    ],
)
def test_who_has_the_most_is_told_where_somebody_has(counts: tuple[int, ...], told: str) -> None:
    """All who share it; where all do, or many, it says nothing."""
    rows = tuple(Link(label, "", count) for label, count in zip("甲乙丙丁戊", counts, strict=False))
    assert Figure("n", "标题", "类别", "篇", rows, over_time=False).summary == told
