"""View and Listing: which pages there are, before any HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..library import Library, Revocation
from ..records import Record

PER_PAGE = 20

Content = Mapping[str, Any] | Callable[[], Mapping[str, Any]]
"""What a template is given, or what finds it out when the page is made: no build needs all
of it at once."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text and where it leads; an empty address is text alone."""

    label: str
    address: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """A page: its address, its template and what the template is given."""

    address: str
    template: str
    title: str
    section: str = ""
    """The entry of the navigation it belongs to (a collection's name, `home`, `people`,
    `organizations`), whose shell frames it."""
    description: str = ""
    crumbs: tuple[Link, ...] = ()
    """From the home page down to the page above this one."""
    lastmod: dt.datetime | None = None
    sources: Sequence[Record] = ()
    """The records whose latest change is the page's."""
    feed: str = ""
    """The address that the page's feeds lie under; empty where there are none."""
    record: Record | None = None
    content: Content = field(default_factory=dict)

    @property
    def context(self) -> Mapping[str, Any]:
        """What the template is given."""
        return self.content() if callable(self.content) else self.content

    def made(self) -> View:
        """The view with all that its template is given found out."""
        return replace(self, content=self.context)


def dated(records: Sequence[Record], library: Library) -> dict[str, Any]:
    """The values of a view that tell when it changed: when the last of these records did."""
    return {"lastmod": max(map(library.updated, records), default=None), "sources": records}


@dataclass(frozen=True, slots=True)
class Listing:
    """Records in an order, on as many pages as they need; `followed` by a feed or not."""

    address: str
    title: str
    records: tuple[Record, ...]
    section: str = ""
    description: str = ""
    crumbs: tuple[Link, ...] = ()
    followed: bool = False
    beside: Mapping[str, Any] = field(default_factory=dict)
    """What its pages show beside a record, by the record's key."""
    shown: tuple[Record, ...] | None = None
    """What its pages show, where that is more than its feed tells."""
    revocations: tuple[Revocation, ...] = ()
    """Titles that were revoked, which its feed tells beside its records."""
    template: str = "listing.html"
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where a page stands among the pages of a listing, numbered from 1."""

    address: str
    number: int
    last: int

    def page(self, number: int) -> str:
        """The address of another page of the listing."""
        return self.address if number == 1 else f"{self.address}page/{number}/"

    @property
    def previous(self) -> str | None:
        return self.page(self.number - 1) if self.number > 1 else None

    @property
    def next(self) -> str | None:
        return self.page(self.number + 1) if self.number < self.last else None

    def numbers(self) -> Iterator[int | None]:
        """The first, the last and those around this page; None where numbers are left out."""
        shown = {1, self.last, *range(self.number - 2, self.number + 3)}
        before = 0
        for number in sorted(n for n in shown if 1 <= n <= self.last):
            if number == before + 2:
                yield before + 1
            elif number > before + 2:
                yield None
            yield number
            before = number


def pages_of(items: Sequence[Any], per_page: int = PER_PAGE) -> list[Sequence[Any]]:
    """The items cut into pages; one empty page for none."""
    return [items[n : n + per_page] for n in range(0, len(items), per_page)] or [()]
