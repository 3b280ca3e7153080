"""Rollback: an earlier release that is kept beside the site goes online again."""

from __future__ import annotations

from pathlib import Path

from .built import occupied, output_problem
from .library import read_tombstones
from .problems import Place, Problem
from .release import Releases, Waiting, lock_of, locked, looks_like_site
from .settings import Settings


def roll_back(
    config_file: Path, settings: Settings, site: Path, steps: int, waiting: Waiting
) -> int | Problem:
    """Put the release online that is `steps` older than the site; its number.

    Not one that may hold a record that was withdrawn since.
    """
    if not looks_like_site(site):
        return occupied(site, config_file)
    prefix = settings.content_dir
    tombstones, problems = read_tombstones(config_file.parent / prefix, prefix)
    if problems:  # nobody knows what must not come back
        return problems[0]
    try:
        with locked(lock_of(site), waiting):
            releases = Releases(site)
            releases.mend()
            older = releases.older
            if len(older) < steps:
                details = {"steps": str(steps), "kept": str(len(older))}
                return Problem("no-release", Place(config_file.name), details=details)
            number = older[steps - 1]
            for stone in tombstones:
                if stone.record not in releases.withdrawn(number):
                    details = {"number": str(number), "value": stone.record, "on": f"{stone.on}"}
                    return Problem("release-withdrawn", stone.place, details=details)
            releases.roll_back(steps)
    except OSError as error:
        return output_problem(error, config_file, site)
    return number
