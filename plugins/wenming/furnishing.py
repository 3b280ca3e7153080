"""Furnishing: all pages, files and outputs of a library are written into a release."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from .crew import Crew
from .library import Library
from .pages import House, Renderer, robots, sitemaps
from .parallel import PARALLEL_FROM, apart
from .progress import Tell, silent
from .release import Part, Release
from .settings import Settings
from .views import View, ViewPrints, Views

Output = Callable[..., None]
"""An output: `(Library, Views, Release, **options) -> None`, options keyword-only.

It writes files of its own into the release; the library and the views are
read-only. Named in the entry points `wenming.outputs` under the name of the
plugin that switches it on in `mkdocs.yml`.
"""


@dataclass(frozen=True, slots=True)
class _Pages:
    """Renders views by their number, on this machine or on another one."""

    renderer: Renderer
    views: Sequence[View]

    def __call__(self, number: int) -> str:
        return self.renderer.page(self.views[number])


def furnish(
    library: Library,
    views: Views,
    house: House,
    release: Release,
    tell: Tell = silent,
    crew: Crew | None = None,
) -> int:
    """Write all pages, files and outputs of the library into a release; how many pages are new.

    Pages are rendered by the `crew` and written here. The outputs are written by
    another process meanwhile, where there may be one: they need nothing of the pages.
    """
    with apart(functools.partial(_write_outputs, library, views, release)) as written:
        rendered = _write_pages(library, views, house, release, tell, crew or Crew())
        _write_files(library, release)
        _write_sitemaps(library, views, house, release)
        release.write("robots.txt", robots(library))
        tell("outputs", 0, 0)
        release.include(written())
    return rendered


def _write_pages(
    library: Library, views: Views, house: House, release: Release, tell: Tell, crew: Crew
) -> int:
    """Write all pages; how many had to be rendered."""
    tell("pages", 0, 0)
    renderer = Renderer(library, house)
    prints, digest = ViewPrints(library, house.digest), house.digest
    fingerprints = {view.address: prints.of(view) if digest else None for view in views.pages}
    changed = [v for v in views.pages if not release.keep(v.address, fingerprints[v.address])]

    def write(number: int, text: str) -> Part:
        address = changed[number].address

        def unit() -> None:
            page = functools.partial(release.write_page, address, text)
            release.unit(address, fingerprints[address], page)

        return release.apart(unit)[1]

    if len(changed) >= PARALLEL_FROM and not crew.hires(len(changed)):
        renderer.compile(views)
    tell("pages", 0, len(changed))
    # Where processes share the disk, whoever renders a page writes it: making files takes
    # as long as their text.
    parts = crew.share(_Pages(renderer, changed), range(len(changed)), fetch=int, keep=write)
    for number, part in enumerate(parts):
        release.include(part)
        tell("pages", number, len(changed))
    for address, record in views.redirects:
        release.write_page(address, renderer.redirect(record))
    taken = {view.address for view in views.pages} | {address for address, _ in views.redirects}
    for stone in library.tombstones:
        for address in sorted(set(stone.addresses) - taken):
            release.write_page(address, renderer.withdrawn(stone))
    return len(changed)


def _write_sitemaps(library: Library, views: Views, house: House, release: Release) -> None:
    def write() -> None:
        for name, text in sitemaps(library, views, house.pages).items():
            release.write(name, text)

    shown = [(view.address, view.lastmod) for view in views.pages]
    fingerprint = library.prints.of_these((), shown, [page.address for page in house.pages])
    release.unit("sitemap", fingerprint, write)


def _write_files(library: Library, release: Release) -> None:
    for path, media in library.media.items():
        if media.is_cleaned:
            release.write(media.address.lstrip("/"), media.content(library.root))
        else:
            release.add(media.address.lstrip("/"), library.root / path)


def _write_outputs(library: Library, views: Views, release: Release) -> Part:
    def write() -> None:
        for output, options in outputs(library.settings):
            output(library, views, release, **options)

    return release.apart(write)[1]


def outputs(settings: Settings) -> Iterator[tuple[Output, Mapping[str, Any]]]:
    """The outputs that are switched on, with their options."""
    known = {entry.name: entry for entry in metadata.entry_points(group="wenming.outputs")}
    for name, options in settings.outputs:
        yield known[name].load(), options
