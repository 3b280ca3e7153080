"""The Jinja2 environment of our templates: autoescaped, strict, with the portal's vocabulary."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from ..library import Library, Media, Organization, title_status
from ..problems import Problem
from ..records import (
    BUILT_IN_CHOICES,
    DECLARATION,
    Collection,
    FieldDeclaration,
    OrganizationName,
    Record,
    declared_wrong,
    moment,
    parts,
    unknown_word,
)
from ..settings import Settings
from ..views import (
    STANDINGS,
    Link,
    State,
    chinese_date,
    choice_label,
    choice_listing,
    choices_in_words,
    event_state,
    facts_of,
    is_dated,
    is_open,
    items_of,
    links_of,
    standing_of,
    state_of,
    summary_of,
    sums_of,
    week_table,
    weekly_fields,
)
from .body import body_html, image_attributes
from .charts import chart
from .engine import Compiled, Environment
from .filters import clauses, initial, stamp, time_span, weekday
from .policy import POLICY
from .qr import qr

TEMPLATES = "portal"
"""The folder of our templates, in the theme and in a portal's overrides."""


def make_environment(
    library: Library, hand_written: Sequence[Link], own: Mapping[str, str] | None = None
) -> jinja2.Environment:
    """An environment whose templates see one library and the list of hand-written pages.

    `own` are the portal's own templates where its folder cannot be looked into.
    """
    settings = library.settings
    environment = Environment(
        loader=_loader(library.root, settings, own),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=Compiled(theme_folder() / TEMPLATES),
    )
    environment.globals.update(
        settings=settings,
        library=library,
        today=library.today,
        hand_written=hand_written,
        policy=POLICY,
        href=functools.cache(settings.href),
        statuses=BUILT_IN_CHOICES["status"],
        standings=STANDINGS,
        sums_of=sums_of,
        items_of=items_of,
        week_table=week_table,
        weekly_fields=weekly_fields,
        qr=functools.cache(qr),
        absolute=settings.absolute,
        **_functions(library),
    )
    environment.filters.update(
        chinese_date=chinese_date,
        clauses=clauses,
        initial=initial,
        iso_date=lambda value: value.strftime("%Y-%m-%d"),
        iso=lambda value: settings.aware(value).isoformat(),
        moment=moment,
        stamp=stamp,
        time_span=time_span,
        weekday=weekday,
    )
    environment.globals["card"] = _cards(environment, library)
    # The macros that nearly all templates use: imported once, not by each page.
    environment.globals["ui"] = environment.get_template("parts.html").module
    return environment


def _template_folders(root: Path, settings: Settings) -> list[Path]:
    """Where templates are looked for: among the portal's own first, then among ours."""
    own = [root / settings.custom_dir / TEMPLATES] if settings.custom_dir else []
    return [*own, theme_folder() / TEMPLATES]


def _loader(root: Path, settings: Settings, own: Mapping[str, str] | None) -> jinja2.BaseLoader:
    *folders, ours = _template_folders(root, settings)
    first = jinja2.FileSystemLoader(folders) if own is None else jinja2.DictLoader(own)
    return jinja2.ChoiceLoader([first, jinja2.FileSystemLoader(ours)])


def own_templates(root: Path, settings: Settings) -> Mapping[str, str]:
    """The texts of the portal's own templates by name, for where its folder is not."""
    *folders, _ = _template_folders(root, settings)
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for folder in folders
        for file in sorted(folder.rglob("*.html"))
    }


def unknown_looks(library: Library) -> Iterator[Problem]:
    """Collections whose `look` names no templates.

    A look of ours has a card; a template of the portal's own need not have one.
    """
    *own, ours = _template_folders(library.root, library.settings)
    named = {file.stem for folder in own for file in folder.glob("*.html")}
    looks = named - {file.stem for file in ours.glob("*.html")}
    looks |= {file.stem for file in (ours / "cards").glob("*.html")}
    for collection in library.collections.values():
        if collection.look not in looks:
            path = f"{library.settings.content_dir}/{collection.name}/{DECLARATION}"
            look = collection.look
            reason = unknown_word("样式", "look", look, look, sorted(looks))
            yield from declared_wrong(library.root / path, path, [(("look",), reason)])


