"""Scope: what a record is checked against, and where in it a problem lies."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from ..markup import Reference, WrittenPicture, written_pictures
from ..options import Limits
from ..problems import Place, Problem
from ..records import (
    FIELD_TYPES,
    Collection,
    Finder,
    Record,
    Schema,
    Source,
    finders,
    locate_field,
    read_source,
)
from .organizations import Organizations
from .schemes import Schemes
from .tombstones import Tombstone

Loc = tuple[str | int, ...]

NAMING_FILES = ("picture", "attachment", "file", "portrait")
"""Field types whose values are files, or have them as parts."""


@dataclass(frozen=True)
class RecordScope:
    """What a record by itself is checked against."""

    root: Path
    collections: Mapping[str, Collection]
    rare_characters: frozenset[str]
    """Those that somebody has looked after."""
    sources: dict[str, Source] = dataclasses.field(default_factory=dict, kw_only=True)
    """Of records that are being read, by path."""

    @functools.cached_property
    def people(self) -> Mapping[str, Finder]:
        """Finds who is named with details of theirs, by collection."""
        return finders(self.collections, "people")

    @functools.cached_property
    def values(self) -> Mapping[str, Finder]:
        """Finds every value, by collection."""
        return finders(self.collections, *FIELD_TYPES)

    def source(self, record: Record) -> Source:
        """The text of a record's file; read again, as only problems need it."""
        return self.sources.get(record.path) or read_source(self.root / record.path, record.path)

    def problem(self, code: str, record: Record, loc: Loc, **details: str) -> Problem:
        """A problem at a field of a record."""
        fields = self.collections[record.collection].all_fields
        place = locate_field(self.source(record), loc, Schema.of(fields))
        filled = {"label": fields[str(loc[0])].label, **details}
        return Problem(code, place, field=".".join(map(str, loc)), details=filled)

    def body_problem(
        self, code: str, record: Record, target: str, *, after: str = "](", **details: str
    ) -> Problem:
        """A problem where the body names `target`."""
        place = place_in_body(self.source(record), target, after)
        return Problem(code, place, details={"target": target, **details})

    def picture_problem(self, code: str, record: Record, reference: Reference) -> Problem:
        """A problem where the body shows that very picture, sound or film."""
        source = self.source(record)
        for each in written_pictures(source.body):
            if (unquote(each.source), each.alt) == (reference.target, reference.alt):
                return Problem(code, place_of(each, source), details={"target": reference.target})
        return self.body_problem(code, record, reference.target)


@dataclass(frozen=True)
class Scope(RecordScope):
    """What a record is checked against: all that there is beside it."""

    organizations: Organizations | None
    """None where the file has problems of its own: no name can be checked against it."""
    keys: frozenset[str]
    """Every record's key, and those that faulty records would have."""
    paths: frozenset[str]
    """Every file of the content folder, relative to the portal."""
    limits: Limits
    schemes: Schemes = dataclasses.field(default_factory=Schemes)
    withdrawn: Mapping[str, Tombstone] = dataclasses.field(default_factory=dict)
    """By the keys of the records that they stand for."""
    drafts: frozenset[str] = frozenset()
    """Their keys, files and addresses, which have no slash at the end here."""
    addresses: frozenset[str] = frozenset()
    """Those of the other records, in the same form."""
    refused: frozenset[str] = frozenset()
    """What lies there but is not read, for a problem of its own: files and folders."""
    partly_read: frozenset[str] = frozenset()
    """Collections with such a folder, or no sound declaration: nobody knows what is in them."""
    all_declared: bool = True
    """Whether each folder's declaration is sound: else a name may be that of a column."""

    @functools.cached_property
    def withdrawn_at(self) -> Mapping[str, Tombstone]:
        """By the addresses of the records that they stand for, in the same form."""
        return {
            address.rstrip("/"): stone
            for stone in self.withdrawn.values()
            for address in stone.addresses
        }

    def is_refused(self, path: str) -> bool:
        """Whether a file, or a folder it is in, is there and has a problem of its own."""
        parents = (str(parent) for parent in PurePosixPath(path).parents)
        return not self.refused.isdisjoint((path, *parents))

    def may_have(self, key: str) -> bool:
        """Whether there is, or may be, a record of that key."""
        return key in self.keys or key.partition("/")[0] in self.partly_read

    @functools.cached_property
    def linking(self) -> Mapping[str, Finder]:
        """Finds what names other records and organizations, by collection."""
        return finders(self.collections, "reference", "organization")

    @functools.cached_property
    def media(self) -> Mapping[str, Finder]:
        """Finds what names files, by collection."""
        return finders(self.collections, *NAMING_FILES)

    @functools.cached_property
    def queries(self) -> Mapping[str, Finder]:
        """Finds queries of records, by collection."""
        return finders(self.collections, "query")


def place_of(picture: WrittenPicture, source: Source) -> Place:
    """Where a picture stands in a record's file."""
    line = source.body.split("\n")[picture.line]
    return Place(source.path, source.body_line + picture.line, picture.column + 1, line)


def place_in_body(source: Source, words: str, after: str = "](") -> Place:
    """Where `words` first stand in the body of a record's file, or the body's first line.

    That is, behind `after`, as in a link, or as an attribute, if they stand there at all.
    The body may have them percent-encoded.
    """
    for sought, skipped in ((after + words, len(after)), (f'="{words}', 2), (words, 0)):
        for number, line in enumerate(source.body.split("\n"), start=source.body_line):
            if sought and (sought in line or sought in unquote(line)):
                begins = line.find(sought if sought in line else after)
                return Place(source.path, number, max(begins, 0) + skipped + 1, line)
    return Place(source.path, source.body_line)
