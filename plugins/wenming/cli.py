"""`wenming`: parse the arguments, call a stage, print."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from . import __version__, pipeline, progress, report
from .inspect import Inspected
from .mending import mend_encoding, mend_names, mend_private_data
from .mkdocs import make_house
from .preview import serve as serve_preview
from .problems import LANGUAGES, Problem, language_of
from .records import Refused
from .release import Owner
from .scaffold import new_record
from .settings import Settings, read_settings
from .takedown import runbook, take_down


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

    def show(self, problems: Sequence[Problem], form: str = "text") -> None:
        """Problems and their number on standard error, or in a form for tools."""
        _tell(problems, self.root, self.lang, form)

    def waits_for(self, owner: Owner) -> None:
        """Tell on standard error which other build this one waits for."""
        zh = f"正在等另一次发布结束（进程 {owner.pid}，{owner.host}，{owner.since} 开始）。"
        en = f"Waiting for another build ({owner.pid} on {owner.host}, since {owner.since})."
        click.echo(zh if self.lang == "zh" else en, err=True)


def _tell(problems: Sequence[Problem], root: Path, lang: str, form: str) -> None:
    text = report.FORMATS[form](problems, root, lang)
    if form != "text":
        click.echo(text)
    elif problems:
        click.echo(f"{text}\n\n{report.summary(problems, lang)}", err=True)


def _whole(path: Path) -> Path:
    """A path from the root, without `..` in it."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


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
        lang = lang or language_of()
        config_file = _whole(config_file)
        settings = _settings(config_file, lang, options)
        try:
            command(Portal(config_file, settings, lang), **options)
        except OSError as error:  # a full disk, a terminal that is gone
            with contextlib.suppress(OSError):
                click.echo(error, err=True)
            sys.exit(1)

    return run


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Collect no garbage: nearly all is needed to the end; looking costs an eighth of a build."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _settings(config_file: Path, lang: str, options: Mapping[str, Any]) -> Settings:
    """The portal's settings; exits 1 where they are faulty, in another encoding after `--fix`."""
    try:
        return read_settings(config_file)
    except Refused as refused:
        problems = refused.problems
    whole = options.get("fix") and not options.get("paths")
    if whole and (mended := mend_encoding(config_file.parent, problems)):
        _tell_mended("UTF-8", mended)
        return _settings(config_file, lang, options)
    _tell(problems, config_file.parent, lang, options.get("form", "text"))
    sys.exit(1)


def _tell_mended(how: str, paths: Sequence[str]) -> None:
    for path in paths:
        click.echo(f"{how}: {path}", err=True)


