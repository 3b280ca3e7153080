"""Fingerprints of views: where two are the same, so are the pages."""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from ..library import Library, Mention, Namesakes, Organization, Person
from ..packing import values_of
from ..records import Collection, Record
from .held import HELD
from .listings import Browse
from .people import Letter
from .view import Link, View

LOOK_AROUND = frozenset(
    ("data.html", "home.html", "organizations.html", "search.html", "sitemap.html")
)
"""Templates that ask the library for more than their views are given."""


_LONG = 40
_MENTIONED = attrgetter(*(field.name for field in fields(Mention) if field.name != "record"))
_APART = ("content", "sources")
_OTHERS = attrgetter(*(field.name for field in fields(View) if field.name not in _APART))


class ViewPrints:
    """The fingerprints of one library's views in one house."""

    def __init__(self, library: Library, house: str) -> None:
        """`house` is the digest of the shells and templates, empty where nobody knows it."""
        prints = library.prints
        self._house = house
        self._context = hashlib.blake2b(prints.context + house.encode(), digest_size=16).digest()
        self._known: dict[int, tuple[Any, bytes]] = {}
        # Each of these is in many views: what they stand for is found out once.
        self._reduced: dict[type, Callable[[Any], tuple[Any, ...]]] = {
            **{each: _by_values(each) for each in HELD},
            Record: lambda record: (bytes, (prints.of(record),)),
            Collection: lambda collection: (str, (collection.name,)),
            Organization: lambda organization: (str, (organization.slug,)),
            Link: lambda link: (tuple, ((link.label, link.address, link.count),)),
            Mention: lambda each: (tuple, ((prints.of(each.record), *_MENTIONED(each)),)),
            **dict.fromkeys((Namesakes, Person, Letter, Browse), self._once),
        }

    def of(self, view: View) -> bytes | None:
        """The fingerprint of a view; None where nobody can know it."""
        if view.template in LOOK_AROUND or not self._house:
            return None
        context = [(name, self._short(value)) for name, value in view.context.items()]
        return self._digest((_OTHERS(view), context), self._reduced)

    def _short(self, value: Any) -> Any:
        """A value, or of a long list, which all pages of a listing share, what it stands for."""
        if isinstance(value, list | tuple) and len(value) > _LONG:
            return self._once(value)
        return value

    def _once(self, value: Any) -> tuple[Any, ...]:
        if id(value) not in self._known:
            inner = {each: how for each, how in self._reduced.items() if each is not type(value)}
            self._known[id(value)] = value, self._digest(value, inner)
        return bytes, (self._known[id(value)][1],)

    def _digest(self, value: Any, reduced: dict[type, Callable[[Any], tuple[Any, ...]]]) -> bytes:
        made = io.BytesIO()
        pickler = pickle.Pickler(made, pickle.HIGHEST_PROTOCOL)
        pickler.fast = True  # which objects are one and the same does not count
        pickler.dispatch_table = reduced
        pickler.dump(value)
        return hashlib.blake2b(made.getbuffer(), digest_size=16, key=self._context).digest()


def _by_values(each: type) -> Callable[[Any], tuple[Any, ...]]:
    values = values_of(each)
    return lambda value: (tuple, (values(value),))
