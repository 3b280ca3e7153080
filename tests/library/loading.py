"""Loading a portal, as the tests of this folder do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from wenming.library import Loaded, load
from wenming.problems import Problem
from wenming.settings import read_settings

TODAY = dt.date(2024, 12, 1)


def loaded(portal: Path, today: dt.date = TODAY) -> Loaded:
    """The library of a portal and its problems, as of a day."""
    return load(portal, read_settings(portal / "mkdocs.yml"), today)


def told(problems: Iterable[Problem]) -> list[tuple[str, str, int, int]]:
    """Problems as code, path below `content/`, line, column."""
    return [
        (p.code, p.place.path.removeprefix("content/"), p.place.line, p.place.column)
        for p in problems
    ]
