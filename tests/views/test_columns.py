"""The columns beside the four of the core: what each asks of its records and shows of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from wenming.library import Library, load
from wenming.settings import read_settings
from wenming.views import Views, navigation, plan, standing_of

from ..portals import REPOSITORY, make_portal
from .portal import TODAY, honor, library_of, notice, pages_in, pages_of, record, reload, titles

COLUMNS = (
    "practice volunteers activities bulletins documents conventions integrity ads venues pairs "
    "topics exposure links"
).split()


def declared(*names: str) -> dict[str, str | bytes]:
    """The sample portal's declarations of columns."""
    paths = (f"content/{name}/_collection.yml" for name in names)
    return {path: (REPOSITORY / path).read_text(encoding="utf-8") for path in paths}


def column(folder: Path, name: str, records: Mapping[str, str], **more: str) -> Library:
    """The library of a portal with one of these columns, in which nothing is wrong."""
    named = {f"{name}/{key}": text for key, text in records.items()}
    return library_of(folder / "portal", {**named, **more}, files=declared(name))


def codes(folder: Path, name: str, text: str) -> list[str]:
    """What is told of a record of one of these columns."""
    portal = make_portal(folder / "portal", {f"{name}/a.md": text}, files=declared(name))
    return [p.code for p in load(portal, read_settings(portal / "mkdocs.yml"), TODAY).problems]


@pytest.fixture(scope="module")
def sample() -> Views:
    """All that the sample portal publishes."""
    settings = read_settings(REPOSITORY / "mkdocs.yml")
    return plan(load(REPOSITORY, settings, dt.date(2026, 11, 22)).library)


@pytest.mark.parametrize("name", COLUMNS)
def test_each_column_has_five_records_a_listing_and_a_feed(sample: Views, name: str) -> None:
    """In the sample portal, which is what an office begins from."""
    listing = next(each for each in sample.listings if each.address == f"/{name}/")
    assert len(listing.records) >= 5
    assert listing.followed


def test_every_column_is_at_most_two_steps_away(tmp_path: Path) -> None:
    """An entry of the navigation is a column, or a group that opens to its columns."""
    settings = read_settings(REPOSITORY / "mkdocs.yml")
    collections = load(REPOSITORY, settings, TODAY).library.collections
    entries = navigation(collections.values())
    assert [(e.label, [c.name for c in e.collections]) for e in entries] == [
        ("", ["honors"]),
        ("", ["lectures"]),
        ("", ["family"]),
        ("", ["notices"]),
        ("文明实践", ["practice", "volunteers", "activities", "venues", "pairs"]),
        ("文明创建", ["bulletins", "topics", "ads", "integrity", "exposure"]),
        ("文件服务", ["documents", "conventions", "links"]),
    ]


# 新时代文明实践


def place(level: str, **fields: object) -> str:
    return record(f"某{level}", "2026-01-01", level=level, address="县城", **fields)


def test_the_tree_of_practice_counts_each_level_below(tmp_path: Path) -> None:
    """Under each place the places of all levels below it, and the whole column at its top."""
    library = column(
        tmp_path,
        "practice",
        {
            "c": place("center"),
            "i": place("institute", parent="c"),
            "s1": place("station", parent="i"),
            "s2": place("station", parent="practice/i"),
            "b": place("base", parent="s1"),
        },
    )
    context = pages_of(library)["/practice/"].context
    [center] = context["tree"]
    assert center.record.key == "practice/c"
    assert center.counts == (("所", 1), ("站", 2), ("基地", 1))
    [institute] = center.below
    assert [each.record.id for each in institute.below] == ["s1", "s2"]
    assert [count for _, count, _ in context["counts"]] == [1, 0, 1, 2, 1]


def test_a_place_names_those_directly_below_it(tmp_path: Path) -> None:
    """A reference declares under which words the other end shows it."""
    library = column(
        tmp_path, "practice", {"c": place("center"), "s": place("station", parent="c")}
    )
    [(label, others)] = pages_of(library)["/practice/2026/c/"].context["referrers"]
    assert (label, [each.id for each in others]) == ("下级阵地", ["s"])


# 文件资料


