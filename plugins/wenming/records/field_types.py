"""The field types: what a declared key may hold.

A type is a row of `FIELD_TYPES`: a check that turns what YAML gave into the
value the portal works with, or raises a `PydanticCustomError` whose type is a
problem code. Types made of other fields (`group`, `people`, `list`) stand in
`schema`, which builds the pydantic models.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from .collection import FieldDeclaration
from .dates import DATES, YEARS, read_day, read_moment
from .encoding import FORBIDDEN
from .outside import read_coordinates, read_url
from .paths import address_part, decode_address, read_path
from .refusal import wrong
from .suggest import key_in, nearest
from .weekly import read_hours, read_weekdays

Check = Callable[[Any, FieldDeclaration], Any]


@dataclass(frozen=True, slots=True)
class FieldType:
    """A kind of value: how it is told to an editor, an example, and its check."""

    zh: str
    en: str
    example: str
    check: Check


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """An organization as the editor wrote it; `free` where it need not be a known one."""

    text: str
    free: bool = False


def wrong_type(field: FieldDeclaration, value: Any, type_name: str = "") -> PydanticCustomError:
    kind = FIELD_TYPES[type_name or field.type]
    example = example_of(field, type_name) or next(iter(field.choices.values()), "")
    if type_name == "text" and isinstance(value, list) and all(isinstance(v, str) for v in value):
        example = "、".join(value) or example
    return wrong("wrong-type", field, value, zh=kind.zh, en=kind.en, example=example)


def example_of(field: FieldDeclaration, type_name: str = "") -> str:
    """A value that the field could have: in its bounds, from the collection it refers to."""
    kind = type_name or field.type
    if kind == "reference" and field.to:
        return f"{field.to}/2024-001"
    if kind == "list" and field.of not in ("text", "name"):
        return f"[{example_of(field.item)}]"
    if kind == "integer" and field.max is not None and field.max < 120:
        return str(max(field.min or 0, min(3, field.max)))
    return str(max(field.min or 0, 120)) if kind == "integer" else FIELD_TYPES[kind].example


_PROSE = ("text", "text-or-list", "list")
_LINE = 120
"""Characters of what is one line wherever it is shown; a text of more may be written in several."""


def _text(value: Any, field: FieldDeclaration) -> str:
    if not isinstance(value, str):
        if isinstance(value, int):
            raise wrong("needs-quotes", field, value)
        raise wrong_type(field, value, "text")
    text = unicodedata.normalize("NFC", value.strip())
    if field.type in _PROSE and not 0 < (field.max or 0) <= _LINE:
        text = re.sub(r"[ \t]*\n\s*", " ", text)
    if match := re.search(f"{FORBIDDEN.pattern}|\n", text):
        raise wrong("control-character", field, value, character=f"U+{ord(match.group()):04X}")
    if not text:
        raise wrong_type(field, value, "text")
    if field.max and field.type not in ("integer", "year") and len(text) > field.max:
        raise wrong("too-long", field, value, limit=str(field.max), length=str(len(text)))
    return text


def _integer(value: Any, field: FieldDeclaration) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise wrong_type(field, value)
    least, most = field.min, field.max
    if (least is not None and value < least) or (most is not None and value > most):
        zh, en = f"在 {least} 到 {most} 之间", f"between {least} and {most}"
        if most is None:
            zh, en = f"不小于 {least}", f"{least} or more"
        elif least is None:
            zh, en = f"不大于 {most}", f"{most} or less"
        raise wrong("out-of-range", field, value, zh=zh, en=en)
    return value


def _year(value: Any, field: FieldDeclaration) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in YEARS:
        raise wrong_type(field, value)
    return value


def _number_or_text(value: Any, field: FieldDeclaration) -> str:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if whole else _text(value, field)


def _text_or_list(value: Any, field: FieldDeclaration) -> str:
    if isinstance(value, list):
        value = "、".join(_text(item, field) for item in value)
    return _text(value, field)


_WORDS = {"是": True, "yes": True, "on": True, "否": False, "no": False, "off": False}


def _boolean(value: Any, field: FieldDeclaration) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _WORDS:
        return _WORDS[value.lower()]
    raise wrong_type(field, value)


def _choice(value: Any, field: FieldDeclaration) -> str:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str):
        text = text.strip()
        for key, label in field.choices.items():
            if text in (key, label):
                return key
    if isinstance(text, (list, dict)) or text is None:
        raise wrong_type(field, value)
    known = [*field.choices.values(), *field.choices]
    raise wrong(
        "unknown-choice",
        field,
        value,
        suggestion=nearest(str(text), known),
        choices="、".join(field.choices.values()),
        choices_en=", ".join(field.choices),
    )


def check_choice(value: Any, field: FieldDeclaration) -> str:
    """The key of a choice field's value, or an empty text where it is none."""
    try:
        return _choice(value, field)
    except PydanticCustomError:
        return ""


def _pattern(code: str, pattern: str) -> Callable[[Any, FieldDeclaration], str]:
    compiled = re.compile(pattern)

    def check(value: Any, field: FieldDeclaration) -> str:
        text = _number_or_text(value, field)
        if not compiled.fullmatch(text):
            details = {"example": example_of(field), "suggestion": key_in(text)}
            raise wrong(code, field, value, **details)
        return text

    return check


# A letter or digit first and no dot-dot: the name is part of an address and of a path.
_bad_slug = _pattern("bad-slug", r"(?!.*\.\.)[^\W_][\w.·-]{0,119}")
_bad_address = _pattern("bad-address", r"/(?!/)(?:(?!\.\.)[^\s?#\\<>\"'])*")

