"""`datapackage.json`: what the files of the open data are (Frictionless Data Package 1)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..library import Library
from ..records import Collection
from ..views import Column, columns_of

_TYPES: Mapping[str, str] = {"integer": "integer", "year": "year", "day": "date"}
"""Table Schema types of the field types that have one; all others are strings."""


def package_json(
    read: Callable[[str], bytes],
    terms: Mapping[str, str],
    library: Library,
) -> bytes:
    """The descriptor of each column's table; `read` gives a file's bytes, `terms` the licence."""
    settings = library.settings
    resources = [
        resource for each in library.collections.values() for resource in _resources(each, read)
    ]
    package = {
        "profile": "data-package",
        "name": re.sub(r"[^-a-z0-9._]+", "-", settings.domain.lower()),
        "title": f"{settings.site_name}开放数据",
        "description": settings.site_description,
        "homepage": settings.absolute("/data/"),
        **({"licenses": [dict(terms)]} if terms else {}),
        "contributors": [{"title": settings.host.name, "role": "publisher"}],
        **_updated(library),
        "resources": resources,
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _updated(library: Library) -> dict[str, str]:
    """When any record was last changed; nothing where there is none."""
    last = library.last_change
    return {"updated": library.settings.aware(last).isoformat()} if last else {}


def _resources(collection: Collection, read: Callable[[str], bytes]) -> Iterator[dict[str, Any]]:
    """The table itself, which is the CSV, and the same data as JSON."""
    described = {"title": collection.label, "description": collection.description}
    yield {
        "profile": "tabular-data-resource",
        "name": collection.name,
        **described,
        **_file(f"{collection.name}.csv", "text/csv", read),
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "schema": {
            "fields": [_field(column) for column in columns_of(collection)],
            "primaryKey": ["id", "number"] if collection.subjects else ["id"],
        },
    }
    yield {
        "profile": "data-resource",
        "name": f"{collection.name}-json",
        **described,
        **_file(f"{collection.name}.json", "application/json", read),
    }


def _file(name: str, mediatype: str, read: Callable[[str], bytes]) -> dict[str, Any]:
    data = read(name)
    return {
        "path": name,
        "format": name.rpartition(".")[2],
        "mediatype": mediatype,
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }


def _field(column: Column) -> dict[str, Any]:
    field = column.field
    described: dict[str, Any] = {"name": column.name, "type": "string", "title": column.label}
    if field.help:
        described["description"] = field.help
    if field.type == "boolean":
        described |= {"type": "boolean", "trueValues": ["是"], "falseValues": ["否"]}
    elif column.choices:
        described["constraints"] = {"enum": [*column.choices.values()]}
        described["keys"] = {label: key for key, label in column.choices.items()}
    else:
        described["type"] = _TYPES.get(field.type, "string")
    return described
