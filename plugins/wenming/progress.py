"""Progress of what takes more than a second: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TextIO, cast

Tell = Callable[[str, int, int], None]
"""`(step, done, of)`: `step` is a key of `STEPS`; 0 of 0 where there is nothing to count."""

STEPS: Mapping[str, tuple[str, str]] = {
    "check": ("读稿和检查", "Reading and checking"),
    "house": ("生成页壳", "Making the shells"),
    "pages": ("生成网页", "Rendering pages"),
    "files": ("处理图片和附件", "Writing pictures and attachments"),
    "outputs": ("生成其他文件", "Writing the other files"),
    "publish": ("换上新版本", "Putting it online"),
    "upload": ("上传", "Uploading"),
}

_SOON = 1.0
"""Seconds that pass in silence."""

_DRAWN_EVERY = 20
"""Pages between two drawings of the bar."""


class Stopwatch:
    """How long each step took; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = [("", clock())]

    def over(self, tell: Tell) -> Tell:
        """The same `Tell`, with an eye on the clock."""

        def watched(step: str, done: int, of: int) -> None:
            if step != self._begun[-1][0]:
                self._begun.append((step, self._clock()))
            tell(step, done, of)

        return watched

    def seconds(self) -> dict[str, float]:
        """By step, in their order, the last one to this moment; nothing before a second is over."""
        times = [*(begun for _, begun in self._begun), self._clock()]
        if times[-1] - times[0] < _SOON:
            return {}
        steps = zip(self._begun, times, times[1:], strict=False)
        return {step: after - before for (step, _), before, after in steps if step}


def silent(_step: str, _done: int, _of: int) -> None:
    """Tells nobody."""


@contextlib.contextmanager
def told(
    lang: str, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
) -> Iterator[Tell]:
    """A `Tell` for the length of a command, on standard error; `clock` gives seconds.

    What cannot be written there (a log on a full disk, a terminal that is gone) is lost.
    """
    stream = cast(TextIO, _Careless(stream or sys.stderr))
    with _bar(lang, stream) if stream.isatty() else _lines(lang, stream, clock) as tell:
        yield tell


class _Careless:
    """A stream whose faults stop nobody: a build that cannot tell how far it is goes on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.flush()


@contextlib.contextmanager
def _bar(lang: str, stream: TextIO) -> Iterator[Tell]:
    # A twentieth of a second to import: for those who look on.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(file=stream)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    # It draws when it is told something: a thread that draws would keep the build from forking.
    bar = Progress(
        *columns, TimeElapsedColumn(), console=console, transient=True, auto_refresh=False
    )
    task = bar.add_task("", total=None)
    with bar:

        def tell(step: str, done: int, of: int) -> None:
            description = STEPS[step][lang == "en"]
            bar.update(task, description=description, completed=done, total=of or None)
            if done % _DRAWN_EVERY == 0:
                bar.refresh()

        yield tell


@contextlib.contextmanager
def _lines(lang: str, stream: TextIO, clock: Callable[[], float]) -> Iterator[Tell]:
    start = clock()
    said: set[str] = set()

    def tell(step: str, _done: int, _of: int) -> None:
        if step in said or clock() - start < _SOON:
            return
        said.add(step)
        print(f"{STEPS[step][lang == 'en']}…", file=stream, flush=True)

    yield tell