# A folder of such a name would stand where a page or a feed has its file.
FILE_SUFFIX = re.compile(
    r"(?i)\.(?=html?$|xml$|json$|txt$|md$|css$|js$|csv$|ics$|opml$|pdf$|jpe?g$|png$|webp$|php$)"
)


def _slug(value: Any, field: FieldDeclaration) -> str:
    text = _bad_slug(value, field)
    if FILE_SUFFIX.search(text):
        raise wrong("bad-slug", field, value)
    return address_part(text, field)


def _address(value: Any, field: FieldDeclaration) -> str:
    text: str = _bad_address(value, field)
    decoded = decode_address(text, field)
    if decoded != text:
        _bad_address(decoded.replace(" ", "-"), field)
        text = decoded
    for segment in text.split("/"):
        address_part(segment, field)
    return text


def _name(value: Any, field: FieldDeclaration) -> str:
    return address_part(_text(value, field), field)


def _organization(value: Any, field: FieldDeclaration) -> OrganizationName:
    return OrganizationName(_name(value, field), field.free)


def _file(value: Any, field: FieldDeclaration) -> str:
    return read_path(_text(value, field), field)


def _composite(value: Any, field: FieldDeclaration) -> Any:
    # A group, list or picture: `schema` looks at its parts; here only what has none arrives.
    raise wrong_type(field, value)


LEVELS: Mapping[str, str] = {
    "national": "国家级",
    "province": "省级",
    "city": "市级",
    "county": "县级",
    "town": "镇级",
    "village": "村级",
}
STATUSES: Mapping[str, str] = {
    "held": "保留",
    "probation": "整改",
    "revoked": "撤销",
    "ended": "终止",
}

FIELD_TYPES: Mapping[str, FieldType] = {
    "text": FieldType("文字", "text", "文字", _text),
    "number-or-text": FieldType("数字或文字", "a number or text", "12", _number_or_text),
    "text-or-list": FieldType("文字或列表", "text or a list", "[甲, 乙]", _text_or_list),
    "integer": FieldType("整数", "a whole number", "120", _integer),
    "year": FieldType("四位数的年份", "a year of four digits", "2024", _year),
    "boolean": FieldType("是或否", "true or false", "是", _boolean),
    "date": FieldType(*DATES["date"], read_moment),
    "day": FieldType(*DATES["day"], read_day),
    "removal": FieldType(*DATES["removal"], read_day),
    "datetime": FieldType(*DATES["datetime"], read_moment),
    "deadline": FieldType(*DATES["deadline"], read_moment),
    "weekdays": FieldType("星期几", "days of the week", "周一至周五", read_weekdays),
    "hours": FieldType("从几点到几点", "hours", "9:00—10:30", read_hours),
    "choice": FieldType("固定选项之一", "one of fixed choices", "", _choice),
    "level": FieldType("级别", "a level", "县级", _choice),
    "status": FieldType("称号状态", "a title's status", "保留", _choice),
    "identifier": FieldType(
        "编号", "an identifier", "2024-001", _pattern("bad-identifier", r"[A-Za-z0-9._-]{1,120}")
    ),
    "slug": FieldType("网址名", "a slug", "good-people", _slug),
    "address": FieldType(
        "本站的网址路径",
        "an address of this portal",
        "/old/123.html",
        _address,
    ),
    "url": FieldType(
        "别的网站的网址",
        "a web address",
        "https://www.example.cn/",
        lambda value, field: read_url(_text(value, field), field),
    ),
    "name": FieldType("姓名或名称", "a name", "张三", _name),
    "organization": FieldType("单位", "an organization", "青石镇", _organization),
    "reference": FieldType(
        "稿件引用（栏目/编号）",
        "a reference collection/id",
        "honors/2024-001",
        _pattern("bad-reference", r"(?:[a-z0-9_-]+/)?[\w.·-]+"),
    ),
    "coordinates": FieldType(
        "坐标（北纬, 东经）",
        "coordinates (north, east)",
        "30.5712, 118.0324",
        lambda value, field: read_coordinates(_text(value, field), field),
    ),
    "file": FieldType("文件名", "a file name", "photo.jpg", _file),
    "portrait": FieldType("照片的文件名", "a picture's file name", "zhangsan.jpg", _file),
    "picture": FieldType("图片", "a picture", "{file: a.jpg, alt: 替代文字}", _composite),
    "attachment": FieldType("附件", "an attachment", "{file: a.pdf, title: 标题}", _composite),
    "contact": FieldType("联系方式", "contact details", "{phone: 0500-6120012}", _composite),
    "query": FieldType("查询条件", "a query", "{collection: 荣誉榜, tag: 志愿}", _composite),
    "list": FieldType("列表", "a list", "[甲, 乙]", _composite),
    "group": FieldType("一组字段", "a group of fields", "{键: 值}", _composite),
    "people": FieldType("名单", "a list of people", "- {name: 张三}", _composite),
    "weekly": FieldType(
        "每周的安排", "what is on each week", '{星期: 周一至周五, 时间: "8:30—17:00"}', _composite
    ),
    "period": FieldType("起止日期", "a period", "{start: 2024-06-01, end: 2024-06-10}", _composite),
}

BUILT_IN_CHOICES: Mapping[str, Mapping[str, str]] = {"level": LEVELS, "status": STATUSES}