def test_a_document_is_in_force_between_its_days_and_until_it_is_replaced(tmp_path: Path) -> None:
    """The portal's date decides; what replaces it counts from the day it comes into force."""
    given = {"type": "measures", "issuer": "县文明办"}
    library = column(
        tmp_path,
        "documents",
        {
            "old": record("旧", "2024-01-01", issued="2024-01-01", **given),
            "new": record(
                "新", "2026-06-01", in_force_from="2026-07-01", supersedes="[old]", **given
            ),
            "term": record(
                "期", "2025-01-01", in_force_from="2025-01-01", in_force_to="2026-06-30", **given
            ),
        },
    )

    def standings(day: dt.date) -> list[str]:
        there = reload(tmp_path / "portal", day)
        return [standing_of(each, there) for each in sorted(there.records, key=lambda r: r.id)]

    assert standings(dt.date(2026, 6, 15)) == ["future", "open", "open"]
    assert standings(dt.date(2026, 7, 1)) == ["open", "superseded", "closed"]
    [(label, others)] = pages_of(library)["/documents/2024/old/"].context["referrers"]
    assert (label, [each.id for each in others]) == ("本文件已被以下文件替代", ["new"])


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({}, ""),
        ({"issued": "2026-01-01"}, ""),
        ({"in_force_from": "2026-01-01"}, "open"),
        ({"in_force_to": "2026-01-31"}, "closed"),
    ],
)
def test_a_summary_is_in_force_only_where_it_says_so(
    tmp_path: Path, fields: dict[str, str], standing: str
) -> None:
    """It tells what was done; nobody has to follow it."""
    summary = record("总结", "2026-01-01", type="summary", issuer="县文明办", **fields)
    library = column(tmp_path, "documents", {"s": summary})
    assert standing_of(library.records[0], library) == standing


# 诚信红黑榜

BLACK = {
    "list": "black",
    "entity": "某某商贸有限公司",
    "entity_type": "company",
    "ground": "短斤少两",
    "publisher": "县市场监管局",
    "removed_by": "2026-06-16",
    "objection": "{phone: 0500-6120105}",
}


def test_a_black_entry_ends_by_itself_everywhere(tmp_path: Path) -> None:
    """On the day it must be removed by: no page, no listing, no feed, no page of its subject."""
    column(tmp_path, "integrity", {"a": record("黑榜", "2026-01-01", **BLACK)})
    before = plan(reload(tmp_path / "portal", dt.date(2026, 6, 15)))
    after = plan(reload(tmp_path / "portal", dt.date(2026, 6, 16)))
    gone = {"/integrity/2026/a/", "/integrity/by-list/black/", "/people/某某商贸有限公司/"}
    assert gone <= pages_in(before).keys()
    assert not gone & pages_in(after).keys()
    assert [r.key for each in before.followed for r in each.records]
    assert not [r.key for each in after.followed for r in each.records]


def test_a_link_to_what_had_to_be_removed_is_no_mistake(tmp_path: Path) -> None:
    """Nobody edits the page that links to it on that day."""
    column(
        tmp_path,
        "integrity",
        {"a": record("黑榜", "2026-01-01", **BLACK)},
        **{"notices/n": notice("通知", "2026-01-02", body="见[黑榜](/integrity/2026/a/)。")},
    )
    from wenming.views.addresses import unknown_links

    later = reload(tmp_path / "portal", dt.date(2027, 1, 1))
    assert not list(unknown_links(later, plan(later), []))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"removed_by": None}, ["missing-field"]),
        ({"objection": None}, ["missing-field"]),
        ({"entity_type": "person"}, ["forbidden-value"]),
        ({"entity": "张某某"}, ["forbidden-value"]),
        ({"entity": "阿依古丽·买买提"}, ["forbidden-value"]),
        ({"entity": "老张饭店", "entity_type": "shop"}, []),
        ({"list": "red", "entity": "张三", "entity_type": "person", "removed_by": None}, []),
    ],
)
def test_a_black_list_names_no_natural_person_and_has_an_end(
    tmp_path: Path, changes: Mapping[str, str | None], told: list[str]
) -> None:
    """Neither by its type nor by a name that is a person's."""
    fields = {key: value for key, value in {**BLACK, **changes}.items() if value}
    assert codes(tmp_path, "integrity", record("黑榜", "2026-01-01", **fields)) == told


# 专题专栏


def test_a_topic_gathers_by_hand_and_by_query_each_record_once(tmp_path: Path) -> None:
    """By column, field, tag and dates; the organization of a query stands for all below it."""
    queries = (
        "[{collection: 荣誉榜, field: 奖项, value: 身边好人, from: 2026-02-01},"
        " {collection: notices, tag: 石桥, title: 石桥},"
        " {collection: notices, field: organization, value: 青石镇, most: 1}]"
    )
    library = column(
        tmp_path,
        "topics",
        {"t": record("专题", "2026-05-01", picks="[notices/picked]", queries=queries)},
        **{
            "honors/old": honor("旧", "2026-01-31", "张三"),
            "honors/new": honor("新", "2026-02-01", "张三"),
            "honors/other": honor("他", "2026-03-01", "张三", award="volunteer"),
            "notices/picked": notice("挑", "2026-01-01", tags="[石桥]"),
            "notices/tagged": notice("标", "2026-01-02", tags="[石桥]"),
            "notices/village": notice("村", "2026-01-03", organization="石桥村"),
            "notices/town": notice("镇", "2026-01-02", organization="青石镇"),
        },
    )
    gathered = pages_of(library)["/topics/2026/t/"].context["gathered"]
    assert [(each.title, [r.title for r in each.records]) for each in gathered] == [
        ("编辑推荐", ["挑"]),
        ("荣誉榜", ["新"]),
        ("石桥", ["标"]),
        ("通知公告", ["村"]),
    ]


