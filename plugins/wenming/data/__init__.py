"""Output: open data. Each column as CSV and JSON, and a Data Package that describes them."""

from __future__ import annotations

import functools

from ..library import Library
from ..records import Collection, Record
from ..release import Release
from ..views import Cells, Tabulator, Views
from .files import (
    FORMATS,
    csv_bytes,
    csv_file,
    csv_lines,
    json_bytes,
    json_file,
    json_lines,
    xlsx_bytes,
)
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
    cells = Cells(library)
    hidden = sorted(cells.minors)

    def write(collection: Collection) -> None:
        tabulator = Tabulator(collection, cells)

        def lines(record: Record) -> tuple[str, str]:
            table = tabulator.table([record])
            return csv_lines(table), json_lines(table)

        name, records = collection.name, library.by_collection[collection.name]
        made = library.remembered(f"rows {name}", records, lines, hidden)
        head = tabulator.table([])
        release.write(f"data/{name}.csv", csv_file(head, [each[0] for each in made]))
        release.write(f"data/{name}.json", json_file(each[1] for each in made))

    files: dict[str, bytes] = {}
    for name, collection in library.collections.items():
        records = library.by_collection[name]
        fingerprint = library.prints.of_these(records, hidden)
        release.unit(f"data {name}", fingerprint, functools.partial(write, collection))
        for file in (f"{name}.csv", f"{name}.json"):
            files[file] = release.read(f"data/{file}")
    given = {"name": license, "title": license_title, "path": license_url}
    terms = {key: value for key, value in given.items() if value}
    release.write("data/datapackage.json", package_json(files, terms, library))
