"""`wenming export`: a column's table as a file for office programs, the same rows as open data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from .data import FORMATS
from .library import load
from .problems import Problem
from .scaffold import collection_named
from .settings import Settings
from .views import table_of


def export_table(
    root: Path, settings: Settings, name: str, form: str, today: dt.date
) -> bytes | list[Problem]:
    """The file's bytes, or what is wrong: no such column, or errors in it.

    `name` is a column's name or label; `form` a key of `FORMATS`.
    """
    collection = collection_named(name, root, settings)
    if isinstance(collection, Problem):
        return [collection]
    loaded = load(root, settings, today)
    folder = f"{settings.content_dir}/{collection.name}/"
    errors = [p for p in loaded.problems if p.is_error and p.place.path.startswith(folder)]
    return errors or FORMATS[form](table_of(collection, loaded.library))
