"""The report of the sample states what somebody counts who goes through its files."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from ..portals import REPOSITORY
from ..test_cli import wenming
from .by_hand import Files, year_before

TODAY = "2026-11-22"
PERIODS = [
    ("2024-01-01", "2024-06-30"),
    ("2025-01-01", "2025-06-30"),
    ("2026-01-01", "2026-06-30"),
    ("2026-07-01", "2026-12-31"),  # not over on that day
]
STANDING = ("practice", "volunteers", "venues", "pairs", "conventions", "links")


@pytest.fixture(scope="module")
def files() -> Files:
    return Files(REPOSITORY / "content", TODAY)


@pytest.fixture(scope="module", params=PERIODS, ids=lambda period: period[1])
def half(request: pytest.FixtureRequest) -> tuple[str, str, dict[str, Any]]:
    """A half-year, and what its report says."""
    first, last = request.param
    days = ("--from", first, "--to", last, "--as-of", TODAY)
    result = wenming(REPOSITORY, "report", *days, "--format", "json")
    assert result.exit_code == 0
    return first, last, json.loads(result.stdout)


def values(figures: dict[str, Any]) -> dict[str, int]:
    """The figures of the period that are not zero, by key."""
    return {key: each["value"] for key, each in figures.items() if each["value"]}


def named(figures: list[dict[str, Any]], label: str) -> tuple[int, int]:
    """A figure by its label, in the period and the year before; zeros where it is not told."""
    found = [(each["value"], each["before"]["value"]) for each in figures if each["label"] == label]
    return found[0] if found else (0, 0)


def test_every_column_is_counted(files: Files, half: Any) -> None:
    """In the period and the same a year before; what stays, as of the last day."""
    first, last, report = half
    told = {
        name: (each["count"]["value"], each["count"]["before"]["value"])
        for name, each in report["collections"].items()
        if name != "honors"
    }
    counted = {}
    for name in files.records.keys() - {"honors"}:
        begin = "1900-01-01" if name in STANDING else first
        now = files.within(name, begin, last)
        before = files.within(name, year_before(begin), year_before(last))
        counted[name] = (len(now), len(before))
    assert told == counted


def test_lectures_by_hall_and_attendance(files: Files, half: Any) -> None:
    """What has only been announced was not held."""
    first, last, report = half
    lectures = report["collections"]["lectures"]
    held = files.within("lectures", first, last)
    assert values(lectures["by"]["hall"]) == files.by("lectures", "hall", held)
    before = files.within("lectures", year_before(first), year_before(last))
    attended = [sum(int(r.get("attendance", 0)) for r in each) for each in (held, before)]
    assert named(lectures["sums"], "参加人数") == tuple(attended)
    for hall, each in lectures["by"]["hall"].items():
        there = [r for r in held if files.choice("lectures", "hall", r["hall"]) == hall]
        came = sum(int(r.get("attendance", 0)) for r in there)
        assert each["sums"][0]["value"] == came


def test_honorees_by_award_level_and_name(files: Files, half: Any) -> None:
    """Minors are counted and not named."""
    first, last, report = half
    honors = report["collections"]["honors"]
    counted = files.honorees(first, last)
    before = files.honorees(year_before(first), year_before(last))
    assert honors["count"]["value"] == counted.total()
    assert honors["count"]["before"]["value"] == before.total()
    rolls = {(r["award"], r["level"]): r["value"] for r in honors["names"] if r["value"]}
    assert rolls == Counter((award, level) for award, level, _ in counted.elements())
    told = Counter(
        (roll["award"], roll["level"], each["name"])
        for roll in honors["names"]
        for each in roll["named"]
    )
    minors = Counter({key: n for key, n in counted.items() if key[0] == "good-youth"})
    assert told == counted - minors
    assert sum(roll["unnamed"] for roll in honors["names"]) == minors.total()


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("notices", "type"),
        ("bulletins", "kind"),
        ("documents", "type"),
        ("activities", "programme"),
    ],
)
def test_what_is_published_by_kind(files: Files, half: Any, name: str, field: str) -> None:
    """Notices, briefings, documents; activities by programme."""
    first, last, report = half
    told = values(report["collections"][name].get("by", {}).get(field, {}))
    assert told == files.by(name, field, files.within(name, first, last))


@pytest.mark.parametrize(
    ("name", "field"), [("practice", "level"), ("venues", "kind"), ("volunteers", "form")]
)
def test_stations_venues_and_teams(files: Files, half: Any, name: str, field: str) -> None:
    """All that there are on the last day, and how many of them are new."""
    first, last, report = half
    there = files.within(name, "1900-01-01", last)
    column = report["collections"][name]
    assert values(column.get("by", {}).get(field, {})) == files.by(name, field, there)
    assert column["added"]["value"] == len(files.within(name, first, last))


def test_figures_that_records_state_and_what_was_done_for_pairs(files: Files, half: Any) -> None:
    """Volunteers registered, teams and activities with their day; actions by their own dates."""
    first, last, report = half
    told = [
        {key: str(each[key]) for key in ("registered", "teams", "activities", "as_of")}
        for each in report["collections"]["volunteers"].get("stated", ())
    ]
    assert told == [each for each in files.stated() if first[:4] == each["as_of"][:4]]
    dated = report["collections"]["pairs"]["dated"]
    done = files.actions(first, last)
    assert named(dated, "帮扶记录")[0] == len(done)
    for label, key in (("金额", "amount"), ("受益户数", "households")):
        assert named(dated, label)[0] == sum(int(each.get(key, 0)) for each in done)


def test_every_figure_names_the_records_behind_it(half: Any) -> None:
    """By their full addresses; as many as are counted, where records are what is counted."""
    _, _, report = half
    for name, column in report["collections"].items():
        for figure in (column["count"], column["count"]["before"]):
            addresses = figure["records"]
            assert len({*addresses}) == len(addresses)
            assert all(each.startswith(f"https://www.yunxi.example/{name}/") for each in addresses)
            assert len(addresses) == figure["value"] or name == "honors"
            assert bool(addresses) == bool(figure["value"])


def test_sections_share_out_what_a_column_has(half: Any) -> None:
    """Nothing is counted in two of them, nothing is lost between them."""
    _, _, report = half
    shared: Counter[str] = Counter()
    for section in report["sections"]:
        for name, column in section["figures"].items():
            shared[name] += column["count"]["value"]
    assert dict(shared) == {n: c["count"]["value"] for n, c in report["collections"].items()}
