"""Work that takes long says what it is doing; work that does not is silent."""

from __future__ import annotations

import io

from wenming.progress import told


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
