"""Portals with an index, built by the output alone."""

from __future__ import annotations

import contextlib
import datetime as dt
import pickle
from collections.abc import Iterator, Mapping
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
    with released(folder, previous) as release:
        write_search(library, plan(library), release)
    return Index(folder / "search")


@contextlib.contextmanager
def released(folder: Path, previous: Path | None = None) -> Iterator[Release]:
    """A release in a new folder, with its manifest beside it."""
    folder.mkdir(parents=True)
    manifest = pickle.loads(_manifest(previous).read_bytes()) if previous else None
    release = Release(folder, previous, manifest=manifest)
    yield release
    _manifest(folder).write_bytes(pickle.dumps(release.manifest()))


def _manifest(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.manifest")


def indexed(
    tmp_path: Path, records: Mapping[str, str], *, as_of: dt.date = TODAY, **options: object
) -> Index:
    """The index of a portal of some records, by `collection/id`."""
    library = library_of(tmp_path / "portal", records, as_of=as_of, files=RARE, **options)  # type: ignore[arg-type]
    return index_of(library, tmp_path / "site")
