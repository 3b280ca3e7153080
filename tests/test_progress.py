"""Work that takes long says what it is doing; work that does not is silent."""

from __future__ import annotations

import errno
import io
import os

import pytest

from wenming import account
from wenming.built import Built
from wenming.progress import Stopwatch, silent, told


class Full(io.StringIO):
    """A log on a full disk."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), text)


class FullTerminal(Full):
    """A terminal that is gone."""

    def isatty(self) -> bool:
        return True


class Terminal(io.StringIO):
    """What somebody looks at."""

    def isatty(self) -> bool:
        return True


def output(*, terminal: bool, lang: str, seconds: float) -> str:
    """What is shown of two steps, the second of which begins after some time."""
    clock = iter([0.0, 0.2, seconds, seconds + 0.1, seconds + 0.2])
    stream = Terminal() if terminal else io.StringIO()
    with told(lang, stream, lambda: next(clock)) as tell:
        tell("check", 0, 0)
        tell("pages", 20, 3000)
        tell("pages", 21, 3000)
    return stream.getvalue()


def test_a_log_gets_one_line_a_step_once_a_second_has_passed() -> None:
    """In CI there is no terminal to draw on."""
    assert output(terminal=False, lang="zh", seconds=1.5) == "生成网页…\n"
    assert output(terminal=False, lang="en", seconds=1.5) == "Rendering pages…\n"


def test_what_ends_within_a_second_says_nothing() -> None:
    """A small portal is built in silence."""
    assert output(terminal=False, lang="zh", seconds=0.6) == ""


def test_a_terminal_gets_a_bar_that_goes_when_the_work_is_done() -> None:
    """With the step in words and a count."""
    shown = output(terminal=True, lang="zh", seconds=1.5)
    assert "20/3000" in shown
    assert "生成网页" in shown


@pytest.mark.parametrize("stream", [Full(), FullTerminal()])
def test_what_cannot_be_told_stops_no_work(stream: io.StringIO) -> None:
    """Only progress is lost."""
    done = []
    with told("zh", stream, iter([0.0, 2.0, 3.0]).__next__) as tell:
        for step in ("check", "pages"):
            tell(step, 20, 20)
            done.append(step)
    assert done == ["check", "pages"]


def test_the_account_tells_what_was_new_and_how_long_each_step_took() -> None:
    """Once a second has passed."""
    clock = iter([0.0, 0.5, 1.5, 3.0])
    watch = Stopwatch(lambda: next(clock))
    tell = watch.over(silent)
    tell("check", 0, 0)
    tell("pages", 0, 7)
    tell("pages", 1, 7)
    seconds = watch.seconds()
    assert seconds == {"check": 1.0, "pages": 1.5}
    built = Built((), published=True, records=10, read=1, pages=30, rendered=7, written=9)
    assert account.told(built, seconds, "zh").split("\n")[:5] == [
        "稿件                10：新读 1，沿用 9",
        "网页                30：新生成 7，沿用 23",
        "文件                 9：新写 9，沿用 0",
        "读稿和检查        1.00 秒",
        "生成网页          1.50 秒",
    ]
    assert "30: 7 rendered, 23 carried over" in account.told(built, seconds, "en")


def test_a_build_within_a_second_needs_no_account() -> None:
    """Nor does a small portal."""
    clock = iter([0.0, 0.1, 0.9])
    watch = Stopwatch(lambda: next(clock))
    watch.over(silent)("check", 0, 0)
    assert watch.seconds() == {}
