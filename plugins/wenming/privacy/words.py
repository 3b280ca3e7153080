"""Private data told in words: where somebody lives, when somebody was born."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Match
from .numbers import is_day

_HAN = "\u4e00-\u9fff"
_N = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
_GROUP = rf"第?{_N}(?:村民)?(?:小组|组|社|队|屯)"
_HOUSE = rf"{_N}(?:[-之]{_N})*号"
_BLOCK = rf"(?:{_N}|[A-Za-z])(?:号楼|栋|幢|座)"
_UNIT = rf"{_N}单元"
_ROOM = r"\d{2,4}(?:室|户|房|号)?(?!\d|[年月日人元次届])"
_DOOR = r"\d{2,4}(?:室|户|房)"
_VILLAGE = r"(?:村|屯|寨|庄|社区|居委会)"
_STREET = r"(?:大道|路|街|巷|弄|道|胡同)"
_ESTATE = r"(?:小区|花园|苑|家园|公寓|新村|新城|名城|华府|社区)"
_LIVES = r"(?:家住|住在|现住|居住在|住址|户籍地址?|家庭地址|居住地址?)[:： ]{0,2}"
_IN_VILLAGE = rf"{_LIVES}[{_HAN}]{{1,24}}?{_VILLAGE}"
_IN_TOWN = rf"{_LIVES}[{_HAN}]{{1,24}}?(?:{_STREET}|{_ESTATE})"
_STEP = rf"(?:{_BLOCK}|{_UNIT}|{_HOUSE}|{_N}[弄楼])"
_NAMED = rf"(?:[{_HAN}]{{2,8}}{_ESTATE} ?)?"

_ADDRESSES = tuple(
    (mark, re.compile(pattern))
    for mark, pattern in (
        # 石桥村3组12号; where 村民 follows, the group is enough
        ("", rf"{_VILLAGE}(?P<cut> ?{_GROUP} ?(?:{_HOUSE}(?:{_ROOM})?|(?=的?(?:村民|居民|住户))))"),
        # 家住石桥村3组, 住址：文昌路12号
        ("", rf"{_IN_VILLAGE}(?P<cut> ?(?:{_GROUP}|{_HOUSE})(?: ?{_HOUSE})?)"),
        ("", rf"{_IN_TOWN}(?P<cut>(?: ?{_STEP})+(?: ?-?{_ROOM})?)"),
        # 文昌路12号3栋2单元501室, 文昌路12弄3号501室
        ("", rf"{_STREET}(?P<cut> ?(?:{_N}弄 ?)?{_HOUSE}院? ?{_NAMED}(?:{_STEP} ?-?)*{_DOOR})"),
        # 阳光小区3栋501, 阳光小区3栋2单元
        ("", rf"{_ESTATE}(?P<cut> ?{_BLOCK} ?-?(?:{_UNIT}(?: ?-?{_ROOM})?|{_ROOM}))"),
        # 3栋2单元501室 of whatever: it may begin anywhere, and is not looked for without its mark
        ("单元", rf"(?P<cut>{_BLOCK} ?-?{_UNIT}(?: ?-?{_ROOM})?)"),
    )
)
_PLACE = re.compile(rf"(?:{_LIVES}|位于|在)?(?P<name>[{_HAN}]{{1,16}})$")
_NO_ADDRESS = "（住址略）"


def find_address(text: str, _context: str) -> Iterator[Match]:
    """Below a village's or a street's name: the group, the house, the stairs, the door."""
    for mark, pattern in _ADDRESSES:
        for found in pattern.finditer(text) if mark in text else ():
            cut = found.start("cut")
            place = _PLACE.search(text, max(cut - 16, 0), cut)
            start = place.start("name") if place else cut
            yield Match(start, found.end("cut"), text[start:cut] or _NO_ADDRESS)


_DATE = (
    r"(?P<year>(?:18|19|20)\d\d)(?:(?P<sign> ?[年./-] ?)(?P<month>\d{1,2}) ?[月./-] ?"
    r"(?P<day>\d{1,2})(?!\d)日?|(?P<month2>\d\d)(?P<day2>\d\d)(?!\d))"
)
_BORN = re.compile(
    rf"(?:出生|生于|(?<![党国军厂校店]的)(?<!建[国党军校])生日|生辰)[^\d\n。；;|]{{0,8}}{_DATE}"
)
_DATE_BORN = re.compile(rf"(?<!\d){_DATE} ?(?:出生|生(?=[,，。;；、)）\s]|$)|生于|诞生于)")
_ONLY_DATE = re.compile(rf"(?<!\d){_DATE}")
BORN = re.compile(r"出生|生日|生辰")


def find_birth_date(text: str, context: str) -> Iterator[Match]:
    """A full date with a word of birth; it is cut to the year."""
    patterns = (_ONLY_DATE,) if BORN.search(context) else (_BORN, _DATE_BORN)
    for pattern in patterns:
        for found in pattern.finditer(text):
            parts = found.groupdict()
            month, day = parts["month"] or parts["month2"], parts["day"] or parts["day2"]
            if is_day(parts["year"], month, day):
                end = found.end("day") if parts["day"] else found.end("day2")
                end += text[end : end + 1] == "日"
                yield Match(found.start("year"), end, f"{parts['year']}年")
