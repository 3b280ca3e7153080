"""`wenming`: parse the arguments, call a stage, print."""

from __future__ import annotations

import datetime as dt
import importlib
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import __version__, account, progress
from .built import portal_day
from .command import (
    Day,
    Portal,
    destination,
    portal_command,
    tell_mended,
    today_of,
    whole,
    without_collector,
)
from .command_help import HelpContext
from .problems import LANGUAGES, Problem
from .usage import form_of, told_in_chinese, wrong_usage
from .writing import write_file

if TYPE_CHECKING:
    from . import pipeline
    from .inspect import Inspected

# Commands import what they need when they are called: to find out that nothing changed
# since a build takes less time than to import what builds.


PROBLEM_FORMATS = ("text", "json", "github", "sarif")
TABLE_FORMATS = ("xlsx", "csv", "json")

_ELSEWHERE = {
    "archive": ".archive.command",
    "build": ".build_command",
    "import": ".intake.command",
    "report": ".work_report.command",
}
"""The modules of commands that are imported for those who call them."""


class _Commands(click.Group):
    context_class = HelpContext

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command: click.Command | None
        if module := _ELSEWHERE.get(cmd_name):
            command = importlib.import_module(module, __package__).command
        else:
            command = super().get_command(ctx, cmd_name)
        if command:
            command.context_class = HelpContext
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each with the whole sentence: Click's own cuts it off."""
        commands = ((name, self.get_command(ctx, name)) for name in self.list_commands(ctx))
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.help or "") for name, each in commands if each])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if isinstance(ctx, HelpContext):
            ctx.note_language(args)
        with told_in_chinese():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        with told_in_chinese():
            return super().invoke(ctx)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), expose_value=False, help="Language of messages."
)
def main() -> None:
    """Build and check a civilization portal (文明网)."""


@main.command()
@click.argument("steps", metavar="[N]", type=click.IntRange(min=1), default=1)
@click.option("-d", "--site-dir", help="Where it is published: a folder or a URL.")
@portal_command
def rollback(portal: Portal, *, steps: int, site_dir: str | None) -> None:
    """Put the release before this one online again, or the one N before."""
    to = destination(portal, site_dir)
    from .rollback import roll_back

    number = roll_back(portal.config_file, portal.settings, to.site, steps, portal.waits_for)
    if isinstance(number, Problem):
        portal.show([number])
        portal.say("没有退回，网站保持原样。", "Nothing was rolled back; the site stays as it was.")
        sys.exit(1)
    with progress.told(portal.lang) as tell:
        brought = to.bring(portal.config_file, portal.waits_for, tell)
    if isinstance(brought, Problem):
        portal.show([brought])
        sys.exit(1)
    made = dt.datetime.fromtimestamp(to.site.stat().st_mtime, portal.settings.zone)
    portal.say(
        f"{to.shown} 现在是第 {number} 版，{made:%Y-%m-%d %H:%M} 生成。",
        f"{to.shown} is release {number} now, made at {made:%Y-%m-%d %H:%M}.",
    )


@main.command()
@click.option("--format", "form", type=click.Choice(PROBLEM_FORMATS), default="text")
@click.option("--fix", is_flag=True, help="Mend encodings and names, mask private data.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@portal_command
def check(portal: Portal, *, form: str, fix: bool, paths: tuple[Path, ...]) -> None:
    """Check the content; PATHS limit which files' problems are told."""
    from . import pipeline
    from .mending import MASKED, mend_encoding, mend_names, mend_private_data

    today = today_of(portal)
    wanted = [whole(path) for path in paths] or [portal.root]

    def among(path: str) -> bool:
        return any((portal.root / path).is_relative_to(each) for each in wanted)

    def found() -> tuple[pipeline.Checked, list[Problem]]:
        with without_collector():
            checked = pipeline.check(portal.root, portal.settings, today)
        return checked, [each for each in checked.problems if among(each.place.path)]

    checked, problems = found()
    # The records of a collection are read only once its declaration is mended.
    while fix and (mended := mend_encoding(portal.root, problems)):
        tell_mended("UTF-8", mended)
        checked, problems = found()
    if fix and (mended := mend_names(portal.root, problems)):
        tell_mended("·", mended)
        checked, problems = found()
    if fix and (hidden := mend_private_data(portal.root, problems, checked.inspection)):
        for code, masked in hidden.items():
            zh, en = MASKED[code]
            for path in masked:
                portal.warn(f"已遮住{zh}：{path}", f"Masked {en}: {path}")
        checked, problems = found()
    portal.show(problems, form)
    if form == "text":
        _tell_exceptions(portal, checked.inspected)
    if form == "text" and not problems:
        count = sum(among(record.path) for record in checked.library.records)
        portal.say(
            f"检查通过：{count} 篇稿件没有问题。",
            f"No problems in {account.counted(count, 'record')}.",
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
    from .pipeline import check

    today = portal_day(portal.settings)
    checked = check(portal.root, portal.settings, today)
    file = whole(path)
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
    if not reason.strip():
        raise wrong_usage("--reason 是空的，要写明原因。", "--reason is empty.")
    from .takedown import runbook, take_down

    today = portal_day(portal.settings)
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
    from .preview import serve as serve_preview  # a server and a watcher of files

    serve_preview(portal.config_file, portal.lang, port)


@main.command()
@click.argument("collection")
@click.argument("title")
@portal_command
def new(portal: Portal, *, collection: str, title: str) -> None:
    """Write a new record with the fields its COLLECTION declares."""
    if not title.strip():
        raise wrong_usage("标题是空的。", "TITLE is empty.")
    from .scaffold import new_record

    made = new_record(portal.root, portal.settings, collection, title)
    if isinstance(made, Problem):
        portal.show([made])
        sys.exit(2)
    path = made.relative_to(portal.root)
    portal.say(f"已新建 {path}，请打开填写。", f"Wrote {path}; open it and fill it in.")


@main.command()
@click.argument("collection")
@click.option(
    "--format",
    "form",
    type=click.Choice(TABLE_FORMATS),
    help="Else by the name of the file, or xlsx.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as-of", type=Day(), help="What is published on this day.")
@portal_command
def export(
    portal: Portal, *, collection: str, form: str | None, output: Path | None, as_of: dt.date | None
) -> None:
    """Write the published records of COLLECTION as a table, to a file or standard output."""
    form = form_of(output, form, TABLE_FORMATS, "xlsx")
    today = today_of(portal, as_of)
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise wrong_usage(
            "工作簿在这里显示不了，请用 --output 写一个文件名。",
            "A workbook cannot be shown here; name a file with --output.",
        )
    from .export import export_table

    made = export_table(portal.root, portal.settings, collection, form, today)
    if not isinstance(made, bytes):
        portal.show(made)
        sys.exit(_code(made))
    if output is None:
        sys.stdout.buffer.write(made)
        return
    write_file(output, made)
    portal.say(f"已导出到 {output}。", f"Exported to {output}.")


def _code(problems: Sequence[Problem]) -> int:
    """2 where the command names a column that there is not, 1 for mistakes in content."""
    return 2 if any(problem.code == "unknown-collection" for problem in problems) else 1


def run() -> None:
    """`wenming` as a process of its own.

    It leaves its memory to the system: to give it back object by object takes a tenth of a
    second. Where something else is going on still (a cluster, an upload), it ends as ever.
    """
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
        if not isinstance(code, int) or threading.active_count() > 1:
            raise
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            raise end from None  # who cannot be told gets what Python makes of it
        os._exit(code)
