"""Dates and times as editors write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from .collection import FieldDeclaration
from .refusal import wrong

YEARS = range(1900, 2200)
"""The years that a record may belong to; other dates may be earlier, but not later."""

DATES: Mapping[str, tuple[str, str, str]] = {
    "date": ("日期", "a date", "2024-06-01"),
    "day": ("不带时间的日期", "a date without time", "2024-06-01"),
    "removal": ("不带时间的日期", "a date without time", "2024-06-01"),
    "datetime": ("日期和时间", "a date and time", "2024-06-01 09:30"),
    "deadline": ("截止的日期和时间", "a deadline", "2024-06-30 18:00"),
}
"""The field types of moments: in Chinese, in English, an example."""

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)


def read_moment(value: Any, field: FieldDeclaration) -> dt.date:
    """A date, or a datetime without zone: the portal's own time zone is meant."""
    match = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise _bad_date(field, value)
    numbers = [int(part) for part in match.groups() if part is not None]
    try:
        moment = dt.date(*numbers[:3])
        if len(numbers) > 3:
            moment = dt.datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        raise wrong("impossible-date", field, value) from None
    too_early = field.type == "date" and moment.year < YEARS[0]
    if too_early or moment.year > YEARS[-1]:  # 9999 overflows where a day is added
        raise wrong("year-range", field, value, least=str(YEARS[0]), most=str(YEARS[-1]))
    return moment


def read_day(value: Any, field: FieldDeclaration) -> dt.date:
    moment = read_moment(value, field)
    if isinstance(moment, dt.datetime):
        raise _bad_date(field, value)
    return moment


_OTHER_DATE = re.compile(
    r"(\d{4})(?:\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})[日号]?|(\d{2})(\d{2}))"
    r"(?:(?:T| *)(\d{1,2})[:点时](\d{2})分?(?::\d{2})?(?:\+08:?00)?)?",
    re.ASCII,
)


_AROUND = " \t\"'“”‘’,.、。;"
"""Marks that were written with a date and are no part of it."""


def likely_date(value: Any, field: FieldDeclaration) -> str:
    """The date that seems to be meant, as it should be written; or an empty text."""
    match = _OTHER_DATE.fullmatch(unicodedata.normalize("NFKC", str(value)).strip(_AROUND))
    if not match:
        return ""
    year, *month_and_day = (part for part in match.groups()[:5] if part)
    day = "-".join([year, *(part.zfill(2) for part in month_and_day)])
    hour, minute = match.groups()[5:]
    if not hour:
        return day
    return "" if field.type in ("day", "removal") else f"{day} {hour.zfill(2)}:{minute}"


def _bad_date(field: FieldDeclaration, value: Any) -> PydanticCustomError:
    """The error of a date in another notation, with the date that seems to be meant."""
    zh, en, example = DATES[field.type]
    details = {
        "suggestion": likely_date(value, field),
        "zh": zh,
        "en": en,
        "example": example,
    }
    return wrong("bad-date", field, value, **details)
