"""Portals with an index, built by the output alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from wenming.library import Library
from wenming.release import Release
from wenming.search import write_search
from wenming.views import plan

from ..portals import MKDOCS_YML
from ..views.portal import TODAY, library_of
from .reader import Index

RARE = {
    "mkdocs.yml": MKDOCS_YML.replace("      source:", "      rare_characters: 𠮷\n      source:")
}
"""Settings of a portal that knows of its rare character."""


def index_of(library: Library, folder: Path, previous: Path | None = None) -> Index:
    """The index of a library, written into a new folder; `previous` is the site before."""
    folder.mkdir(parents=True)
    write_search(library, plan(library), Release(folder, previous))
    return Index(folder / "search")


def indexed(
    tmp_path: Path, records: Mapping[str, str], *, as_of: dt.date = TODAY, **options: object
) -> Index:
    """The index of a portal of some records, by `collection/id`."""
    library = library_of(tmp_path / "portal", records, as_of=as_of, files=RARE, **options)  # type: ignore[arg-type]
    return index_of(library, tmp_path / "site")
