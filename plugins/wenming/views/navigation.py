"""Navigation: the columns as entries of their own, and as groups of several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..records import Collection


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the navigation: a column, or with a `label` a group of them."""

    label: str
    collections: tuple[Collection, ...]


def navigation(collections: Iterable[Collection]) -> tuple[Entry, ...]:
    """The entries in the order of their first column."""
    groups: dict[str, list[Collection]] = {}
    for collection in collections:
        groups.setdefault(collection.group or f"/{collection.name}", []).append(collection)
    return tuple(Entry(members[0].group, tuple(members)) for members in groups.values())
