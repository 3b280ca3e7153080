"""The pipeline: check the content, furnish a house with it, swap the release in."""

from __future__ import annotations

import datetime as dt
import inspect
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from .library import Library, load
from .pages import (
    House,
    Renderer,
    digest_of,
    hand_written_addresses,
    read_house,
    robots,
    sitemaps,
)
from .parallel import Shared
from .problems import Place, Problem, ordered
from .progress import Tell, silent
from .records import Refused
from .release import Release, looks_like_site, staged
from .settings import Settings
from .views import Views, plan
from .views.addresses import collisions, unknown_links

Output = Callable[..., None]
"""An output: `(Library, Views, Release, **options) -> None`, options keyword-only.

It writes files of its own into the release; the library and the views are
read-only. Named in the entry points `wenming.outputs` under the name of the
plugin that switches it on in `mkdocs.yml`.
"""


ShellMaker = Callable[[Path, Path], None]
"""Builds a house: `(config_file, folder)`. The only one there is runs MkDocs."""


@dataclass(frozen=True, slots=True)
class Checked:
    """All that is known before anything is written."""

    library: Library
    views: Views
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        return any(problem.is_error for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the problems that stopped it, or the counts of what it wrote."""

    problems: tuple[Problem, ...]
    published: bool
    records: int = 0
    written: int = 0
    carried_over: int = 0


def portal_day(
    settings: Settings,
    as_of: dt.date | None = None,
    environ: Mapping[str, str] = os.environ,
) -> dt.date:
    """The portal's own date: `as_of`, else SOURCE_DATE_EPOCH, else today in its time zone."""
    if as_of:
        return as_of
    if epoch := environ.get("SOURCE_DATE_EPOCH"):
        return dt.datetime.fromtimestamp(int(epoch), settings.zone).date()
    return dt.datetime.now(settings.zone).date()


def check(root: Path, settings: Settings, today: dt.date) -> Checked:
    """The library and the views, and every problem of the content."""
    loaded = load(root, settings, today)
    views = plan(loaded.library)
    hand_written = hand_written_addresses(root / settings.docs_dir)
    problems = [
        *loaded.problems,
        *collisions(views, hand_written),
        *unknown_links(loaded.library, views, hand_written),
        *_option_problems(settings),
    ]
    return Checked(loaded.library, views, tuple(ordered(problems)))


def build(
    config_file: Path,
    settings: Settings,
    site: Path,
    today: dt.date,
    make_house: ShellMaker,
    *,
    strict: bool = False,
    tell: Tell = silent,
) -> Built:
    """Check everything, write a new release and swap it into `site`.

    With an error anywhere (`strict`: a warning too) `site` stays as it was.
    """
    root = config_file.parent
    tell("check", 0, 0)
    checked = check(root, settings, today)
    if not looks_like_site(site):
        problem = Problem("site-dir", Place(config_file.name), details={"path": site.name})
        return Built((problem, *checked.problems), published=False)
    if checked.has_errors or (strict and checked.problems):
        return Built(checked.problems, published=False)
    tell("house", 0, 0)
    try:
        house = house_of(config_file, settings, make_house)
    except Refused as refused:
        return Built((refused.problem, *checked.problems), published=False)
    with staged(site) as release:
        assert house.folder
        release.add_folder(house.folder)
        furnish(checked, house, release, tell)
    return Built(
        problems=checked.problems,
        published=True,
        records=len(checked.library.records),
        written=release.written,
        carried_over=release.carried_over,
    )


def furnish(checked: Checked, house: House, release: Release, tell: Tell = silent) -> None:
    """Write all pages, files and outputs of the library into a release."""
    library, views = checked.library, checked.views
    renderer = Renderer(library, house)
    pages = Shared(renderer.page, views.pages).results()
    for number, (view, page) in enumerate(zip(views.pages, pages, strict=True)):
        release.write_page(view.address, page)
        tell("pages", number, len(views.pages))
    tell("outputs", 0, 0)
    for address, record in views.redirects:
        release.write_page(address, renderer.redirect(record))
    for path, media in library.media.items():
        release.add(media.address.lstrip("/"), library.root / path)
    for name, text in sitemaps(library, views, house.pages).items():
        release.write(name, text)
    release.write("robots.txt", robots(library))
    for output, options in outputs(library.settings):
        output(library, views, release, **options)


def outputs(settings: Settings) -> Iterator[tuple[Output, Mapping[str, Any]]]:
    """The outputs that are switched on, with their options."""
    known = {entry.name: entry for entry in metadata.entry_points(group="wenming.outputs")}
    for name, options in settings.outputs:
        yield known[name].load(), options


def _option_problems(settings: Settings) -> Iterator[Problem]:
    """Plugins that are no outputs, and options that an output does not take."""
    known = {entry.name: entry for entry in metadata.entry_points(group="wenming.outputs")}
    for name, options in settings.outputs:
        if name not in known:
            yield Problem("output-unknown", Place("mkdocs.yml"), details={"plugin": name})
            continue
        parameters = inspect.signature(known[name].load()).parameters
        for option in options:
            if (
                option not in parameters
                or parameters[option].kind != inspect.Parameter.KEYWORD_ONLY
            ):
                details = {"plugin": name, "option": option}
                yield Problem("option-unknown", Place("mkdocs.yml"), details=details)


def house_of(config_file: Path, settings: Settings, make_house: ShellMaker) -> House:
    """The house that was built from the same trusted files before, or a new one.

    Raises `Refused` where MkDocs cannot build it.
    """
    root = config_file.parent
    kept = root / ".wenming" / "house"
    folder = kept / digest_of(root, config_file, settings)
    house = read_house(folder)
    if house:
        return house
    kept.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix="new-", dir=kept))
    try:
        make_house(config_file, new)
        shutil.rmtree(folder, ignore_errors=True)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    for old in kept.iterdir():
        if old != folder and not old.name.startswith("new-"):
            shutil.rmtree(old, ignore_errors=True)
    house = read_house(folder)
    assert house, "written just above"
    return house
