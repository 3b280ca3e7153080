"""Why a declaration or a setting is refused: pydantic's errors in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from .suggest import nearest

_WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("没有写 {key}", "{key} is missing"),
    "string_type": ("{key} 要写文字，给它加上英文引号", "{key} must be text; put it in quotes"),
    "int": ("{key} 要写整数", "{key} must be a whole number"),
    "bool": ("{key} 要写 true 或 false", "{key} must be true or false"),
    "tuple_type": ("{key} 要写成列表，如 [a, b]", "{key} must be a list, such as [a, b]"),
    "dict_type": ("{key} 要写成一组“名称: 内容”", "{key} must hold lines of “key: value”"),
    "literal_error": ("{key} 只能是 {expected}", "{key} must be {expected}"),
    "greater_than_equal": ("{key} 最小是 {ge}", "{key} must be {ge} or more"),
    "less_than_equal": ("{key} 最大是 {le}", "{key} must be {le} or less"),
    "refused": ("{key}：{zh}", "{key}: {en}"),
}
"""By pydantic's type of error; `refused` are those that a validator of ours raises."""

_ALIKE = {
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "int"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "bool"),
    **dict.fromkeys(("mapping_type", "model_type", "model_attributes_type"), "dict_type"),
}

_CHINESE = {"label": "（中文名称）", "description": "（一句话说明）", "host": "（主办单位）"}
"""What the keys mean that everybody has to write."""


def refused(zh: str, en: str) -> PydanticCustomError:
    """The error of a value that a validator of a declaration or of settings refuses."""
    return PydanticCustomError("refused", "{en}", {"zh": zh, "en": en})


def reason_of(error: Any, known: Callable[[tuple[Any, ...]], Iterable[str]]) -> dict[str, str]:
    """The `reason` of a pydantic error, in Chinese and as `reason_en`.

    `known` gives the names that may stand in the mapping at a location.
    """
    loc = tuple(error["loc"])
    key = ".".join(map(str, loc))
    if error["type"] == "extra_forbidden":
        return unknown_word("设置项", "key", key, str(loc[-1]), known(loc[:-1]))
    kind = _ALIKE.get(error["type"], error["type"])
    zh, en = _WORDS.get(kind, ("{key} 写得不对（{msg}）", "{key}: {msg}"))
    filled = {"key": key, "msg": error["msg"], **error.get("ctx", {})}
    chinese = key + _CHINESE.get(str(loc[-1]), "") if kind == "missing" else key
    return {
        "reason": zh.format_map({**filled, "key": chinese}),
        "reason_en": en.format_map(filled),
    }


def unknown_word(zh: str, en: str, shown: str, word: str, known: Iterable[str]) -> dict[str, str]:
    """The reason that a word names nothing there is, with the nearest that does."""
    meant = nearest(word, known)
    return {
        "reason": f"没有“{shown}”这个{zh}" + (f"，是不是 {meant}" if meant else ""),
        "reason_en": f"there is no {en} “{shown}”"
        + (f", perhaps {meant} is meant" if meant else ""),
    }
