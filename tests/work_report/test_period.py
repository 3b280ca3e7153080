"""Periods: how they are called, and the same ones a year before."""

from __future__ import annotations

import datetime as dt

import pytest

from wenming.work_report import Period


def period(first: str, last: str) -> Period:
    return Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2024-01-01", "2024-06-30", "2024年上半年"),
        ("2024-07-01", "2024-12-31", "2024年下半年"),
        ("2024-01-01", "2024-12-31", "2024年"),
        ("2024-10-01", "2024-12-31", "2024年第四季度"),
        ("2024-02-01", "2024-02-29", "2024年2月"),
        ("2024-01-01", "2024-05-31", "2024年1至5月"),
        ("2024-02-01", "2024-02-28", "2024年2月1日至2月28日"),
        ("2023-11-01", "2024-01-31", "2023年11月1日至2024年1月31日"),
    ],
)
def test_a_period_is_called_as_offices_call_it(first: str, last: str, name: str) -> None:
    assert period(first, last).name == name


@pytest.mark.parametrize(
    ("days", "before"),
    [
        (("2024-01-01", "2024-06-30"), ("2023-01-01", "2023-06-30")),
        (("2024-02-01", "2024-02-29"), ("2023-02-01", "2023-02-28")),
        (("2025-02-01", "2025-02-28"), ("2024-02-01", "2024-02-29")),
        (("2024-02-29", "2024-03-01"), ("2023-02-28", "2023-03-01")),
    ],
)
def test_the_year_before_ends_with_the_same_month(
    days: tuple[str, str], before: tuple[str, str]
) -> None:
    assert period(*days).year_before == period(*before)
