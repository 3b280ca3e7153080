"""`wenming build`: nothing where nothing changed, else a new release."""

from __future__ import annotations

import datetime as dt
import sys

import click

from . import account, progress, unchanged
from .built import Built
from .command import (
    Day,
    Portal,
    destination,
    portal_command,
    refusals_told,
    today_of,
    without_collector,
)
from .destination import Destination
from .problems import Problem
from .release import Brought


@click.command("build")
@click.option("--strict", is_flag=True, help="Refuse to publish on warnings too.")
@click.option("-d", "--site-dir", help="Where to publish: a folder, or a URL such as s3://….")
@click.option("--as-of", type=Day(), help="Build as on this day.")
@click.option("--executor", help="Who renders large builds, as dask://HOST:PORT; else we do.")
@portal_command
def command(
    portal: Portal,
    *,
    strict: bool,
    site_dir: str | None,
    as_of: dt.date | None,
    executor: str | None,
) -> None:
    """Check the content, build the portal and swap it in."""
    today = today_of(portal, as_of)
    to = destination(portal, site_dir)
    lost = ""
    watch = progress.Stopwatch()
    with progress.told(portal.lang) as tell, without_collector():
        state = unchanged.state_of(portal.root, portal.config_file, portal.settings, today)
        built = unchanged.built_before(portal.root, to.site, state)
        if built is None or executor or (strict and built.problems):
            options = (today, strict, executor, state)
            built, lost = _build_anew(portal, to, watch.over(tell), *options)
        brought: Brought | Problem = Brought()
        if built.published:
            brought = to.bring(portal.config_file, portal.waits_for, watch.over(tell))
    failed = [brought] if isinstance(brought, Problem) else []
    portal.show([*built.problems, *failed])
    if lost:
        portal.warn(
            f"执行器半路断开了，余下的由本机做完。（{lost}）",
            f"The executor was lost; the rest was done here. ({lost})",
        )
    if not built.published:
        portal.say("没有发布，网站保持原样。", "Nothing was published; the site stays as it was.")
        sys.exit(1)
    if isinstance(brought, Problem):
        sys.exit(1)
    _tell_built(portal, to, built, brought)
    if seconds := watch.seconds():
        click.echo(account.told(built, seconds, portal.lang), err=True)


def _build_anew(
    portal: Portal,
    to: Destination,
    tell: progress.Tell,
    today: dt.date,
    strict: bool,
    executor: str | None,
    state: unchanged.State | None,
) -> tuple[Built, str]:
    """What a build did, and why the executor was lost if it was."""
    from . import pipeline
    from .crew import Crew
    from .hiring import hire_at
    from .mkdocs import make_house

    with refusals_told(portal):
        crew = Crew(hire_at(executor) if executor else None)
    built = pipeline.build(
        portal.config_file,
        portal.settings,
        to.site,
        today,
        make_house,
        strict=strict,
        tell=tell,
        waiting=portal.waits_for,
        crew=crew,
        state=state,
    )
    return built, crew.lost


def _tell_built(portal: Portal, to: Destination, built: Built, brought: Brought) -> None:
    files = built.written + built.carried_over
    changed = brought.uploaded if to.url else built.written
    portal.say(
        f"已发布到 {to.shown}：{built.records} 篇稿件，{files} 个文件，{changed} 个有变化。",
        f"Published to {to.shown}: {account.counted(built.records, 'record')}, "
        f"{account.counted(files, 'file')}, {changed} changed.",
    )
    if built.purged:
        portal.say(
            f"已删掉 {built.purged} 个旧版本：里面可能还有后来撤下的稿件，不能再退回。",
            f"Removed {built.purged} earlier releases that may hold records withdrawn since.",
        )