@pytest.mark.parametrize(("day", "is_open"), [(30, True), (31, False)])
def test_a_topic_is_open_to_its_last_day(tmp_path: Path, day: int, is_open: bool) -> None:
    """Its page stays."""
    column(tmp_path, "topics", {"t": record("专题", "2026-05-01", closes="2026-05-30")})
    library = reload(tmp_path / "portal", dt.date(2026, 5, day))
    assert pages_of(library)["/topics/2026/t/"].context["is_open"] is is_open


# 其他


def test_activities_have_a_page_a_programme_and_a_festival(tmp_path: Path) -> None:
    """With those of every year, newest first; a programme can be followed."""
    given = {"programme": "festivals", "festival": "dragon-boat", "place": "渡口"}
    library = column(
        tmp_path,
        "activities",
        {
            "a": record("今年端午", "2026-06-10", start="2026-06-09", **given),
            "b": record("去年端午", "2025-06-01", start="2025-05-31 09:00", **given),
        },
    )
    pages = pages_of(library)
    for address in ("by-programme/festivals", "by-festival/dragon-boat"):
        assert titles(pages[f"/activities/{address}/"]) == ["今年端午", "去年端午"]
    assert pages["/activities/by-programme/festivals/"].feed


def test_pairs_are_told_in_sums(tmp_path: Path) -> None:
    """A number of households so small that it tells which they are is refused."""
    actions = (
        "[{date: 2026-01-01, what: 修路, amount: 500, households: 3},"
        " {date: 2026-02-01, what: 送书, amount: 70}]"
    )
    given = {"kind": "village", "partners": "[{organization: 县图书馆}]"}
    library = column(
        tmp_path, "pairs", {"a": record("结对", "2026-03-01", actions=actions, **given)}
    )
    expected = {"actions": 2, "amount": 570, "households": 3}
    assert pages_of(library)["/pairs/2026/a/"].context["sums"] == expected
    assert pages_of(library)["/pairs/"].context["sums"] == expected
    few = actions.replace("households: 3", "households: 2")
    told = codes(tmp_path / "few", "pairs", record("结对", "2026-03-01", actions=few, **given))
    assert told == ["out-of-range"]


def test_the_newest_figures_stand_above_the_volunteers(tmp_path: Path) -> None:
    """By the day that they state, not by the day of publication; no figures without such a day."""
    library = column(
        tmp_path,
        "volunteers",
        {
            "a": record(
                "旧", "2026-03-01", form="corps", figures="{registered: 5, as_of: 2025-12-31}"
            ),
            "b": record(
                "新", "2026-02-01", form="corps", figures="{registered: 9, as_of: 2026-01-31}"
            ),
        },
    )
    assert pages_of(library)["/volunteers/"].context["stated"].id == "b"
    undated = record("无", "2026-03-01", form="corps", figures="{registered: 5}")
    assert codes(tmp_path / "undated", "volunteers", undated) == ["missing-field"]


@pytest.mark.parametrize(
    ("name", "fields", "missing"),
    [
        ("bulletins", {"kind": "briefing"}, "issue"),
        ("bulletins", {"kind": "media"}, "outlet"),
        (
            "activities",
            {"programme": "festivals", "start": "2026-01-01", "place": "县"},
            "festival",
        ),
        ("exposure", {"place": "路口", "behaviour": "parking", "status": "done"}, "done_on"),
    ],
)
def test_a_choice_makes_another_field_required(
    tmp_path: Path, name: str, fields: Mapping[str, str], missing: str
) -> None:
    """A briefing has a number, a report of the press its paper."""
    text = record("一", "2026-01-01", **fields)
    portal = make_portal(tmp_path / "portal", {f"{name}/a.md": text}, files=declared(name))
    [problem] = load(portal, read_settings(portal / "mkdocs.yml"), TODAY).problems
    assert (problem.code, problem.field) == ("missing-field", missing)


GARDENS = """\
label: 小花园
description: 各村认养的小花园
order: 50
browse: [kind]
feeds: [kind]
fields:
  kind: {label: 种类, type: choice, required: true, choices: {flower: 花, herb: 药草}}
  size: {label: 面积, type: integer}
"""


def test_one_more_column_needs_its_declaration_alone(tmp_path: Path) -> None:
    """Pages, listings, feeds and an entry of the navigation come of it."""
    library = library_of(
        tmp_path / "portal",
        {"gardens/a": record("桥头", "2026-01-01", kind="药草", size="30")},
        files={"content/gardens/_collection.yml": GARDENS},
    )
    views = plan(library)
    addresses = {"/gardens/", "/gardens/2026/", "/gardens/by-kind/herb/", "/gardens/2026/a/"}
    assert addresses <= pages_in(views).keys()
    followed = {each.address for each in views.followed}
    assert {"/gardens/", "/gardens/by-kind/herb/"} <= followed
    assert navigation(library.collections.values())[-1].collections[0].label == "小花园"
