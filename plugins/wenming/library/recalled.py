"""A library as an earlier build knew it, read from the store where somebody looks at it.

To read and link ten thousand records takes seconds, to look at the few that a
page shows takes none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, TypeVar

from ..markup import Outline
from ..records import Record
from ..settings import Settings
from ..store import STORE, Store
from .bodies import Bodies
from .declarations import declared_collections
from .library import Library
from .loading import ORGANIZATIONS, Loaded
from .media import Media
from .minors import minors_named
from .organizations import Organizations, read_organizations
from .people import Namesakes, People, Person
from .preparing import STORED, Prepared, prepare_again, prepared_before
from .prints import digest
from .queries import goes_by
from .scope import RecordScope
from .tombstones import read_tombstones

T = TypeVar("T")

_WHOLE, _NAMES = "library", "names"
"""What the store keeps of a library: what is read at once, and who is meant by a name."""


class Forgotten(Exception):  # noqa: N818 - it is said of what was asked for
    """Something was asked of a recalled library that is not remembered."""


class Head(NamedTuple):
    """What tells what changed of a record."""

    frame: bytes
    """A fingerprint of all that anything but its words depends on."""
    words: bytes
    """One of its title, its summary and the beginning of its body, which others show as well."""
    digest: str
    """That of its file."""


@dataclass(frozen=True, slots=True)
class Recollection:
    """What is remembered of a library as a whole."""

    keys: Mapping[str, str]
    """The paths of all records by key, newest first."""
    words: tuple[str, ...]
    """Fields that are shown, and nothing else: no list or query goes by them."""
    heads: Mapping[str, Head]
    """By the path of each listed record without anything doubtful."""
    named_by: Mapping[str, tuple[str, ...]]
    """The paths of the records that refer to one, by its path."""
    listed: frozenset[str]
    """The paths of the records that lists show."""
    superseded: frozenset[str]
    minors: frozenset[str]
    calls: Mapping[str, str]
    media: Mapping[str, Media]
    changed: Mapping[str, dt.datetime]
    offline: frozenset[str]
    last_change: dt.datetime | None


def remember(loaded: Loaded) -> bool:
    """Keep what `recollect` and `recalled` will need of a library; whether that could be done."""
    library = loaded.library
    doubtful = loaded.suspects | {problem.place.path for problem in loaded.problems}
    doubtful |= {revocation.record.path for revocation in library.revocations}
    told = {str(value) for problem in loaded.problems for value in problem.details.values()}
    words = tuple(name for name in ("title", "summary") if not goes_by(name, library))
    whole = Recollection(
        words=words,
        keys={record.key: record.path for record in library.records},
        heads={
            record.path: head_of(record, library.outline(record), words)
            for record in library.listed
            if record.path not in doubtful and record.title not in told
        },
        named_by=library.prints.named_by,
        listed=frozenset(record.path for record in library.listed),
        superseded=library.superseded,
        minors=library.minors.names,
        calls={key: record.path for key, record in library.calls.items()},
        media=library.media,
        changed=library.changed,
        offline=library.offline,
        last_change=library.last_change,
    )
    store = _store(library.root)
    people = library.people.by_name
    store.keep_all(_NAMES, people, lambda key: _told(people[key]))
    store.keep(_WHOLE, _WHOLE, whole)
    return store.save()


def remember_changes(root: Path, whole: Recollection) -> None:
    """Keep what is otherwise now."""
    store = _store(root)
    store.keep(_WHOLE, _WHOLE, whole)
    store.save()


def recollect(root: Path) -> Recollection | None:
    """What is remembered of the library of the last build."""
    found = _store(root).read_one(_WHOLE, _WHOLE)
    return found if isinstance(found, Recollection) else None


def head_of(record: Record, outline: Outline, words: Collection[str]) -> Head:
    others = {name: value for name, value in record.fields.items() if name not in words}
    said = [record.fields.get(name) for name in words]
    frame = digest(record.path, others, outline.references)
    return Head(frame, digest(said, outline.beginning), record.digest)


def recalled(
    root: Path,
    settings: Settings,
    today: dt.date,
    whole: Recollection,
    paths: Sequence[str],
    files: Iterable[str],
) -> tuple[Library, list[Record], dict[str, Head]] | None:
    """The library that is remembered, the records in the files at `paths` read anew, their heads.

    None where more of them is otherwise than words and bodies, or something may be wrong
    with them. The library raises `Forgotten` where it is asked for what is not
    remembered. `files` are those of the content folder.
    """
    folder, prefix = root / settings.content_dir, settings.content_dir
    if not whole.heads.keys() >= set(paths):
        return None
    collections, _ = declared_collections(root, settings, files)
    scope = RecordScope(root, collections, frozenset(settings.rare_characters))
    store = _store(root)
    anew = prepare_again(paths, scope, settings, store)
    records, heads = [], {}
    for path, each in anew.items():
        record = each.reading.record
        if record is None or each.problems or each.suspect:
            return None
        records.append(record)
        heads[path] = head_of(record, each.outline, whole.words)
        if heads[path].frame != whole.heads[path].frame:
            return None
    organizations = Organizations()
    if ORGANIZATIONS in files:
        organizations, _ = read_organizations(folder / ORGANIZATIONS, f"{prefix}/{ORGANIZATIONS}")
    tombstones, _ = read_tombstones(folder, prefix)
    before = prepared_before(store)

    def prepared(path: str) -> Prepared:
        found = anew.get(path) or before(path)
        if found is None:
            raise Forgotten(path)
        return found

    def record_at(path: str) -> Record:
        found = prepared(path).reading.record
        if found is None:
            raise Forgotten(path)
        return found

    by_path = _Asked(frozenset(whole.keys.values()), record_at)
    library = Library(
        root=root,
        settings=settings,
        today=today,
        collections=collections,
        organizations=organizations,
        records=_UNKNOWN,
        outlines=_Asked(by_path.keys(), lambda path: prepared(path).outline),
        bodies=Bodies(root, by_path, store, {}),
        media=whole.media,
        people=People(_Names(store)),
        changed=whole.changed,
        tombstones=tombstones,
        offline=whole.offline,
    )
    # What is otherwise found out by going through all records is known.
    vars(library).update(
        _by_path=by_path,
        _by_key=_Asked(whole.keys, lambda key: record_at(whole.keys[key])),
        _updated={},
        by_collection=_by_collection(whole, record_at),
        calls=_Asked(whole.calls, lambda key: record_at(whole.calls[key])),
        superseded=whole.superseded,
        minors=minors_named(whole.minors, library.people),
    )
    moments = [*filter(None, [whole.last_change]), *map(library.updated, records)]
    vars(library)["last_change"] = max(moments, default=None)
    return library, records, heads


def _store(root: Path) -> Store:
    return Store(root / STORE, (*STORED, Recollection, Head, Media))


def _by_collection(
    whole: Recollection, record_at: Callable[[str], Record]
) -> Mapping[str, Sequence[Record]]:
    """The listed records of each column that there is anything of, read one by one."""
    listed: dict[str, list[str]] = {}
    for key, path in whole.keys.items():
        if path in whole.listed:
            listed.setdefault(key.partition("/")[0], []).append(path)
    return {name: _Row(paths, record_at) for name, paths in listed.items()}


class _Row(Sequence[T]):
    """Values in a row that are read when they are asked for."""

    def __init__(self, keys: Sequence[str], value: Callable[[str], T]) -> None:
        self._keys = keys
        self._value = value

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return tuple(map(self._value, self._keys[at]))
        return self._value(self._keys[at])

    def __len__(self) -> int:
        return len(self._keys)


class _Asked(Mapping[str, T]):
    """Values that are read when they are asked for."""

    def __init__(self, keys: Mapping[str, Any] | Set[str], value: Callable[[str], T]) -> None:
        self._keys = keys
        self._value = value
        self._read: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        if key not in self._read:
            if key not in self._keys:
                raise KeyError(key)
            self._read[key] = self._value(key)
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class _Names(Mapping[str, Namesakes]):
    """Who is meant by a name; not what is told of them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, key: str) -> Namesakes:
        name, url, people = self._store.read_among(_NAMES, key)[key]
        return Namesakes(name, url, tuple(_somebody(*each) for each in people), _UNKNOWN)

    def __iter__(self) -> Iterator[str]:
        return iter(_UNKNOWN)

    def __len__(self) -> int:
        return len(_UNKNOWN)


def _told(namesakes: Namesakes) -> tuple[str, str, list[tuple[str, str, str, str]]]:
    people = [(each.name, each.entity, each.organization, each.url) for each in namesakes.people]
    return namesakes.name, namesakes.url, people


def _somebody(name: str, entity: str, organization: str, url: str) -> Person:
    return Person(name, entity, organization, _UNKNOWN, url)


class _Unknown(tuple[Any, ...]):
    """Something that is not remembered."""

    def _forgotten(self, *_: Any) -> NoReturn:
        raise Forgotten("all of them")

    __iter__ = __len__ = __getitem__ = __contains__ = _forgotten


_UNKNOWN = _Unknown()
