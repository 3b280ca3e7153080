"""`wenming archive`: what an office hands in at an assessment, by indicator."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from .. import pipeline, progress
from ..command import Day, Portal, portal_command, today_of
from ..library import Scheme, Schemes
from ..problems import Place, Problem
from ..records import nearest
from . import archive_files, gather, is_free, told, write


@click.command("archive")
@click.option("--scheme", "word", required=True, metavar="SCHEME", help="Its name or its title.")
@click.option("--year", required=True, type=click.IntRange(1900, 2199), help="Evidence of when.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A new folder, or FILE.zip.")
@click.option("--replace", is_flag=True, help="Exchange a former archive at --output.")
@click.option("--as-of", type=Day(), help="What is published on this day.")
@portal_command
def command(
    portal: Portal,
    *,
    word: str,
    year: int,
    output: Path | None,
    replace: bool,
    as_of: dt.date | None,
) -> None:
    """List the evidence for an assessment by indicator, and what is missing; write it all."""
    today = today_of(portal, as_of)
    with progress.told(portal.lang) as tell:
        tell("check", 0, 0)
        checked = pipeline.check(portal.root, portal.settings, today)
        if errors := [each for each in checked.problems if each.is_error]:
            portal.show(errors)
            portal.say("没有归档。", "Nothing was filed.")
            sys.exit(1)
        library = checked.library
        scheme = _scheme(word, year, library.schemes, portal.settings.content_dir)
        if isinstance(scheme, Scheme) and output and not is_free(output, replace=replace):
            scheme = Problem("archive-there", Place(str(output)), details={"path": str(output)})
        if isinstance(scheme, Problem):
            portal.show([scheme])
            sys.exit(2)
        gathered = gather(library, scheme, year)
        if output:
            write(archive_files(gathered, library, checked.views, tell), output)
    click.echo(told(gathered, portal.lang))
    if output:
        portal.say(f"已归档到 {output}。", f"Filed in {output}.")


def _scheme(word: str, year: int, schemes: Schemes, content: str) -> Scheme | Problem:
    """The scheme that is meant, or why it cannot be filed by."""
    place = Place(f"{content}/indicators")
    if not schemes.by_name:
        return Problem("no-schemes", place)
    scheme = schemes.named(word)
    if scheme is None:
        details = {
            "name": word,
            "known": "、".join(f"{each.name}（{each.title}）" for each in schemes),
            "known_en": ", ".join(schemes.by_name),
            "suggestion": nearest(word, [*schemes.by_name, *(each.title for each in schemes)]),
        }
        return Problem("unknown-scheme", place, details=details)
    if not scheme.covers(year):
        years = [str(each) for each in scheme.years]
        details = {"title": scheme.title, "year": str(year)}
        details |= {"years": "、".join(years), "years_en": ", ".join(years)}
        return Problem("scheme-year", Place(f"{place.path}/{scheme.name}.yml"), details=details)
    return scheme
