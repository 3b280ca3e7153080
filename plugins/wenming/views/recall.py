"""Views and listings as bytes that hold no records: only where these are found again."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from ..library import Library, Organization, Person
from ..packing import loaded, values_of
from ..records import Collection, Record
from .held import HELD
from .listings import Browse
from .people import Letter, description_of
from .records import summary_of
from .view import Link, View

_LONG = 40
"""Links from which a list is kept once for all pages that show it."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A view as bytes, with what others may show as well."""

    data: bytes
    paths: tuple[str, ...]
    """The files of the records that it shows."""
    shared: Mapping[str, bytes]
    """By digest what is not among the data, nor was with what was packed before."""


def packed(value: Any) -> bytes:
    """A view, a listing, or several; records, columns and offices by name only."""
    return _dumped(value, _REFERRED)


def unpacked(
    data: bytes, library: Library, shared: Callable[[str], bytes | None] = lambda _: None
) -> Any:
    """What was packed, of the records that a library has now; None where it cannot be had.

    `shared` finds what was packed apart, by its digest.
    """
    found: Mapping[Callable[..., Any], Callable[..., Any]] = {
        _record: library.record_at,
        _collection: lambda name: library.collections[name],
        _organization: lambda slug: library.organizations.by_slug[slug],
        _zone: lambda: library.settings.zone,
        _apart: lambda digest: unpacked(shared(digest) or b"", library),
    }
    return loaded(data, {**{each: each for each in HELD}, **found})


class Packer:
    """Packs views; what many of them show, once."""

    def __init__(self) -> None:
        self._digests: dict[int, tuple[Any, str]] = {}

    def pack(self, view: View) -> Packed:
        """A view with all that its template is given found out."""
        shared: dict[str, bytes] = {}
        paths: dict[str, None] = {}

        def apart(value: Any) -> tuple[Any, ...]:
            if id(value) not in self._digests:
                data = packed(value)
                digest = hashlib.blake2b(data, digest_size=16).hexdigest()
                self._digests[id(value)] = value, digest
                shared[digest] = data
            return _apart, (self._digests[id(value)][1],)

        def record(each: Record) -> tuple[Any, ...]:
            paths[each.path] = None
            return _record, (each.path,)

        reduced = {
            **_REFERRED,
            Record: record,
            **dict.fromkeys((Browse, Letter), apart),
            _Long: lambda long: apart(long.links),
        }
        content = {
            name: _Long(value) if _is_long(value) else value for name, value in view.context.items()
        }
        data = _dumped(replace(view, sources=(), content=content), reduced)
        return Packed(data, tuple(paths), shared)


def as_now(view: View, library: Library) -> View:
    """A view of other words than before: its title and description are made of records'."""
    if record := view.record:
        return replace(
            view,
            title=record.title,
            description=summary_of(record, library),
            lastmod=library.updated(record),
        )
    person = view.context.get("person")
    if isinstance(person, Person):
        return replace(view, description=description_of(person, library))
    return view


class _Long:
    """A long list of links."""

    def __init__(self, links: Sequence[Link]) -> None:
        self.links = links


def _is_long(value: Any) -> bool:
    return isinstance(value, tuple | list) and len(value) > _LONG and isinstance(value[0], Link)


def _dumped(value: Any, reduced: Mapping[type, Callable[[Any], tuple[Any, ...]]]) -> bytes:
    made = io.BytesIO()
    pickler = pickle.Pickler(made, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = reduced
    pickler.dump(value)
    return made.getvalue()


def _record(path: str) -> Any:
    raise AssertionError(path)


def _collection(name: str) -> Any:
    raise AssertionError(name)


def _organization(slug: str) -> Any:
    raise AssertionError(slug)


def _zone() -> Any:
    raise AssertionError


def _apart(digest: str) -> Any:
    raise AssertionError(digest)


def _by_values(each: type) -> Callable[[Any], tuple[Any, ...]]:
    values = values_of(each)
    return lambda value: (each, values(value))


_REFERRED: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {
    **{each: _by_values(each) for each in HELD},
    Record: lambda record: (_record, (record.path,)),
    Collection: lambda collection: (_collection, (collection.name,)),
    Organization: lambda organization: (_organization, (organization.slug,)),
    ZoneInfo: lambda zone: (_zone, ()),
}
