"""Portals in which every field and body is a text that tries to run a program."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wenming.furnishing import furnish
from wenming.house_cache import house_of
from wenming.mkdocs import make_house
from wenming.pipeline import check
from wenming.records import Collection, FieldDeclaration, parts, read_collection
from wenming.release import Release
from wenming.settings import read_settings

from .. import office
from ..payloads import FIRE
from ..portals import COLUMNS, MKDOCS_YML, files_in, make_portal

TODAY = dt.date(2026, 11, 22)
FILE = "a'&(1);=,+@!~$.pdf"
"""As hostile as a file's name may be."""

EVERYTHING = """\
label: 什么都有
description: 每种字段
order: 9
browse: [mark, place]
fields:
  mark: {label: 一, type: text, max: 900}
  list: {label: 二, type: list, of: text, max: 900}
  somebody: {label: 三, type: name, max: 900}
  place: {label: 四, type: organization, free: true, max: 900}
  photo: {label: 五, type: picture}
  photos: {label: 六, type: list, of: picture}
  papers: {label: 七, type: list, of: attachment}
  reach: {label: 八, type: contact}
  group: {label: 九, type: group, fields: {a: {label: 十, max: 900}, b: {label: 甲, max: 900}}}
  steps: {label: 乙, type: list, of: group, fields: {a: {label: 丙, max: 900}}}
  either: {label: 丁, type: text-or-list, max: 900}
  number: {label: 戊, type: number-or-text, max: 900}
  folk:
    label: 己
    type: people
    fields:
      name: {label: 姓名, type: name, max: 900, required: true}
      organization: {label: 单位, type: organization, free: true, max: 900}
      role: {label: 身份, type: text, max: 900}
      citation: {label: 事迹, type: text, max: 900}
"""
TEXTS = ("text", "name", "number-or-text", "text-or-list")


def filled(field: FieldDeclaration, payload: str) -> Any:
    """A value of the field, the payload wherever it takes a text; None where it takes none."""
    # Line breaks, and names longer than a file system's, are refused before they get anywhere.
    line = payload.replace("\r", " ").replace("\n", " ")[: field.max or None]
    named = field.type in ("name", "organization")
    text = (line.encode()[:190].decode(errors="ignore") if named else line).strip() or None
    inner = parts(field)
    if field.type == "list":
        value = filled(field.item, payload)
        return None if value is None else [value]
    if field.type == "people" or inner:
        group = {name: filled(part, payload) for name, part in inner.items()}
        group = {name: value for name, value in group.items() if value is not None}
        if field.type == "picture":
            group["file"] = "ferry.jpg"
        if field.type == "attachment":
            group["file"] = FILE
        return [group] if field.type == "people" else group
    if field.type == "organization":
        return text if field.free else None
    fixed = {
        "day": "2026-05-20",
        "date": "2026-05-20 09:00",
        "datetime": "2026-05-20 09:00",
        "deadline": "2026-05-20 09:00",
        "level": "county",
        "integer": field.min or 3,
        "year": 2026,
        "file": "ferry.jpg",
        "choice": next(iter(field.choices), None),
    }
    return text if field.type in TEXTS else fixed.get(field.type) if field.required else None


LEFT_ALONE = ("id", "slug", "aliases", "related", "draft", "expires", "review", "period", "date")


def record(collection: Collection, payload: str) -> str:
    """A record of the column with the payload in every field and in the body."""
    values = {
        name: filled(field, payload)
        for name, field in collection.all_fields.items()
        if name not in LEFT_ALONE and field.type != "period"
    }
    values = {name: value for name, value in values.items() if value is not None}
    values["date"] = "2026-05-20"
    return f"---\n{json.dumps(values, ensure_ascii=True)}\n---\n{payload}\n"


OUTPUTS = "  - wenming/search\n  - wenming/data\n  - wenming/calendar\n"
"""All that read the same texts."""


def organizations(payloads: Sequence[str]) -> str:
    units = [
        {"name": text[:60].strip() or "x", "short": text[:60].strip() or "x", "slug": f"unit-{n}",
         "kind": "village", "address": text[:120].strip(), "phone": text[:60].strip()}
        for n, text in enumerate(payloads)
    ]  # fmt: skip
    return json.dumps([{"name": "县", "slug": "xian", "kind": "county", "children": units}])


def build(folder: Path, payloads: Sequence[str], columns: Sequence[str]) -> Mapping[str, int]:
    """A portal with a record for each payload in each column, in `folder/site`.

    It is built whatever the checks have against it, so that it is the rendering
    that has to hold. Returns counts: records, texts put into fields, pages.
    """
    settings = MKDOCS_YML.replace("wenming/feeds", "wenming/feeds: {items: 5000}") + OUTPUTS
    portal = make_portal(
        folder,
        {"payloads/_collection.yml": EVERYTHING},
        settings=settings,
        files={"content/organizations.yml": organizations(payloads)},
    )
    content = portal / "content"
    texts = 0
    for name in columns:
        collection, _ = read_collection(content / name / "_collection.yml", name, name)
        assert collection
        (content / name / "ferry.jpg").write_bytes(office.picture())
        (content / name / FILE).write_bytes(office.PDF)
        (content / name / "a.mp4").write_bytes(office.MP4)
        for number, payload in enumerate(payloads):
            text = record(collection, payload)
            texts += text.count(json.dumps(payload.strip())[1:12]) if payload.strip() else 0
            (content / name / f"r{number}.md").write_text(text, encoding="utf-8", newline="")
    settings_ = read_settings(portal / "mkdocs.yml")
    checked = check(portal, settings_, TODAY)
    release = Release(portal / "site")
    with house_of(portal / "mkdocs.yml", settings_, make_house, lambda _owner: None) as made:
        house = made()
        assert house.folder
        release.add_folder(house.folder)
        furnish(checked.library, checked.views, house, release)
    pages = len(files_in(portal / "site", ".html"))
    return {"records": len(checked.library.records), "texts": texts, "pages": pages}


__all__ = ["COLUMNS", "FIRE", "build"]