def _today(portal: Portal, as_of: dt.date | None = None) -> dt.date:
    try:
        return pipeline.portal_day(portal.settings, as_of)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError("SOURCE_DATE_EPOCH is no number of seconds.") from None


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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Build and check a civilization portal (文明网)."""


@main.command()
@click.option("--strict", is_flag=True, help="Refuse to publish on warnings too.")
@click.option("-d", "--site-dir", type=click.Path(path_type=Path), help="Where to publish.")
@click.option("--as-of", type=Day(), help="Build as on this day.")
@portal_command
def build(portal: Portal, *, strict: bool, site_dir: Path | None, as_of: dt.date | None) -> None:
    """Check the content, build the portal and swap it in."""
    today = _today(portal, as_of)
    site = _whole(site_dir or portal.root / portal.settings.site_dir)
    with progress.told(portal.lang) as tell, _without_collector():
        built = pipeline.build(
            portal.config_file,
            portal.settings,
            site,
            today,
            make_house,
            strict=strict,
            tell=tell,
            waiting=portal.waits_for,
        )
    portal.show(built.problems)
    if not built.published:
        portal.say("没有发布，网站保持原样。", "Nothing was published; the site stays as it was.")
        sys.exit(1)
    shown = _shown(site)
    files = built.written + built.carried_over
    portal.say(
        f"已发布到 {shown}：{built.records} 篇稿件，{files} 个文件，{built.written} 个有变化。",
        f"Published to {shown}: {report.counted(built.records, 'record')}, "
        f"{report.counted(files, 'file')}, {built.written} changed.",
    )
    if built.purged:
        portal.say(
            f"已删掉 {built.purged} 个旧版本：里面可能还有后来撤下的稿件，不能再退回。",
            f"Removed {built.purged} earlier releases that may hold records withdrawn since.",
        )


@main.command()
@click.argument("steps", metavar="[N]", type=click.IntRange(min=1), default=1)
@click.option("-d", "--site-dir", type=click.Path(path_type=Path), help="Where it is published.")
@portal_command
def rollback(portal: Portal, *, steps: int, site_dir: Path | None) -> None:
    """Put the release before this one online again, or the one N before."""
    site = _whole(site_dir or portal.root / portal.settings.site_dir)
    number = pipeline.roll_back(portal.config_file, portal.settings, site, steps, portal.waits_for)
    if isinstance(number, Problem):
        portal.show([number])
        portal.say("没有退回，网站保持原样。", "Nothing was rolled back; the site stays as it was.")
        sys.exit(1)
    made = dt.datetime.fromtimestamp(site.stat().st_mtime, portal.settings.zone)
    portal.say(
        f"{_shown(site)} 现在是第 {number} 版，{made:%Y-%m-%d %H:%M} 生成。",
        f"{_shown(site)} is release {number} now, made at {made:%Y-%m-%d %H:%M}.",
    )


@main.command()
@click.option("--format", "form", type=click.Choice(list(report.FORMATS)), default="text")
@click.option("--fix", is_flag=True, help="Mend encodings and names, mask private data.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@portal_command
def check(portal: Portal, *, form: str, fix: bool, paths: tuple[Path, ...]) -> None:
    """Check the content; PATHS limit which files' problems are told."""
    today = _today(portal)
    wanted = [_whole(path) for path in paths] or [portal.root]

    def among(path: str) -> bool:
        return any((portal.root / path).is_relative_to(each) for each in wanted)

    def found() -> tuple[pipeline.Checked, list[Problem]]:
        with _without_collector():
            checked = pipeline.check(portal.root, portal.settings, today)
        return checked, [each for each in checked.problems if among(each.place.path)]

    checked, problems = found()
    # The records of a collection are read only once its declaration is mended.
    while fix and (mended := mend_encoding(portal.root, problems)):
        _tell_mended("UTF-8", mended)
        checked, problems = found()
    if fix and (mended := mend_names(portal.root, problems)):
        _tell_mended("·", mended)
        checked, problems = found()
    if fix and (mended := mend_private_data(portal.root, problems, checked.inspection)):
        _tell_mended("138****1234", mended)
        checked, problems = found()
    portal.show(problems, form)
    if form == "text":
        _tell_exceptions(portal, checked.inspected)
    if form == "text" and not problems:
        count = sum(among(record.path) for record in checked.library.records)
        portal.say(
            f"检查通过：{count} 篇稿件没有问题。",
            f"No problems in {report.counted(count, 'record')}.",
        )
    sys.exit(1 if any(problem.is_error for problem in problems) else 0)


def _tell_exceptions(portal: Portal, inspected: Inspected) -> None:
    """Which private data passes, why, and who answers for it."""
    for line, masked in inspected.excepted:
        portal.say(
            f"按例外放行：{masked}（{line.reason}；{line.by}，{line.on}）",
            f"Passed by an exception: {masked} ({line.reason}; {line.by}, {line.on})",
        )


@main.command("privacy-exception")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@portal_command
def privacy_exception(portal: Portal, *, path: Path) -> None:
    """Print lines for privacy-exceptions.yml for what is found in PATH."""
    today = pipeline.portal_day(portal.settings)
    checked = pipeline.check(portal.root, portal.settings, today)
    file = _whole(path)
    relative = file.relative_to(portal.root).as_posix() if file.is_relative_to(portal.root) else ""
    for masked, value_hash in checked.inspection.exceptions_for(relative):
        click.echo(f"# {masked}")
        click.echo(f"- {{value_hash: {value_hash}, reason: , by: , on: {today}}}")


@main.command()
@click.argument("key", metavar="COLLECTION/ID")
@click.option("--reason", required=True, help="Why; it stays in tombstones.yml.")
@click.option("--by", default="", help="Who withdraws it; git's user.name if not given.")
@portal_command
def takedown(portal: Portal, *, key: str, reason: str, by: str) -> None:
    """Withdraw a record: remove it, leave a tombstone, print what is still to be done."""
    today = pipeline.portal_day(portal.settings)
    done = take_down(portal.root, portal.settings, key, reason=reason, by=by, today=today)
    if isinstance(done, Problem):
        portal.show([done])
        sys.exit(2)
    click.echo(runbook(done))


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@portal_command
def serve(portal: Portal, *, port: int) -> None:
    """Preview the portal, rebuilt whenever a file is saved."""
    serve_preview(portal.config_file, portal.lang, port)


@main.command()
@click.argument("collection")
@click.argument("title")
@portal_command
def new(portal: Portal, *, collection: str, title: str) -> None:
    """Write a new record with the fields its COLLECTION declares."""
    if not title.strip():
        raise click.UsageError("TITLE is empty.")
    made = new_record(portal.root, portal.settings, collection, title)
    if isinstance(made, Problem):
        portal.show([made])
        sys.exit(2)
    path = made.relative_to(portal.root)
    portal.say(f"已新建 {path}，请打开填写。", f"Wrote {path}; open it and fill it in.")
