"""Earlier releases are kept beside the site, and come back whole."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from wenming.release import Releases, staged

from ..portals import snapshot, write

PAGE = "index.html"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "www" / "site"


def release(
    site: Path, text: str, keep: int = 3, withdrawn: Sequence[str] = (), **files: str
) -> int:
    """Put a release with this text on its page online; how many kept ones were purged."""
    with staged(site, keep=keep, withdrawn=withdrawn) as new:
        new.write(PAGE, text)
        new.write("sitemap.xml", "")
        for path, content in files.items():
            new.write(path, content)
    return new.purged


def texts(site: Path) -> dict[int, str]:
    """What each release has on its page, by number, the site with them."""
    releases = Releases(site)
    kept = {number: releases.path(number) for number in releases.kept}
    folders = {**kept, releases.online: site}
    return {number: (path / PAGE).read_text("utf-8") for number, path in sorted(folders.items())}


def beside(site: Path) -> list[str]:
    return sorted(each.name for each in site.parent.iterdir())


def test_the_newest_releases_are_kept_and_older_ones_removed(site: Path) -> None:
    """Numbered upwards, whatever was removed."""
    for number in range(1, 7):
        release(site, f"第{number}版")
    assert texts(site) == {3: "第3版", 4: "第4版", 5: "第5版", 6: "第6版"}
    release(site, "第7版", keep=1)
    assert texts(site) == {6: "第6版", 7: "第7版"}


def test_nothing_is_beside_a_site_of_which_nothing_is_kept(site: Path) -> None:
    """A first release, and a portal that keeps none."""
    release(site, "一")
    assert beside(site) == ["site"]
    release(site, "二", keep=0)
    assert beside(site) == ["site"]
    release(site, "三")
    release(site, "四", keep=0)
    assert beside(site) == ["site"]


def test_a_site_comes_back_byte_for_byte_with_its_times(site: Path) -> None:
    """As many releases back as are asked for; it is known by its number."""
    for number in range(1, 5):
        release(site, f"第{number}版", **{f"only-{number}": "旧"})
        if number == 2:
            second = snapshot(site), (site / PAGE).stat().st_mtime_ns
    assert Releases(site).roll_back(2) == 2
    assert (snapshot(site), (site / PAGE).stat().st_mtime_ns) == second
    assert texts(site) == {1: "第1版", 2: "第2版", 3: "第3版", 4: "第4版"}
    assert Releases(site).online == 2
    assert Releases(site).roll_back(2) is None
    assert Releases(site).roll_back(1) == 1
    assert Releases(site).roll_back(1) is None
    assert texts(site)[1] == "第1版"


def test_the_release_after_a_rollback_drops_what_was_rolled_back(site: Path) -> None:
    """Going back again leads to the good one, never to the bad one."""
    for text in ("一", "二", "坏", "三"):
        release(site, text)
        if text == "坏":
            assert Releases(site).roll_back(1) == 2
    assert texts(site) == {1: "一", 2: "二", 4: "三"}
    assert Releases(site).roll_back(1) == 2


def test_no_file_is_written_to_come_back(site: Path) -> None:
    """However many there are: folders change places."""
    release(site, "一", **{"a/index.html": "一"})
    folders = site.stat().st_ino, (site / "a").stat().st_ino
    release(site, "二", **{"a/index.html": "二"})
    assert Releases(site).roll_back(1) == 1
    assert (site.stat().st_ino, (site / "a").stat().st_ino) == folders


def test_what_is_kept_of_a_site_built_by_other_means_is_that_site(site: Path) -> None:
    """One that MkDocs wrote, or that was copied from another machine."""
    write(site / PAGE, "别的")
    release(site, "一")
    assert texts(site) == {1: "别的", 2: "一"}
    shutil.copytree(site, site.with_name("copy"))
    shutil.rmtree(site)
    site.with_name("copy").rename(site)
    release(site, "二")
    assert texts(site) == {1: "别的", 2: "一", 3: "二"}


def test_a_lost_or_damaged_list_of_releases_does_no_harm(site: Path) -> None:
    """The folders' names say enough."""
    for text in ("一", "二"):
        release(site, text)
    for damage in ("", "[]", '{"1": 3}', '{"x": {}}'):
        write(site.parent / ".site.releases" / "releases.json", damage)
        assert texts(site) == {1: "一", 2: "二"}
    release(site, "三")
    assert texts(site) == {1: "一", 2: "二", 3: "三"}


# Withdrawn records


def test_what_may_hold_a_withdrawn_record_is_not_kept(site: Path) -> None:
    """Every release that was made before; those made after it are kept again."""
    for text in ("一", "二"):
        assert release(site, text) == 0
    assert release(site, "三", withdrawn=["honors/a"]) == 2
    assert texts(site) == {3: "三"}
    assert release(site, "四", withdrawn=["honors/a"]) == 0
    assert texts(site) == {3: "三", 4: "四"}
    assert release(site, "五", withdrawn=["honors/a", "honors/b"]) == 2
    assert texts(site) == {5: "五"}
    assert release(site, "六", withdrawn=["honors/b"]) == 0
    assert Releases(site).roll_back(1) == 5
    assert Releases(site).withdrawn(5) == ("honors/a", "honors/b")


def test_of_a_release_of_unknown_age_it_is_not_believed_that_it_holds_none(site: Path) -> None:
    """A site that was copied here, or whose list was lost."""
    for text in ("一", "二"):
        release(site, text, withdrawn=["honors/a"])
    (site.parent / ".site.releases" / "releases.json").unlink()
    assert release(site, "三", withdrawn=["honors/a"]) == 2
    assert texts(site) == {3: "三"}


