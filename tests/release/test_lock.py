"""Builds take turns."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from wenming.release import Owner, locked

HOLD = """
import sys, time
from pathlib import Path
from wenming.release import locked
def waiting(owner):
    print("waits", owner.pid, flush=True)
with locked(Path(sys.argv[1]), waiting):
    print("holds", flush=True)
    sys.stdin.readline()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    """A process that holds the lock until a line is sent to it, or waits for it."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def nobody(owner: Owner) -> None:
    raise AssertionError(owner)


def test_a_lock_is_a_file_for_as_long_as_it_is_held(tmp_path: Path) -> None:
    """It names its owner; nothing is left."""
    path = tmp_path / "lock"
    with locked(path, nobody):
        text = path.read_text("utf-8")
        assert str(os.getpid()) in text
        assert socket.gethostname() in text
    assert [*tmp_path.iterdir()] == []


def test_whoever_comes_later_waits_and_is_told_for_whom(tmp_path: Path) -> None:
    """Until the first one is done."""
    path = tmp_path / "lock"
    with holder(path) as first, holder(path) as second:
        said = {heard(first), heard(second)}
        assert said in ({"holds", f"waits {first.pid}"}, {"holds", f"waits {second.pid}"})
        owner = first if f"waits {first.pid}" in said else second
        other = second if owner is first else first
        owner.communicate("\n")
        assert heard(other) == "holds"
        other.communicate("\n")
    assert [*tmp_path.iterdir()] == []


def test_a_dead_owners_lock_is_taken_over(tmp_path: Path) -> None:
    """Without waiting for anybody, though its file is there."""
    path = tmp_path / "lock"
    with holder(path) as owner:
        assert heard(owner) == "holds"
        owner.send_signal(signal.SIGKILL)
        owner.wait()
        assert str(owner.pid) in path.read_text("utf-8")
        with locked(path, nobody):
            pass
    assert [*tmp_path.iterdir()] == []


def test_whoever_waits_takes_over_when_the_owner_dies(tmp_path: Path) -> None:
    """No time has to pass."""
    path = tmp_path / "lock"
    with holder(path) as owner:
        assert heard(owner) == "holds"
        with holder(path) as other:
            assert heard(other) == f"waits {owner.pid}"
            owner.kill()
            assert heard(other) == "holds"
            other.communicate("\n")


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"pid": 1, "port": 2}', "\udce9"])
def test_a_file_that_says_nothing_does_not_matter(tmp_path: Path, text: str) -> None:
    """The lock is the system's."""
    path = tmp_path / "lock"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with locked(path, nobody):
        pass
    assert not path.exists()
