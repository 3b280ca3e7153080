"""From the files of a collection to its records."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic_core import ValidationError as CoreValidationError

from ..problems import Place, Problem
from .checking import Schema, YamlText
from .collection import Collection
from .field_types import FILE_SUFFIX
from .front_matter import path_at
from .minors import with_minors
from .record import Record
from .schema import compile_schema
from .source import (
    MOST_NAME_BYTES,
    Refused,
    Source,
    read_source,
    refuse,
)

MAX_FRONT_MATTER = 128 * 1024
"""Characters of front matter; what is longer belongs in the body."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file.

    `checkable` is the record, or of a faulty one what is sound of it, so that
    everything else that is wrong is told in the same run.
    """

    record: Record | None
    checkable: Record | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the records of one collection; its validator is compiled once."""

    collection: Collection
    schema: Schema
    defaults: Mapping[str, str]
    """Values the portal sets for keys that a record does not give, such as `source`."""

    digest: str
    """Of the declaration and the defaults: what, beside its file, a record depends on."""

    @classmethod
    def of(cls, collection: Collection, defaults: Mapping[str, str]) -> Reader:
        declared = f"{collection.model_dump_json()}{json.dumps(defaults, sort_keys=True)}"
        digest = hashlib.sha256(declared.encode()).hexdigest()
        return cls(collection, Schema.of(collection.all_fields), defaults, digest)

    def read(self, file: Path, path: str) -> Reading:
        """The record in `file`, or the problems that keep it from being one."""
        try:
            return self.read_source(read_source(file, path))
        except Refused as refused:
            return Reading(None, None, (refused.problem,))

    def read_source(self, source: Source) -> Reading:
        """The record in the text of a file, or the problems that keep it from being one."""
        path = source.path
        if len(source.front_matter) > MAX_FRONT_MATTER:
            limit = str(MAX_FRONT_MATTER // 1024)
            return Reading(None, None, (refuse("front-matter-long", path, limit=limit).problem,))
        text = front_matter_of(source)
        data = text.mapping()
        if isinstance(data, Problem):
            return Reading(None, self._record(source, {}), (data,))
        if not data:
            problem = Problem("front-matter-empty", Place(path))
            return Reading(None, self._record(source, {}), (problem,))
        slipped = text.slips(self.schema)
        data, problems = text.canonical(data, self.schema)
        data = with_minors({**self.defaults, **data}, self.collection.all_fields)
        values, more = text.validate(data, self.schema)
        problems += [*slipped, *(each for each in more if not _follows(each, slipped))]
        if problems:
            doubtful = {each.field.partition(".")[0] for each in slipped}
            sound = self._sound({key: data[key] for key in data if key not in doubtful})
            return Reading(None, self._record(source, sound), tuple(problems))
        assert values is not None
        record = self._record(source, values)
        return Reading(record, record, ())

    def _sound(self, data: dict[str, Any]) -> dict[str, Any]:
        """The values of a faulty record that are right by themselves."""
        sound: dict[str, Any] = {}
        for name, field in self.collection.all_fields.items():
            if name in data:
                with contextlib.suppress(CoreValidationError):
                    alone = compile_schema({name: field})
                    sound |= alone.validate_python({name: data[name]})
        return sound

    def _record(self, source: Source, values: dict[str, Any]) -> Record:
        stem = slug_of(PurePosixPath(source.path).stem)
        values.setdefault("id", stem)
        values.setdefault("slug", FILE_SUFFIX.sub("-", stem))
        for name, field in self.collection.fields.items():
            if field.type == "year" and "date" in values:
                values.setdefault(name, values["date"].year)
        return Record(
            collection=self.collection.name,
            path=source.path,
            fields=values,
            digest=source.digest,
        )


def _follows(problem: Problem, slipped: Iterable[Problem]) -> bool:
    """Whether a problem is about a value that slipped, or a part of it."""
    return any(f"{problem.field}.".startswith(f"{each.field}.") for each in slipped)


def front_matter_of(source: Source) -> YamlText:
    return YamlText(source.path, source.front_matter, Source.FRONT_MATTER_LINE)


def slug_of(text: str) -> str:
    """A text as it may stand in an address: letters and digits of any script, `.`, `-`, `·`.

    One that has none of them is told from others by a digest.
    """
    text = unicodedata.normalize("NFC", text)
    slug = re.sub(r"\.{2,}|[^\w.·-]+", "-", text).strip("-._")
    if not slug:
        return f"x-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
    data = slug.encode()
    if len(data) <= MOST_NAME_BYTES:
        return slug
    # The beginning, and a digest of the whole that tells it from others that begin alike.
    digest = hashlib.sha256(data).hexdigest()[:10]
    return f"{data[: MOST_NAME_BYTES - 20].decode(errors='ignore').strip('-._')}-{digest}"


def locate_field(source: Source, loc: tuple[str | int, ...], schema: Schema) -> Place:
    """Where in the text of a valid record a field stands."""
    return front_matter_of(source).problem("missing-field", loc, schema).place


def field_at(file: Path, place: Place) -> str:
    """The dotted path of the front matter's value at a place; empty in a body."""
    try:
        source = read_source(file, place.path)
        loc = path_at(source.front_matter, place.line - Source.FRONT_MATTER_LINE, place.column - 1)
    except (Refused, OSError):
        return ""
    return ".".join(map(str, loc))
