"""The result of a call is held against what the call said."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenming.library import load
from wenming.settings import read_settings

from ..portals import make_portal
from ..views.portal import TODAY, notice

PRIZES = "[{name: 金点子, count: 2}, {name: 好主意, count: 3}]"


def told(folder: Path, winners: str, **call: str) -> list[tuple[str, str, int]]:
    """Code, field and line of all that is told of a call and its result."""
    records = {
        "notices/call.md": notice(
            "征集", "2026-01-01", type="call", deadline="2026-02-01", result="end", **call
        ),
        "notices/end.md": notice("结果", "2026-03-01", type="announcement", winners=winners),
    }
    portal = make_portal(folder / "portal", records)
    problems = load(portal, read_settings(portal / "mkdocs.yml"), TODAY).problems
    return [(each.code, each.field, each.place.line) for each in problems]


def won(*winners: str) -> str:
    """Winners such as `金点子 张三 石桥村`, each on a line of its own from line 7."""
    lines = []
    for each in winners:
        prize, name, *place = each.split()
        at = f", organization: {place[0]}" if place else ""
        lines.append(f"\n  - {{prize: {prize}, name: {name}{at}}}")
    return "".join(lines)


def test_a_prize_that_the_call_does_not_name_is_an_error(tmp_path: Path) -> None:
    """At the winner's line; with no prizes in the call anything may be one."""
    winners = won("金点子 张三", "好主义 李四")
    assert told(tmp_path / "a", winners, prizes=PRIZES) == [("prize-unknown", "winners.1.prize", 8)]
    assert told(tmp_path / "b", winners) == []


def test_more_winners_than_the_prize_has_are_warned_of_once(tmp_path: Path) -> None:
    """At the first that is too many; fewer are nobody's mistake."""
    winners = won("金点子 甲某", "金点子 乙某", "金点子 丙某", "好主意 丁某", "金点子 戊某")
    assert told(tmp_path, winners, prizes=PRIZES) == [("prize-too-many", "winners.2.prize", 9)]


@pytest.mark.parametrize(
    ("quota", "winners", "expected"),
    [
        # by kind, and a town by its name before its kind
        ("{whom: 各村, most: 1}", ("石桥村", "砚溪村", "石桥村"), ["winners.2.name"]),
        ("{whom: 各村, most: 1}, {whom: 石桥村, most: 2}", ("石桥村", "石桥村"), []),
        ("{whom: 各单位, most: 1}", ("青石镇", "石桥村", "青石镇"), ["winners.2.name"]),
        ("{whom: 各镇, most: 1}", ("石桥村", "石桥村"), []),
        # who is not known has only the quota of all
        ("{whom: 各单位, most: 1}", ("外县", "外县"), ["winners.1.name"]),
        ("{whom: 各单位, most: 1}", ("", ""), []),
    ],
)
def test_an_organization_wins_with_no_more_than_it_may_hand_in(
    tmp_path: Path, quota: str, winners: tuple[str, ...], expected: list[str]
) -> None:
    """Counted by the winners' organizations."""
    named = won(*(f"好主意 某{n} {place}" for n, place in enumerate(winners)))
    found = told(tmp_path, named, quota=f"[{quota}]")
    assert [(code, field) for code, field, _ in found] == [
        ("quota-exceeded", field) for field in expected
    ]


def test_where_single_persons_may_hand_in_only_they_are_counted(tmp_path: Path) -> None:
    """Nobody knows whether a winner's organization handed the entry in."""
    quota = "[{whom: 个人, most: 2}, {whom: 单位和村（社区）, most: 1}]"
    winners = won(*["好主意 张三 石桥村"] * 2, "好主意 李四 石桥村", "好主意 张三 砚溪村")
    assert told(tmp_path / "a", winners, quota=quota) == []
    winners = won(*["好主意 张三 石桥村"] * 3)
    assert told(tmp_path / "b", winners, quota=quota) == [("quota-exceeded", "winners.2.name", 9)]
