"""Records that are there already: known by their id, and able to take in more people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ..library import name_key
from ..records import Collection, FieldDeclaration, OrganizationName, Reader
from ..settings import Settings
from .drafts import Draft
from .writing import item_line

_ID = re.compile(r"^(?:id|编号) *: *[\"']?([A-Za-z0-9._-]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Known:
    """A record's file."""

    path: str
    file: Path


@dataclass(slots=True)
class Added:
    """People who are added to a record: its new text, and the lines (from 1) that are new."""

    path: str
    draft: Draft
    text: str = ""
    people: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    """Each with the place in the draft's list."""
    first_line: int = 0
    there: list[str] = field(default_factory=list)
    """Who stands there already, or the record itself."""
    fault: bool = False
    """Whether the list is written in a way that nothing can be added to."""


def known_records(folder: Path, root: Path) -> Mapping[str, Known]:
    """The files of a collection by the ids that they give, or else by their names."""
    found = {}
    for file in sorted(folder.rglob("*.md")):
        text = file.read_bytes()[:4000].decode("utf-8", "ignore")
        match = _ID.search(text)
        key = match[1] if match else file.stem
        found[key.casefold()] = Known(file.relative_to(root).as_posix(), file)
    return found


def merge(known: Known, draft: Draft, collection: Collection, settings: Settings) -> Added:
    """The people of a draft that a record lacks, and the record's text with them."""
    added = Added(known.path, draft)
    subjects = collection.subjects
    defaults = {"source": settings.source} if settings.source else {}
    record = Reader.of(collection, defaults).read(known.file, known.path).checkable
    if subjects is None or record is None:
        added.there.append(draft.id)
        return added
    there = {_who(item) for item in record.get(subjects.name) or ()}
    for index, item in enumerate(draft.values[subjects.name]):
        if _who(item) in there:
            added.there.append(str(item.get("name")))
        else:
            added.people.append((index, item))
    if added.people:
        text = known.file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        _insert(added, text, subjects)
    return added


def _who(values: Mapping[str, Any]) -> tuple[str, str]:
    at = values.get("organization") or ""
    return name_key(str(values.get("name"))), at.text if isinstance(at, OrganizationName) else at


def _insert(added: Added, text: str, subjects: FieldDeclaration) -> None:
    """Put a line for each of the people behind the last of the list."""
    front = text.split("\n---", 1)[0].removeprefix("---\n")
    node = yaml.compose(front, Loader=yaml.CSafeLoader)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    sequence = next((v for k, v in pairs if k.value in (subjects.name, subjects.label)), None)
    if not isinstance(sequence, yaml.SequenceNode) or sequence.flow_style or not sequence.value:
        added.fault = True
        return
    last = sequence.value[-1]
    lines = text.split("\n")
    at = last.end_mark.line + (1 if last.end_mark.column > 0 else 0)
    at += 1  # the line before the front matter
    while at > 1 and not lines[at - 1].strip():
        at -= 1
    indent = " " * sequence.start_mark.column
    lines[at:at] = [item_line(subjects, item, indent) for _, item in added.people]
    added.first_line = at + 1
    added.text = "\n".join(lines)
