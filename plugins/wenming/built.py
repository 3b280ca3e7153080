"""What a build is told and tells: its day, and what it did."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .problems import Place, Problem, system_reason
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the problems that stopped it, or the counts of what it wrote."""

    problems: tuple[Problem, ...]
    published: bool
    records: int = 0
    read: int = 0
    """Records whose files were read anew."""
    pages: int = 0
    rendered: int = 0
    """Pages that were rendered anew."""
    written: int = 0
    carried_over: int = 0
    purged: int = 0
    """Earlier releases that were removed because they may hold withdrawn records."""


def portal_day(
    settings: Settings,
    as_of: dt.date | None = None,
    environ: Mapping[str, str] = os.environ,
) -> dt.date:
    """The portal's own date: `as_of`, else SOURCE_DATE_EPOCH, else today in its time zone."""
    if as_of:
        return as_of
    if epoch := environ.get("SOURCE_DATE_EPOCH"):
        return dt.datetime.fromtimestamp(int(epoch), settings.zone).date()
    return dt.datetime.now(settings.zone).date()


def output_problem(error: OSError, config_file: Path, site: Path) -> Problem:
    """What the system says when the site, or the file it names, cannot be written."""
    path = str(error.filename2 or error.filename or site).removeprefix(
        f"{config_file.parent}{os.sep}"
    )
    details = {**system_reason(error), "path": path}
    return Problem("output", Place(config_file.name), details=details)


def occupied(site: Path, config_file: Path) -> Problem:
    """What stands where the site is to be: it is neither empty nor a site."""
    details = {"path": site.name}
    code = "site-dir"
    if site.is_symlink():
        code = "site-dir-link"
        details["target"] = str(site.readlink())
    elif site.is_file():
        code = "site-dir-file"
    return Problem(code, Place(config_file.name), details=details)
