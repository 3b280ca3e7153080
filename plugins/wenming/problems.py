"""Problem: one finding about the content, and the words it is told in.

The texts stand in `problems.yml`, by permanent code: what is wrong, why it
matters, what to do; in Chinese and English.
"""

from __future__ import annotations

import dataclasses
import errno
import functools
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem lies: path relative to the portal, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1
    text: str = ""
    """The source line itself, to be shown under the message."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding. `code` is a key of `problems.yml`; `details` fill its texts."""

    code: str
    place: Place
    field: str = ""
    """Dotted path of the field, such as `honorees.2.name`; empty for the whole file."""
    details: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def severity(self) -> str:
        """`error` or `warning`."""
        return str(_catalogue()[self.code].get("severity", "error"))

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    def message(self, lang: str = "zh") -> str:
        """What is wrong and why it matters, in one or two sentences."""
        texts = _catalogue()[self.code][lang]
        sentences = [self._fill(texts[part]) for part in ("what", "why") if texts.get(part)]
        return ("" if lang == "zh" else " ").join(sentences)

    def action(self, lang: str = "zh") -> str:
        """What to do about it."""
        suggestion = self.details.get("suggestion", "")
        texts = _catalogue()[self.code][lang]
        key = "suggest" if suggestion and "suggest" in texts else "action"
        return self._fill(texts[key])

    def as_dict(self, lang: str = "zh") -> dict[str, Any]:
        """The shape that `wenming check --format json` prints."""
        return {
            "code": self.code,
            "severity": self.severity,
            "path": self.place.path,
            "line": self.place.line,
            "column": self.place.column,
            "field": self.field,
            "message": self.message(lang),
            "action": self.action(lang),
        }

    def sort_key(self) -> tuple[str, int, int, str, str]:
        place = self.place
        return (place.path, place.line, place.column, self.code, self.field)

    def _fill(self, text: str) -> str:
        # Not str.format: an editor's value may hold braces of its own, and is put in only once.
        return re.sub(r"\{(\w+)\}", lambda m: self.details.get(m[1], m[0]), text)


def ordered(problems: list[Problem]) -> list[Problem]:
    """Problems by path, line and column, each only once."""
    unique = {(p.sort_key(), tuple(sorted(p.details.items()))): p for p in problems}
    return sorted(unique.values(), key=Problem.sort_key)


_REASONS: Mapping[int, str] = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这个磁盘只能读",
    errno.ENOSPC: "磁盘满了",
    errno.EFBIG: "文件太大",
    errno.EDQUOT: "磁盘的份额用完了",
    errno.EIO: "磁盘出了错",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "路径里有一个不是文件夹",
    errno.EISDIR: "这是一个文件夹",
    errno.ENAMETOOLONG: "名字太长",
}


def system_reason(error: OSError) -> dict[str, str]:
    """What the system says, as the `reason` of a problem, in Chinese and as `reason_en`."""
    said = error.strerror or str(error)
    return {"reason": _REASONS.get(error.errno or 0, said), "reason_en": said}


def language_of(environ: Mapping[str, str] = os.environ) -> str:
    """`en` where the locale says English, otherwise `zh`."""
    for key in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(key):
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"


@functools.cache
def _catalogue() -> Mapping[str, Any]:
    text = resources.files(__package__).joinpath("problems.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded


def codes() -> tuple[str, ...]:
    """Every permanent code, in the order of the catalogue."""
    return tuple(_catalogue())
