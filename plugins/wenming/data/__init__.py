"""Output: open data. Each column as CSV and JSON, and a Data Package that describes them."""

from __future__ import annotations

from ..library import Library
from ..release import Release
from ..views import Views, table_of
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
    tables = [table_of(collection, library) for collection in library.collections.values()]
    files: dict[str, bytes] = {}
    for table in tables:
        files[f"{table.collection.name}.csv"] = csv_bytes(table)
        files[f"{table.collection.name}.json"] = json_bytes(table)
    given = {"name": license, "title": license_title, "path": license_url}
    terms = {key: value for key, value in given.items() if value}
    files["datapackage.json"] = package_json(tables, files, terms, library)
    for name, content in files.items():
        release.write(f"data/{name}", content)
