"""Numbers that belong to a person: identity, bank card, mobile telephone, plate; and e-mail."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .finding import Match, plain

_RUN = re.compile(r"\d(?:[ \t\-._·•/()（）]{0,3}(?:\r?\n[ \t>]{0,8})?[\dXx])+")
"""Between two digits of a number are a few signs, or it goes on in the next line."""
ELEVEN = re.compile(r"\d(?:[ \t\-._·•/()（）\r\n>]{0,12}[\dXx]){10}")
"""The same of as many as the shortest number has, less exactly. A date with its hour has ten."""
_DIGITS = re.compile(r"[\dXx]")


@dataclass(frozen=True, slots=True)
class _Run:
    """Digits with nothing but separators between them."""

    digits: str
    at: tuple[int, ...]
    """Where in the text each of them stands."""

    def begins(self, index: int) -> bool:
        """Whether a group of digits begins here."""
        return index == 0 or self.at[index - 1] < self.at[index] - 1

    def ends(self, index: int) -> bool:
        """Whether a group ends before this."""
        return index == len(self.at) or self.begins(index)

    def groups(self, start: int, stop: int) -> tuple[int, ...]:
        """The lengths of the groups from `start` to `stop`."""
        cuts = [n for n in range(start, stop) if n == start or self.begins(n)]
        return tuple(b - a for a, b in zip(cuts, [*cuts[1:], stop], strict=True))

    def match(self, start: int, stop: int, masked: str) -> Match:
        return Match(self.at[start], self.at[stop - 1] + 1, masked)


def _runs(text: str, least: int) -> Iterator[_Run]:
    for found in _RUN.finditer(text):
        if found.end() - found.start() >= least:
            at = tuple(m.start() for m in _DIGITS.finditer(text, found.start(), found.end()))
            if len(at) >= least:
                yield _Run("".join(text[n] for n in at).upper(), at)


_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 "
    "71 81 82 83".split()
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def check_character(first_17: str) -> str:
    """The eighteenth character of an identity number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    total = sum(int(d) * w for d, w in zip(first_17, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def is_day(year: str, month: str, day: str) -> bool:
    try:
        return 1800 <= dt.date(int(year), int(month), int(day)).year < 2100
    except ValueError:
        return False


def _is_region(digits: str) -> bool:
    return digits[:2] in _PROVINCES and digits[2:4] != "00"


def _is_identity(number: str) -> bool:
    return (
        number[:17].isdigit()
        and _is_region(number)
        and is_day(number[6:10], number[10:12], number[12:14])
        and number[17] == check_character(number[:17])
    )


def find_identity(text: str, _context: str) -> Iterator[Match]:
    """Of 18 characters, however they are spaced or what they are joined to."""
    for run in _runs(text, 18):
        start = 0
        while start + 18 <= len(run.digits):
            number = run.digits[start : start + 18]
            if _is_identity(number):
                yield run.match(start, start + 18, f"{number[:2]}{'*' * 13}{number[-3:]}")
                start += 18
            else:
                start += 1


def find_old_identity(text: str, _context: str) -> Iterator[Match]:
    """Of 15 digits, as given until 1999: in one piece, or region, birthday, number."""
    for run in _runs(text, 15):
        for start in range(len(run.digits) - 14):
            number = run.digits[start : start + 15]
            if (
                run.begins(start)
                and run.ends(start + 15)
                and number.isdigit()
                and _is_region(number)
                and is_day(f"19{number[6:8]}", number[8:10], number[10:12])
                and run.groups(start, start + 15) in ((15,), (6, 6, 3))
            ):
                yield run.match(start, start + 15, f"{number[:2]}{'*' * 10}{number[-3:]}")


_MOBILE_GROUPS = frozenset(
    [
        *((11,), (3, 4, 4), (3, 8), (7, 4), (4, 7), (4, 4, 3), (3, 3, 5), (5, 6), (6, 5)),
        *((3, 5, 3), (4, 3, 4), (5, 3, 3), (8, 3), (3, 4, 2, 2), (3, 2, 2, 4)),
        *((3, 2, 2, 2, 2), (1,) * 11),
    ]
)
"""No others: figures in a row of a table are groups, too."""
_MOBILE = re.compile(r"1[3-9]\d{9}")


def find_mobile(text: str, _context: str) -> Iterator[Match]:
    """Of 11 digits, with 86 in front or not; the groups are such as people write them."""
    for run in _runs(text, 11):
        stop = 0
        for start in range(len(run.digits) - 10):
            first = next((n for n in (4, 2, 0) if _has_prefix(run, start - n, n)), None)
            number = run.digits[start : start + 11]
            if (
                start >= stop
                and first is not None
                and run.ends(start + 11)
                and _MOBILE.fullmatch(number)
                and run.groups(start, start + 11) in _MOBILE_GROUPS
                and text.count("\n", run.at[start], run.at[start + 10]) <= 1
                and not _begins_with_day(run, start)
            ):
                stop = start + 11
                yield run.match(start, stop, f"{number[:3]}****{number[-4:]}")


def _begins_with_day(run: _Run, start: int) -> bool:
    """Whether the first of several groups is a day, as in the code 19981010-001."""
    day = run.digits[start : start + 8]
    return run.groups(start, start + 11) == (8, 3) and is_day(day[:4], day[4:6], day[6:])


def _has_prefix(run: _Run, at: int, length: int) -> bool:
    prefix = "0086"[4 - length :]
    return at >= 0 and run.begins(at) and run.digits[at : at + length] == prefix


_WORDS = ("〇零○⓪", "一幺①", "二②", "三③", "四④", "五⑤", "六⑥", "七⑦", "八⑧", "九⑨")
_SPELLED = {ord(word): str(digit) for digit, words in enumerate(_WORDS) for word in words}
_ANY_WORD = "".join(_WORDS)
SPELLED_MOBILE = re.compile(
    f"[{_WORDS[1]}][{''.join(_WORDS[3:])}][{_ANY_WORD}]{{9}}(?![{_ANY_WORD}])"
)


def find_spelled_mobile(text: str, _context: str) -> Iterator[Match]:
    """In Chinese digits or circled ones, one after the other."""
    for found in SPELLED_MOBILE.finditer(text):
        if not (found.start() and ord(text[found.start() - 1]) in _SPELLED):
            yield Match(found.start(), found.end(), f"{found[0][:3]}****{found[0][-4:]}")


def digits_of(text: str) -> str:
    """What makes two spellings of one number one value."""
    return "".join(_DIGITS.findall(plain(text).translate(_SPELLED))).upper()


_BANK = re.compile(r"银行|卡号|账号|帐号|账户|帐户|信用社|农商|存折")
_BEFORE_CARD = 24
"""How far in front of a card's number the word stands that tells what it is."""


def find_bank_card(text: str, context: str) -> Iterator[Match]:
    """13 to 19 digits whose check digit is right, told by UnionPay's 62 or by a word before."""
    for run in _runs(text, 13):
        for start in range(len(run.digits) - 12):
            stop = next((n for n in range(start + 13, start + 20) if _is_card(run, start, n)), 0)
            if stop and _told_as_card(run, start, stop, text, context):
                number = run.digits[start:stop]
                yield run.match(start, stop, number[:4] + "*" * (stop - start - 8) + number[-4:])
                break


def _is_card(run: _Run, start: int, stop: int) -> bool:
    number = run.digits[start:stop]
    if stop > len(run.digits) or not (run.begins(start) and run.ends(stop) and number.isdigit()):
        return False
    groups = run.groups(start, stop)
    whole = len(groups) == 1 or set(groups[:-1]) == {4} or groups[0] == 6 or set(groups) == {1}
    return whole and _luhn(number)


def _luhn(number: str) -> bool:
    doubled = (int(d) * (1 + n % 2) for n, d in enumerate(reversed(number)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _told_as_card(run: _Run, start: int, stop: int, text: str, context: str) -> bool:
    if run.digits[start : start + 2] == "62" and stop - start >= 16:
        return True
    before = text[max(run.at[start] - _BEFORE_CARD, 0) : run.at[start]]
    return bool(_BANK.search(before) or _BANK.search(context))


_EMAIL = re.compile(
    r"(?<![\w.%+-])[A-Za-z0-9](?:[A-Za-z0-9._%+-]*[A-Za-z0-9_])? ?@ ?"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?![A-Za-z0-9])",
    re.ASCII,
)


def find_email(text: str, _context: str) -> Iterator[Match]:
    for found in _EMAIL.finditer(text):
        domain = found[0].partition("@")[2].strip()
        yield Match(found.start(), found.end(), f"{found[0][0]}***@{domain}")


_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼](?P<office>[A-HJ-NP-Z])"
    r"(?: ?[·•・‧.-] ?| )?(?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[挂学警港澳])(?![A-Za-z0-9])"
)


def find_plate(text: str, _context: str) -> Iterator[Match]:
    for found in _PLATE.finditer(text):
        if sum(c.isdigit() for c in found[0]) >= 3:
            yield Match(found.start(), found.end(), f"{found[0][:2]}***{found[0][-2:]}")
