"""When files were last changed after their publication, as git knows it."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from .problems import Place, Problem

Change = tuple[str, str, str]
"""What became of a file, as git abbreviates it; its name before and after."""

_LOG = ("log", "--format=%x00%cI", "--name-status", "-M", "-z", "--relative")


def modified(folder: Path, zone: dt.tzinfo) -> Mapping[str, dt.datetime]:
    """The time of the last change of each file below `folder`, by path relative to it.

    One pass over the history. Adding and moving a file are no changes of it.
    Times are in the portal's zone, without it. Empty where `folder` is not in a
    git repository, or where the repository's history was cut off (a shallow clone).
    Raises `HistoryUnread` where git cannot tell the history that there is.
    """
    command = ["git", "-C", str(folder), "-c", "core.quotePath=false"]
    shallow = _run([*command, "rev-parse", "--is-shallow-repository"])
    if shallow is None or shallow.strip() != "false":
        return {}
    log = _run([*command, *_LOG, "."])
    if log is None and _run([*command, "rev-parse", "--verify", "HEAD"]):
        raise HistoryUnread
    return _last_changes(_commits(log or "", zone))


def told(
    folder: Path, prefix: str, zone: dt.tzinfo
) -> tuple[dict[str, dt.datetime], tuple[Problem, ...]]:
    """What `modified` says, by path relative to the portal, and that it could not say it."""
    try:
        found = modified(folder, zone)
    except HistoryUnread:
        return {}, (Problem("history-unread", Place(prefix)),)
    return {f"{prefix}/{path}": when for path, when in found.items()}, ()


class HistoryUnread(Exception):  # noqa: N818 - nothing is wrong with what was asked
    """There is a history, but git did not tell it."""


def newest_commit(folder: Path) -> Callable[[], tuple[str, bool]]:
    """What the history of a folder ends with, or nothing, and whether it is whole.

    Git looks while we do something else.
    """
    command = ["git", "-C", str(folder), "rev-parse", "--is-shallow-repository", "HEAD"]
    try:
        git = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return lambda: ("", False)

    def found() -> tuple[str, bool]:
        said, _ = git.communicate()
        if git.returncode:
            return "", False
        shallow, commit = said.decode().split()
        return commit, shallow == "false"

    return found


def modified_since(folder: Path, commit: str, zone: dt.tzinfo) -> Mapping[str, dt.datetime] | None:
    """What `modified` would say anew of files after a commit that the history ended with then.

    None where what came then is not a row of commits upon that one which do nothing
    below `folder` but change files.
    """
    command = ["git", "-C", str(folder), "-c", "core.quotePath=false"]
    since = f"{commit}..HEAD"
    row = _run([*command, "rev-list", "--parents", since])
    if row is None:
        return None
    commits = [line.split() for line in row.splitlines()]
    parents = [[each] for each, *_ in commits[1:]] + [[commit]]
    if [each[1:] for each in commits] != parents[: len(commits)]:
        return None
    shallow = _run([*command, "rev-parse", "--is-shallow-repository"])
    if shallow is None or shallow.strip() != "false":
        return {}
    log = _run([*command, *_LOG, since, "--", "."])
    if log is None:
        return None
    made = list(_commits(log, zone))
    if any(status != "M" for _, changes in made for status, _, _ in changes):
        return None
    return _last_changes(made)


def _commits(log: str, zone: dt.tzinfo) -> Iterator[tuple[dt.datetime, list[Change]]]:
    """Each commit, the newest first: its time, and what it did to which files."""
    for commit in filter(None, log.strip("\0").split("\0\0")):
        date, *rest = commit.split("\0")
        when = dt.datetime.fromisoformat(date).astimezone(zone).replace(tzinfo=None)
        words = iter(rest)
        changes = []
        for word in words:
            status = word.lstrip("\n")
            old = path = next(words, "")
            if status[0] in "RC":
                path = next(words, "")
            changes.append((status, old, path))
        yield when, changes


def _last_changes(
    commits: Iterable[tuple[dt.datetime, list[Change]]],
) -> dict[str, dt.datetime]:
    found: dict[str, dt.datetime] = {}
    later_name: dict[str, str] = {}
    for when, changes in commits:
        moves: dict[str, str] = {}
        begun: set[str] = set()
        for status, old, path in changes:
            name = later_name.get(path, path)
            if status[0] in "RCA":
                begun.add(path)
            if status[0] == "R":
                moves[old] = name
            if status[0] in "MT" or (status[0] == "R" and status != "R100"):
                found.setdefault(name, when)
        # Whatever stood under a name before a file began there was another file.
        later_name |= dict.fromkeys(begun, "") | moves
    found.pop("", None)
    return found


def _run(command: list[str]) -> str | None:
    try:
        done = subprocess.run(command, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.decode("utf-8", "surrogateescape")
