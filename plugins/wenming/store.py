"""The store: what earlier builds found out, so that it need not be found out again.

One SQLite file under `.wenming/`. It holds nothing that cannot be made anew:
where it is missing, damaged, locked or of another version, that costs time
and nothing else. What is read from it is plain data and objects of the named
classes, so a file that somebody else put there cannot run anything.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from .packing import UNREADABLE, Unpickler, dumped, name_of

_OTHERS: list[sqlite3.Connection] = []
"""Connections that the process opened from which this one was forked."""

STORE = ".wenming/store.sqlite"
"""Where the store of a portal is, relative to it."""

_TABLE = (
    "CREATE TABLE IF NOT EXISTS kept"
    " (kind TEXT NOT NULL, key TEXT NOT NULL, digest BLOB, data BLOB, UNIQUE (kind, key))"
)
_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", "secure_delete = ON")
"""Half a write is found out by the digests; what is removed is to be gone."""

_AT_ONCE = 8 * 1024 * 1024
"""Bytes that wait to be written at once."""

_LIBRARIES = (
    *("markdown", "nh3", "pymdown-extensions", "pyyaml", "pydantic-core", "jinja2", "markupsafe"),
    *("feedgen", "lxml", "pillow", "pygal", "segno"),
)


class Store:
    """Values by kind and key. Every method finds nothing, or does nothing, where it cannot."""

    def __init__(self, file: Path, classes: Iterable[type]) -> None:
        """`classes` are those of the objects in it, beside plain values and dates."""
        self._file = file
        self._classes: dict[tuple[str, str], Callable[..., Any]] = {
            name_of(each): each for each in classes
        }
        self._pending: dict[tuple[str, str], bytes] = {}
        self._removed: set[tuple[str, str]] = set()
        self._cleared: set[str] = set()
        self._waiting = 0
        """Bytes that are pending."""
        self._failed = False
        """Whether some could not be written before."""
        self._opened: tuple[int, sqlite3.Connection] | None = None
        """What is read from, and by which process."""

    def read(self, kind: str) -> Iterator[tuple[str, Any]]:
        """All sound values of a kind, with their keys."""
        rows = self._select("kind = ? ORDER BY key", kind)
        yield from ((key, value) for key, value in self._sound(kind, rows))

    def read_one(self, kind: str, key: str) -> Any:
        """The value of a key, or None."""
        rows = self._select("kind = ? AND key = ?", kind, key)
        # By a torn index another row may be found, which is sound by itself.
        return next((value for found, value in self._sound(kind, rows) if found == key), None)

    def read_many(self, kind: str) -> dict[str, Any]:
        """The values that `keep_many` kept, by key."""
        found: dict[str, Any] = {}
        for _, values in self.read(kind):
            found |= values
        return found

    def keep_many(self, kind: str, values: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        """Have small values written and removed in bundles; those of `before` are there already."""
        keys = values.keys() | before.keys()
        changed = {_bundle(key) for key in keys if values.get(key) is not before.get(key)}
        bundles: dict[str, dict[str, Any]] = {name: {} for name in changed}
        for key in sorted(values):
            if (name := _bundle(key)) in changed:
                bundles[name][key] = values[key]
        for name, bundle in sorted(bundles.items()):
            self.keep(kind, name, bundle)

    def read_among(self, kind: str, key: str) -> dict[str, Any]:
        """Some of the values that were kept in bundles: that of `key`, if there is one, too."""
        found: dict[str, Any] = self.read_one(kind, _bundle(key)) or {}
        return found

    def keep_among(self, kind: str, key: str, value: Any) -> None:
        """Have one of such values replaced by the next `save`."""
        name = _bundle(key)
        pending = self._pending.get((kind, name))
        bundle = self.read_one(kind, name) if pending is None else self._load(pending)
        self.keep(kind, name, {**(bundle or {}), key: value})

    def keep_all(self, kind: str, keys: Iterable[str], value: Callable[[str], Any]) -> None:
        """Have the values of these keys written in bundles, and all others of the kind removed."""
        bundles: dict[str, list[str]] = {}
        for key in keys:
            bundles.setdefault(_bundle(key), []).append(key)
        self._cleared.add(kind)
        for name, inside in sorted(bundles.items()):
            self.keep(kind, name, {key: value(key) for key in inside})

    def keep(self, kind: str, key: str, value: Any) -> None:
        """Have a value written by the next `save`, or before where many wait."""
        self.forget(kind, key)
        self._removed.discard((kind, key))
        data = self._pending[kind, key] = dumped(value)
        self._waiting += len(data)
        if self._waiting > _AT_ONCE:
            self._failed = not self.save()

    def forget(self, kind: str, key: str) -> None:
        """Have a value removed by the next `save`."""
        self._removed.add((kind, key))
        self._waiting -= len(self._pending.pop((kind, key), b""))

    def save(self) -> bool:
        """Write and remove everything; whether that could be done."""
        done = not (self._pending or self._removed or self._cleared)
        if not done:
            self._close()
            with contextlib.suppress(OSError):
                self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._faults(), contextlib.closing(self._connected("rwc")) as database:
                self._write(database)
                done = True
        self._pending.clear()
        self._removed.clear()
        self._cleared.clear()
        self._waiting = 0
        failed, self._failed = self._failed, False
        return done and not failed

    def _write(self, database: sqlite3.Connection) -> None:
        rows = (
            (kind, key, _digest(kind, key, data), data)
            for (kind, key), data in self._pending.items()
        )
        cleared = ((kind,) for kind in self._cleared)
        for setting in _SETTINGS:
            database.execute(f"PRAGMA {setting}")
        ours = int.from_bytes(code_version()[:3], "big")
        if database.execute("PRAGMA user_version").fetchone() != (ours,):
            # What another version wrote nobody would read, nor ever remove.
            database.execute("DROP TABLE IF EXISTS kept")
            database.execute("VACUUM")
            database.execute(f"PRAGMA user_version = {ours}")
        database.execute(_TABLE)
        with database:
            database.executemany("DELETE FROM kept WHERE kind = ?", cleared)
            database.executemany(
                "DELETE FROM kept WHERE kind = ? AND key = ?", sorted(self._removed)
            )
            database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)

    def _load(self, data: bytes) -> Any:
        return Unpickler(data, self._classes).load()

    def _select(self, where: str, *values: str) -> Iterator[tuple[str, bytes, bytes]]:
        """The rows, one after the other: all at once would take as much memory once more."""
        query = f"SELECT key, digest, data FROM kept WHERE {where}"
        with self._faults():
            yield from self._database().execute(query, values)

    def _database(self) -> sqlite3.Connection:
        """What is read from, opened once: a body is read for each page."""
        if self._opened is None or self._opened[0] != os.getpid():
            if self._opened:  # SQLite forbids to close here what another process opened
                _OTHERS.append(self._opened[1])
            self._opened = os.getpid(), self._connected("ro")
        return self._opened[1]

    def _connected(self, mode: str) -> sqlite3.Connection:
        uri = f"{self._file.absolute().as_uri()}?mode={mode}"
        return sqlite3.connect(uri, uri=True, timeout=2, check_same_thread=False)

    def _close(self) -> None:
        if self._opened and self._opened[0] == os.getpid():
            self._opened[1].close()
            self._opened = None

    def __del__(self) -> None:
        self._close()

    def _sound(
        self, kind: str, rows: Iterable[tuple[str, bytes, bytes]]
    ) -> Iterator[tuple[str, Any]]:
        for key, digest, data in rows:
            if isinstance(data, bytes) and digest == _digest(kind, key, data):
                with contextlib.suppress(*UNREADABLE):
                    yield key, self._load(data)

    @contextlib.contextmanager
    def _faults(self) -> Iterator[None]:
        """Does without a database that cannot be used. A damaged one goes."""
        try:
            yield
        except sqlite3.OperationalError:  # not there, locked, not to be written, of another form
            pass
        except sqlite3.DatabaseError:
            self._close()
            with contextlib.suppress(OSError):
                self._file.unlink()


def _bundle(key: str) -> str:
    """One of a thousand: to read one of them takes no time, nor do the thousand."""
    return f"{zlib.crc32(key.encode('utf-8', 'surrogateescape')) % 1024:04}"


def _digest(kind: str, key: str, data: bytes) -> bytes:
    """Of a value, where it belongs and what made it: another version's are not sound."""
    hasher = hashlib.blake2b(data, digest_size=16, key=code_version())
    hasher.update(f"\0{kind}\0{key}".encode("utf-8", "surrogateescape"))
    return hasher.digest()


@functools.cache
def code_version() -> bytes:
    """A digest of our own code and of the libraries whose results are kept."""
    hasher = hashlib.blake2b(digest_size=32)
    for name in _LIBRARIES:
        hasher.update(f"{name} {metadata.version(name)}\n".encode())
    package = Path(str(resources.files("wenming")))
    for file in sorted(
        file for kind in ("py", "yml", "html") for file in package.rglob(f"*.{kind}")
    ):
        hasher.update(file.relative_to(package).as_posix().encode())
        hasher.update(hashlib.blake2b(file.read_bytes()).digest())
    return hasher.digest()
