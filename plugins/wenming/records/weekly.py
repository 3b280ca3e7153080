"""Days of the week and hours of the day, as editors write them and as a program counts them.

Both stay texts, in one notation, so that every page, feed and table shows them alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from .collection import FieldDeclaration
from .refusal import wrong

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Keys of the days, Monday first, as in `date.weekday()`."""

_HAN = "一二三四五六日"
_ALL = "每天"
_SEVERAL = {_ALL: range(7), "每日": range(7), "天天": range(7), "工作日": range(5), "周末": (5, 6)}
_BETWEEN = r"[、,;/\s和及与]+"
_TO = r"\s*(?:至|到|~|--?|[\u2010-\u2015]+)\s*"


def read_weekdays(value: Any, field: FieldDeclaration) -> str:
    """Days such as `周一至周五`, `周六、周日`, `每天`, `mon`, or a list of them; in order."""
    given = value if isinstance(value, list) else [value]
    texts = (re.sub(_TO, "—", _plain(each)) for each in given)
    words = [word for text in texts for word in re.split(_BETWEEN, text) if word]
    found: set[int] = set()
    for word in words:
        days = _days(word)
        if not days:
            raise wrong("bad-weekdays", field, value)
        found |= set(days)
    if not found:
        raise wrong("bad-weekdays", field, value)
    return _told(sorted(found))


def weekdays_of(text: str) -> tuple[int, ...]:
    """The days in a text of `read_weekdays`, 0 for Monday."""
    return tuple(sorted({day for word in text.split("、") for day in _days(word)}))


def _days(word: str) -> Sequence[int]:
    if word in _SEVERAL:
        return tuple(_SEVERAL[word])
    ends = [_day(part) for part in re.split(_TO, word)]
    if not 1 <= len(ends) <= 2 or -1 in ends:
        return ()
    first, last = ends[0], ends[-1]
    # From Saturday to Monday leads over the end of the week.
    return tuple((first + n) % 7 for n in range((last - first) % 7 + 1))


def _day(word: str) -> int:
    if word.lower()[:3] in WEEKDAYS and word.isascii():
        return WEEKDAYS.index(word.lower()[:3])
    match = re.fullmatch("(?:周|星期|礼拜)?([一二三四五六日天])", word)
    return _HAN.index(match[1].replace("天", "日")) if match else -1


def _told(days: Sequence[int]) -> str:
    """`周一至周五`, `周六、周日`: three and more in a row as from and to."""
    if len(days) == len(_HAN):
        return _ALL
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    words: list[str] = []
    for run in runs:
        names = [f"周{_HAN[day]}" for day in run]
        words += [f"{names[0]}至{names[-1]}"] if len(run) > 2 else names
    return "、".join(words)


_DAY = 24 * 60
_SPAN = re.compile(rf"(\d{{1,2}}):(\d{{2}}){_TO}(\d{{1,2}}):(\d{{2}})", re.ASCII)
_ALL_DAY = ("全天", "24小时")


def read_hours(value: Any, field: FieldDeclaration) -> str:
    """Hours such as `9:00—10:30`, several with a comma between them, or `全天`; in order."""
    text = _plain(value)
    spans = _spans(text)
    if not spans:
        raise wrong("bad-hours", field, value, suggestion=_likely(text))
    return "，".join(map(_clock, spans))


def hours_of(text: str) -> tuple[tuple[int, int], ...]:
    """The spans in a text of `read_hours`: minutes of the day from and to."""
    return tuple(_spans(_plain(text)))


def _spans(text: str) -> list[tuple[int, int]]:
    """Sound spans that follow each other; none where anything is wrong with one."""
    if text in _ALL_DAY:
        return [(0, _DAY)]
    found: list[tuple[int, int]] = []
    for word in filter(None, re.split(_BETWEEN, re.sub(_TO, "—", text))):
        match = _SPAN.fullmatch(word)
        if not match:
            return []
        numbers = [int(part) for part in match.groups()]
        start, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
        if max(numbers[1], numbers[3]) > 59 or not start < end <= _DAY:
            return []
        if found and start < found[-1][1]:
            return []
        found.append((start, end))
    return found


def _clock(span: tuple[int, int]) -> str:
    if span == (0, _DAY):
        return _ALL_DAY[0]
    return "—".join(f"{minutes // 60}:{minutes % 60:02}" for minutes in span)


_TIME = re.compile(r"(上午|早上|中午|下午|晚上)?(\d{1,2})(?:[:.点时](\d{2}|半)?)分?")


def _likely(text: str) -> str:
    """The hours that seem to be meant by `上午8点半到11点`; or an empty text."""
    times = list(_moments(text))
    if not times or len(times) % 2:
        return ""
    written = "，".join(map(_clock, zip(times[::2], times[1::2], strict=True)))
    return written if _spans(_plain(written)) else ""


def _moments(text: str) -> Iterator[int]:
    late = False
    for match in _TIME.finditer(text):
        half, hour, rest = match.groups()
        late = half in ("下午", "晚上") if half else late
        minutes = 30 if rest == "半" else int(rest or 0)
        yield (int(hour) + (12 if late and int(hour) < 12 else 0)) * 60 + minutes


def _plain(value: Any) -> str:
    """The text with plain digits, colons and commas; empty for what is no text."""
    return unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
