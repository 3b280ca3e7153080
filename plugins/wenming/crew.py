"""Crew: who does the work of a large build, the cores of this machine or workers elsewhere.

Any `concurrent.futures.Executor` will do. Its workers share neither memory nor
files with this process: they are sent the work once and keep it, and then a
chunk of items after the other. Reading and writing files stays here.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import hashlib
import multiprocessing
import pickle
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from .parallel import AT_ONCE, PARALLEL_FROM, cores, shared
from .problems import Place, Problem
from .records import Refused
from .store import code_version

Item = TypeVar("Item")
Given = TypeVar("Given")
Made = TypeVar("Made")
Result = TypeVar("Result")

_SPAWN_FROM = 1_000
"""Fewer items are done before new processes would have imported what they need."""

_AHEAD = 3
"""Chunks under way for each worker, so that none has to wait for the next one."""


@dataclass(frozen=True, slots=True)
class Workers:
    """An executor, how many chunks it works on at once, and whether it still does."""

    executor: Executor
    count: int
    alive: Callable[[], bool] = lambda: True


Hire = Callable[[], AbstractContextManager[Workers]]
"""Workers for a while; raises `Refused` where there are none to be had."""


class Crew:
    """Does work for a build: here, among the cores of this machine, or by hired workers."""

    def __init__(
        self, hire: Hire | None = None, *, enough: int = PARALLEL_FROM, patience: float = 5.0
    ) -> None:
        """`enough`: items from which it pays to hire.

        `patience`: seconds without news after which it is asked who is left to wait for.
        """
        # Where processes are not forked, those of this machine are hired as others are.
        self._hire = hire or (None if sys.platform == "linux" or cores() == 1 else spawned)
        self._enough = enough if hire else max(enough, _SPAWN_FROM)
        self._patience = patience
        self.lost = ""
        """Why hired workers did not finish, if they did not; then the work was done here."""

    def hires(self, count: int) -> bool:
        """Whether so many items are sent to workers elsewhere."""
        return self._hire is not None and count >= self._enough

    def share(
        self,
        work: Callable[[Given], Made],
        items: Sequence[Item],
        *,
        fetch: Callable[[Item], Given],
        keep: Callable[[Item, Made], Result],
    ) -> Iterator[Result]:
        """`keep(item, work(fetch(item)))` for each item, in their order.

        `work` may travel to another machine, with what was fetched; `fetch` and
        `keep` run where the portal's files are. Raises `Refused` where workers
        cannot be hired, or where they would make something else of the same items.
        """

        def here(item: Item) -> Result:
            return keep(item, work(fetch(item)))

        if self._hire is None or not self.hires(len(items)):
            yield from shared(here, items)
            return
        done = 0
        with self._hire() as workers:
            try:
                made = _Shipment(workers, work, items, fetch, self._patience).results()
                for item, each in zip(items, made, strict=True):
                    yield keep(item, each)
                    done += 1
            except _Lost as lost:
                self.lost = str(lost)
        yield from map(here, items[done:])


class _Lost(Exception):  # noqa: N818 - no error: the work is done elsewhere
    """No answer comes from the workers any more."""


@dataclass
class _Shipment(Generic[Item, Given, Made]):
    """Items on their way to workers and back."""

    workers: Workers
    work: Callable[[Given], Made]
    items: Sequence[Item]
    fetch: Callable[[Item], Given]
    patience: float
    under_way: dict[Future[Any], int] = field(default_factory=dict)
    """The number of the chunk, from 0."""

    def results(self) -> Iterator[Made]:
        """What came of each item, in their order."""
        count = -(-len(self.items) // AT_ONCE)
        answers: dict[int, bytes] = {}
        sent = 0
        try:
            for number in range(count):
                while number not in answers:
                    while sent < count and sent < number + self.workers.count * _AHEAD:
                        # The first ones bring the work along, one for each worker.
                        self._send(sent, with_work=sent < self.workers.count)
                        sent += 1
                    answers |= self._answers()
                yield from pickle.loads(answers.pop(number))
        finally:
            for future in self.under_way:
                future.cancel()

    def _answers(self) -> dict[int, bytes]:
        """The next chunks that are done; waits for one."""
        done, _ = wait(self.under_way, timeout=self.patience, return_when=FIRST_COMPLETED)
        if not done and not self.workers.alive():
            raise _Lost("no worker is left")
        found: dict[int, bytes] = {}
        for future in done:
            number = self.under_way.pop(future)
            try:
                answer = future.result()
            except (KeyboardInterrupt, SystemExit):
                raise
            except BaseException as error:  # of asyncio, too
                # Whatever it was: were it our mistake, it will be seen when it is done here.
                raise _Lost(f"{type(error).__name__}: {error}") from error
            if answer is None:
                self._send(number, with_work=True)
            elif isinstance(answer, str):
                raise other_version(answer)
            else:
                found[number] = answer
        return found

    def _send(self, number: int, *, with_work: bool) -> None:
        items = self.items[number * AT_ONCE : (number + 1) * AT_ONCE]
        given = pickle.dumps([self.fetch(item) for item in items], pickle.HIGHEST_PROTOCOL)
        digest, packed = self._packed
        try:
            future = self.workers.executor.submit(
                do, version(), digest, given, packed if with_work else b""
            )
        except Exception as error:  # a pool is broken, a connection is cut
            raise _Lost(f"{type(error).__name__}: {error}") from error
        self.under_way[future] = number

    @functools.cached_property
    def _packed(self) -> tuple[bytes, bytes]:
        """The work as it travels, and its digest."""
        packed = zlib.compress(pickle.dumps(self.work, pickle.HIGHEST_PROTOCOL), 1)
        return hashlib.blake2b(packed, digest_size=16).digest(), packed


@contextlib.contextmanager
def spawned() -> Iterator[Workers]:
    """New processes of this machine, which begin with nothing: as macOS and Windows need it."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(cores(), mp_context=context) as pool:
        yield Workers(pool, cores())


def version() -> str:
    """What two processes must have in common to give the same bytes."""
    return f"{sys.version_info.major}.{sys.version_info.minor} {code_version().hex()[:16]}"


def other_version(there: str) -> Refused:
    details = {"here": version(), "there": there}
    return Refused(Problem("executor-version", Place("mkdocs.yml"), details=details))


_MOST_KNOWN = 2
"""Works that a worker keeps: two portals may be built at the same time."""


@dataclass
class _Bench:
    """What a worker process keeps between two chunks."""

    works: dict[bytes, Callable[[Any], Any]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    """A worker may have several threads; our work is for one at a time."""

    def learn(self, digest: bytes, packed: bytes) -> None:
        """Keep a work, and forget the oldest ones."""
        gc.unfreeze()
        while len(self.works) >= _MOST_KNOWN:
            del self.works[next(iter(self.works))]
        gc.collect()
        gc.disable()
        try:
            self.works[digest] = pickle.loads(zlib.decompress(packed))
        finally:
            gc.enable()
        gc.freeze()  # a library is large, and nothing of it is garbage: looking takes long


@functools.cache
def _bench() -> _Bench:
    return _Bench()


def do(asked: str, digest: bytes, given: bytes, packed: bytes) -> bytes | str | None:
    """Do a chunk, in a worker: the results; None for a work that it does not know yet.

    Where the code here is another one than the asking process has, which this is.
    """
    if asked != version():
        return version()
    bench = _bench()
    with bench.lock:
        if digest not in bench.works:
            if not packed:
                return None
            bench.learn(digest, packed)
        work = bench.works[digest]
        return pickle.dumps([work(each) for each in pickle.loads(given)], pickle.HIGHEST_PROTOCOL)
