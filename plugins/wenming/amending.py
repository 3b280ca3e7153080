"""Amending: where nothing but the text of a few records changed, only what shows it is made anew.

The body of a record is shown by its own page, in feeds and in the search, and
nowhere else; all the rest of a site depends on the other things that a record
says. So a build in which only bodies changed needs neither the library nor the
views: it looks up what it needs of them (`library.recalled`). Whatever is not
as it was, or is not remembered, is left to an ordinary build.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from .history import modified_since
from .library import (
    Forgotten,
    Library,
    Loaded,
    Recollection,
    recalled,
    recollect,
    remember,
)
from .pages import TEMPLATES, House, Renderer, moved_on
from .parallel import apart
from .records import Record
from .release import Part, Release
from .settings import Settings
from .store import STORE, Store
from .unchanged import Done, State
from .views import View, Views, packed, unpacked

Amendment = Callable[..., bool]
"""What an output does with amended records: `(Library, records, moved, Release) -> bool`.

It writes those of its files that show the records into a release which has all
of its files already; `moved` are the records whose last change is another than
before. False where it cannot. The library is a recalled one. Named in the entry
points `wenming.amendments` as the output is in `wenming.outputs`; where an output
has none, every build is an ordinary one.
"""

Amendments = Sequence[tuple[Amendment, Mapping[str, Any]]]
"""With the options of their outputs."""

LARGE = 500
"""Records above which it pays: of a smaller portal the search is made anew with each build."""

MOST = 20
"""Changed files up to which it pays."""

_MANY = 100
"""Views from which it is faster to keep all of them anew."""

_VIEWS, _DATES = "views", "dates"
_EVERY = ""
"""Stands for all listed records among those whose dates a page tells."""
_BODIES = re.compile(r"\b(body|bodies|headings|outlines?)\b")
_OWN_BODY = re.compile(r"\b(body|headings)\(record\)")


@dataclass(frozen=True, slots=True)
class Amended:
    """What is otherwise than in the site online."""

    library: Library
    records: tuple[Record, ...]
    moved: tuple[Record, ...]
    """Those of them that were last changed at another time than before."""
    memory: Recollection
    amendments: Amendments


def remember_all(loaded: Loaded, views: Views, changed: Sequence[View]) -> bool:
    """Keep what an amendment of this build would need; whether that could be done.

    Of views that did not change since the last build it is there.
    """
    library = loaded.library
    dates: dict[str, list[str]] = {}
    for view in views.pages:
        everywhere = view.sources is library.listed
        for path in [_EVERY] if everywhere else (record.path for record in view.sources):
            dates.setdefault(path, []).append(view.address)
    store = Store(library.root / STORE, ())
    before = recollect(library.root)
    gone = before and set(before.keys.values()) - {record.path for record in library.records}
    shown = {view.record.path: view for view in changed if view.record}
    if gone or len(shown) > _MANY:  # what is gone may not stay here, either
        shown = {view.record.path: view for view in views.pages if view.record}
        store.keep_all(_VIEWS, shown, lambda path: packed(shown[path].made()))
    else:
        for path, view in shown.items():
            store.keep_among(_VIEWS, path, packed(view.made()))
    store.keep_all(_DATES, dates, dates.__getitem__)
    return store.save() and remember(loaded)


def changes_of(
    root: Path, settings: Settings, today: dt.date, done: Done, state: State
) -> Amended | None:
    """What changed since a build, if it is no more than bodies; None where it may be more."""
    amendments = _amendments(settings)
    files = state.files_changed_since(done.state)
    if files is None or len(files) > MOST or amendments is None:
        return None
    folder, prefix = root / settings.content_dir, settings.content_dir
    later: Mapping[str, dt.datetime] | None = {}
    if state.commit != done.state.commit:
        commit = done.state.commit
        later = modified_since(folder, commit, settings.zone) if commit else None
    memory = recollect(root) if later is not None else None
    if memory is None or later is None or len(memory.keys) <= LARGE:
        return None
    changed = {**memory.changed, **{f"{prefix}/{path}": when for path, when in later.items()}}
    paths = sorted({f"{prefix}/{path}" for path in (*files, *later)})
    found = recalled(root, settings, today, replace(memory, changed=changed), paths, state.files)
    if found is None or _shows_bodies(found[0]):
        return None
    library, records, heads = found
    moved = tuple(r for r in records if memory.changed.get(r.path) != changed.get(r.path))
    last = max(map(library.updated, moved), default=memory.last_change)
    if memory.last_change and last and last.date() > memory.last_change.date():
        return None  # pages tell on which day something changed
    return Amended(
        library,
        tuple(r for r in records if r in moved or heads[r.path] != memory.heads[r.path]),
        moved,
        replace(memory, changed=changed, heads={**memory.heads, **heads}, last_change=last),
        amendments,
    )


def pages_of(amended: Amended, house: House) -> list[tuple[str, str]]:
    """The pages of the records, with their addresses.

    Raises `Forgotten` where one cannot be had.
    """
    library, renderer = amended.library, Renderer(amended.library, house)
    views = [_view_of(record, library) for record in amended.records]
    return [(view.address, renderer.page(view)) for view in views]


def rewrite(amended: Amended, pages: Callable[[], list[tuple[str, str]]], release: Release) -> None:
    """Write a release that differs from the site online by what changed.

    Raises `Forgotten` where that is not enough.
    """
    try:
        release.keep_all()
    except FileNotFoundError as error:
        raise Forgotten(error.filename) from error
    with apart(functools.partial(_write_outputs, amended, release)) as written:
        for address, text in pages():
            release.unit(address, None, functools.partial(release.write_page, address, text))
        _write_sitemap(amended, release)
        release.include(written())


def _write_outputs(amended: Amended, release: Release) -> Part:
    def write() -> None:
        for amend, options in amended.amendments:
            if not amend(amended.library, amended.records, amended.moved, release, **options):
                raise Forgotten(amend.__name__)

    return release.apart(write)[1]


def _write_sitemap(amended: Amended, release: Release) -> None:
    library = amended.library
    store = Store(library.root / STORE, ())
    for record in amended.moved:
        addresses = [
            address
            for path in (record.path, _EVERY)
            for address in store.read_among(_DATES, path).get(path, ())
        ]
        urls = frozenset(map(library.settings.absolute, addresses))
        when = library.settings.aware(library.updated(record))
        move = functools.partial(_move_sitemaps, release, urls, when, library.settings)
        release.amend("sitemap", move)


def _move_sitemaps(
    release: Release, urls: frozenset[str], when: dt.datetime, settings: Settings
) -> None:
    """The parts that tell of some URLs, then the index of them, which tells of the parts."""
    parts = [path for path in release.paths if re.fullmatch(r"sitemap-\d+\.xml", path)]
    for path in [*parts, "sitemap.xml"]:
        before = release.read(path).decode()
        after = moved_on(before, urls, when)
        release.write(path, after)
        if after != before:
            urls |= {settings.absolute(f"/{path}")}


def _view_of(record: Record, library: Library) -> View:
    """The view of a record's page as it was, but for when the record last changed."""
    store = Store(library.root / STORE, ())
    view = unpacked(store.read_among(_VIEWS, record.path)[record.path], library)
    if not isinstance(view, View):
        raise Forgotten(record.path)
    return replace(view, lastmod=library.updated(record))


def _amendments(settings: Settings) -> Amendments | None:
    """Those of the outputs that are switched on; None where one of them has none."""
    known = {entry.name: entry for entry in metadata.entry_points(group="wenming.amendments")}
    if not all(name in known for name, _ in settings.outputs):
        return None
    return [(known[name].load(), options) for name, options in settings.outputs]


def _shows_bodies(library: Library) -> bool:
    """Whether a template of the portal's own may show a body where ours show none."""
    settings = library.settings
    own = library.root / settings.custom_dir / TEMPLATES if settings.custom_dir else None
    pages = {f"{collection.look}.html" for collection in library.collections.values()}

    def shows(file: Path) -> bool:
        text = file.read_text("utf-8")
        if file.parent == own and file.name in pages and "for record in" not in text:
            text = _OWN_BODY.sub("", text)
        return bool(_BODIES.search(text))

    return own is not None and any(map(shows, own.rglob("*.html")))
