"""The columns that the content folder declares, and what is wrong with their declarations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ..problems import Place, Problem
from ..records import (
    DECLARATION,
    Collection,
    Tree,
    declared_wrong,
    read_collection,
    same_label_faults,
    scan,
    target_faults,
)
from ..settings import Settings
from .schemes import FOLDER as SCHEMES

RESERVED = frozenset(
    ("assets", "calendar", "data", "figures", "media", "organizations", "people", "search", SCHEMES)
)
"""Addresses and folders of the portal itself, which no column can have."""


def declared_collections(
    root: Path, settings: Settings, files: Iterable[str] | None = None
) -> tuple[dict[str, Collection], list[Problem]]:
    """The declared columns alone, in the order of the navigation, and problems with them.

    `files` are those of the content folder, where they are known.
    """
    folder = root / settings.content_dir
    if files is not None:
        tree = Tree(tuple(filter(_declares, files)), ())
    else:
        tree = scan(folder, settings.content_dir) if folder.is_dir() else Tree((), ())
    return read_collections(folder, settings.content_dir, tree)


def read_collections(
    folder: Path, prefix: str, tree: Tree
) -> tuple[dict[str, Collection], list[Problem]]:
    """The declared columns in the order of the navigation, and stray or faulty files."""
    found: list[Collection] = []
    problems: list[Problem] = []
    undeclared: set[str] = set()
    refused = {problem.place.path for problem in tree.problems}
    files = frozenset(tree.files)
    for path in tree.files:
        name, _, rest = path.partition("/")
        if rest == DECLARATION and name in RESERVED:
            place = Place(f"{prefix}/{path}")
            problems.append(Problem("reserved-collection", place, details={"name": name}))
        elif rest == DECLARATION:
            collection, faults = read_collection(folder / path, f"{prefix}/{path}", name)
            problems += faults
            found += [collection] if collection else []
        elif re.search(r"\.(md|markdown|mkd)$", path, re.IGNORECASE):
            if not path.endswith(".md"):
                problems.append(Problem("file-suffix", Place(f"{prefix}/{path}")))
            if not rest:
                problems.append(Problem("outside-collection", Place(f"{prefix}/{path}")))
            elif f"{name}/{DECLARATION}" not in files and name != SCHEMES:
                undeclared.add(name)
    problems += (
        Problem("undeclared-collection", Place(f"{prefix}/{name}/{DECLARATION}"))
        for name in sorted(undeclared)
        if f"{prefix}/{name}/{DECLARATION}" not in refused
    )
    known = column_folders(tree, prefix)
    labels: dict[str, str] = {}
    for each in found:
        path = f"{each.name}/{DECLARATION}"
        wrong = [*same_label_faults(each, labels), *target_faults(each, known)]
        labels.setdefault(each.label, each.name)
        problems += declared_wrong(folder / path, f"{prefix}/{path}", wrong)
    found.sort(key=lambda collection: (collection.order, collection.name))
    return {collection.name: collection for collection in found}, problems


def column_folders(tree: Tree, prefix: str) -> list[str]:
    """The folders that are columns, or would be if their declarations were there and sound."""
    refused = [problem.place.path.removeprefix(f"{prefix}/") for problem in tree.problems]
    names = {path for path in refused if "/" not in path}  # a folder that is a link, say
    for path in (*tree.files, *refused):
        if _declares(path) or ("/" in path and path.endswith(".md")):
            names.add(path.partition("/")[0])
    return sorted(names - RESERVED)


def _declares(path: str) -> bool:
    return path.partition("/")[2] == DECLARATION
