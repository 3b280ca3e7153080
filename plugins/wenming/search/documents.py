"""Document: what a record's page shows, in the fields that are searched."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..library import Library, Minors, People
from ..records import FieldDeclaration, Record, moment, parts
from ..views import choice_label, event_state, links_of, state_of
from .normal_form import folds_in, normalise

_HIDDEN_TYPES = frozenset(
    ("reference", "file", "portrait", "boolean", "identifier", "slug", "address")
)
_HIDDEN_PARTS = frozenset(("alt", "type", "minor", "consent", "story", "photo"))
"""Parts of pictures and people that a page does not write out."""

_COMMON = ("source", "author", "editor", "organization", "pictures", "attachments", "tags")
"""Fields of every record that its page shows."""

_BY_LOOK: Mapping[str, tuple[str, ...]] = {
    "lectures": ("steps", "reflections", "model"),
    "family": ("motto", "rules"),
    "notices": ("contact",),
}
"""Fields that are not in the facts panel, but are shown by a look of its own."""


@dataclass(frozen=True, slots=True)
class Document:
    """A record as it is searched and as a result shows it. Plain texts."""

    address: str
    title: str
    date: str
    labels: tuple[str, ...]
    """The column, the place and the choices, for the line under the title."""
    names: tuple[str, ...]
    headings: tuple[str, ...]
    facts: tuple[str, ...]
    body: str

    def text(self) -> str:
        """The file that the browser checks a result by and cuts the excerpt from."""
        data = {
            "a": self.address,
            "t": self.title,
            "d": self.date,
            "l": self.labels,
            "n": self.names,
            "h": self.headings,
            "f": self.facts,
            "b": self.body,
        }
        whole = "".join((self.title, *self.names, *self.facts, self.body))
        if folded := folds_in(whole):
            data["x"] = folded
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    def normal(self) -> tuple[str, str, str, str, str]:
        """Names, title, headings, facts and body in normal form, a line feed between values."""
        fields = (
            "\n".join(self.names),
            self.title,
            "\n".join(self.headings),
            "\n".join(self.facts),
            self.body,
        )
        names, title, headings, facts, body = normalise("\1".join(fields)).split("\1")
        return names, title, headings, facts, body


def document_of(record: Record, library: Library) -> Document:
    """The document of a record, without the names of minors who are not to be found."""
    collection = library.collection_of(record)
    body = library.body(record)
    names: list[str] = []
    facts: list[str] = [f"{record.date:%Y-%m-%d %H:%M}".removesuffix(" 00:00")]
    for field in _shown(record, library):
        for name, text in _values(field, record.get(field.name), record, library):
            (names if name else facts).append(text)
    hidden = Minors(_hidden_names(record, library), People({}))

    def clean(text: str) -> str:
        return library.minors.masked(hidden.masked(text))

    place = library.organization(record.get("organization"))
    return Document(
        address=record.url,
        title=clean(record.title),
        date=f"{record.date:%Y-%m-%d}",
        labels=(
            collection.label,
            clean(place.name if place else str(record.get("source") or "")),
            *(clean(label) for _, _, label in choices_of(record, library)),
        ),
        names=tuple(
            dict.fromkeys(
                name for name in names if name not in hidden and name not in library.minors
            )
        ),
        headings=tuple(clean(heading.text) for heading in body.headings),
        facts=tuple(dict.fromkeys(filter(None, map(clean, facts)))),
        body=clean(body.text),
    )


def choices_of(record: Record, library: Library) -> Iterator[tuple[FieldDeclaration, str, str]]:
    """The choices that a record made and shows: field, key, label."""
    for name, field in library.collection_of(record).fields.items():
        value = record.get(name)
        if field.type in ("choice", "level") and field.facts and value:
            yield field, value, choice_label(field, value)


def statuses_of(record: Record, library: Library) -> set[str]:
    """The states of titles that a record names."""
    return {
        value["status"]
        for name, field in library.collection_of(record).fields.items()
        if field.type == "people"
        for value in record.get(name) or ()
        if value.get("status")
    }


def span_of(record: Record, library: Library) -> tuple[int, int] | None:
    """Beginning and end of a record's period, deadline or event, in seconds since 1970."""
    state = state_of(record, library) or event_state(record, library)
    if state is None:
        return None
    start = state.start or library.settings.aware(moment(record.date))
    return _seconds(start), _seconds(state.end)


def _seconds(when: dt.datetime) -> int:
    return max(0, int(when.timestamp()))


def _shown(record: Record, library: Library) -> Iterator[FieldDeclaration]:
    collection = library.collection_of(record)
    own = _BY_LOOK.get(collection.look, ())
    for name, field in collection.all_fields.items():
        common = name not in collection.fields
        if record.get(name) is None or (common and name not in _COMMON):
            continue
        if common or field.facts or field.type == "people" or name in own:
            yield field


def _values(
    field: FieldDeclaration, value: Any, record: Record, library: Library
) -> Iterator[tuple[bool, str]]:
    """The texts of a value: whether it is somebody's name, and the text."""
    if field.type in _HIDDEN_TYPES:
        return
    if field.type in ("list", "people"):
        item = field.item if field.type == "list" else field
        for each in value:
            if field.type == "people":
                yield from _parts(item, each, record, library)
            else:
                yield from _values(item, each, record, library)
    elif isinstance(value, Mapping) and field.type != "period":
        yield from _parts(field, value, record, library)
    elif field.type == "name":
        yield True, str(value)
    else:
        for link in links_of(field, value, record, library):
            yield False, link.label


def _parts(
    field: FieldDeclaration, value: Mapping[str, Any], record: Record, library: Library
) -> Iterator[tuple[bool, str]]:
    for name, part in parts(field).items():
        if name not in _HIDDEN_PARTS and value.get(name) is not None:
            if field.type == "attachment" and name == "file" and value.get("title"):
                continue
            yield from _values(part, value[name], record, library)


def _hidden_names(record: Record, library: Library) -> frozenset[str]:
    """The minors of a record who have no page: nobody finds it by their names."""
    collection = library.collection_of(record)
    if collection.list_minors:
        return frozenset()
    return frozenset(
        value["name"]
        for name, field in collection.fields.items()
        if field.type == "people"
        for value in record.get(name) or ()
        if value.get("minor")
    )
