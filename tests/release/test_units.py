"""What did not change is carried over by its fingerprint, in a folder that was there before."""

from __future__ import annotations

import functools
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from wenming.release import Manifests, Release, staged

from ..portals import snapshot

Pages = Mapping[str, str]


class Portal:
    """A site of pages, each a unit whose text is its fingerprint."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "site"
        self.manifests = folder / "manifests"
        self.made: list[str] = []

    def release(self, pages: Pages, withdrawn: tuple[str, ...] = ()) -> Release:
        """Publish; `made` tells which pages were."""
        self.made = []
        with staged(
            self.site, keep=2, withdrawn=withdrawn, manifests=Manifests(self.manifests)
        ) as new:
            new.write("sitemap.xml", "地图")
            for address, text in pages.items():
                make = functools.partial(self._make, new, address, text)
                new.unit(address, text.encode(), make)
        return new

    def _make(self, new: Release, address: str, text: str) -> None:
        self.made.append(address)
        new.write_page(address, text)

    @property
    def shown(self) -> dict[str, str]:
        return {path: (self.site / path).read_text("utf-8") for path in snapshot(self.site)}

    @property
    def beside(self) -> list[str]:
        return sorted(each.name for each in (self.site.parent / ".site.releases").iterdir())


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    return Portal(tmp_path)


def test_a_unit_is_made_when_its_fingerprint_changes(portal: Portal) -> None:
    """Others stay the very files that they are; what is no unit any more is gone."""
    portal.release({"/a/": "甲", "/b/": "乙", "/c/": "丙"})
    before = (portal.site / "a" / "index.html").stat()
    release = portal.release({"/a/": "甲", "/b/": "乙二"})
    assert portal.made == ["/b/"]
    assert (release.counts.written, release.counts.carried_over) == (1, 2)
    assert portal.shown == {
        "sitemap.xml": "地图",
        "a/index.html": "甲",
        "b/index.html": "乙二",
    }
    after = (portal.site / "a" / "index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_an_old_folder_becomes_the_next_release(portal: Portal) -> None:
    """With all that changed since; folders left empty are gone, and no other release changes."""
    for number in range(4):
        portal.release({"/a/": "甲", f"/n{number}/": str(number), "/b/": f"乙{number}"})
    assert portal.beside == ["2", "3", "releases.json", "spare"]
    spare = (portal.site.parent / ".site.releases" / "spare").stat().st_ino
    kept = snapshot(portal.site.parent / ".site.releases" / "3")
    portal.release({"/a/": "甲", "/n4/": "4"})
    assert portal.made == ["/n4/"]
    assert portal.site.stat().st_ino == spare
    assert portal.shown == {"sitemap.xml": "地图", "a/index.html": "甲", "n4/index.html": "4"}
    assert sorted(each.name for each in portal.site.iterdir()) == ["a", "n4", "sitemap.xml"]
    assert snapshot(portal.site.parent / ".site.releases" / "3") == kept


def test_a_page_may_become_a_folder_and_a_folder_a_page(portal: Portal) -> None:
    """In an old folder, too."""
    for text in "甲乙丙丁":
        portal.release({"/a.html": text, "/b/": text})
    portal.release({"/a.html/": "戊", "/b.html": "戊"})
    assert portal.shown == {"sitemap.xml": "地图", "a.html/index.html": "戊", "b.html": "戊"}


@pytest.mark.parametrize("text", [None, "", "{", "abc\n{}"])
def test_a_lost_or_damaged_manifest_costs_time_alone(portal: Portal, text: str | None) -> None:
    """Everything is made, and compared with what is online."""
    portal.release({"/a/": "甲"})
    for file in portal.manifests.iterdir():
        file.unlink() if text is None else file.write_text(text, "utf-8")
    release = portal.release({"/a/": "甲"})
    assert portal.made == ["/a/"]
    assert release.counts.written == 0


def test_a_site_that_others_changed_is_made_anew(portal: Portal) -> None:
    """As where somebody put a backup in its place."""
    portal.release({"/a/": "甲"})
    shutil.copytree(portal.site, portal.site.with_name("backup"))
    shutil.rmtree(portal.site)
    portal.site.with_name("backup").rename(portal.site)
    portal.release({"/a/": "甲"})
    assert portal.made == ["/a/"]


def test_what_is_withdrawn_is_in_no_folder_and_no_manifest(portal: Portal) -> None:
    """An old folder that may hold it is not kept for the next release."""
    for number in range(4):
        portal.release({"/张三/": f"{number}"})
    portal.release({"/a/": "甲"}, withdrawn=("honors/x",))
    assert portal.beside == ["releases.json"]
    assert not any("张三".encode() in file.read_bytes() for file in portal.manifests.iterdir())
