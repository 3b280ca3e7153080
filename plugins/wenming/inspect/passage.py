"""Passage: a piece of text from inside an attachment, and where it stands there."""

from __future__ import annotations

from dataclasses import dataclass


class Unreadable(Exception):  # noqa: N818 - becomes a Problem
    """An attachment whose text cannot be had: damaged, locked, or too large unpacked."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a cell, a page's text."""

    text: str
    zh: str
    """The place, such as “工作表‘名单’的 B3 格”."""
    en: str
    context: str = ""
    """What stands at the head of a cell's column."""
    code: str = ""
    """Where the passage itself is a problem: its code. The text then tells it from others."""