# What a process that was killed leaves behind


def test_half_a_release_is_removed_by_the_next(site: Path) -> None:
    """It never was online."""
    release(site, "一")
    folder = site.parent / ".site.releases"
    half = write(folder / "new" / PAGE, "半").parent
    write(folder / "releases.new", "{")
    # The inode of a release that was removed may be that of a new folder.
    stale = {"0": {"inode": half.stat().st_ino, "carried": []}}
    write(folder / "releases.json", json.dumps(stale))
    release(site, "二")
    assert texts(site) == {1: "一", 2: "二"}
    assert sorted(each.name for each in folder.iterdir()) == ["1", "releases.json"]


def test_a_swap_that_fails_leaves_nothing(site: Path) -> None:
    """The folder above it, say, is gone or not ours."""
    release(site, "一")
    before = snapshot(site)
    releases = Releases(site)
    new = releases.begin()
    write(new / PAGE, "二")
    shutil.rmtree(new)
    with pytest.raises(FileNotFoundError):
        releases.publish(new, [], keep=3)
    assert snapshot(site) == before
    releases.mend()
    assert beside(site) == ["site"]


def test_what_was_complete_but_never_online_is_dropped(site: Path) -> None:
    """Killed just before the exchange."""
    release(site, "一")
    write(site.parent / ".site.releases" / "2" / PAGE, "没上线")
    inode = site.stat().st_ino
    data = {"1": {"inode": inode, "carried": []}}
    write(site.parent / ".site.releases" / "releases.json", json.dumps(data))
    assert Releases(site).roll_back(1) is None
    release(site, "二")
    assert texts(site) == {1: "一", 3: "二"}


@pytest.mark.parametrize("back", [False, True])
def test_a_former_site_not_yet_named_gets_its_number(site: Path, back: bool) -> None:
    """Killed just after the exchange, of a build or of a rollback."""
    for text in ("一", "二", "三"):
        release(site, text)
    folder = site.parent / ".site.releases"
    if back:
        assert Releases(site).roll_back(1) == 2
        (folder / "3").rename(folder / "2")
    else:
        (folder / "2").rename(folder / "3")
    before = snapshot(site)
    Releases(site).mend()
    assert snapshot(site) == before
    assert texts(site) == {1: "一", 2: "二", 3: "三"}
    assert Releases(site).online == (2 if back else 3)


def test_a_site_moved_aside_comes_back(site: Path) -> None:
    """Where the system has no exchange there is a moment between two renames."""
    release(site, "一")
    release(site, "二")
    site.rename(site.parent / ".site.releases" / "new.0123abcd")
    Releases(site).mend()
    assert texts(site) == {1: "一", 2: "二"}


# Times


def test_a_changed_file_has_another_time_within_the_same_second(site: Path) -> None:
    """nginx's ETag is a file's time in seconds and its size."""
    times = []
    for text in ("一", "二", "三", "三", "四"):
        release(site, text)
        times.append(int((site / PAGE).stat().st_mtime))
    assert times[0] < times[1] < times[2] == times[3] < times[4]


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_was_wrong_does_not_matter(site: Path, years: int) -> None:
    """Ten years back or forward: a changed file's time goes up, another's stays."""
    release(site, "一", same="同")
    then = int(time.time()) - years * 365 * 86400
    for path in (PAGE, "same"):
        os.utime(site / path, (then, then))
    release(site, "二", same="同")
    assert int((site / PAGE).stat().st_mtime) > then
    assert (site / "same").stat().st_mtime == then


def test_no_release_has_the_time_of_another_ones_other_bytes(site: Path) -> None:
    """Not even of one that was rolled back: somebody may have read it."""
    seen: dict[int, str] = {}
    for text in ("一", "二", "三"):
        release(site, text)
        assert seen.setdefault(int((site / PAGE).stat().st_mtime), text) == text
    Releases(site).roll_back(2)
    assert seen[int((site / PAGE).stat().st_mtime)] == "一"
    release(site, "四")
    assert int((site / PAGE).stat().st_mtime) not in seen


# Styles and scripts of earlier releases

OLD, NEW = "assets/stylesheets/portal.0123abcd.css", "assets/stylesheets/portal.4567cdef.css"


def test_styles_and_scripts_of_kept_releases_stay_for_open_pages(site: Path) -> None:
    """With their times, for as long as their release is kept."""
    release(site, "一", **{OLD: "旧", "assets/a.0123abcd.min.js": "旧"})
    then = (site / OLD).stat().st_mtime_ns
    for number in (2, 3):
        release(site, f"第{number}版", keep=2, **{NEW: "新"})
        assert (site / OLD).stat().st_mtime_ns == then
        assert (site / "assets/a.0123abcd.min.js").read_text("utf-8") == "旧"
    release(site, "第4版", keep=2, **{NEW: "新"})
    assert not (site / OLD).exists()
    assert (site / NEW).is_file()


def test_nothing_but_styles_and_scripts_stays(site: Path) -> None:
    """A picture that was taken down is gone at once."""
    gone = ("media/0123abcd/a.jpg", "assets/logo.svg", "assets/portal.css", "data/a.0123abcd.js")
    release(site, "一", **dict.fromkeys(gone, "旧"))
    release(site, "二")
    assert sorted(snapshot(site)) == [PAGE, "sitemap.xml"]


def test_a_portal_that_keeps_no_release_keeps_none_of_its_styles(site: Path) -> None:
    """Then a site is nothing but its own files."""
    release(site, "一", **{OLD: "旧"})
    release(site, "二", keep=0)
    assert not (site / OLD).exists()
