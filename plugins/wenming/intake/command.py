"""The command `wenming import`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .. import report
from ..command import Portal, portal_command, today_of
from ..problems import Problem
from ..scaffold import collection_named
from ..usage import wrong_usage
from .planning import plan_import
from .store import write_plan
from .telling import told


@click.command("import")
@click.argument("collection")
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "map_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="YAML that says which heading is which field.",
)
@click.option("--set", "given", multiple=True, metavar="FIELD=VALUE", help="The same in all rows.")
@click.option("--each", "each_row", is_flag=True, help="Make every row a record of its own.")
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@click.option("--format", "form", type=click.Choice(list(report.FORMATS)), default="text")
@portal_command
def command(
    portal: Portal,
    *,
    collection: str,
    table: Path,
    map_file: Path | None,
    given: tuple[str, ...],
    each_row: bool,
    yes: bool,
    form: str,
) -> None:
    """Turn the rows of TABLE (XLSX, XLS or CSV) into records of COLLECTION, all or none."""
    found = collection_named(collection, portal.root, portal.settings)
    if isinstance(found, Problem):
        portal.show([found], form)
        sys.exit(2)
    if wrong := [each for each in given if "=" not in each]:
        zh, en = "要写成“字段=值”，如 --set 级别=县级。", "write FIELD=VALUE."
        raise wrong_usage(f"--set {wrong[0]}：{zh}", f"--set {wrong[0]}: {en}")
    today = today_of(portal)
    plan = plan_import(
        portal.root,
        portal.settings,
        found,
        table,
        today,
        map_file=map_file,
        given=given,
        each_row=each_row,
    )
    click.echo(told(plan, portal.lang), err=form != "text")
    if plan.problems or plan.warnings:
        portal.show([*plan.problems, *plan.warnings], form)
    if plan.problems:
        portal.say("什么也没有写入。", "Nothing was written.")
        sys.exit(1)
    if not plan.files:
        portal.say("没有新的内容。", "There is nothing new.")
        return
    if not yes and not sys.stdin.isatty():
        portal.say("还没有写入；核对无误后加上 --yes。", "Not written yet; give --yes to write it.")
        sys.exit(1)
    question = "写入吗？" if portal.lang == "zh" else "Write this?"
    if not yes and not click.confirm(question):
        sys.exit(1)
    paths = write_plan(plan, portal.root)
    portal.say(f"已写入 {len(paths)} 个文件。", f"Wrote {len(paths)} files.")
