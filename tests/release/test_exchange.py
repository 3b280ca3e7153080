"""Two folders change places, and the one online is never half of either."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wenming.release.exchange import exchange, swap

from ..portals import snapshot, write

Swap = Callable[[Path, Path], bool]


def cannot_swap(_one: Path, _other: Path) -> bool:
    """A system without an exchange of folders."""
    return False


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A new site and the one online."""
    write(tmp_path / "new" / "a" / "index.html", "新")
    write(tmp_path / "online" / "index.html", "旧")
    write(tmp_path / "online" / "b" / "old.html", "旧")
    return tmp_path / "new", tmp_path / "online"


@pytest.mark.parametrize("how", [swap, cannot_swap])
def test_two_folders_change_places(folders: tuple[Path, Path], how: Swap) -> None:
    """At once where the system can, in two steps where it cannot; nothing is left beside them."""
    new, online = folders
    before = snapshot(new), snapshot(online)
    exchange(new, online, how)
    assert (snapshot(online), snapshot(new)) == before
    assert sorted(each.name for each in online.parent.iterdir()) == ["new", "online"]


@pytest.mark.parametrize("how", [swap, cannot_swap])
def test_a_folder_takes_a_place_where_nothing_was(folders: tuple[Path, Path], how: Swap) -> None:
    """The first release of a portal."""
    new, online = folders
    before = snapshot(new)
    exchange(new, online.with_name("elsewhere"), how)
    assert snapshot(online.with_name("elsewhere")) == before
    assert not new.exists()


def test_what_was_online_comes_back_when_the_new_folder_cannot_be_moved(
    folders: tuple[Path, Path],
) -> None:
    """Between the two steps of a system without an exchange."""
    _, online = folders
    before = snapshot(online)
    with pytest.raises(FileNotFoundError):
        exchange(online.with_name("gone"), online, cannot_swap)
    assert snapshot(online) == before
    assert sorted(each.name for each in online.parent.iterdir()) == ["new", "online"]


def test_the_systems_exchange_says_when_it_cannot(folders: tuple[Path, Path]) -> None:
    """It has changed nothing then."""
    new, online = folders
    before = snapshot(new.parent)
    assert swap(new.with_name("gone"), online) is False
    assert snapshot(new.parent) == before


@pytest.mark.parametrize("name", ["网站", "a b", "o'nline"])
def test_names_of_folders_do_not_matter(tmp_path: Path, name: str) -> None:
    """Chinese ones, too."""
    write(tmp_path / "新" / "index.html", "新")
    write(tmp_path / name / "index.html", "旧")
    exchange(tmp_path / "新", tmp_path / name)
    assert (tmp_path / name / "index.html").read_text(encoding="utf-8") == "新"


def test_linux_and_macos_exchange_at_once(folders: tuple[Path, Path]) -> None:
    """No reader ever finds nothing there."""
    assert swap(*folders) is (sys.platform in ("linux", "darwin"))
