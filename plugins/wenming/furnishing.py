"""Furnishing: all pages, files and outputs of a library are written into a release."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import metadata
from typing import Any

from .crew import Crew
from .gallery import Gallery
from .library import Library, Media
from .pages import House, Renderer, robots, sitemaps
from .parallel import PARALLEL_FROM, apart, shared
from .progress import Tell, silent
from .release import Part, Release
from .settings import Settings
from .store import code_version
from .views import PER_PAGE, SEARCH, View, ViewPrints, Views

_PICTURE = 100
"""To make a picture's renditions takes as long as so many pages."""

Output = Callable[..., None]
"""An output: `(Library, Views, Release, **options) -> None`, options keyword-only.

It writes files of its own into the release; the library and the views are
read-only. Named in the entry points `wenming.outputs` under the name of the
plugin that switches it on in `mkdocs.yml`.
"""

Named = tuple[str, Output, Mapping[str, Any]]
"""An output by its name, with its options."""

_SHARING = (SEARCH,)
"""Outputs that share their work among the cores by themselves."""


class _Pages:
    """Renders pages by their number, on this machine or on another one."""

    def __init__(self, library: Library, renderer: Renderer, views: Sequence[View]) -> None:
        self._library = library
        self._renderer = renderer
        self._views = views
        self._last: tuple[int, View] | None = None

    def view(self, number: int) -> View:
        """A view with all that it shows found out; of the last one again."""
        if self._last is None or self._last[0] != number:
            self._last = number, self._views[number].made()
        return self._last[1]

    def with_bodies(self, number: int) -> tuple[int, Mapping[str, bytes]]:
        """A number with the bodies that the page may show, for where the store is not."""
        view, bodies = self._views[number], self._library.bodies
        shown = [view.record] if view.record else []
        if self._library.settings.custom_dir:  # a template of the portal's own may show others
            shown += view.sources[:PER_PAGE]
        return number, {record.path: bodies.packed(record.path) for record in shown}

    def __call__(self, given: tuple[int, Mapping[str, bytes]]) -> str:
        number, bodies = given
        self._library.bodies.bring(bodies)
        return self._renderer.page(self.view(number))


def furnish(
    library: Library,
    views: Views,
    house: House,
    release: Release,
    tell: Tell = silent,
    crew: Crew | None = None,
) -> Sequence[View]:
    """Write all pages, files and outputs of the library into a release; the pages that are new.

    Pages are rendered by the `crew` and written here. Outputs that do not share their
    work are written by another process meanwhile, where there may be one: they need
    nothing of the pages. No more processes than cores are busy at once: each of them
    comes to hold much of the library.
    """
    found = tuple(outputs(library.settings))
    alone = [each for each in found if each[0] not in _SHARING]
    sharing = [each for each in found if each[0] in _SHARING]
    _ = library.prints.by_path  # which every process would find out for itself
    with apart(lambda: _parts(alone, library, views, release)) as written:
        changed = _write_pages(library, views, house, release, tell, crew or Crew())
        write_files(library, release, tell)
        _write_sitemaps(library, views, house, release)
        release.write("robots.txt", robots(library))
        tell("outputs", 0, 0)
        for part in written():
            release.include(part)
    for each in sharing:
        _write(each, library, views, release)
    return changed


def _write_pages(
    library: Library, views: Views, house: House, release: Release, tell: Tell, crew: Crew
) -> Sequence[View]:
    """Write all pages; those that had to be rendered."""
    tell("pages", 0, 0)
    renderer = Renderer(library, house)
    prints = ViewPrints(library, house.digest)
    changed = _changed(views.pages, prints, release)
    work = _Pages(library, renderer, changed)

    def write(number: int, text: str) -> Part:
        address = changed[number].address

        def unit() -> None:
            page = functools.partial(release.write_page, address, text)
            release.unit(address, prints.of(work.view(number)), page)

        return release.apart(unit)[1]

    elsewhere = crew.hires(len(changed))
    if len(changed) >= PARALLEL_FROM and not elsewhere:
        renderer.compile(views)
    tell("pages", 0, len(changed))
    # Where processes share the disk, whoever renders a page writes it: making files takes
    # as long as their text.
    fetch = work.with_bodies if elsewhere else lambda number: (number, {})
    parts = crew.share(work, range(len(changed)), fetch=fetch, keep=write)
    for number, part in enumerate(parts):
        release.include(part)
        tell("pages", number, len(changed))
    for address, record in views.redirects:
        release.write_page(address, renderer.redirect(record))
    taken = {view.address for view in views.pages} | {address for address, _ in views.redirects}
    for stone in library.tombstones:
        for address in sorted(set(stone.addresses) - taken):
            release.write_page(address, renderer.withdrawn(stone))
    return changed


def _changed(pages: Sequence[View], prints: ViewPrints, release: Release) -> Sequence[View]:
    """The pages that are not online as they are now; the others are kept."""
    if release.is_first:
        return pages
    found = map(prints.of, pages)
    return [
        view
        for view, fingerprint in zip(pages, found, strict=True)
        if not release.keep(view.address, fingerprint)
    ]


def _write_sitemaps(library: Library, views: Views, house: House, release: Release) -> None:
    def write() -> None:
        for name, text in sitemaps(library, views, house.pages).items():
            release.write(name, text)

    shown = [(view.address, view.lastmod) for view in views.pages]
    fingerprint = library.prints.of_these((), shown, [page.address for page in house.pages])
    release.unit("sitemap", fingerprint, write)


def write_files(library: Library, release: Release, tell: Tell) -> None:
    """Write the files that records name, and the renditions of the pictures among them."""
    gallery = Gallery(library.root)
    units: dict[str, list[Media]] = {}
    for media in library.media.values():
        units.setdefault(media.digest, []).append(media)

    def fingerprint(digest: str) -> bytes:
        addresses = sorted({a for m in units[digest] for a in (m.address, *m.renditions.values())})
        told = "\n".join(addresses).encode()
        return hashlib.blake2b(told, digest_size=16, key=code_version()).digest()

    def unit(digest: str) -> None:
        content = functools.cache(lambda: units[digest][0].content(library.root))
        for media in {media.address: media for media in units[digest]}.values():
            if media.is_cleaned:
                release.write(media.address.lstrip("/"), content())
            else:
                release.add(media.address.lstrip("/"), library.root / media.path)
            for width, data in gallery.renditions(media, content).items():
                release.write(media.renditions[width].lstrip("/"), data)

    def write(digest: str) -> Part:
        return release.apart(
            lambda: release.unit(f"/media/{digest}", fingerprint(digest), lambda: unit(digest))
        )[1]

    changed = [each for each in units if not release.keep(f"/media/{each}", fingerprint(each))]
    for number, part in enumerate(shared(write, changed, weight=_PICTURE)):
        release.include(part)
        tell("files", number, len(changed))
    gallery.tidy(library.media.values())


def _write(named: Named, library: Library, views: Views, release: Release) -> None:
    _, output, options = named
    output(library, views, release, **options)


def _parts(found: Sequence[Named], library: Library, views: Views, release: Release) -> list[Part]:
    """What outputs write, each in a process of its own: none holds what the others left."""
    parts = []
    for each in found:
        write = functools.partial(_write, each, library, views, release)
        with apart(functools.partial(release.apart, write)) as written:
            parts.append(written()[1])
    return parts


def outputs(settings: Settings) -> Iterator[Named]:
    """The outputs that are switched on."""
    known = {entry.name: entry for entry in metadata.entry_points(group="wenming.outputs")}
    for name, options in settings.outputs:
        yield name, known[name].load(), options
