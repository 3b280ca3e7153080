"""What is online at a URL is whole at every moment, and what a build made at the end."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from wenming.records import Refused
from wenming.release import Brought, Target, bring
from wenming.release.bringing import LISTING

from ..portals import write

URL = "memory://portal"

BEFORE: Mapping[str, str] = {
    "index.html": "honors/ assets/portal.11111111.css search/manifest.json feed.xml",
    "honors/index.html": "honors/2026/old/ honors/2026/kept/ assets/portal.11111111.css",
    "honors/2026/old/index.html": "media/0/old.jpg people/陈/",
    "honors/2026/kept/index.html": "honors/ people/王/",
    "people/陈/index.html": "honors/2026/old/",
    "people/王/index.html": "honors/2026/kept/",
    "search/manifest.json": "search/aaaaaaaaaaaa/0.txt honors/2026/old/",
    "search/aaaaaaaaaaaa/0.txt": "",
    "media/0/old.jpg": "",
    "assets/portal.11111111.css": "",
    "feed.xml": "honors/2026/old/",
    "sitemap.xml": "honors/2026/old/",
}
"""A site: the files, and what each of them leads to."""

AFTER: Mapping[str, str] = {
    "index.html": "honors/ assets/portal.22222222.css search/manifest.json feed.xml",
    "honors/index.html": "honors/2026/new/ honors/2026/kept/ assets/portal.22222222.css",
    "honors/2026/new/index.html": "media/1/new.jpg people/陈/ people/新/",
    "honors/2026/kept/index.html": "honors/ people/王/ honors/2026/new/",
    "people/陈/index.html": "honors/2026/new/",
    "people/新/index.html": "honors/2026/new/",
    "people/王/index.html": "honors/2026/kept/",
    "search/manifest.json": "search/bbbbbbbbbbbb/0.txt honors/2026/new/",
    "search/bbbbbbbbbbbb/0.txt": "",
    "media/1/new.jpg": "",
    "assets/portal.22222222.css": "",
    "feed.xml": "honors/2026/new/",
    "sitemap.xml": "honors/2026/new/",
}


CHANGED = {path for path in AFTER if AFTER[path] != BEFORE.get(path)}
GONE = BEFORE.keys() - AFTER.keys()


class CutError(Exception):
    """The connection, after some requests."""


class Shelf(Target):
    """A store in memory, whose connection is cut after so many changes; several come in any order.

    After each of them whoever comes must find all that the home page leads to.
    """

    def __init__(self, files: dict[str, bytes], *, changes: int = -1, seed: int = 0) -> None:
        self.stored = files
        self.log: list[str] = []
        self._left = changes
        self._chance = random.Random(seed)

    def read(self, path: str) -> bytes | None:
        return self.stored.get(path)

    def files(self) -> dict[str, str]:
        return {path: hashlib.md5(data).hexdigest() for path, data in self.stored.items()}

    def write(self, path: str, data: bytes) -> None:
        self._change(f"+{path}")
        self.stored[path] = data

    def put(self, folder: Path, paths: Sequence[str]) -> Iterator[None]:
        for path in self._chance.sample(paths, len(paths)):
            self.write(path, (folder / path).read_bytes())
            assert broken(self.stored) == set()
            yield

    def remove(self, paths: Sequence[str]) -> Iterator[None]:
        for path in self._chance.sample(paths, len(paths)):
            self._change(f"-{path}")
            self.stored.pop(path, None)
            assert broken(self.stored) == set()
            yield

    def _change(self, what: str) -> None:
        if self._left == 0:
            raise CutError
        self._left -= 1
        self.log.append(what)


def broken(stored: Mapping[str, bytes]) -> set[tuple[str, str]]:
    """What is led to, from the home page and the site map on, and is not there."""
    seen: set[str] = set()
    ways = [path for path in ("index.html", "sitemap.xml") if path in stored]
    missing = set()
    while ways:
        path = ways.pop()
        seen.add(path)
        for link in stored[path].decode().split():
            target = f"{link}index.html" if link.endswith("/") else link
            if target not in stored:
                missing.add((path, target))
            elif target not in seen:
                ways.append(target)
    return missing


def site(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        write(folder / path, text)
    return folder


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("sites")
    return site(folder / "before", BEFORE), site(folder / "after", AFTER)


def brought(folder: Path, target: Target) -> Brought:
    return bring(folder, target, URL, folder.with_suffix(".json"), lambda _done, _of: None)


def texts(shelf: Shelf) -> dict[str, str]:
    return {path: data.decode() for path, data in shelf.stored.items() if path != LISTING}


def test_only_what_changed_is_uploaded(sites: tuple[Path, Path]) -> None:
    """And what is gone is removed; again, and there is nothing to do."""
    shelf = Shelf({})
    assert brought(sites[0], shelf) == Brought(len(BEFORE), 0)
    shelf.log.clear()
    assert brought(sites[1], shelf) == Brought(len(CHANGED), len(GONE))
    assert texts(shelf) == AFTER
    assert {each[1:] for each in shelf.log} == {*CHANGED, *GONE, LISTING}
    assert shelf.log[0] == shelf.log[-1] == f"+{LISTING}"
    shelf.log.clear()
    assert brought(sites[1], shelf) == Brought()
    assert shelf.log == []


@pytest.mark.parametrize("seed", range(3))
def test_whoever_comes_meanwhile_finds_no_broken_page(sites: tuple[Path, Path], seed: int) -> None:
    """What pages need is there before them, what leads to them after them."""
    shelf = Shelf({}, seed=seed)
    brought(sites[0], shelf)
    brought(sites[1], shelf)
    brought(sites[0], shelf)
    assert texts(shelf) == BEFORE


def test_an_interrupted_upload_is_resumed_or_taken_back(sites: tuple[Path, Path]) -> None:
    """Wherever it was cut, the next build makes exactly its own site of what is there."""
    changes = 0
    while True:
        online = Shelf({})
        brought(sites[0], online)
        cut = Shelf(online.stored, changes=changes, seed=changes)
        try:
            brought(sites[1], cut)
        except CutError:
            for folder, expected in zip(sites[::-1], (AFTER, BEFORE), strict=True):
                again = Shelf(dict(cut.stored))
                brought(folder, again)
                assert texts(again) == expected
            changes += 1
        else:
            break
    assert changes == len(CHANGED) + len(GONE) + 2


@pytest.mark.parametrize(
    "listing",
    [None, b"", b"{", b"[]", b'{"files": {"a": "b"}, "format": 1, "digest": ""}', b"\xff"],
)
def test_a_lost_or_damaged_listing_only_costs_time(
    sites: tuple[Path, Path], listing: bytes | None
) -> None:
    """What the store tells of its files is compared instead."""
    shelf = Shelf({})
    brought(sites[0], shelf)
    del shelf.stored[LISTING]
    if listing is not None:
        shelf.stored[LISTING] = listing
    assert brought(sites[1], shelf) == Brought(len(CHANGED), len(GONE))
    assert texts(shelf) == AFTER


def test_a_target_that_is_none_of_our_sites_is_left_alone(sites: tuple[Path, Path]) -> None:
    """As a folder is."""
    shelf = Shelf({"backup.tar": b"precious"})
    with pytest.raises(Refused) as refused:
        brought(sites[0], shelf)
    assert refused.value.problem.code == "target-occupied"
    assert shelf.stored == {"backup.tar": b"precious"}


def test_a_listing_from_elsewhere_removes_nothing_above_the_target(
    sites: tuple[Path, Path],
) -> None:
    """Whoever may write there does not get to say what else is removed."""
    shelf = Shelf({})
    brought(sites[0], shelf)
    data = json.loads(shelf.stored[LISTING])
    data["files"]["../other/index.html"] = ""
    shelf.stored[LISTING] = json.dumps(data).encode()
    shelf.log.clear()
    brought(sites[0], shelf)
    assert not [each for each in shelf.log if re.search(r"\.\.", each)]
