"""The command `wenming report`."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from ..command import Day, Portal, portal_command, today_of
from ..library import ORGANIZATIONS
from ..records import YEARS
from ..usage import form_of, wrong_usage
from ..writing import write_file
from . import FORMATS, Period, report_file

_WRONG_USAGE = ("unknown-organization", "ambiguous-organization")


@click.command("report")
@click.option("--from", "first", type=Day(), required=True, help="The period's first day.")
@click.option("--to", "last", type=Day(), required=True, help="Its last day.")
@click.option("--organization", default="", help="Only of this one and those below it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    help="Else by the name of the file, or md.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as-of", type=Day(), help="What is published on this day.")
@portal_command
def command(
    portal: Portal,
    *,
    first: dt.date,
    last: dt.date,
    organization: str,
    form: str | None,
    output: Path | None,
    as_of: dt.date | None,
) -> None:
    """Write the figures of a period, with the records behind them, as a draft of its summary."""
    if first > last:
        raise wrong_usage(
            f"--from {first} 在 --to {last} 之后，是不是写反了。",
            f"--from {first} is after --to {last}.",
        )
    if not {first.year, last.year} <= {*YEARS}:
        raise wrong_usage(
            f"只能写 {YEARS[0]} 到 {YEARS[-1]} 年的总结。",
            f"Only the years {YEARS[0]} to {YEARS[-1]} can be reported on.",
        )
    form = form_of(output, form, list(FORMATS), "md")
    if form == "docx" and output is None and sys.stdout.isatty():
        raise wrong_usage(
            "文档在这里显示不了，请用 --output 写一个文件名。",
            "A document cannot be shown here; name a file with --output.",
        )
    today = today_of(portal, as_of)
    period = Period(first, last)
    names = f"{portal.settings.content_dir}/{ORGANIZATIONS}"
    made = report_file(portal.root, portal.settings, period, organization, form, today)
    if not isinstance(made, bytes):
        portal.show(made)
        sys.exit(2 if made[0].code in _WRONG_USAGE and made[0].place.path == names else 1)
    if output is None:
        sys.stdout.buffer.write(made)
        return
    write_file(output, made)
    portal.say(f"已写入 {output}。", f"Wrote {output}.")
