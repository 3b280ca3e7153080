"""`wenming new`: a record to fill in, from its collection's declaration."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from .built import portal_day
from .library import declared_collections
from .markup import TO_BE_WRITTEN
from .problems import Place, Problem
from .records import (
    BUILT_IN_CHOICES,
    Collection,
    FieldDeclaration,
    collection_called,
    example_of,
    nearest,
    parts,
)
from .settings import Settings
from .views import syllables
from .writing import write_file


def new_record(root: Path, settings: Settings, collection: str, title: str) -> Path | Problem:
    """Write `content/<collection>/<year>/<slug>.md`; an existing file is never touched.

    `collection` is a name or a label; the slug is the title in pinyin.
    """
    found = collection_named(collection, root, settings)
    if isinstance(found, Problem):
        return found
    today = portal_day(settings)
    folder = root / settings.content_dir / found.name / str(today.year)
    folder.mkdir(parents=True, exist_ok=True)
    # What is allowed in an id, which may hold less than a slug.
    slug = re.sub(r"[^a-z0-9]+", "-", "-".join(syllables(title)).lower())[:60].strip("-") or "x"
    number = 1
    while True:
        stem = slug if number == 1 else f"{slug}-{number}"
        try:
            text = _text(found, settings, title, f"{today:%Y%m%d}-{stem}", today)
            write_file(folder / f"{stem}.md", text.encode(), new=True)
            return folder / f"{stem}.md"
        except FileExistsError:
            number += 1


def collection_named(name: str, root: Path, settings: Settings) -> Collection | Problem:
    """The column of that name or label, or the problem that there is none."""
    collections, _ = declared_collections(root, settings)
    if found := collection_called(name, collections):
        return found
    labels = [each.label for each in collections.values()]
    details = {
        "name": name,
        "known": "、".join(f"{c.name}（{c.label}）" for c in collections.values()),
        "suggestion": nearest(name, [*collections, *labels]),
    }
    return Problem("unknown-collection", Place(settings.content_dir), details=details)


def _text(
    collection: Collection, settings: Settings, title: str, record_id: str, today: dt.date
) -> str:
    given = {
        "title": _quoted(title),
        "date": today.isoformat(),
        "source": settings.source,
        "id": record_id,
    }
    lines = ["---"]
    for name, field in collection.all_fields.items():
        if name in given:
            lines.append(f"{field.label}: {given[name]}".rstrip())
        elif field.required or field.required_when or name in collection.fields or name in _OFTEN:
            lines += _lines(field, "" if field.required else "# ")
    return "\n".join([*lines, "---", "", TO_BE_WRITTEN, ""])


_OFTEN = ("organization", "summary", "cover", "tags")
"""Common fields that most records have."""


def _lines(field: FieldDeclaration, mark: str) -> Iterator[str]:
    """The key with an example of its value; what is not required is commented out."""
    choices = field.choices or BUILT_IN_CHOICES.get(field.type)
    if field.help:
        yield f"# {field.help}"
    if choices:
        yield f"# 可填：{'、'.join(choices.values())}"
        yield f"{mark}{field.label}:"
    elif field.type == "people" or (field.type == "list" and parts(field)):
        inner = [f for f in parts(field).values() if f.required] or list(parts(field).values())[:2]
        yield f"{mark}{field.label}:"
        yield f"{mark}  - {{{', '.join(f'{f.label}: ' for f in inner)}}}"
    elif parts(field):
        inner = list(parts(field).values())
        yield f"{mark}{field.label}: {{{', '.join(f'{f.label}: ' for f in inner)}}}"
    else:
        example = example_of(field) if mark and field.type != "text" else ""
        yield f"{mark}{field.label}: {example}".rstrip()


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
