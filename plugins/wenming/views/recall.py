"""Views and listings as bytes that hold no records: only where these are found again."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from typing import Any

from ..library import Library, Media, Organization, Revocation
from ..packing import loaded
from ..records import Collection, OrganizationName, Record
from .facts import State
from .listings import Browse
from .looks import Branch, Gathered, Stage, Story
from .view import Link, Listing, View

_HELD = (
    *(View, Listing, Link, Browse, State, Branch, Gathered, Stage, Story),
    *(Media, OrganizationName, Revocation),
)


def _record(path: str) -> Any:
    raise AssertionError(path)


def _collection(name: str) -> Any:
    raise AssertionError(name)


def _organization(slug: str) -> Any:
    raise AssertionError(slug)


_REFERRED: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {
    Record: lambda record: (_record, (record.path,)),
    Collection: lambda collection: (_collection, (collection.name,)),
    Organization: lambda organization: (_organization, (organization.slug,)),
}


def packed(value: Any) -> bytes:
    """A view, a listing, or several; records, columns and offices by name only."""
    made = io.BytesIO()
    pickler = pickle.Pickler(made, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REFERRED
    pickler.dump(value)
    return made.getvalue()


def unpacked(data: bytes, library: Library) -> Any:
    """What was packed, of the records that a library has now; None where it cannot be had."""
    found: Mapping[Callable[..., Any], Callable[..., Any]] = {
        _record: library.record_at,
        _collection: lambda name: library.collections[name],
        _organization: lambda slug: library.organizations.by_slug[slug],
    }
    return loaded(data, {**{each: each for each in _HELD}, **found})
