"""What must not be told of a minor, and how a name must be written to be shown and found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..problems import Place, Problem
from ..records import FieldDeclaration, Record, position, reads_like_a_person
from .scope import RecordScope

_N = "一二三四五六七八九十0-9０-９"


def _photo(values: Mapping[str, Any]) -> str:
    return "photo" if values.get("photo") and not values.get("consent") else ""


def _telling(pattern: str) -> Callable[[Mapping[str, Any]], str]:
    """Finds the first text of a minor that a pattern matches in."""
    compiled = re.compile(pattern)

    def find(values: Mapping[str, Any]) -> str:
        texts = (
            (k, getattr(v, "text", v)) for k, v in values.items() if k not in ("name", "story")
        )
        return next((k for k, v in texts if isinstance(v, str) and compiled.search(v)), "")

    return find


@dataclass(frozen=True, slots=True)
class MinorRule:
    """Something that a record must not tell of a minor: the part that does, or an empty text."""

    code: str
    find: Callable[[Mapping[str, Any]], str]


MINOR_RULES = (
    MinorRule("minor-photo", _photo),
    MinorRule(
        "minor-class",
        _telling(
            rf"[一二三四五六七八九1-9１-９]年级|[初高][一二三]|[{_N}][)）]?班(?!车|次|组)|[大中小]班"
        ),
    ),
    MinorRule(
        "minor-birthday",
        _telling(
            rf"(?:出生|生于|生日)[^，。；]{{0,6}}[{_N}]|[{_N}][年月日]\s?(?:出生|生(?![^，。；、）)\s]))"
        ),
    ),
)


def check_minors(record: Record, scope: RecordScope) -> Iterator[Problem]:
    """What a record tells of its minors and must not."""
    for loc, field, value in scope.people[record.collection](record.fields):
        if field.type == "people" and isinstance(value, Mapping) and value.get("minor"):
            for rule in MINOR_RULES:
                if part := rule.find(value):
                    at = (*loc, part)
                    yield scope.problem(rule.code, record, at, name=str(value.get("name")))


_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_OTHER_DOT = re.compile(rf"(?<=[{_HAN}])\s?[•‧・･∙⋅●．.。﹒˙]\s?(?=[{_HAN}])")
_UNSHOWABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_SQUARE = re.compile(rf"(?<=[{_HAN}])□(?=[{_HAN}，。、）])")


def check_names(record: Record, scope: RecordScope) -> Iterator[Problem]:
    """Names with another dot than U+00B7, and characters that no reader's device shows."""
    for loc, field, value in scope.values[record.collection](record.fields):
        if not isinstance(value, str):
            continue
        named = field.type == "name"
        if named and _OTHER_DOT.search(value):
            right = _OTHER_DOT.sub("·", value)
            yield scope.problem("name-dot", record, loc, value=value, suggestion=right)
        if (at := _unshowable(value)) >= 0 or (named and "□" in value):
            shown = value[max(at - 8, 0) : max(at, 0) + 8]
            yield scope.problem("unshowable-character", record, loc, value=shown)
    source = scope.source(record)
    if _SUSPECT.search(source.body):
        for number, line in enumerate(source.body.split("\n"), start=source.body_line):
            if (at := _unshowable(line)) >= 0:
                place = Place(record.path, number, at + 1, line)
                details = {"value": line[max(at - 8, 0) : at + 8]}
                yield Problem("unshowable-character", place, details=details)


_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭"
    "鲁韦马苗方俞任袁柳鲍史唐费岑薛雷贺倪汤滕殷罗毕郝安常乐于傅齐康伍余顾孟黄穆萧尹姚邵汪毛"
    "戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季贾路江童颜郭梅林钟徐邱骆高夏蔡田樊胡凌霍万柯管卢莫房"
    "丁邓洪包左石崔吉龚程邢裴陆翁甄曲段侯全班宁仇甘武符刘景龙叶黎白蒲赖卓蔺池乔谭申冉桑桂牛边"
    "燕尚温庄晏柴瞿阎习艾向古易廖耿匡文欧曾沙关游覃谈肖辛涂苑商佟佘岳解"
)
_SURNAMES_OF_TWO = "欧阳|上官|司马|诸葛|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|东方|南宫"
_ONE = rf"(?:(?:{_SURNAMES_OF_TWO})|[{_SURNAMES}])[{_HAN}*＊×]{{1,2}}"
_PERSON = re.compile(rf"{_ONE}|[{_HAN}]+(?:·[{_HAN}]+)+")
_AND = re.compile(rf"({_ONE})\s*[和与及]\s*({_ONE})")
_BETWEEN = re.compile(r"\s*[、，,；;/／]\s*")


def people_in(name: str) -> list[str]:
    """The people that a name lists, `张三、李四` or `张三和李四`; empty where it is one name.

    All of them have to be written as people are, with a common family name or with `·`:
    a unit, a household and `张和平` are called as they are.
    """
    found: list[str] = []
    for part in _BETWEEN.split(name.strip()):
        if _PERSON.fullmatch(part):
            found.append(part)
        elif both := _AND.fullmatch(part):
            found += both.groups()
        else:
            return []
    return found if len(found) > 1 and all(map(reads_like_a_person, found)) else []


def check_people_apart(record: Record, scope: RecordScope) -> Iterator[Problem]:
    """Several people in the place of one; a pair that says it is one is one."""
    for loc, field, value in scope.values[record.collection](record.fields):
        # What is `known_only` names others as they are named elsewhere: a pair as a pair.
        if field.type == "name" and isinstance(value, str) and not field.known_only:
            people = people_in(value)
            if people and _entity(record, loc, field) == "person":
                apart = "”“".join(people)
                yield scope.problem("several-people", record, loc, value=value, people=apart)


def _entity(record: Record, loc: Sequence[str | int], field: FieldDeclaration) -> str:
    """What a name is of: as the `type` beside it says, else as its field does."""
    beside: Any = record.fields
    for part in loc[:-1]:
        beside = beside[part]
    kind = beside.get("type") if len(loc) > 1 and isinstance(beside, Mapping) else None
    return str(kind or field.entity)


_RARE = re.compile("[\U00020000-\U0003ffff]")
"""CJK Extensions B to I: of some 70,000 characters Noto Sans CJK SC has 2,310, phones as few."""


def check_rare_characters(record: Record, scope: RecordScope) -> Iterator[Problem]:
    """Characters that many devices show as boxes, each where a record first has it."""
    known = set(scope.rare_characters)
    for loc, _, value in scope.values[record.collection](record.fields):
        text = getattr(value, "text", value)
        for character in _RARE.findall(text) if isinstance(text, str) else ():
            if character not in known:
                known.add(character)
                yield scope.problem("rare-character", record, loc, **_named(character))
    source = scope.source(record)
    for found in _RARE.finditer(source.body):
        if found[0] not in known:
            known.add(found[0])
            line, column = position(source.body, found.start())
            text = source.body.split("\n")[line - 1]
            place = Place(record.path, source.body_line + line - 1, column, text)
            yield Problem("rare-character", place, details=_named(found[0]))


def _named(character: str) -> dict[str, str]:
    return {"value": character, "code_point": f"U+{ord(character):X}"}


_SUSPECT = re.compile(f"[□{_UNSHOWABLE.pattern[1:]}")


def _unshowable(text: str) -> int:
    """Where a text has a character that cannot be shown; -1 where it has none.

    One square among Han characters stands for one that was lost; several in a
    line are boxes to tick.
    """
    found = _UNSHOWABLE.search(text) or (_SQUARE.search(text) if text.count("□") == 1 else None)
    return found.start() if found else -1