def card_templates(collection: Collection) -> tuple[str, str]:
    """The names of the templates that may render a record's entry, the best one first."""
    return f"cards/{collection.look}.html", "cards/record.html"


def _cards(environment: jinja2.Environment, library: Library) -> Callable[..., Markup]:
    """What renders a record's entry in a list, once for all the lists that it is in.

    With `whom`, it names only these of the people in the record.
    """

    def render(record: Record, level: int, whom: Sequence[Mapping[str, Any]] = ()) -> Markup:
        template = environment.select_template(card_templates(library.collection_of(record)))
        return Markup(template.render(record=record, level=level, whom=whom))

    @functools.cache
    def rendered(key: str, level: int) -> Markup:
        record = library.record(key)
        assert record
        return render(record, level)

    def card(record: Record, level: int = 2, whom: Sequence[Mapping[str, Any]] = ()) -> Markup:
        return render(record, level, whom) if whom else rendered(record.key, level)

    return card


def _functions(library: Library) -> Mapping[str, Callable[..., Any]]:
    """What templates ask of a record beyond its own values."""

    def media(record: Record, name: str | None) -> Media | None:
        return library.media_of(record, name) if name else None

    def image(media: Media, slot: int, tall: int = 0) -> Markup:
        return Markup(image_attributes(media, library.settings, slot, tall))

    def organization(value: Any) -> Organization | None:
        if isinstance(value, str):
            return library.organizations.find(value)
        return library.organization(value)

    def place(value: Any) -> str:
        """The name of an organization: the known one's, or the text that was written."""
        known = organization(value)
        text = value.text if isinstance(value, OrganizationName) else value
        return known.name if known else text or ""

    def person_address(name: str, at: Any = None) -> str | None:
        known = organization(at)
        text = at.text if isinstance(at, OrganizationName) else at
        return library.people.address(name, known.slug if known else text or "")

    def choice(record: Record, name: str) -> str:
        """The label of a choice that a record made."""
        value = record.get(name)
        field = library.collection_of(record).all_fields.get(name)
        return choice_label(field, value) if value and field else ""

    def body(record: Record) -> Markup:
        return Markup(body_html(record, library))

    def state(record: Record) -> State | None:
        return state_of(record, library)

    def event(record: Record) -> State | None:
        return event_state(record, library)

    def shown(record: Record, field: FieldDeclaration, value: Any) -> tuple[Link, ...]:
        """A declared value of a record, or of a part of one, as texts and links."""
        return tuple(links_of(field, value, record, library))

    return {
        "body": body,
        "chart": chart,
        "choice": choice,
        "choices_in_words": lambda record: choices_in_words(record, library),
        "collection_of": library.collection_of,
        "event": event,
        "facts_of": lambda record: facts_of(record, library),
        "image": image,
        "headings": lambda record: library.body(record).headings,
        "is_open": lambda record: is_open(record, library.today),
        "is_dated": is_dated,
        "linked": lambda reference, to="": library.record(
            reference if "/" in reference or not to else f"{to}/{reference}"
        ),
        "listing_address": lambda record, name: choice_listing(record, name, library),
        "media": media,
        "organization": organization,
        "parts": parts,
        "person_address": person_address,
        "place": place,
        "shown": shown,
        "title": lambda values: title_status(values, library.today),
        "standing": lambda record: standing_of(record, library),
        "state": state,
        "summary": lambda record: summary_of(record, library),
    }


def theme_folder() -> Path:
    """The package's theme, which MkDocs reads Material's overrides from."""
    return Path(str(resources.files("wenming") / "theme"))
