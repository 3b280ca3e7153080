"""Fingerprints: all that anything shows of a record, as sixteen bytes.

What was made of records before can stay as it is where their fingerprints and
that of everything they have in common are the same. That a page cannot show
anything else is tested: whatever was changed, a build after it and a build from
nothing give the same bytes.
"""

from __future__ import annotations

import functools
import hashlib
import io
import pickle
from collections.abc import Iterable, Mapping
from typing import Any

from ..records import Record, finders
from ..store import code_version
from .body_checks import linked_path
from .checks import media_named
from .library import Library, media_path
from .scope import NAMING_FILES

_GENERATIONS = 5
"""A page may show the parents of what a record refers to; trees of units are five levels deep."""


class Prints:
    """The fingerprints of one library's records."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._names = finders(library.collections, "name")
        self._references = finders(library.collections, "reference")
        self._files = finders(library.collections, *NAMING_FILES)

    @functools.cached_property
    def context(self) -> bytes:
        """Of all that any page depends on besides records, people and the house."""
        library = self._library
        declared = [each.model_dump_json() for each in library.collections.values()]
        return digest(
            code_version(),
            library.settings.model_dump_json(),
            declared,
            list(library.organizations),
            library.today,
        )

    def of(self, record: Record) -> bytes:
        """What is shown of a record, wherever it is shown."""
        return self.by_path[record.path]

    def of_these(self, records: Iterable[Record], *values: Any) -> bytes:
        """What an output shows of records, in this order, and of some other values."""
        found = self.by_path
        return digest(self.context, [found[record.path] for record in records], values)

    @functools.cached_property
    def by_path(self) -> Mapping[str, bytes]:
        """All of them, by the record's path."""
        library = self._library
        own: dict[str, bytes] = {}
        listed = {record.path for record in library.listed}
        for record in library.records:
            own[record.path] = digest(
                record.path,
                record.digest,
                record.url,
                library.updated(record),
                record.path in listed,
                record.key in library.superseded,
                self._media(record),
                self._people(record),
                [each.path if each else None for each in self._targets.get(record.path, ())],
                [*filter(library.is_offline, library.outline(record).references)],
            )
        found = dict(own)
        referring = {
            path: paths
            for path, targets in self._targets.items()
            if (paths := [target.path for target in targets if target])
        }
        for _ in range(_GENERATIONS if referring else 0):
            found |= {
                path: digest(own[path], [found[target] for target in targets])
                for path, targets in referring.items()
            }
        return found

    @functools.cached_property
    def named_by(self) -> Mapping[str, tuple[str, ...]]:
        """The paths of the records that refer to one, by its path."""
        found: dict[str, dict[str, None]] = {}
        for path, targets in self._targets.items():
            for target in filter(None, targets):
                found.setdefault(target.path, {})[path] = None
        return {path: tuple(each) for path, each in found.items()}

    @functools.cached_property
    def _targets(self) -> Mapping[str, list[Record | None]]:
        """What the records refer to that refer to something, by their paths."""
        return {
            record.path: targets
            for record in self._library.records
            if (targets := self._targets_of(record))
        }

    def _targets_of(self, record: Record) -> list[Record | None]:
        """What a record refers to, in its fields and in its body."""
        library = self._library
        found = [
            library.record(value, field.to)
            for _, field, value in self._references[record.collection](record.fields)
            if field.type == "reference"
        ]
        for reference in library.outline(record).references:
            name = reference.target.partition("#")[0]
            if reference.is_local and name.lower().endswith(".md"):
                found.append(library.record_at(linked_path(record, name)))
        return found

    def _media(self, record: Record) -> list[Any]:
        library = self._library
        named = media_named(record, library.outline(record), self._files[record.collection])
        paths = {media_path(record, name) for name, _, _ in named}
        return [library.media.get(path) for path in sorted(paths)]

    def _people(self, record: Record) -> list[Any]:
        """Where the names in a record may lead."""
        found: list[Any] = []
        for _, field, value in self._names[record.collection](record.fields):
            if field.type == "name" and (namesakes := self._library.people.find(value)):
                found.append((namesakes.url, [(p.organization, p.url) for p in namesakes.people]))
        return found


def digest(*values: Any) -> bytes:
    """Sixteen bytes that are the same for equal values, and for no others."""
    made = io.BytesIO()
    pickler = pickle.Pickler(made, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # which objects are one and the same does not count
    pickler.dump(values)
    return hashlib.blake2b(made.getbuffer(), digest_size=16).digest()
