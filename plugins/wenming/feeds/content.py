"""What a feed shows of a record: all that its page does, as safe HTML of its own."""

from __future__ import annotations

import functools
import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import jinja2

from ..library import Library, Media, title_status
from ..markup import Reference, fill_references
from ..pages import Environment, body_html
from ..records import FieldDeclaration, OrganizationName, Record, parts
from ..views import Link, chinese_date, choice_label, facts_of, links_of

_BESIDE_FACTS: Mapping[str, tuple[str, ...]] = {
    "honors": ("honorees",),
    "lectures": ("speakers", "steps", "reflections", "model"),
    "family": ("motto", "rules", "honors"),
    "notices": ("objects", "winners", "contact"),
    "practice": ("services", "open"),
    "volunteers": ("figures", "contact"),
    "venues": ("open", "courses"),
    "pairs": ("partners", "actions"),
    "conventions": ("articles",),
    "integrity": ("objection",),
}
"""By a column's look: the fields that its page shows outside the facts panel.

Named one by one: a field that a column keeps out of its facts is not made public here.
"""


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a list: its head, the organization of somebody, and the rest as text."""

    head: Link
    place: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A field of its own heading; `ordered` where the sequence counts."""

    label: str
    items: tuple[Item, ...]
    ordered: bool


def content_html(record: Record, library: Library) -> str:
    """A record's content with absolute URLs: facts, lists, body, pictures, attachments."""
    return _template().render(
        absolute=library.settings.absolute,
        facts=facts_of(record, library),
        sections=tuple(_sections(record, library)),
        body=_body(record, library),
        pictures=_pictures(record, library),
        attachments=[
            (a.get("title"), library.media_of(record, a["file"]))
            for a in attachments_of(record, library)
        ],
    )


def attachments_of(record: Record, library: Library) -> Iterator[Mapping[str, Any]]:
    """A record's attachments, and before them the files that fields of its column's hold."""
    fields = library.collection_of(record).fields.values()
    yield from (
        record.fields[f.name] for f in fields if f.type == "attachment" and f.name in record.fields
    )
    yield from record.get("attachments") or ()


@functools.cache
def _template() -> jinja2.Template:
    text = resources.files(__package__).joinpath("content.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(text)


def _body(record: Record, library: Library) -> str:
    """The body; links within it lead to the page, as a reader shows no page of ours."""
    page = library.settings.absolute(record.url)

    def attributes(reference: Reference) -> str | None:
        within = reference.target.startswith("#")
        return f'href="{html.escape(page + reference.target)}"' if within else None

    return fill_references(body_html(record, library, absolute=True), attributes)


def _pictures(record: Record, library: Library) -> list[tuple[Mapping[str, Any], Media | None]]:
    """The record's pictures that do not stand in its body already."""
    targets = {reference.target for reference in library.outline(record).references}
    return [
        (picture, library.media_of(record, picture["file"]))
        for picture in record.get("pictures") or ()
        if picture["file"] not in targets
    ]


def _sections(record: Record, library: Library) -> Iterator[Section]:
    collection = library.collection_of(record)
    for name in _BESIDE_FACTS.get(collection.look, ()):
        field, value = collection.all_fields.get(name), record.get(name)
        if field is None or field.facts or value is None:
            continue
        listed = value if isinstance(value, list) else [value]
        shown = [each for each in listed if _is_shown(field, each, library)]
        items = tuple(_item(field, each, record, library) for each in shown)
        if items:
            yield Section(field.label, items, ordered=field.of == "group" or name == "articles")


def _is_shown(field: FieldDeclaration, value: Any, library: Library) -> bool:
    """Whether a value is more than the key of a record that is not published."""
    one = field.item if field.type == "list" else field
    return one.type != "reference" or library.record(value, one.to) is not None


def _item(field: FieldDeclaration, value: Any, record: Record, library: Library) -> Item:
    if field.type == "people":
        return _person(field, value, library)
    inner = parts(field)
    if field.type == "list" and inner:  # a step, a reflection: what it is called, what is in it
        first, *rest = _texts(inner, value, record, library).values()
        return Item(Link(first), text="，".join(rest))
    if inner:
        texts = _texts(inner, value, record, library)
        told = (f"{inner[name].label}：{each}" for name, each in texts.items())
        return Item(Link("，".join(told)))
    return Item(_link(field.item if field.type == "list" else field, value, library))


def _texts(
    inner: Mapping[str, FieldDeclaration],
    value: Mapping[str, Any],
    record: Record,
    library: Library,
) -> dict[str, str]:
    """The parts of a value as a reader is shown them."""
    return {
        name: "、".join(link.label for link in links_of(inner[name], each, record, library))
        for name, each in value.items()
    }


def _link(field: FieldDeclaration, value: Any, library: Library) -> Link:
    if field.type == "name":
        return Link(value, library.people.address(value) or "")
    if field.type == "reference" and (linked := library.record(value, field.to)):
        return Link(linked.title, linked.url)
    return Link(str(value))


def _person(field: FieldDeclaration, value: Mapping[str, Any], library: Library) -> Item:
    """Somebody with all that is told of them; of a minor only the name."""
    if value.get("minor"):
        return Item(Link(value["name"]))
    revoked = title_status(value, library.today) == "revoked"
    at = value.get("organization")
    known = library.organization(at)
    written = at.text if isinstance(at, OrganizationName) else ""
    address = library.people.address(value["name"], known.slug if known else written)
    return Item(
        head=Link(value["name"], address or ""),
        place=known.name if known else written,
        text="；".join(_told(field, _epitaph(value) if revoked else value)),
    )


def _epitaph(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is still told of somebody whose title was revoked."""
    kept = ("name", "status", "ended_on", "reason")
    return {name: value[name] for name in kept if name in value}


def _told(field: FieldDeclaration, value: Mapping[str, Any]) -> Iterator[str]:
    for name, part in parts(field).items():
        told = value.get(name)
        if told is None:
            continue
        if part.type == "text":
            yield str(told)
        elif part.type in ("day", "removal"):
            yield f"{part.label}：{chinese_date(told)}"
        elif part.type == "status" and told != "held":
            yield f"{part.label}：{choice_label(part, told)}"
