"""The calendar on the site: a page for each month in which something is dated."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..library import Library
from ..records import Collection
from .events import Event, events_of, is_dated
from .listings import HOME
from .view import Link, View, dated
from .weekly import weekly_fields

OUTPUT = "wenming/calendar"
"""The output that writes the calendars to subscribe to."""

ADDRESS = "/calendar/"

SHORT = 3
"""Days of an event that is listed at each of them; of a longer one a line runs through its days,
and the whole stands above them."""

MOST_MONTHS = 24
"""Months that an event stands in; of a longer one only the first and the last."""

COMING = 5
"""Events of later months that are named below this one."""

Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month with what is on."""

    date: dt.date
    events: tuple[Event, ...]
    running: tuple[Event | None, ...]
    """What runs through this day among many, in the same place on each of them; None is a gap."""


def month_views(library: Library) -> Iterator[View]:
    """This month, and every month in which something is dated."""
    by_month: dict[Month, list[Event]] = defaultdict(list)
    events = events_of(library)
    for event in events:
        for month in _months_of(event):
            by_month[month].append(event)
    months = sorted(by_month)
    this = (library.today.year, library.today.month)
    coming = [each for each in events if (each.first_day.year, each.first_day.month) > this]
    yield _view(this, ADDRESS, by_month.get(this, ()), months, library, coming[:COMING])
    for month in months:
        yield _view(month, address_of(month), by_month[month], months, library)


def address_of(month: Month) -> str:
    return f"{ADDRESS}{month[0]}/{month[1]:02}/"


def _months_of(event: Event) -> list[Month]:
    first, last = event.first_day, event.last_day
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    if count > MOST_MONTHS:
        return [(first.year, first.month), (last.year, last.month)]
    start = first.year * 12 + first.month - 1
    return [(n // 12, n % 12 + 1) for n in range(start, start + count)]


def _view(
    month: Month,
    address: str,
    events: Sequence[Event],
    months: Sequence[Month],
    library: Library,
    coming: Sequence[Event] = (),
) -> View:
    year, number = month
    label = f"{year}年{number}月"
    before = [each for each in months if each < month]
    after = [each for each in months if each > month]
    now = address == ADDRESS
    return View(
        address=address,
        template="calendar.html",
        title="日历" if now else f"{label} - 日历",
        description=f"{library.settings.site_name}{label}的讲堂、活动、截止时间和公示期。",
        crumbs=(HOME,) if now else (HOME, Link("日历", ADDRESS)),
        **dated([event.record for event in events], library),
        content={
            "label": label,
            "offset": dt.date(year, number, 1).weekday() + 1,
            "days": _days(month, events),
            "long": [each for each in events if not _is_short(each)],
            "count": len(events),
            "coming": coming,
            "previous": _link(before[-1]) if before else None,
            "next": _link(after[0]) if after else None,
            "years": _years(months),
            "calendars": _calendars(library),
            "weekly": _weekly_calendars(library),
        },
    )


def _is_short(event: Event) -> bool:
    return event.days <= SHORT


def _days(month: Month, events: Sequence[Event]) -> tuple[Day, ...]:
    dates = [dt.date(*month, day) for day in range(1, calendar.monthrange(*month)[1] + 1)]
    listed: list[list[Event]] = [[] for _ in dates]
    running: list[list[Event | None]] = [[] for _ in dates]
    for event in events:
        first, last = max(event.first_day, dates[0]), min(event.last_day, dates[-1])
        days = range(first.day - 1, last.day)
        if _is_short(event):
            for day in days:
                listed[day].append(event)
            continue
        taken = {place for day in days for place, other in enumerate(running[day]) if other}
        place = next(place for place in itertools.count() if place not in taken)
        for day in days:
            running[day] += [None] * (place + 1 - len(running[day]))
            running[day][place] = event
    return tuple(map(Day, dates, map(tuple, listed), map(tuple, running)))


def _link(month: Month) -> Link:
    return Link(f"{month[0]}年{month[1]}月", address_of(month))


def _years(months: Sequence[Month]) -> list[tuple[int, list[Link]]]:
    """The months by year, the newest year first."""
    years: dict[int, list[Link]] = defaultdict(list)
    for month in months:
        years[month[0]].append(Link(f"{month[1]}月", address_of(month)))
    return sorted(years.items(), reverse=True)


def _calendars(library: Library) -> tuple[Link, ...]:
    """What can be subscribed to; nothing where the output is switched off."""
    if not library.settings.has_output(OUTPUT):
        return ()
    columns = (each for each in library.collections.values() if is_dated(each))
    return (Link("全部安排", "/calendar.ics"), *map(_calendar, columns))


def _weekly_calendars(library: Library) -> tuple[Link, ...]:
    """The columns in which something is on each week: it would bury all else in the months."""
    columns = [each for each in library.collections.values() if weekly_fields(each)]
    if not library.settings.has_output(OUTPUT):
        return tuple(Link(each.label, each.url) for each in columns)
    return tuple(map(_calendar, columns))


def _calendar(collection: Collection) -> Link:
    return Link(collection.label, f"{collection.url}calendar.ics")
