"""Cells as people fill them, into values as records write them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from ..records import BUILT_IN_CHOICES, FieldDeclaration, likely_date
from ..records.dates import DATES
from .sheets import as_date

_BLANKS = " \t\r\n\u3000\xa0\u2002\u2003\u2009\u200b\ufeff"
_WIDE = {0xFF01 + n - 0x21: n for n in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


def plain(value: Any) -> str:
    """A cell as text: full-width letters and digits plain, blanks around it and breaks gone.

    What export put before a text so that it is no formula goes, too.
    """
    if isinstance(value, float) and value == int(value):
        value = int(value)
    if isinstance(value, dt.datetime):
        value = value.date() if value.time() == dt.time() else value.strftime("%Y-%m-%d %H:%M")
    text = str(value).translate(_WIDE).strip(_BLANKS)
    text = text.replace("\r", "\n").replace("_x000D_", "")
    text = re.sub(rf"(?<=[{_HAN}，。；：、）])\s*\n\s*(?=[{_HAN}（])", "", text)
    text = re.sub(r"\s*\n\s*", " ", text)
    return text[1:] if re.match(r"'[=+\-@＝＋－＠]", text) else text


def name(value: Any) -> str:
    """A name without the blanks that fill it up to the width of others, with the middle dot."""
    text = re.sub(rf"(?<=[{_HAN}·])[{_BLANKS}]+(?=[{_HAN}·])", "", plain(value))
    return re.sub(rf"(?<=[{_HAN}])\s?[•‧・･∙⋅●．.﹒˙]\s?(?=[{_HAN}])", "·", text)


_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def _date(value: Any, field: FieldDeclaration) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = as_date(value) or value
    text = plain(value)
    if re.match(r"[〇○零一二三四五六七八九]{4}年", text):
        text = "".join(map(_number, re.split(r"([年月日])", text)))
    if isinstance(value, dt.datetime) and field.type == "day":
        text = text[:10]
    return likely_date(text, field) or text


def _number(word: str) -> str:
    """`十一` and `二〇二四` in digits; other words stay."""
    if match := re.fullmatch(r"([一二三]?)十([一二三四五六七八九]?)", word):
        tens, ones = (part.translate(_NUMERALS) for part in match.groups())
        return f"{tens or 1}{ones or 0}"
    return word.translate(_NUMERALS)


def _integer(value: Any, _field: FieldDeclaration) -> int | str:
    text = plain(value)
    match = re.fullmatch(
        r"[约共]?([-+]?\d+)(?:\.0+)?\s*[人位名户个年级度届号次余]*", text.replace(",", "")
    )
    return int(match[1]) if match else text


def _choice(value: Any, field: FieldDeclaration) -> str:
    """The label that is meant: the same, or the only one that holds the word or is held by it."""
    text = plain(value)
    choices = {**BUILT_IN_CHOICES.get(field.type, {}), **field.choices}
    if text in choices or text in choices.values():
        return text
    bare = text.strip("“”\"'《》 类型")
    alike = [label for label in choices.values() if bare and (bare in label or label in bare)]
    return alike[0] if len(alike) == 1 else text


_YES, _NO = (
    ("是", "√", "✓", "✔", "有", "y", "yes", "true", "1"),
    ("否", "×", "✗", "无", "n", "no", "0"),
)


def _boolean(value: Any, _field: FieldDeclaration) -> bool | str:
    text = plain(value).lower()
    return True if text in _YES else False if text in _NO else plain(value)


def _list(value: Any, field: FieldDeclaration) -> list[Any]:
    pieces = re.split(r"[；;、\n]" if field.of in ("name", "text") else r"[；;\n]", str(value))
    return [read(piece, field.item) for piece in pieces if piece.strip(_BLANKS)]


def _text(value: Any, _field: FieldDeclaration) -> str:
    return plain(value)


def _name(value: Any, _field: FieldDeclaration) -> str:
    return name(value)


_READ: Mapping[str, Callable[[Any, FieldDeclaration], Any]] = {
    **dict.fromkeys(DATES, _date),
    **dict.fromkeys(("integer", "year"), _integer),
    **dict.fromkeys(("choice", "level", "status"), _choice),
    "boolean": _boolean,
    "list": _list,
    "name": _name,
    "organization": _name,
}


def read(value: Any, field: FieldDeclaration) -> Any:
    """What the field of a record would say; a text that it cannot hold is left to its check."""
    reading: Callable[[Any, FieldDeclaration], Any] = _READ.get(field.type, _text)
    return reading(value, field)
