"""Library: all published records, validated and linked; read-only."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from ..markup import Body, Outline, Reference
from ..records import Collection, OrganizationName, Record, moment
from ..settings import Settings
from .bodies import Bodies
from .media import Media
from .memory import remembered
from .minors import Minors, minors_of
from .organizations import Organization, Organizations
from .people import People
from .schemes import Schemes
from .titles import Revocation, is_revoked, revocations
from .tombstones import Tombstone

if TYPE_CHECKING:
    from .prints import Prints

T = TypeVar("T")


@dataclass(frozen=True)
class Library:
    """What later stages work from. Records are newest first everywhere."""

    root: Path
    settings: Settings
    today: dt.date
    """The portal's own date: nothing else here depends on the time of the build."""
    collections: Mapping[str, Collection]
    """By name, in the order of the navigation."""
    organizations: Organizations
    records: tuple[Record, ...]
    """All that are published: no drafts, no dates to come, nothing that had to be removed."""
    outlines: Mapping[str, Outline]
    """What is known of each body without showing it, by the record's path."""
    bodies: Bodies
    """Rendered bodies, by the record's path."""
    media: Mapping[str, Media]
    """Published files by path relative to the portal."""
    people: People
    changed: Mapping[str, dt.datetime]
    """The last change of a record's file after publication, by path."""
    tombstones: tuple[Tombstone, ...] = ()
    """Of records that were withdrawn."""
    offline: frozenset[str] = frozenset()
    """Addresses of records that are not published, or no more; without a slash at the end."""
    schemes: Schemes = field(default_factory=Schemes)
    """What the indicators are that records name."""

    def __getstate__(self) -> dict[str, Any]:
        """What another process is told: the rest it finds out when it needs it."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @functools.cached_property
    def prints(self) -> Prints:
        """What is shown of each record, as fingerprints."""
        from .prints import Prints  # which looks into a library

        return Prints(self)

    def remembered(
        self, kind: str, records: Iterable[Record], make: Callable[[Record], T], *beside: Any
    ) -> list[T]:
        """What `make` gives for each record; of what did not change since, what it gave before.

        The values are plain. `make` shows what the records' fingerprints tell of, and
        values `beside`.
        """
        by_path = {record.path: record for record in records}
        context = self.prints.of_these((), *beside)
        prints = {path: context + self.prints.of(record) for path, record in by_path.items()}
        kept = remembered(self.root, kind, prints, lambda path: make(by_path[path]))
        return [kept[path] for path in by_path]

    @functools.cached_property
    def _by_key(self) -> Mapping[str, Record]:
        return {record.key: record for record in self.records}

    @functools.cached_property
    def _by_path(self) -> Mapping[str, Record]:
        return {record.path: record for record in self.records}

    @functools.cached_property
    def listed(self) -> tuple[Record, ...]:
        """The records that lists, feeds and search show: published and not expired."""
        return tuple(r for r in self.records if self.is_listed(r))

    def is_listed(self, record: Record) -> bool:
        """Whether lists show a record: it has not expired, and not all its titles are revoked."""
        revoked = is_revoked(record, self.collection_of(record), self.today)
        return not revoked and not is_expired(record, self.today)

    @functools.cached_property
    def revocations(self) -> tuple[Revocation, ...]:
        """The titles that were revoked, of records that have not expired, the latest first."""
        found = [
            each
            for record in self.records
            if not is_expired(record, self.today)
            for each in revocations(
                record, self.collection_of(record), self.today, self.updated(record).date()
            )
        ]
        return tuple(sorted(found, key=lambda r: (r.on, r.record.key, r.index), reverse=True))

    @functools.cached_property
    def by_collection(self) -> Mapping[str, tuple[Record, ...]]:
        """The listed records of each collection."""
        found: dict[str, list[Record]] = {name: [] for name in self.collections}
        for record in self.listed:
            found[record.collection].append(record)
        return {name: tuple(records) for name, records in found.items()}

    @functools.cached_property
    def superseded(self) -> frozenset[str]:
        """The keys of records in whose place a listed one has come by now (`supersedes`)."""
        found = set()
        for record in self.listed:
            value = record.get("supersedes")
            begins = record.get("in_force_from") or record.day
            if value and begins <= self.today:
                keys = value if isinstance(value, list) else [value]
                found |= {full_key(key, record.collection) for key in keys}
        return frozenset(found)

    @functools.cached_property
    def minors(self) -> Minors:
        """The minors whom nobody is to find by their names."""
        return minors_of(self)

    @functools.cached_property
    def calls(self) -> Mapping[str, Record]:
        """The calls for contributions, by the key of the notice that is their result."""
        return {
            full_key(record.fields["result"], record.collection): record
            for record in self.records
            if record.get("type") == "call" and record.get("result")
        }

    def call_of(self, result: Record) -> Record | None:
        """The call for contributions that a notice is the result of."""
        return self.calls.get(result.key)

    def record(self, key: str, default_collection: str = "") -> Record | None:
        """The published record of a reference, `collection/id`."""
        return self._by_key.get(full_key(key, default_collection))

    def is_offline(self, reference: Reference) -> bool:
        """Whether a link leads to the address of a record that is not published."""
        return reference.is_rooted and reference.address.rstrip("/") in self.offline

    def record_at(self, path: str) -> Record | None:
        """The published record in a file, by its path relative to the portal."""
        return self._by_path.get(path)

    def collection_of(self, record: Record) -> Collection:
        return self.collections[record.collection]

    def outline(self, record: Record) -> Outline:
        return self.outlines[record.path]

    def body(self, record: Record) -> Body:
        return self.bodies[record.path]

    def organization(self, value: Any) -> Organization | None:
        """The known organization of a field's value."""
        if isinstance(value, OrganizationName):
            return self.organizations.find(value.text)
        return None

    def media_of(self, record: Record, name: str) -> Media | None:
        """A file that a record names, relative to the record's own."""
        return self.media.get(media_path(record, name))

    @functools.cached_property
    def last_change(self) -> dt.datetime | None:
        """When any listed record was last changed."""
        return max(map(self.updated, self.listed), default=None)

    def updated(self, record: Record) -> dt.datetime:
        """When the record last changed: its publication, or a later change of its file."""
        return self._updated.get(record.path) or self._update_of(record)

    @functools.cached_property
    def _updated(self) -> Mapping[str, dt.datetime]:
        return {record.path: self._update_of(record) for record in self.records}

    def _update_of(self, record: Record) -> dt.datetime:
        published = moment(record.date)
        return max(published, self.changed.get(record.path, published))


def full_key(reference: str, default_collection: str = "") -> str:
    """`collection/id` of a reference, which may leave out the only possible collection."""
    if "/" in reference or not default_collection:
        return reference
    return f"{default_collection}/{reference}"


def media_path(record: Record, name: str) -> str:
    return str(PurePosixPath(record.path).parent / name)


def is_published(record: Record, collection: Collection, today: dt.date) -> bool:
    """Whether a record is no draft, its day has come, and no day to remove it by."""
    return not record.draft and record.day <= today and not is_over(record, collection, today)


def is_over(record: Record, collection: Collection, today: dt.date) -> bool:
    """Whether the day has come by which a record must be removed."""
    days = (record.get(n) for n, field in collection.fields.items() if field.type == "removal")
    return any(day <= today for day in days if day is not None)


def is_expired(record: Record, today: dt.date) -> bool:
    expires: dt.date | None = record.get("expires")
    return expires is not None and expires < today
