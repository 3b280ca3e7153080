"""From the content folder to the library, or to every problem in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ..crew import Crew
from ..history import told
from ..markup import Body, Outline
from ..problems import Place, Problem, ordered
from ..records import (
    Collection,
    Record,
    Tree,
    finders,
    scan,
    slug_of,
)
from ..settings import Settings
from ..store import STORE, Store
from . import checks
from .body_checks import check_body
from .calls import check_calls
from .declarations import column_folders, read_collections
from .declared import check_declared, check_order
from .library import Library, is_expired, is_published, media_path
from .media import Media
from .organizations import Organizations, read_organizations
from .people import People, gather, mentions_of
from .preparing import STORED, Prepared, prepare
from .scheme_files import read_schemes
from .scope import RecordScope, Scope
from .tombstones import Tombstone, check_returned, read_tombstones

ORGANIZATIONS = "organizations.yml"


@dataclass(frozen=True, slots=True)
class Loaded:
    """The library, and every problem of the content; errors mean it is not fit to publish."""

    library: Library
    problems: tuple[Problem, ...]
    records: tuple[Record, ...] = ()
    """All, drafts and what is dated later among them; of a faulty one what is sound of it."""
    bodies: Mapping[str, Body] = field(default_factory=dict)
    """Rendered bodies of all records, by path."""
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    """Of the same bodies."""
    media: Mapping[str, Media] = field(default_factory=dict)
    """The files that these records name, but those of drafts."""
    draft_media: Mapping[str, Media] = field(default_factory=dict)
    """The files that nothing but drafts name."""
    read: int = 0
    """How many of the files were read anew."""
    suspects: frozenset[str] = frozenset()
    """Paths of the records in which something looks like private data."""

    @property
    def coming(self) -> tuple[Record, ...]:
        """The records that are or will be published."""
        return tuple(record for record in self.records if not record.draft)

    @property
    def has_errors(self) -> bool:
        return any(problem.is_error for problem in self.problems)


def load(root: Path, settings: Settings, today: dt.date, crew: Crew | None = None) -> Loaded:
    """Read, check and link all content of the portal in `root`, as of `today`.

    What earlier runs found out about files that did not change is taken from the store;
    the others are read here and prepared by the `crew`.
    """
    folder, prefix = root / settings.content_dir, settings.content_dir
    if not folder.is_dir():
        place = Place(settings.file)
        tree = Tree((), (Problem("content-missing", place, details={"name": prefix}),))
    else:
        tree = scan(folder, prefix)
    collections, problems = read_collections(folder, prefix, tree)
    file = folder / ORGANIZATIONS
    organizations, faults = Organizations(), list[Problem]()
    if ORGANIZATIONS in tree.files:  # a regular file, no link to elsewhere and no pipe
        organizations, faults = read_organizations(file, f"{prefix}/{ORGANIZATIONS}")
    tombstones, more = read_tombstones(folder, prefix)
    problems += more
    paths = [f"{prefix}/{path}" for path in tree.files]
    alone = RecordScope(root, collections, frozenset(settings.rare_characters))
    store = Store(root / STORE, STORED)
    prepared, bodies, read = prepare(paths, alone, settings, store, crew)
    checkable = [each.record for each in prepared if each.record]
    outlines = {each.record.path: each.outline for each in prepared if each.record}
    refused = frozenset(problem.place.path for problem in tree.problems)
    unsound = frozenset(column_folders(tree, prefix)) - collections.keys()
    schemes, more = read_schemes(
        folder, prefix, tree.files, refused, collections, all_declared=not unsound
    )
    problems += more
    records = [each.reading.record for each in prepared if each.reading.record]
    drafts = [record for record in records if record.draft]
    scope = Scope(
        root=root,
        collections=collections,
        rare_characters=alone.rare_characters,
        organizations=None if faults or f"{prefix}/{ORGANIZATIONS}" in refused else organizations,
        keys=frozenset(_keys(prepared, (*paths, *refused), prefix)),
        paths=frozenset(paths),
        limits=settings.limits,
        schemes=schemes,
        withdrawn={each.record: each for each in tombstones},
        drafts=_addresses(drafts).union(*((each.key, each.path) for each in drafts)),
        addresses=_addresses(record for record in records if not record.draft),
        refused=refused,
        all_declared=not unsound,
        partly_read=unsound.union(
            _collection_at(path, prefix) for path in refused if (root / path).is_dir()
        ),
    )
    media, more = checks.collect_media(((r, outlines[r.path]) for r in checkable), scope)
    problems += [*tree.problems, *faults, *more, *checks.check_addresses(records, scope)]
    problems += [*check_order(records, scope), *check_calls(records, scope)]
    problems += check_returned(records, tombstones)
    problems += (problem for each in prepared for problem in each.problems)
    for record in checkable:
        outline = outlines[record.path]
        problems += checks.check_fields(record, scope)
        problems += checks.check_indicators(record, scope)
        problems += check_body(record, outline, scope)
        problems += check_declared(record, outline, scope)

    changed, untold = told(folder, prefix, settings.zone)
    problems += untold
    found = {r.path: r for r in records if is_published(r, collections[r.collection], today)}
    published = sorted(found.values(), key=Record.order, reverse=True)
    unpublished = [record for record in records if record.path not in found]
    library = Library(
        root=root,
        settings=settings,
        today=today,
        collections=collections,
        organizations=organizations,
        records=tuple(published),
        outlines=outlines,
        bodies=bodies,
        media=_published(media, published, outlines, scope),
        people=_people(published, collections, organizations, today),
        changed=changed,
        tombstones=tombstones,
        offline=_addresses((*unpublished, *tombstones)) - _addresses(published),
        schemes=schemes,
    )
    coming = tuple(record for record in checkable if not record.draft)
    coming_media = _published(media, coming, outlines, scope)
    draft_media = _published(media, (r for r in checkable if r.draft), outlines, scope)
    return Loaded(
        library,
        tuple(ordered(problems)),
        records=tuple(checkable),
        bodies=bodies,
        outlines=outlines,
        read=read,
        media=coming_media,
        draft_media={path: draft_media[path] for path in draft_media if path not in coming_media},
        suspects=frozenset(each.record.path for each in prepared if each.record and each.suspect),
    )


def _addresses(records: Iterable[Record | Tombstone]) -> frozenset[str]:
    """Their addresses and former ones, without a slash at the end."""
    return frozenset(each.rstrip("/") for record in records for each in record.addresses)


def _collection_at(path: str, prefix: str) -> str:
    return path.removeprefix(f"{prefix}/").partition("/")[0]


def _keys(prepared: Iterable[Prepared], paths: Iterable[str], prefix: str) -> Iterator[str]:
    """The keys that references may name.

    A faulty record counts with what its file says its id is: the references to
    it are not wrong.
    """
    sound = set()
    for each in prepared:
        if each.reading.record:
            sound.add(each.reading.record.path)
            yield each.reading.record.key
        elif each.record:
            yield f"{each.record.collection}/{each.record.id}"
    for path in paths:
        if path.endswith(".md") and path not in sound:
            yield f"{_collection_at(path, prefix)}/{slug_of(PurePosixPath(path).stem)}"


def _published(
    media: Mapping[str, Media],
    published: Iterable[Record],
    outlines: Mapping[str, Outline],
    scope: Scope,
) -> dict[str, Media]:
    """The files that published records name; those of drafts stay private."""
    paths = {
        media_path(record, name)
        for record in published
        for name, _, _ in checks.media_named(
            record, outlines[record.path], scope.media[record.collection]
        )
    }
    return {path: media[path] for path in sorted(paths & media.keys())}


def _people(
    published: Iterable[Record],
    collections: Mapping[str, Collection],
    organizations: Organizations,
    today: dt.date,
) -> People:
    names = finders(collections, "name")
    return gather(
        [
            mention
            for record in published
            if not is_expired(record, today)
            for mention in mentions_of(
                record, collections[record.collection], names[record.collection], organizations
            )
        ]
    )
