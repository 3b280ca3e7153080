"""Whoever does the work of a build, the site is the same, byte for byte."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import pytest

from wenming import pipeline
from wenming.crew import Crew, Hire, Workers, do, spawned, version
from wenming.pages import House, Renderer
from wenming.problems import Problem
from wenming.settings import read_settings

from .crowd import DAY, OURS, build, copy_of, make_crowd
from .portals import NOTICE, snapshot, write

FAULTY = NOTICE.replace("title: 云溪好人", "title: 云溪\U00020089好人").replace(
    "现予", "\n\ue000现予"
)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_crowd(tmp_path_factory.mktemp("portals") / "crowd")


@pytest.fixture
def portal(crowd: Path, tmp_path: Path) -> Path:
    return copy_of(crowd, tmp_path / "portal")


def hired(executor: Executor, count: int = 2) -> Hire:
    """The workers of an executor that somebody else ends."""
    return lambda: contextlib.nullcontext(Workers(executor, count))


class Elsewhere(ThreadPoolExecutor):
    """Another machine: the portal's folder is not there while it works, and nobody else does.

    While there is its thread, no process is forked that might.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(1)
        super().submit(int).result()
        self._folder = folder
        self.blobs = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.blobs += bool(args[-1])
        future = super().submit(self._away, fn, pickle.dumps(args))
        wait([future])
        return future

    def _away(self, fn: Callable[..., Any], packed: bytes) -> Any:
        away = self._folder.rename(self._folder.with_name("away"))
        try:
            return fn(*pickle.loads(packed))
        finally:
            away.rename(self._folder)


# The same bytes


def test_new_processes_give_the_same_site(crowd: Path, portal: Path) -> None:
    """As macOS and Windows need them: nothing that they need is only known to who asks."""
    crew = Crew(spawned, enough=1)
    built = build(portal, crew)
    assert (built.published, crew.lost) == (True, "")
    assert snapshot(portal / "site") == snapshot(crowd / "site")


def test_workers_need_no_file_of_the_portal(crowd: Path, portal: Path) -> None:
    """Texts and templates travel; the work, once for each worker and stage."""
    with Elsewhere(portal) as there:
        crew = Crew(hired(there, 1), enough=1)
        assert build(portal, crew).published
    assert crew.lost == ""
    assert snapshot(portal / "site") == snapshot(crowd / "site")
    assert OURS in (portal / "site/notices/index.html").read_text("utf-8")
    assert there.blobs == 2


def test_workers_find_the_same_problems(portal: Path, tmp_path: Path) -> None:
    """At the same places, though they cannot look into the files again."""
    write(portal / "content/notices/2026/n00.md", FAULTY)
    write(portal / "content/notices/2026/n01.md", b"\xff\xfe\x00")
    settings = read_settings(portal / "mkdocs.yml")
    with Elsewhere(portal) as there:
        found = pipeline.check(portal, settings, DAY, Crew(hired(there), enough=1)).problems
    (portal / ".wenming/store.sqlite").unlink()
    assert found == pipeline.check(portal, settings, DAY).problems
    assert {(each.code, each.place.line) for each in found} >= {
        ("rare-character", 2),
        ("unshowable-character", 12),
    }


def test_few_items_are_not_worth_hiring_for() -> None:
    """Somebody who names an executor gets small builds as fast as ever."""

    def hire() -> contextlib.AbstractContextManager[Workers]:
        raise AssertionError("nobody is to be asked")

    done = Crew(hire, enough=3).share(abs, [-1, -2], fetch=int, keep=lambda _, made: made)
    assert [*done] == [1, 2]


def test_a_renderer_that_travelled_renders_the_same(portal: Path) -> None:
    """What only the process knew that made it is found out anew."""
    library = pipeline.check(portal, read_settings(portal / "mkdocs.yml"), DAY).library
    assert library.prints.of(library.records[0])
    renderer = Renderer(library, House(None, {"portal": "<!--slot:main-->"}, ()))
    (view,) = [v for v in pipeline.plan(library).pages if v.address == "/notices/"]
    assert pickle.loads(pickle.dumps(renderer)).page(view) == renderer.page(view)


# What goes wrong


class Mortal(Executor):
    """A pool one of whose processes is killed, as by a system that is out of memory."""

    def __init__(self, pool: Executor) -> None:
        self._pool = pool
        self._submitted = 0
        self._others = multiprocessing.active_children()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self._submitted += 1
        if self._submitted == 3:
            (process,) = set(multiprocessing.active_children()) - set(self._others)
            process.kill()
        return self._pool.submit(fn, *args, **kwargs)


def test_what_a_dead_process_leaves_is_done_here() -> None:
    """In order, and it is told."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        crew = Crew(hired(Mortal(pool)), enough=1)
        done = [*crew.share(abs, range(-200, 0), fetch=int, keep=lambda _, made: made)]
    assert done == [*range(200, 0, -1)]
    assert crew.lost.startswith("BrokenProcessPool: ")


KILLED = """
import os, signal
from wenming.parallel import shared

here = os.getpid()

def work(number):
    if number == 70 and os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return -number, os.getpid()

done = [*shared(work, range(640))]
assert [number for number, _ in done] == [-number for number in range(640)]
assert len({process for _, process in done}) > 1, "nothing was forked"
assert done[-1][1] == here
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
def test_what_a_killed_fork_leaves_is_done_here() -> None:
    """In a process without threads, as a build is one."""
    command = [sys.executable, "-c", KILLED]
    subprocess.run(command, env={**os.environ, "WENMING_WORKERS": "2"}, check=True)


IN_TURNS = """
import os
from wenming import parallel
parallel._ROUND = 100

def work(number):
    return -number, os.getpid()

done = [*parallel.shared(work, range(1000))]
assert [number for number, _ in done] == [-number for number in range(1000)]
processes = {process for _, process in done}
assert len(processes) > 2 and os.getpid() not in processes, processes
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
def test_processes_take_turns() -> None:
    """None of many pages' processes lives long enough to own the whole library."""
    command = [sys.executable, "-c", IN_TURNS]
    subprocess.run(command, env={**os.environ, "WENMING_WORKERS": "2"}, check=True)


class Silent(Executor):
    """Takes work and never answers."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return Future()


def test_nobody_waits_for_workers_that_are_gone() -> None:
    """They are asked for after some seconds without news."""
    crew = Crew(
        lambda: contextlib.nullcontext(Workers(Silent(), 2, lambda: False)), enough=1, patience=0.01
    )
    assert [*crew.share(abs, range(3), fetch=int, keep=lambda _, made: made)] == [0, 1, 2]
    assert crew.lost == "no worker is left"


def test_a_worker_does_not_answer_for_another_version() -> None:
    """Of the code, of a library or of Python: it might give other bytes."""
    answer = do("3.9 0123456789abcdef", b"", pickle.dumps([1]), pickle.dumps(abs))
    assert answer == version()


class Older(Executor):
    """A worker that was not brought up to date."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result("3.9 0123456789abcdef")
        return future


def test_workers_of_another_version_are_refused(portal: Path) -> None:
    """Nothing is published."""
    built = build(portal, Crew(hired(Older()), enough=1))
    details = {"here": version(), "there": "3.9 0123456789abcdef"}
    assert not built.published
    assert [(each.code, each.details) for each in built.problems] == [("executor-version", details)]
    assert isinstance(built.problems[0], Problem)
    assert not (portal / "site").exists()
