"""Output: open data. Each column as CSV and JSON, and a Data Package that describes them."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from ..library import Library
from ..packing import pack, unpack
from ..records import Collection, Record
from ..release import Release
from ..store import STORE, Store
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

__all__ = ["FORMATS", "amend_data", "csv_bytes", "json_bytes", "write_data", "xlsx_bytes"]


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
    hidden = sorted(library.minors.names)

    def write(collection: Collection) -> None:
        tabulator = Tabulator(collection, cells)
        name, records = collection.name, library.by_collection[collection.name]
        made = library.remembered(
            _rows(name), records, lambda record: pack(_lines(tabulator, record)), hidden
        )
        head = tabulator.table([])
        release.write(f"data/{name}.csv", csv_file(head, (unpack(each, ())[0] for each in made)))
        release.write(f"data/{name}.json", json_file(unpack(each, ())[1] for each in made))

    for name, collection in library.collections.items():
        records = library.by_collection[name]
        fingerprint = library.prints.of_these(records, hidden)
        release.unit(_unit(name), fingerprint, functools.partial(write, collection))
    _write_package(library, release, license, license_title, license_url)


def amend_data(
    library: Library,
    _records: Sequence[Record],
    told: Sequence[Record],
    release: Release,
    *,
    license: str = "",
    license_title: str = "",
    license_url: str = "",
) -> bool:
    """Write the rows of records that tell something else than before."""
    store = Store(library.root / STORE, ())
    cells = Cells(library)
    for name in dict.fromkeys(record.collection for record in told):
        tabulator, kind = Tabulator(library.collections[name], cells), _rows(name)
        files = {path: release.read(path) for path in _files(name)}
        for record in told:
            if record.collection != name:
                continue
            _, kept = store.read_among(kind, record.path).get(record.path, (b"", b""))
            before, after = unpack(kept, ()), _lines(tabulator, record)
            if before is None:
                return False
            for path, old, new in zip(files, before, after, strict=True):
                if old and files[path].count(old) != 1:
                    return False
                files[path] = files[path].replace(old, new) if old else files[path]
            store.keep_among(kind, record.path, (b"", pack(after)))
        release.amend(_unit(name), functools.partial(_write_files, release, files))
    if told:
        _write_package(library, release, license, license_title, license_url)
        store.save()
    return True


def _rows(collection: str) -> str:
    """What the store keeps of a column: the lines of each record's rows, packed."""
    return f"rows {collection}"


def _unit(collection: str) -> str:
    return f"data {collection}"


def _files(collection: str) -> tuple[str, str]:
    return f"data/{collection}.csv", f"data/{collection}.json"


def _lines(tabulator: Tabulator, record: Record) -> tuple[bytes, bytes]:
    """A record's rows, as CSV and as JSON."""
    table = tabulator.table([record])
    return csv_lines(table), json_lines(table)


def _write_files(release: Release, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        release.write(path, data)


def _write_package(library: Library, release: Release, name: str, title: str, url: str) -> None:
    """Write the descriptor of the files that were written; and the licence, as far as given."""
    given = {"name": name, "title": title, "path": url}
    terms = {key: value for key, value in given.items() if value}
    release.write(
        "data/datapackage.json",
        package_json(lambda file: release.read(f"data/{file}"), terms, library),
    )
