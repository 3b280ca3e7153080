"""Amending: where only words of a few records changed, nothing but what shows them is made anew.

Which pages there are, and what stands on them, depends on all that records say but
their words: titles, summaries and bodies. So a build in which only these changed
needs neither the library nor the views: it looks up what it needs of them
(`library.recalled`, `shown`). Whatever is not as it was, or is not remembered, is
left to an ordinary build.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from .shown import keep_views, pages_showing, views_at
from .store import STORE, Store
from .unchanged import Done, State
from .views import View, Views

Amendment = Callable[..., bool]
"""What an output does with amended records: `(Library, records, told, Release) -> bool`.

It writes those of its files that show the records into a release which has all
of its files already; `told` are those of them of which more than the body may be
otherwise: words, words of what they refer to, the time of the last change. False
where it cannot. The library is a recalled one. Named in the entry points
`wenming.amendments` as the output is in `wenming.outputs`; where an output has
none, every build is an ordinary one.
"""

Amendments = Sequence[tuple[Amendment, Mapping[str, Any]]]
"""With the options of their outputs."""

LARGE = 500
"""Records above which it pays: of a smaller portal the search is made anew with each build."""

MOST = 20
"""Changed files up to which it pays."""

_MOST_TOLD = 100
"""Records up to which it pays: those that refer to what changed are amended, too."""

_DATES = "dates"
_EVERY = ""
"""Stands for all listed records among those whose dates a page tells."""
_BODIES = re.compile(r"\b(body|bodies|headings|outlines?)\b")
_OWN_BODY = re.compile(r"\b(body|headings)\(record\)")
_OTHER_RECORD = re.compile(
    r"\bfor\b[^%]*\brecord\b[^%]*\bin\b|\brecord\s*=|\bmacro\b[^%]*\brecord\b"
)
"""A name that may stand for another record than the page's."""


@dataclass(frozen=True, slots=True)
class Amended:
    """What is otherwise than in the site online."""

    library: Library
    records: tuple[Record, ...]
    told: tuple[Record, ...]
    """Those of them of which others may tell something else than before."""
    moved: tuple[Record, ...]
    """Those of them that were last changed at another time than before."""
    addresses: tuple[str, ...]
    """The pages that may tell something else, their own first."""
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
    store.keep_all(_DATES, dates, dates.__getitem__)
    return store.save() and keep_views(library, views, changed) and remember(loaded)


def changes_of(
    root: Path, settings: Settings, today: dt.date, done: Done, state: State
) -> Amended | None:
    """What changed since a build, if it is no more than words; None where it may be more."""
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
    library, found_anew, heads = found
    moved = tuple(r for r in found_anew if memory.changed.get(r.path) != changed.get(r.path))
    if any(_is_earlier(changed[record.path], memory.changed.get(record.path)) for record in moved):
        return None  # what is the last change of a page, and of all, nobody can know then
    last = library.last_change
    if memory.last_change and last and last.date() > memory.last_change.date():
        return None  # pages tell on which day something changed
    rewritten = [path for path, head in heads.items() if head != memory.heads[path]]
    reworded = [path for path in rewritten if heads[path].words != memory.heads[path].words]
    telling = _telling(reworded, memory.named_by)
    if len(telling) > _MOST_TOLD or ((telling or moved) and any(_own_templates(library))):
        return None
    told = _records_at(telling | dict.fromkeys(record.path for record in moved), library)
    records = _records_at(dict.fromkeys([*rewritten, *(each.path for each in told)]), library)
    own = (record.url for record in records)
    addresses = tuple(dict.fromkeys([*own, *pages_showing(root, telling)]))
    heads = {**memory.heads, **heads}
    memory = replace(memory, changed=changed, heads=heads, last_change=last)
    return Amended(library, records, told, moved, addresses, memory, amendments)


def _telling(paths: Iterable[str], named_by: Mapping[str, Sequence[str]]) -> dict[str, None]:
    """The records at some paths, and those that refer to them, or to what refers to them…"""
    found = dict.fromkeys(paths)
    ahead = [*found]
    while ahead:
        new = [path for path in named_by.get(ahead.pop(), ()) if path not in found]
        found |= dict.fromkeys(new)
        ahead += new
    return found


def _is_earlier(when: dt.datetime, before: dt.datetime | None) -> bool:
    """Whether a change was committed by a clock that is behind that of the one before."""
    return before is not None and when < before


def _records_at(paths: Iterable[str], library: Library) -> tuple[Record, ...]:
    return tuple(record for path in paths if (record := library.record_at(path)))


def pages_of(amended: Amended, house: House) -> list[tuple[str, str]]:
    """The pages that may tell something else now, and former addresses, with their texts.

    Raises `Forgotten` where one cannot be had.
    """
    library, renderer = amended.library, Renderer(amended.library, house)
    views = views_at(library, amended.addresses)
    pages = [(view.address, renderer.page(view)) for view in views]
    former = [(alias, record) for record in amended.told for alias in record.get("aliases") or ()]
    return pages + [(alias, renderer.redirect(record)) for alias, record in former]


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
            if not amend(amended.library, amended.records, amended.told, release, **options):
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


def _amendments(settings: Settings) -> Amendments | None:
    """Those of the outputs that are switched on; None where one of them has none."""
    known = {entry.name: entry for entry in metadata.entry_points(group="wenming.amendments")}
    if not all(name in known for name, _ in settings.outputs):
        return None
    return [(known[name].load(), options) for name, options in settings.outputs]


def _own_templates(library: Library) -> Iterator[Path]:
    """The portal's own templates."""
    if library.settings.custom_dir:
        yield from filter(Path.is_file, _template_folder(library).rglob("*"))


def _template_folder(library: Library) -> Path:
    return library.root / library.settings.custom_dir / TEMPLATES


def _shows_bodies(library: Library) -> bool:
    """Whether a template of the portal's own may show a body where ours show none."""
    pages = {f"{collection.look}.html" for collection in library.collections.values()}

    def shows(file: Path) -> bool:
        text = file.read_text("utf-8")
        if (
            file.parent == _template_folder(library)
            and file.name in pages
            and not _OTHER_RECORD.search(text)
        ):
            text = _OWN_BODY.sub("", text)
        return bool(_BODIES.search(text))

    return any(map(shows, _own_templates(library)))
