"""What is wrong with what somebody typed: Chinese first, then English."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click


def wrong_usage(zh: str, en: str) -> click.UsageError:
    """The error to raise; both languages, for whoever typed it and whoever is asked about it."""
    return click.UsageError(f"{zh}\n{en}")


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
