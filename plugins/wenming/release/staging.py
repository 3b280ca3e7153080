"""Staging: a release is written beside the site, and put in its place when it is whole."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from .kept import Releases
from .manifest import Manifests
from .recycling import prepare_spare, recycled
from .release import Release


@contextlib.contextmanager
def staged(
    site: Path,
    *,
    keep: int = 0,
    withdrawn: Sequence[str] = (),
    manifests: Manifests | None = None,
) -> Iterator[Release]:
    """A release to be written beside `site`, exchanged with it when the block ends well.

    The former site and older releases are kept, `keep` of them, but none that may
    hold a record that is `withdrawn`. Whatever goes wrong in the block, `site`
    stays as it was. With `manifests` units that did not change are carried over.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    releases = Releases(site)
    releases.mend()
    try:
        older = [releases.path(number) for number in releases.kept]
        previous = site if site.is_dir() else None
        manifest = manifests.read(site) if manifests and previous else None
        folder = recycled(releases, site, manifests, manifest) if manifests and manifest else None
        release = Release(
            folder or releases.begin(),
            previous,
            older,
            manifest=manifest,
            recycled=folder is not None,
        )
        yield release
        release.finish()
        carried: list[str] = []
        for number in releases.successors(keep):
            each = site if number == releases.online else releases.path(number)
            carried += release.keep_assets(each, releases.carried(number))
        release.purged = releases.publish(release.folder, carried, keep, withdrawn)
        if manifests and release.purged:
            manifests.clear()  # they name the pages of withdrawn records
        if manifests:
            made = release.manifest()
            manifests.write(site, made)
            if keep and len(made.files) > _LARGE:
                prepare_spare(releases, site, manifests, made)
    finally:
        with contextlib.suppress(OSError):
            releases.mend()


_LARGE = 5_000
"""Files of a site from which it pays to have a copy of it at hand for the next release."""


def lock_of(site: Path) -> Path:
    """The file that says who is publishing to `site`."""
    return site.with_name(f".{site.name}.lock")


def looks_like_site(folder: Path) -> bool:
    """Whether a folder may be replaced: it is not there, empty, or a site we or MkDocs built."""
    if folder.is_symlink():
        return False
    if not folder.exists():
        return True
    if not folder.is_dir():
        return False
    return (folder / "sitemap.xml").is_file() or not any(folder.iterdir())
