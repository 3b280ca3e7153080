"""How templates write dates, names and mottos in Chinese."""

from __future__ import annotations

import datetime as dt
import re

from ..views import chinese_date

_WEEKDAYS = "一二三四五六日"


def stamp(value: dt.date) -> str:
    """`2024-06-01`, with ` 09:30` where the value has a time."""
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, dt.datetime) else f"{value:%Y-%m-%d}"


def weekday(value: dt.date) -> str:
    """`周六`."""
    return f"周{_WEEKDAYS[value.weekday()]}"


def time_span(start: dt.date, end: dt.date | None = None, *, dated: bool = True) -> str:
    """`2024年6月1日（周六）09:30—11:00`; not `dated`, the times alone."""
    timed = isinstance(start, dt.datetime)
    text = f"{chinese_date(start)[: -6 if timed else None]}（{weekday(start)}）" if dated else ""
    text += f"{start:%H:%M}" if timed else ""
    if end is None:
        return text
    if (end.year, end.month, end.day) == (start.year, start.month, start.day):
        return f"{text}—{end:%H:%M}" if timed and isinstance(end, dt.datetime) else text
    return f"{text}至{chinese_date(end)}"


def clauses(text: str) -> list[str]:
    """A text cut after its stops, so that each clause stays whole on its line."""
    return re.findall(r"[^，。；！？、\s]+[，。；！？、]*[”’』」》]*", text) or [text]


def initial(name: str) -> str:
    """The first character of a name, without what is no letter."""
    return next((character for character in name if character.isalpha()), name[:1])
