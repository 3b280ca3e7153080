"""`privacy-exceptions.yml`: what somebody answers for, though it looks like private data.

A line holds no value, only its hash: scrypt (RFC 7914) with the portal's own
salt. Numbers are so few that any hash can be broken by trying them all; this
one makes it cost years of computing instead of a second. The value itself
stands on the portal for everybody as long as the exception is used.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..problems import Place, Problem
from ..records import FieldDeclaration, Refused, Schema, YamlText, read_text
from ..settings import Settings

EXCEPTIONS = "privacy-exceptions.yml"


@dataclass(frozen=True, slots=True)
class Excepted:
    """One line: whose hash, why, who answers for it, since when."""

    value_hash: str
    reason: str
    by: str
    on: dt.date
    place: Place


_FIELDS = {
    field.name: field
    for field in (
        FieldDeclaration(name="value_hash", label="指纹", max=80, required=True),
        FieldDeclaration(name="reason", label="理由", max=300, required=True),
        FieldDeclaration(name="by", label="批准人", max=60, required=True),
        FieldDeclaration(name="on", label="批准日期", type="day", required=True),
    )
}


@dataclass(frozen=True, slots=True)
class Exceptions:
    """All lines by hash, and the salt of this portal's hashes."""

    by_hash: dict[str, Excepted]
    salt: str

    def covering(self, value: str) -> Excepted | None:
        """The line that lets a value pass."""
        return self.by_hash.get(hash_of(value, self.salt)) if self.by_hash else None


def salt_of(settings: Settings) -> str:
    """What keeps one portal's hashes from being those of another."""
    return f"wenming {settings.authority or settings.domain}"


@functools.lru_cache(maxsize=4096)
def hash_of(value: str, salt: str) -> str:
    """The hash of a finding's value, as a line of the file has it; takes some 30 ms."""
    return hashlib.scrypt(value.encode(), salt=salt.encode(), n=2**14, r=8, p=1, dklen=16).hex()


def read_exceptions(
    folder: Path, prefix: str, settings: Settings
) -> tuple[Exceptions, list[Problem]]:
    """The lines of the content folder's file, and what is wrong with them."""
    salt, path = salt_of(settings), f"{prefix}/{EXCEPTIONS}"
    found: dict[str, Excepted] = {}
    if not (folder / EXCEPTIONS).is_file():
        return Exceptions(found, salt), []
    try:
        text = YamlText(path, read_text(folder / EXCEPTIONS, path))
    except Refused as refused:
        return Exceptions(found, salt), [refused.problem]
    data = text.data()
    if data is None:
        return Exceptions(found, salt), []
    schema = Schema.of(_FIELDS)
    if isinstance(data, Problem):
        return Exceptions(found, salt), [data]
    if not isinstance(data, list) or not all(isinstance(each, dict) for each in data):
        return Exceptions(found, salt), [text.problem("exceptions-list", (), schema)]
    problems: list[Problem] = []
    for index, line in enumerate(data):
        values = _line(text, line, index, schema, problems)
        if values:
            place = text.problem("exception-unused", (), schema, at=(index,)).place
            found[values["value_hash"]] = Excepted(place=place, **values)
    return Exceptions(found, salt), problems


def _line(
    text: YamlText, line: dict[str, Any], index: int, schema: Schema, problems: list[Problem]
) -> dict[str, Any] | None:
    named, twice = text.canonical(line, schema, (index,))
    values, faults = text.validate(named, schema, (index,))
    problems += [*twice, *faults]
    return values
