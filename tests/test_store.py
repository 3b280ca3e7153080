"""The store: what is kept comes back, and nothing else ever does."""

from __future__ import annotations

import datetime as dt
import pickle
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest

from wenming import store as store_module
from wenming.packing import pack, unpack
from wenming.store import Store


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of a class that the store knows."""

    name: str
    when: dt.date


@dataclass(frozen=True)
class Stranger:
    """Something of a class that it does not."""

    name: str


THING = Thing("甲", dt.date(2026, 3, 5))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".wenming" / "store.sqlite"


def kept(file: Path, **values: object) -> None:
    """A store with these values, all of the kind `things`."""
    store = Store(file, [Thing, Stranger])
    for key, value in values.items():
        store.keep("things", key, value)
    store.save()


def test_what_was_saved_is_read_by_the_next_store(file: Path) -> None:
    """Objects, dates and plain values, by kind and key."""
    kept(file, a=THING, b=[1, "二", None, dt.datetime(2026, 3, 5, 9, 30)])  # noqa: DTZ001
    store = Store(file, [Thing])
    assert store.read_one("things", "a") == THING
    assert dict(store.read("things")).keys() == {"a", "b"}
    assert store.read_one("others", "a") is None
    assert store.read_one("things", "c") is None


def test_what_is_forgotten_is_gone_from_the_file_itself(file: Path) -> None:
    """Somebody asked for it to be deleted: its words are nowhere in the file."""
    kept(file, a="身份证号码", b="留下")
    store = Store(file, [])
    store.forget("things", "a")
    store.save()
    assert dict(store.read("things")) == {"b": "留下"}
    assert "身份证号码".encode() not in file.read_bytes()


def test_bundles_hold_many_values_and_are_written_only_where_they_changed(file: Path) -> None:
    """One changed value of five hundred rewrites one bundle."""
    values = {f"{number}": str(number) for number in range(500)}
    store = Store(file, [])
    store.keep_many("many", values, {})
    store.save()
    before = Store(file, []).read_many("many")
    assert before == values
    after = {**before, "7": "seven"}
    del after["8"]
    with sqlite3.connect(file) as database:
        rows = dict(database.execute("SELECT key, data FROM kept"))
    store.keep_many("many", after, before)
    store.save()
    with sqlite3.connect(file) as database:
        changed = dict(database.execute("SELECT key, data FROM kept"))
    assert Store(file, []).read_many("many") == after
    assert 1 <= sum(rows[key] != changed[key] for key in rows) <= 2


@pytest.mark.parametrize("step", range(0, 12_000, 500))
def test_a_flipped_bit_costs_values_and_never_changes_one(file: Path, step: int) -> None:
    """Whatever still comes back is what was kept."""
    values = {f"k{number}": "字" * 100 + str(number) for number in range(20)}
    kept(file, **values)
    data = bytearray(file.read_bytes())
    data[step % len(data)] ^= 0x10
    file.write_bytes(data)
    found = dict(Store(file, []).read("things"))
    assert found.items() <= values.items()
    kept(file, k0="新")
    assert Store(file, []).read_one("things", "k0") in ("新", None)


@pytest.mark.parametrize(
    "content", [b"", b"no database at all", b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_file_that_is_no_database_is_replaced(file: Path, content: bytes) -> None:
    """At the latest by the second save."""
    file.parent.mkdir()
    file.write_bytes(content)
    assert Store(file, []).read_one("things", "a") is None
    kept(file, a="甲")
    kept(file, a="甲")
    assert Store(file, []).read_one("things", "a") == "甲"


def test_a_value_of_another_class_is_not_read(file: Path) -> None:
    """Nothing but the named classes is ever made of what is in the file."""
    kept(file, a=Stranger("乙"), b=THING)
    assert dict(Store(file, [Thing]).read("things")) == {"b": THING}


class Trap:
    """Would run a function when it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return (pytest.fail, ("it ran",))


def test_a_planted_value_cannot_run_anything(file: Path) -> None:
    """Neither one that was written by a store itself, nor a packed one."""
    kept(file, a=Trap())
    store = Store(file, [Thing])
    assert store.read_one("things", "a") is None
    assert unpack(pack(Trap()), [Thing]) is None
    with pytest.raises(pytest.fail.Exception):
        pickle.loads(pickle.dumps(Trap()))


def test_what_another_version_kept_is_not_sound(file: Path) -> None:
    """A value's digest is made with that of our code: here, with none."""
    kept(file, a="甲")
    with sqlite3.connect(file) as database:
        database.execute("UPDATE kept SET digest = x'00'")
    assert Store(file, []).read_one("things", "a") is None


def test_what_another_version_kept_is_removed_by_the_next_save(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or it would lie there for ever."""
    kept(file, a="甲")
    monkeypatch.setattr(store_module, "code_version", lambda: b"another")
    kept(file, b="乙")
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT key FROM kept").fetchall() == [("b",)]


def test_bundles_can_be_read_and_replaced_in_part(file: Path) -> None:
    """And replaced altogether."""
    store = Store(file, [])
    store.keep_all("many", [f"k{n}" for n in range(2000)], lambda key: int(key[1:]))
    store.save()
    store.keep_among("many", "k7", "甲")
    store.keep_among("many", "k8", "乙")
    store.keep_among("many", "new", "丙")
    store.save()
    store = Store(file, [])
    for key, value in {"k7": "甲", "k8": "乙", "new": "丙", "k9": 9}.items():
        assert store.read_among("many", key)[key] == value
    assert len(store.read_many("many")) == 2001
    store.keep_all("many", ["k1"], lambda _: 1)
    store.save()
    assert Store(file, []).read_many("many") == {"k1": 1}


def test_many_values_do_not_wait_in_memory(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are written before somebody asks for it; where they cannot be, it is told then."""
    monkeypatch.setattr(store_module, "_AT_ONCE", 100)
    store = Store(file, [])
    store.keep("texts", "a", "甲" * 50)
    assert Store(file, []).read_one("texts", "a") == "甲" * 50
    assert store.save()
    file.unlink()
    file.mkdir()
    store.keep("texts", "b", "乙" * 50)
    assert not store.save()


def test_a_store_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """A folder stands where its file should be."""
    (tmp_path / "store.sqlite").mkdir()
    kept(tmp_path / "store.sqlite", a="甲")
    assert Store(tmp_path / "store.sqlite", []).read_one("things", "a") is None


def test_a_store_that_somebody_else_writes_to_is_done_without(file: Path) -> None:
    """It is neither removed nor waited for without end."""
    kept(file, a="甲")
    with sqlite3.connect(file) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert Store(file, []).read_one("things", "a") is None
        database.rollback()
    assert Store(file, []).read_one("things", "a") == "甲"
