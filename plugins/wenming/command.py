"""The frame of every command: which portal it works on, and how it tells what it found."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from .built import portal_day
from .command_help import language_said
from .destination import Destination, destination_of
from .problems import LANGUAGES, Place, Problem
from .records import Refused
from .release import Owner, is_url
from .settings import Settings, read_settings
from .usage import wrong_usage
from .writing import unwritten


@dataclass(frozen=True, slots=True)
class Portal:
    """Where the portal is, what its settings say, and the language to tell problems in."""

    config_file: Path
    settings: Settings
    lang: str

    @property
    def root(self) -> Path:
        return self.config_file.parent

    def say(self, zh: str, en: str) -> None:
        click.echo(zh if self.lang == "zh" else en)

    def warn(self, zh: str, en: str) -> None:
        """Say something on standard error."""
        click.echo(zh if self.lang == "zh" else en, err=True)

    def show(self, problems: Sequence[Problem], form: str = "text") -> None:
        """Problems and their number on standard error, or in a form for tools.

        Those of what is named on the command line stand at the settings, whatever their file.
        """
        _tell([self._placed(each) for each in problems], self.root, self.lang, form)

    def _placed(self, problem: Problem) -> Problem:
        if problem.place != Place("mkdocs.yml"):
            return problem
        return replace(problem, place=Place(self.config_file.name))

    def waits_for(self, owner: Owner) -> None:
        """Tell on standard error which other build this one waits for."""
        zh = f"正在等另一次发布结束（进程 {owner.pid}，{owner.host}，{owner.since} 开始）。"
        en = f"Waiting for another build ({owner.pid} on {owner.host}, since {owner.since})."
        self.warn(zh, en)


def _tell(problems: Sequence[Problem], root: Path, lang: str, form: str) -> None:
    from . import report  # which masks private data: a command without problems needs none of it

    text = report.FORMATS[form](problems, root, lang)
    if form != "text":
        click.echo(text)
    elif problems:
        click.echo(f"{text}\n\n{report.summary(problems, lang)}", err=True)


def tell_mended(how: str, paths: Sequence[str]) -> None:
    for path in paths:
        click.echo(f"{how}: {path}", err=True)


def whole(path: Path) -> Path:
    """A path from the root, without `..` in it."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


_INTERRUPTED = 130
"""What shells take for the exit code of what SIGINT ended: 128 and the signal's number."""

_USAGE = ("executor-unknown", "extra-missing", "target-unknown")
"""Problems with what was typed, not with what is there."""


@contextlib.contextmanager
def refusals_told(portal: Portal) -> Iterator[None]:
    """Where what somebody names cannot be used: show why, and exit."""
    try:
        yield
    except Refused as refused:
        portal.show(refused.problems)
        sys.exit(2 if refused.problem.code in _USAGE else 1)


def destination(portal: Portal, said: str | None) -> Destination:
    """Where to publish: as somebody says, relative to where they are, else as the settings say."""
    with refusals_told(portal):
        if is_url(place := said or portal.settings.site_dir):
            return destination_of(portal.root, place)
        return Destination(whole(Path(place) if said else portal.root / place))


def portal_command(command: Callable[..., None]) -> Callable[..., None]:
    """A command that is given the portal it works on; exits 1 where its settings are faulty."""

    @click.option(
        "-f",
        "--config-file",
        type=click.Path(path_type=Path),
        default=Path("mkdocs.yml"),
        help="The portal's mkdocs.yml.  [default: ./mkdocs.yml]",
    )
    @click.option("--lang", type=click.Choice(LANGUAGES), help="Language of messages.")
    @functools.wraps(command)
    def run(config_file: Path, lang: str | None, **options: Any) -> None:
        lang = lang or language_said()
        config_file = whole(config_file)
        settings = _settings(config_file, lang, options)
        portal = Portal(config_file, settings, lang)
        try:
            command(portal, **options)
        except KeyboardInterrupt:
            from .parallel import stop  # and all that begins processes

            stop()
            portal.warn("已中断。", "Interrupted.")
            sys.exit(_INTERRUPTED)
        except OSError as error:  # a full disk, a terminal that is gone
            with contextlib.suppress(OSError):
                if problem := unwritten(error, config_file.parent):
                    _tell([problem], config_file.parent, lang, "text")
                else:
                    click.echo(error, err=True)
            sys.exit(1)

    return run


def _settings(config_file: Path, lang: str, options: Mapping[str, Any]) -> Settings:
    """The portal's settings; exits 1 where they are faulty, in another encoding after `--fix`."""
    try:
        return read_settings(config_file)
    except Refused as refused:
        problems = refused.problems
    from .mending import mend_encoding  # and all that looks into records
    from .report import FORMATS

    whole_portal = options.get("fix") and not options.get("paths")
    if whole_portal and (mended := mend_encoding(config_file.parent, problems)):
        tell_mended("UTF-8", mended)
        return _settings(config_file, lang, options)
    form = str(options.get("form"))  # that of a file, where the command writes one
    _tell(problems, config_file.parent, lang, form if form in FORMATS else "text")
    sys.exit(1)


def today_of(portal: Portal, as_of: dt.date | None = None) -> dt.date:
    try:
        return portal_day(portal.settings, as_of)
    except (ValueError, OverflowError, OSError):
        zh, en = "SOURCE_DATE_EPOCH 不是秒数。", "SOURCE_DATE_EPOCH is no number of seconds."
        raise wrong_usage(zh, en) from None


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """Collect no garbage: nearly all is needed to the end; looking costs an eighth of a build."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class Day(click.ParamType[dt.date]):
    """A date as records write it, such as 2024-06-01."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date such as 2024-06-01", param, ctx)
