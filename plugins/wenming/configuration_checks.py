"""What `mkdocs.yml` names and is not there: options of outputs, pictures, addresses."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Iterable, Iterator
from importlib import metadata, util
from pathlib import Path, PurePosixPath

from .configuration import PLUGIN, load_config, plugin_at
from .pages import theme_folder
from .problems import Place, Problem
from .records import Refused, nearest, read_text
from .records.front_matter import locate
from .settings import ELSEWHERE, Settings
from .trusted import files_below
from .views import Views
from .views.addresses import known_addresses

_PICTURES = (
    ("logo", ("theme", "logo")),
    ("favicon", ("theme", "favicon")),
    ("banner", (PLUGIN, "banner")),
    ("share_image", (PLUGIN, "share_image")),
)
"""Settings that name a file of the site, and where they stand."""


def configuration_problems(
    root: Path, settings: Settings, views: Views, hand_written: Iterable[str]
) -> Iterator[Problem]:
    """Every mistake in `mkdocs.yml` that shows beside plugins, files and pages alone."""
    hand_written = tuple(hand_written)
    yield from _option_problems(root, settings)
    yield from _missing_pictures(root, settings)
    yield from _unknown_links(root, settings, views, hand_written)


def _option_problems(root: Path, settings: Settings) -> Iterator[Problem]:
    """Plugins that are no outputs, and options that an output does not take."""
    known = {entry.name: entry for entry in metadata.entry_points(group="wenming.outputs")}
    for name, options in settings.outputs:
        if name not in known:
            place = _place(root, settings, name)
            yield Problem("output-unknown", place, details={"plugin": name})
        if name not in known or not options:  # an output is imported by who writes it
            continue
        parameters = inspect.signature(known[name].load()).parameters
        for option in options:
            if (
                option not in parameters
                or parameters[option].kind != inspect.Parameter.KEYWORD_ONLY
            ):
                details = {"plugin": name, "option": option}
                place = _place(root, settings, name, option)
                yield Problem("option-unknown", place, details=details)


def _missing_pictures(root: Path, settings: Settings) -> Iterator[Problem]:
    """Pictures of the portal that no folder has which MkDocs publishes."""
    assets = (root / settings.docs_dir).parent / "assets"
    for option, at in _PICTURES:
        name: str = getattr(settings, option)
        if not name or name.startswith(ELSEWHERE) or _is_published(name, root, settings):
            continue
        there = [f"assets/{each.relative_to(assets).as_posix()}" for each in files_below(assets)]
        details = {
            "option": option,
            "name": name,
            "folder": f"{PurePosixPath(settings.docs_dir).parent / 'assets'}",
            "suggestion": nearest(name, sorted(there)),
        }
        yield Problem("picture-unknown", _place(root, settings, *at), option, details)


def _is_published(name: str, root: Path, settings: Settings) -> bool:
    """Whether MkDocs takes such a file from the pages, the assets or one of the themes."""
    path = PurePosixPath(name.lstrip("/"))
    if ".." in path.parts:
        return False
    pages = root / settings.docs_dir
    folders = [pages, theme_folder()]
    if path.parts[:1] == ("assets",):
        folders.append(pages.parent)
    if settings.custom_dir:
        folders.append(root / settings.custom_dir)
    if (material := util.find_spec("material")) and material.origin:
        folders.append(Path(material.origin).parent / "templates")
    return any((folder / path).is_file() for folder in folders)


def _unknown_links(
    root: Path, settings: Settings, views: Views, hand_written: tuple[str, ...]
) -> Iterator[Problem]:
    """Entries of the navigation that lead to no page; files are not looked at."""
    known = known_addresses(views, hand_written)
    for label, address in settings.links.items():
        path = "/" + address.partition("#")[0].partition("?")[0].lstrip("/")
        is_file = "." in path.rpartition("/")[2]
        if address.startswith(ELSEWHERE) or is_file or {path, f"{path}/"} & known:
            continue
        suggestion = nearest(path, hand_written)
        details = {"label": label, "address": address, "suggestion": suggestion}
        place = _place(root, settings, PLUGIN, "links", label)
        yield Problem("link-nowhere", place, f"links.{label}", details)


def _place(root: Path, settings: Settings, *at: str) -> Place:
    """Where a key of the theme or of a plugin stands; one that INHERIT names has no line."""
    file = settings.file
    with contextlib.suppress(Refused, OSError, LookupError, StopIteration):
        text = read_text(root / file, file)
        if at[0] != "theme":
            config = load_config(text, root / file, file)
            return _located(text, file, (*plugin_at(config, at[0]), *at[1:]))
        return _located(text, file, at)
    return Place(file)


def _located(text: str, file: str, at: tuple[str | int, ...]) -> Place:
    line, column = locate(text, at, {})
    return Place(file, line + 1, column + 1)
