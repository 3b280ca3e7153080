"""Work shared among the cores of this machine."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar, cast

Item = TypeVar("Item")
Result = TypeVar("Result")

PARALLEL_FROM = 300
"""Fewer items are done before other processes would have begun."""

AT_ONCE = 32
"""Items that are given to another process at once."""

_ROUND = 2048
"""Items for each process, after which new ones take over: what one looks at, it comes to own."""

_FEWEST = 4
"""Turns in a round, however large: processes do not begin anew for each, nor stand idle long."""
_PR_SET_PDEATHSIG = 1  # prctl(2), Linux


class Shared(Generic[Item, Result]):
    """Results of `work` for each of `items`, begun when made, given in their order.

    Forked processes share what this one knows, so `work` may be any function; only
    items and results travel. Where a fork is not safe (other threads are running,
    as in a preview) or there is too little to do, the work is done here, when asked for.
    """

    def __init__(
        self, work: Callable[[Item], Result], items: Sequence[Item], *, weight: int = 1
    ) -> None:
        """`weight`: how many plain items each of these stands for, such as a chunk of them."""
        self._work = work
        self._items = items
        self._at_once = max(1, AT_ONCE // weight)
        self._round = cores() * max(_FEWEST * self._at_once, _ROUND // weight)
        self._pool: ProcessPoolExecutor | None = None
        self._parts: deque[Future[list[Result]]] = deque()
        if len(items) * weight >= PARALLEL_FROM and len(items) > 1 and _can_fork():
            self._begin(0)

    def _begin(self, first: int) -> None:
        context = multiprocessing.get_context("fork")
        self._pool = ProcessPoolExecutor(
            cores(), mp_context=context, initializer=_adopt, initargs=(self._work, self._items)
        )
        last = min(first + self._round, len(self._items))
        with _uninterrupted():  # the first task begins the processes
            self._parts.extend(
                self._pool.submit(_do, start, min(start + self._at_once, last))
                for start in range(first, last, self._at_once)
            )

    def results(self) -> Iterator[Result]:
        """Each result in its order, as soon as it is there.

        Where a process ends without a word, what it has not brought is done here.
        """
        done = 0
        with contextlib.suppress(BrokenProcessPool):
            while self._pool:
                try:
                    while self._parts:
                        found = self._parts.popleft().result()  # and is not held any longer
                        yield from found
                        done += len(found)
                except KeyboardInterrupt:
                    for each in multiprocessing.active_children():
                        each.kill()  # nobody waits for the end of what they are at
                    raise
                finally:
                    self._pool.shutdown(cancel_futures=True)
                self._pool = None
                if done < len(self._items):
                    self._begin(done)
        yield from map(self._work, self._items[done:])


@contextlib.contextmanager
def apart(work: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """Work done in another process during the block; its result (or what it raised) when called.

    Where a fork is not safe, or the other process ends without a word, the work
    is done here, when it is called for.
    """
    if not _can_fork():
        yield work
        return
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(work, sender))
    with _uninterrupted():
        process.start()
    sender.close()

    def result() -> Result:
        try:
            done, value = receiver.recv()
        except EOFError:
            return work()
        if done:
            return cast(Result, value)
        raise value

    try:
        yield result
    except BaseException:
        process.kill()  # nobody will ask for the result
        raise
    finally:
        receiver.close()
        process.join()


def _report(work: Callable[[], Any], sender: Connection) -> None:
    """Do the work and send what came of it."""
    _die_with_parent()
    try:
        answer = True, work()
    except Exception as error:
        answer = False, error
    with contextlib.suppress(OSError):  # nobody may be interested any more
        sender.send(answer)


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put off an interruption while processes begin: until they have their own way with it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _can_fork() -> bool:
    return sys.platform == "linux" and cores() > 1 and threading.active_count() == 1


def cores() -> int:
    """As many as WENMING_WORKERS says, else as there are cores that this process may use."""
    said = os.environ.get("WENMING_WORKERS", "")
    if said.isdecimal():
        return max(1, min(int(said), 64))
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@functools.cache
def _adopted() -> list[tuple[Callable[[Any], Any], Sequence[Any]]]:
    """What a forked process has to do; empty in the process that forked it."""
    return []


def _adopt(*task: Any) -> None:
    work, items = task
    _adopted().append((work, items))
    _die_with_parent()


def _die_with_parent() -> None:
    """Do not outlive the one that asked: it may be killed without a chance to say so."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    # Who interrupts a build hears of it from the process that asked, and from no other.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = multiprocessing.parent_process()
    if parent and parent.pid != os.getppid():  # it was killed just before
        os._exit(1)


def _do(start: int, stop: int) -> list[Any]:
    work, items = _adopted()[-1]
    return [work(item) for item in items[start:stop]]
