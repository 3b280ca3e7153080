"""A release is put online whole, or what is online stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wenming.release import Counts, Release, looks_like_site, staged

from ..portals import snapshot, write


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that is online, its files written long ago."""
    folder = tmp_path / "portal" / "site"
    for path in ("index.html", "honors/index.html", "assets/logo.svg", "sitemap.xml"):
        os.utime(write(folder / path, f"旧 {path}"), ns=(10**18, 10**18 + 5))
    return folder


def release_of(site: Path, files: dict[str, str]) -> Release:
    """A release of these files, put online."""
    with staged(site) as release:
        for path, content in files.items():
            release.write(path, content)
    return release


def beside(site: Path) -> list[str]:
    return sorted(each.name for each in site.parent.iterdir())


def test_a_release_replaces_the_whole_site(site: Path) -> None:
    """What it does not write is gone, and nothing is left beside the site."""
    release = release_of(site, {"index.html": "新", "notices/2026/a/index.html": "甲"})
    assert {p: (site / p).read_text(encoding="utf-8") for p in snapshot(site)} == {
        "index.html": "新",
        "notices/2026/a/index.html": "甲",
    }
    assert release.counts == Counts(2, 0)
    assert beside(site) == ["site"]


def test_the_first_release_needs_no_site(tmp_path: Path) -> None:
    """Folders above it are made."""
    site = tmp_path / "www" / "portal" / "site"
    release = release_of(site, {"index.html": "新"})
    assert (site / "index.html").read_bytes() == "新".encode()
    assert release.counts == Counts(1, 0)
    assert beside(site) == ["site"]


def test_a_web_server_may_read_the_site(tmp_path: Path) -> None:
    """Whatever mask temporary folders are made with."""
    site = tmp_path / "site"
    release_of(site, {"a/index.html": "新"})
    assert site.stat().st_mode & 0o777 == 0o755


def test_files_that_did_not_change_are_the_same_files(site: Path, tmp_path: Path) -> None:
    """With their times, so that ETag and Last-Modified hold."""
    logo = write(tmp_path / "house" / "logo.svg", "旧 assets/logo.svg")
    before = {path: (site / path).stat() for path in snapshot(site)}
    with staged(site) as release:
        release.write("index.html", "旧 index.html")
        release.write("honors/index.html", "新")
        release.add("assets/logo.svg", logo)
    after = {path: (site / path).stat() for path in snapshot(site)}
    for path in ("index.html", "assets/logo.svg"):
        assert after[path].st_mtime_ns == before[path].st_mtime_ns
        assert after[path].st_ino == before[path].st_ino
    assert after["honors/index.html"].st_mtime_ns > before["honors/index.html"].st_mtime_ns
    assert release.counts == Counts(1, 2)


def test_a_file_of_the_same_length_with_other_bytes_is_a_change(site: Path) -> None:
    """Bytes are compared, not sizes and times."""
    release = release_of(site, {"index.html": "新 index.html"})
    assert release.counts == Counts(1, 0)
    assert (site / "index.html").read_text(encoding="utf-8") == "新 index.html"


def test_a_folder_may_become_a_file_and_a_file_a_folder(site: Path) -> None:
    """What was online under that name does not matter."""
    release_of(site, {"honors": "甲", "index.html/a": "乙"})
    assert (site / "honors").read_text(encoding="utf-8") == "甲"
    assert (site / "index.html" / "a").read_text(encoding="utf-8") == "乙"


def test_whatever_goes_wrong_leaves_the_site_as_it_was(site: Path) -> None:
    """Byte for byte, with its times, and nothing beside it."""
    before = snapshot(site)
    times = {path: (site / path).stat().st_mtime_ns for path in before}
    with pytest.raises(ZeroDivisionError), staged(site) as release:
        release.write("index.html", "新")
        release.write("honors/index.html", "旧 honors/index.html")
        raise ZeroDivisionError
    assert snapshot(site) == before
    assert {path: (site / path).stat().st_mtime_ns for path in before} == times
    assert beside(site) == ["site"]


def test_a_failure_of_the_first_release_leaves_nothing(tmp_path: Path) -> None:
    """There is still no site."""
    site = tmp_path / "site"
    with pytest.raises(KeyboardInterrupt), staged(site) as release:
        release.write("index.html", "新")
        raise KeyboardInterrupt
    assert [*tmp_path.iterdir()] == []


def test_writing_a_path_again_does_not_touch_the_file_online(site: Path, tmp_path: Path) -> None:
    """The file that was carried over is that file itself, until it is replaced."""
    other = write(tmp_path / "other", "别的")
    before = snapshot(site)
    with pytest.raises(ZeroDivisionError), staged(site) as release:
        release.write("index.html", "旧 index.html")
        release.write("index.html", "新")
        release.write("assets/logo.svg", "旧 assets/logo.svg")
        release.add("assets/logo.svg", other)
        assert (release.folder / "index.html").read_text(encoding="utf-8") == "新"
        assert (release.folder / "assets/logo.svg").read_text(encoding="utf-8") == "别的"
        raise ZeroDivisionError
    assert snapshot(site) == before


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/honors/", "honors/index.html"),
        ("/honors", "honors/index.html"),
        ("/honors/page/2/", "honors/page/2/index.html"),
        ("/people/阿依古丽·买买提/", "people/阿依古丽·买买提/index.html"),
        ("/notices/2024/v1.2/", "notices/2024/v1.2/index.html"),
        ("/404.html", "404.html"),
        ("/old/123.html", "old/123.html"),
        ("/old//a/", "old/a/index.html"),
    ],
)
def test_a_page_is_the_index_of_its_address(tmp_path: Path, address: str, path: str) -> None:
    """Unless the address names a file."""
    Release(tmp_path).write_page(address, "页")
    assert [*snapshot(tmp_path)] == [path]


def test_text_is_written_as_utf_8_with_its_line_ends(tmp_path: Path) -> None:
    """The same bytes on every system."""
    Release(tmp_path).write("a.txt", "一\n二\r\n")
    assert (tmp_path / "a.txt").read_bytes() == "一\n二\r\n".encode()


def test_a_folder_is_published_with_all_below_it(tmp_path: Path) -> None:
    """As copies: the release may be changed without harm."""
    write(tmp_path / "house" / "about" / "index.html", "关于")
    write(tmp_path / "house" / "404.html", "没有")
    (tmp_path / "house" / "empty").mkdir()
    release = Release(tmp_path / "site")
    release.add_folder(tmp_path / "house")
    assert snapshot(tmp_path / "site") == snapshot(tmp_path / "house")
    assert release.counts.written == 2
    inodes = [(tmp_path / folder / "404.html").stat().st_ino for folder in ("site", "house")]
    assert inodes[0] != inodes[1]


# What may be replaced


def test_a_site_an_empty_folder_and_nothing_may_be_replaced(site: Path, tmp_path: Path) -> None:
    """A site is known by its sitemap."""
    (tmp_path / "empty").mkdir()
    assert looks_like_site(site)
    assert looks_like_site(tmp_path / "empty")
    assert looks_like_site(tmp_path / "nothing")


def test_a_foreign_folder_a_file_and_a_link_may_not_be_replaced(site: Path, tmp_path: Path) -> None:
    """Somebody's documents, or a link to a folder that a web server reads."""
    write(tmp_path / "documents" / "letter.txt", "信")
    (tmp_path / "link").symlink_to(site, target_is_directory=True)
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    for name in ("documents", "documents/letter.txt", "link", "dangling"):
        assert not looks_like_site(tmp_path / name), name
