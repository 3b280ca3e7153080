"""Output: open data. Each column as CSV and JSON, and a Data Package that describes them."""

from __future__ import annotations

import functools

from ..library import Library
from ..records import Collection
from ..release import Release
from ..views import Cells, Views, table_of
from .files import FORMATS, csv_bytes, json_bytes, xlsx_bytes
from .package import package_json

__all__ = ["FORMATS", "csv_bytes", "json_bytes", "write_data", "xlsx_bytes"]


def write_data(
    library: Library,
    _views: Views,
    release: Release,
    *,
    license: str = "",
    license_title: str = "",
    license_url: str = "",
) -> None:
    """Write `data/<collection>.csv`, `.json` and `data/datapackage.json`.

    `license` is the identifier of the licence the data may be used under, as
    SPDX or Open Definition write it, such as `CC-BY-4.0`.
    """
    hidden = Cells(library).minors

    def write(collection: Collection) -> None:
        table = table_of(collection, library)
        release.write(f"data/{collection.name}.csv", csv_bytes(table))
        release.write(f"data/{collection.name}.json", json_bytes(table))

    files: dict[str, bytes] = {}
    for name, collection in library.collections.items():
        records = library.by_collection[name]
        fingerprint = library.prints.of_these(records, sorted(hidden))
        release.unit(f"data {name}", fingerprint, functools.partial(write, collection))
        for file in (f"{name}.csv", f"{name}.json"):
            files[file] = release.read(f"data/{file}")
    given = {"name": license, "title": license_title, "path": license_url}
    terms = {key: value for key, value in given.items() if value}
    release.write("data/datapackage.json", package_json(files, terms, library))
