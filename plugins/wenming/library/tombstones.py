"""`tombstones.yml`: records that were withdrawn, of which nothing is kept but that they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..problems import Place, Problem
from ..records import FieldDeclaration, Record, Refused, Schema, YamlText, read_text, slug_of

TOMBSTONES = "tombstones.yml"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A withdrawn record: its key and addresses, why, when and by whom; not what it said."""

    record: str
    address: str
    aliases: tuple[str, ...]
    reason: str
    on: dt.date
    by: str
    place: Place
    file: str = ""
    """Its path relative to the portal, where neither the key nor the address tell its name."""

    @property
    def addresses(self) -> tuple[str, ...]:
        return (self.address, *self.aliases)

    @property
    def details(self) -> dict[str, str]:
        """What a problem tells of it."""
        return {"on": self.on.isoformat(), "key": self.record}

    def had_file(self, path: str) -> bool:
        """Whether the record's file may have been at a path, relative to the portal."""
        collection, _, own_id = self.record.partition("/")
        named = slug_of(PurePosixPath(path).stem) in (own_id, self.address.split("/")[-2])
        return path == self.file or (named and f"/{collection}/" in path)


_FIELDS = {
    field.name: field
    for field in (
        FieldDeclaration(name="record", label="稿件", type="reference", required=True),
        FieldDeclaration(name="address", label="网址", type="address", required=True),
        FieldDeclaration(name="aliases", label="曾用网址", type="list", of="address"),
        FieldDeclaration(name="file", label="文件", max=300),
        FieldDeclaration(name="reason", label="原因", max=300, required=True),
        FieldDeclaration(name="on", label="日期", type="day", required=True),
        FieldDeclaration(name="by", label="撤稿人", max=60),
    )
}


def read_tombstones(folder: Path, prefix: str) -> tuple[tuple[Tombstone, ...], list[Problem]]:
    """The tombstones of the content folder, and what is wrong with their file."""
    path = f"{prefix}/{TOMBSTONES}"
    if not (folder / TOMBSTONES).is_file():
        return (), []
    try:
        text = YamlText(path, read_text(folder / TOMBSTONES, path))
    except Refused as refused:
        return (), [refused.problem]
    schema, data = Schema.of(_FIELDS), text.data()
    if isinstance(data, Problem):
        return (), [data]
    if not isinstance(data, list) or not all(isinstance(each, dict) for each in data):
        return (), [text.problem("tombstones-list", (), schema)]
    found: list[Tombstone] = []
    problems: list[Problem] = []
    for index, line in enumerate(data):
        named, twice = text.canonical(line, schema, (index,))
        values, faults = text.validate(named, schema, (index,))
        problems += [*twice, *faults]
        if values:
            place = text.problem("tombstones-list", (), schema, at=(index,)).place
            aliases = tuple(values.pop("aliases", ()))
            found.append(Tombstone(**{"by": "", **values}, aliases=aliases, place=place))
    return tuple(found), problems


def check_returned(records: Iterable[Record], tombstones: Iterable[Tombstone]) -> Iterator[Problem]:
    """Withdrawn records that are there again."""
    by_key = {each.record: each for each in tombstones}
    for record in records:
        if stone := by_key.get(record.key):
            details = {"value": record.key, "on": stone.on.isoformat()}
            yield Problem("withdrawn-returns", Place(record.path), details=details)
