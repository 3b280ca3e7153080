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
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from typing import Any, TypeVar, cast

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


def shared(
    work: Callable[[Item], Result], items: Sequence[Item], *, weight: int = 1
) -> Iterator[Result]:
    """Results of `work` for each of `items`, in their order, as soon as they are there.

    Forked processes share what this one knows, so `work` may be any function; only
    items and results travel. Where a fork is not safe (other threads are running,
    as in a preview) or there is too little to do, the work is done here, when asked
    for; and so is what a process has not brought that ended without a word.

    `weight`: how many plain items each of these stands for, such as a chunk of them.
    """
    done = 0
    if len(items) * weight >= PARALLEL_FROM and len(items) > 1 and _can_fork():
        at_once = max(1, AT_ONCE // weight)
        turns = cores() * max(_FEWEST * at_once, _ROUND // weight)
        with contextlib.suppress(BrokenProcessPool):
            while done < len(items):
                for found in _round(work, items, done, min(done + turns, len(items)), at_once):
                    yield from found
                    done += len(found)
    yield from map(work, items[done:])


def _round(
    work: Callable[[Item], Result], items: Sequence[Item], first: int, last: int, at_once: int
) -> Iterator[list[Result]]:
    """What comes of some of the items, from processes that end with them."""
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(
        cores(), mp_context=context, initializer=_adopt, initargs=(work, items)
    )
    try:
        with _uninterrupted():  # the first task begins the processes
            parts = deque(
                pool.submit(_do, start, min(start + at_once, last))
                for start in range(first, last, at_once)
            )
        while parts:
            yield parts.popleft().result()  # and is not held any longer
    except BaseException:  # of who was to take the results, too
        stop()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def stop() -> None:
    """End the processes that work for this one: nobody waits for what they are at."""
    for each in multiprocessing.active_children():
        each.kill()


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
