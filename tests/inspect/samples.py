"""Private data that nobody has: made to be found."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from wenming.privacy.numbers import check_character

IDENTITY = "11010519491231002X"
"""The example of GB 11643-1999."""
OLD_IDENTITY = "110105491231002"
MOBILE = "13812345678"
CARD = "6222020000000000018"
EMAIL = "chen.shuigen@qq.com"
PLATE = "苏A12345"
ADDRESS = "柳湾镇渡口村3组12号"
BORN = "1990年3月7日出生"

EVERYTHING = (IDENTITY, OLD_IDENTITY, MOBILE, CARD, EMAIL, PLATE, ADDRESS, BORN)

SEPARATORS = st.sampled_from(
    ["", " ", "-", "\u3000", "－", "  ", "\u00a0", ".", "\t", "\n", "·", "/"]
)


@st.composite
def identities(draw: st.DrawFn) -> str:
    """A valid identity number."""
    region = draw(st.sampled_from(["110105", "320102", "350521", "440524", "653101"]))
    day = draw(st.dates(dt.date(1900, 1, 1), dt.date(2024, 12, 31)))
    first = f"{region}{day:%Y%m%d}{draw(st.integers(0, 999)):03}"
    return first + check_character(first)


@st.composite
def spaced(draw: st.DrawFn, digits: st.SearchStrategy[str]) -> str:
    """Digits in groups, full-width or not."""
    text = draw(digits)
    parts = [c + draw(SEPARATORS) for c in text[:-1]] + [text[-1]]
    joined = "".join(parts)
    if draw(st.booleans()):
        joined = joined.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    return joined.replace("X", draw(st.sampled_from("XxＸｘ")))
