"""The account of a build: what had to be done, what was there already, and how long it took."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from .built import Built
from .progress import STEPS

_ROWS: Mapping[str, tuple[str, str]] = {
    "records": ("稿件", "Records"),
    "pages": ("网页", "Pages"),
    "files": ("文件", "Files"),
}
_NEW: Mapping[str, tuple[str, str]] = {
    "records": ("新读", "read"),
    "pages": ("新生成", "rendered"),
    "files": ("新写", "written"),
}


def told(built: Built, seconds: Mapping[str, float], lang: str) -> str:
    """As a table of plain lines: new and carried over, seconds by step, the peak of memory."""
    return "\n".join(_lines(built, seconds, lang == "en"))


def _lines(built: Built, seconds: Mapping[str, float], english: bool) -> Iterator[str]:
    files = built.written + built.carried_over
    counts = {
        "records": (built.records, built.read),
        "pages": (built.pages, built.rendered),
        "files": (files, built.written),
    }
    for name, (all_of_them, new) in counts.items():
        what, how = _ROWS[name][english], _NEW[name][english]
        kept = max(all_of_them - new, 0)
        if english:
            yield f"{what:<24}{all_of_them:>8}: {new} {how}, {kept} carried over"
        else:
            yield f"{_wide(what)}{all_of_them:>8}：{how} {new}，沿用 {kept}"
    for step, spent in seconds.items():
        what = STEPS[step][english]
        yield f"{what:<24}{spent:>8.2f} s" if english else f"{_wide(what)}{spent:>8.2f} 秒"
    if megabytes := _peak():
        what = "Peak memory" if english else "内存最高"
        yield f"{what:<24}{megabytes:>8.0f} MB" if english else f"{_wide(what)}{megabytes:>8.0f} MB"


def _wide(text: str) -> str:
    """A Chinese text, padded for a terminal, where each character takes two columns."""
    return text + " " * (14 - 2 * len(text))


def _peak() -> float:
    """Of the largest process, in MB; 0 where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(each).ru_maxrss for each in who) / unit


def counted(number: int, thing: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"
