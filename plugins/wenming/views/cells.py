"""Cells: the values of records as open data holds them, in JSON and as text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from ..library import Library, full_key
from ..records import FieldDeclaration, OrganizationName, Record, parts
from ..records.dates import DATES
from .facts import choice_label


class Cells:
    """Turns canonical values of one library into what is published of them."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def absolute(self, address: str) -> str:
        return self.library.settings.absolute(address)

    def updated(self, record: Record) -> str:
        return self._moment(self.library.updated(record))

    def value(self, field: FieldDeclaration, value: Any, record: Record) -> Any:
        """A value as JSON: times in ISO 8601 with their offset, choices by key, full URLs.

        None for nothing, and for what is not shown to anybody: a minor, a
        record or a file that is not published.
        """
        if value is None:
            return None
        if field.type in ("list", "people"):
            item = field.item if field.type == "list" else field
            read = self.value if field.type == "list" else self._person
            values = (read(item, each, record) for each in value)
            return [each for each in values if each is not None] or None
        if inner := parts(field):
            return self._group(inner, value, record)
        if isinstance(value, dt.date):
            return self._moment(value)
        read_one = _VALUES.get(field.type)
        if read_one:
            return read_one(self, value, field, record)
        return self.text(value) if isinstance(value, str) else value

    def text(self, text: str) -> str:
        """A text without the names of minors whom tables do not name."""
        return self.library.minors.masked(text)

    def _group(
        self, fields: Mapping[str, FieldDeclaration], values: Mapping[str, Any], record: Record
    ) -> dict[str, Any] | None:
        found = {
            name: cell
            for name, field in fields.items()
            if field.is_open and (cell := self.value(field, values.get(name), record)) is not None
        }
        return found or None

    def _person(self, field: FieldDeclaration, values: Mapping[str, Any], record: Record) -> Any:
        if values.get("minor") and not self.library.collection_of(record).list_minors:
            return None
        return self._group(parts(field), values, record)

    def _moment(self, value: dt.date) -> str:
        if isinstance(value, dt.datetime):
            return self.library.settings.aware(value).isoformat()
        return value.isoformat()

    def _name(self, value: str, _field: FieldDeclaration, _record: Record) -> str | None:
        return None if value in self.library.minors else value

    def _organization(
        self, value: OrganizationName, _field: FieldDeclaration, _record: Record
    ) -> str:
        known = self.library.organization(value)
        return known.name if known else value.text

    def _reference(self, value: str, field: FieldDeclaration, _record: Record) -> str | None:
        linked = self.library.record(full_key(value, field.to))
        return self.absolute(linked.url) if linked else None

    def _file(self, value: str, _field: FieldDeclaration, record: Record) -> str | None:
        media = self.library.media_of(record, value)
        return self.absolute(media.address) if media else None


_VALUES: Mapping[str, Callable[[Cells, Any, FieldDeclaration, Record], Any]] = {
    "name": Cells._name,
    "organization": Cells._organization,
    "reference": Cells._reference,
    "file": Cells._file,
    "portrait": Cells._file,
}


def cell_text(field: FieldDeclaration, value: Any) -> str:
    """A value of `Cells.value` as a person reads it in a sheet.

    Choices by label, `2024-06-01 09:30`, the items of a list with `；` between
    them, the parts of an item with `，`.
    """
    if value is None:
        return ""
    if isinstance(value, list):
        item = field.item if field.type == "list" else field
        return "；".join(cell_text(item, each) for each in value)
    if isinstance(value, dict):
        inner = parts(field)
        return "，".join(cell_text(inner[name], each) for name, each in value.items())
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.type in DATES:
        return str(value)[:16].replace("T", " ")
    return choice_label(field, str(value))
