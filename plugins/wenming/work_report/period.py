"""The period of a report: its days, how it is called, and the same one a year before."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ..views import chinese_date

_CALLED: Mapping[tuple[int, int], str] = {
    (1, 12): "",
    (1, 6): "上半年",
    (7, 12): "下半年",
    (1, 3): "第一季度",
    (4, 6): "第二季度",
    (7, 9): "第三季度",
    (10, 12): "第四季度",
}
"""By the first and the last of whole months."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both among them."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    @property
    def year_before(self) -> Period:
        """The same days a year before; a month's last day for a month's last day."""
        return Period(_year_before(self.first), _year_before(self.last, last=True))

    @property
    def name(self) -> str:
        """`2024年上半年`, `2024年第一季度`, `2024年3月`, or the days themselves."""
        first, last = self.first, self.last
        if first.year != last.year or first.day > 1 or not _ends_month(last):
            return self.days
        months = (first.month, last.month)
        told = f"{months[0]}月" if months[0] == months[1] else f"{months[0]}至{months[1]}月"
        return f"{first.year}年{_CALLED.get(months, told)}"

    @property
    def days(self) -> str:
        """`2024年1月1日至6月30日`."""
        last = chinese_date(self.last)
        if self.first.year == self.last.year:
            last = last.partition("年")[2]
        return f"{chinese_date(self.first)}至{last}"


def _ends_month(day: dt.date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]


def _year_before(day: dt.date, *, last: bool = False) -> dt.date:
    most = calendar.monthrange(day.year - 1, day.month)[1]
    number = most if last and _ends_month(day) else min(day.day, most)
    return dt.date(day.year - 1, day.month, number)
