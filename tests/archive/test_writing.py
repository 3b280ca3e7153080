"""Archives are written whole, over nothing that somebody may miss, under names for every system."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.archive import is_free, write
from wenming.archive.names import file_name, unlike

from ..portals import snapshot

OLD = [("index.xlsx", b"old"), ("A/1.html", b"old")]
NEW = [("index.xlsx", b"new"), ("B/1.html", b"new")]


@pytest.mark.parametrize("name", ["out", "out.zip", "OUT.ZIP"])
def test_a_former_archive_is_exchanged_only_when_asked_for(tmp_path: Path, name: str) -> None:
    """As a whole: nothing of it is left."""
    output, fresh = tmp_path / "there" / name, tmp_path / "fresh" / name
    assert is_free(output, replace=False)
    write(OLD, output)
    assert not is_free(output, replace=False)
    assert is_free(output, replace=True)
    write(NEW, output)
    write(NEW, fresh)
    assert snapshot(output.parent) == snapshot(fresh.parent)


@pytest.mark.parametrize("name", ["papers", "papers.zip", "papers.txt"])
def test_what_is_no_archive_is_never_exchanged(tmp_path: Path, name: str) -> None:
    """Whatever the option."""
    output = tmp_path / name
    if name == "papers":
        output.mkdir()
        (output / "a.txt").write_text("纸")
    else:
        output.write_text("纸")
    assert not is_free(output, replace=True)


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_an_archive_that_cannot_be_finished_changes_nothing(tmp_path: Path, name: str) -> None:
    """Nor does it leave anything half written."""

    def failing() -> Iterator[tuple[str, bytes]]:
        yield from NEW
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write(failing(), tmp_path / name)
    assert [*tmp_path.iterdir()] == []
    write(OLD, tmp_path / name)
    before = snapshot(tmp_path)
    with pytest.raises(OSError, match="disk full"):
        write(failing(), tmp_path / name)
    assert snapshot(tmp_path) == before


@given(st.text(), st.integers(1, 60))
def test_any_text_becomes_a_name_on_every_system(text: str, most: int) -> None:
    """No character, ending or device that Windows refuses."""
    name = file_name(text, most)
    assert 0 < len(name) <= max(most, 6) + 1
    assert not re.search(r'[<>:"/\\|?*#%\x00-\x1f\x7f]', name)
    assert name == name.strip(" .")
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name)
    assert file_name(name, most + 1) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A1/2: “讲堂”？", "A1／2： “讲堂”？"),
        ("con", "_con"),
        ("AUX.方案", "_AUX.方案"),
        ("…. ", "…"),
        (" \u200b", "_"),
    ],
)
def test_a_name_stays_readable(text: str, name: str) -> None:
    """What Windows refuses becomes the full-width character that looks like it."""
    assert file_name(text, 30) == name


def test_names_are_told_apart_where_case_does_not_count() -> None:
    """As on Windows and macOS."""
    assert unlike("a", ["A.jpg", "a 2.JPG"], ".jpg") == "a 3.jpg"
    assert unlike("b", ["A"]) == "b"
