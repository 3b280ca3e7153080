"""Bringing: a release is brought to a URL, in an order in which no page there is broken.

A listing at the target tells what is there. Before anything is changed it is
written without what will change, so that whoever comes after a build that was
interrupted knows which files nobody can be sure of.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..records import refuse
from .target import NAMED_BY_CONTENT, Target, shown_url

LISTING = ".wenming-release.json"

_FORMAT = 1

_DOUBTFUL, _NEW = "", "+"
"""In place of a digest: a file that may be any, and one that may be there and was not before."""

_STEPS: tuple[Callable[[str, bool], bool], ...] = (
    lambda path, _: bool(NAMED_BY_CONTENT.match(path)) or path.startswith("assets/"),
    lambda path, _: path.startswith("data/") and not _is_page(path),
    lambda path, new: _is_page(path) and new and path != "index.html",
    lambda path, _: re.fullmatch(r"[^/]+/\d{4}/[^/]+/index\.html", path) is not None,
    lambda path, _: _is_page(path) and path != "index.html",
    lambda path, _: path != "index.html" and not path.startswith("sitemap"),
    lambda path, _: path == "index.html",
    lambda _path, _new: True,
)
"""Which files go first: what pages need, pages that no page there links to yet, records,
other pages, what leads to pages (feeds, search, calendars), the home page, the site maps."""


@dataclass(frozen=True, slots=True)
class Brought:
    """How many files were uploaded and removed."""

    uploaded: int = 0
    removed: int = 0


def bring(
    site: Path, target: Target, url: str, notes: Path, tell: Callable[[int, int], None]
) -> Brought:
    """Make the files of a URL those of the folder `site`; raises `Refused`.

    `notes` is a file of ours with what the files' digests were. Interrupted at any
    moment, it leaves a target from which the next call goes on.
    """
    there, sound = _there(target, url)
    here = _digests(site, notes)
    changed = [path for path, digest in here.items() if there.get(path) != digest]
    gone = [path for path in there if path not in here]
    if sound and not changed and not gone:
        return Brought()
    doubtful = {path: _NEW if _is_new(path, there) else _DOUBTFUL for path in (*changed, *gone)}
    target.write(LISTING, _listing({**there, **doubtful}))
    done, of = 0, len(changed) + len(gone)
    for step in (*_in_steps(changed, there), *reversed([*_in_steps(gone, there)])):
        there_now = target.put(site, step) if step[0] in here else target.remove(step)
        for _ in there_now:
            tell(done, of)
            done += 1
    target.write(LISTING, _listing(here))
    return Brought(len(changed), len(gone))


def _in_steps(paths: Iterable[str], there: Mapping[str, str]) -> Iterator[list[str]]:
    """The paths in the order of the steps; those of a step may go at once."""
    steps: list[list[str]] = [[] for _ in _STEPS]
    for path in sorted(paths):
        number = next(n for n, holds in enumerate(_STEPS) if holds(path, _is_new(path, there)))
        steps[number].append(path)
    yield from filter(None, steps)


def _is_new(path: str, there: Mapping[str, str]) -> bool:
    return there.get(path, _NEW) == _NEW


def _is_page(path: str) -> bool:
    return path.endswith(".html")


def _there(target: Target, url: str) -> tuple[dict[str, str], bool]:
    """The digests of the files at the target, and whether its listing tells them.

    Raises `Refused` where the target has
    files and is none of our sites.
    """
    data = target.read(LISTING)
    with contextlib.suppress(ValueError, LookupError, TypeError, AttributeError):
        listing = json.loads(data or b"")
        files = {str(path): str(digest) for path, digest in listing["files"].items()}
        sound = listing["format"] == _FORMAT and listing["digest"] == _digest_of(files)
        if sound and not any(".." in path.split("/") for path in files):
            return files, True
    found = target.files()
    if data is None and found and "sitemap.xml" not in found:
        raise refuse("target-occupied", "mkdocs.yml", value=shown_url(url))
    found.pop(LISTING, None)
    return found, False


def _listing(files: Mapping[str, str]) -> bytes:
    files = dict(sorted(files.items()))
    data = {"format": _FORMAT, "digest": _digest_of(files), "files": files}
    return json.dumps(data, ensure_ascii=False, indent=0).encode("utf-8", "surrogatepass")


def _digest_of(files: Mapping[str, str]) -> str:
    text = json.dumps(sorted(files.items()))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _digests(site: Path, notes: Path) -> dict[str, str]:
    """The MD5 of every file, as object stores tell it, by path; sorted.

    A file of which size and time are those that were noted is not read again: a
    release gives one that changed another time.
    """
    try:
        noted = {path: tuple(each) for path, each in json.loads(notes.read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        noted = {}
    now: dict[str, tuple[int, int, str]] = {}
    for file, stat in _files(site):
        path = file.relative_to(site).as_posix()
        known = noted.get(path, ())
        if known[:2] == (stat.st_size, stat.st_mtime_ns) and len(known) == 3:
            digest = str(known[2])
        else:
            digest = hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()
        now[path] = (stat.st_size, stat.st_mtime_ns, digest)
    with contextlib.suppress(OSError):
        new = notes.with_suffix(".new")
        new.write_text(json.dumps(now), "utf-8")
        new.replace(notes)
    return {path: digest for path, (_, _, digest) in sorted(now.items())}


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path))
            elif entry.name != LISTING:
                yield Path(entry.path), entry.stat()
