"""What is wrong with what somebody typed: Chinese first, then English."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click


def wrong_usage(zh: str, en: str, ctx: click.Context | None = None) -> click.UsageError:
    """The error to raise; both languages, for whoever typed it and whoever is asked about it."""
    return click.UsageError(f"{zh}\n{en}", ctx)


def form_of(output: Path | None, said: str | None, forms: Sequence[str], otherwise: str) -> str:
    """The format of what is written: as somebody says, else by the file's suffix.

    `otherwise` where there is neither. Raises UsageError for a suffix that is no format, or
    that of another one than was said: what opens a file goes by its name.
    """
    if output is None:
        return said or otherwise
    suffix = output.suffix.lower().removeprefix(".")
    known = ", ".join(f".{form}" for form in forms)
    if said is None and suffix not in forms:
        raise wrong_usage(
            f"文件名 {output.name} 看不出要写成哪一种：后缀要是 {known.replace(', ', '、')}，"
            "或者用 --format 指定。",
            f"{output.name} does not tell what to write: its suffix must be one of {known},"
            " or give --format.",
        )
    if said and said != suffix and suffix in forms:
        raise wrong_usage(
            f"--format {said} 和文件名 {output.name} 对不上：两个改成一样，或者只写文件名。",
            f"--format {said} is not what {output.name} is called: make them agree,"
            " or give the name alone.",
        )
    return said or suffix


# Compiled where something is wrong: every command would wait for it otherwise.
_CHINESE = (
    (r"Missing option '([^\n]+?)'\..*", r"少了 \1，一定要写。"),
    (r"Missing argument '([^\n]+?)'\..*", r"少了 \1，一定要写。"),
    (r"Missing command\.", "要写明用哪个命令。"),
    (r"No such option:? '?([^' .]+)'?.*?(--[\w-]+)'?\?", r"没有 \1 这个选项，是不是 \2？"),
    (r"No such option:? '?([^' .]+).*", r"没有 \1 这个选项。"),
    (r"No such command '(.+?)'.*?Did you mean '(\w+)'\?", r"没有“\1”这个命令，是不是 \2？"),
    (r"No such command '(.+?)'.*", r"没有“\1”这个命令。"),
    (r"Option '(.+)' requires an argument\.", r"\1 后面要写一个值。"),
    (r"Option '(.+)' does not take a value\.", r"\1 后面不写值。"),
    (r"Got unexpected extra arguments? \((.+)\)", r"多写了：\1。有空格的，要加引号。"),
    (r"(?:File|Directory|Path) '(.+)' does not exist\.", r"“\1”不存在。"),
    (r"(?:File|Directory|Path) '(.+)' is a file\.", r"“\1”是一个文件。"),
    (r"(?:File|Directory|Path) '(.+)' is a directory\.", r"“\1”是一个文件夹。"),
    (r"(?:File|Directory|Path) '(.+)' is not (?:readable|writable)\.", r"“\1”没有权限用。"),
    (r"'(.*)' is no date such as (\S+)", r"“\1”不是日期，要像 \2 这样写。"),
    (r"'(.*)' is not a valid integer(?: range)?\.", r"“\1”不是整数。"),
    (r"(\S+) is not in the range (.+)\.", r"\1 不在 \2 的范围里。"),
    (r"'(.*)' is not one of (.+)\.", r"没有“\1”，可以写 \2。"),
)
"""What Click says, and the same in Chinese."""


def _chinese(english: str) -> str:
    """A message of Click in Chinese; empty for one that is not known."""
    if about := re.fullmatch(r"Invalid value for '?(.+?)'?: (.+)", english, re.DOTALL):
        reason = _chinese(about[2])
        return f"{about[1].strip('[].')} 写得不对：{reason}" if reason else ""
    for pattern, chinese in _CHINESE:
        if match := re.fullmatch(pattern, english, re.DOTALL):
            return match.expand(chinese)
    return ""


@contextlib.contextmanager
def told_in_chinese() -> Iterator[None]:
    """Have what Click says of wrong usage begin in Chinese."""
    try:
        yield
    except click.UsageError as error:
        english = error.format_message()
        if not (chinese := _chinese(english)):
            raise
        raise wrong_usage(chinese, english, error.ctx) from None
