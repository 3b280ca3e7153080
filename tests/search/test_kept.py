"""A changed record does not rebuild a large index, and makes no difference to what is found."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from wenming.library import Library

from ..views.portal import TODAY, library_of, notice, reload
from .portal import index_of
from .reader import Index

MANY = 510
"""More than are always indexed anew."""


def records() -> dict[str, str]:
    return {
        f"notices/r{at:03}": notice(
            f"第{at}号通知", f"2026-0{1 + at % 5}-{1 + at % 27:02}", body=f"正文{at % 7}。"
        )
        for at in range(MANY)
    }


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal of many records and its site."""
    folder = tmp_path_factory.mktemp("kept")
    index_of(library_of(folder / "portal", records()), folder / "site")
    return folder


@pytest.fixture
def portal(first: Path, tmp_path: Path) -> Path:
    """A copy of it, to change."""
    shutil.copytree(first, tmp_path / "copy")
    return tmp_path / "copy"


def change(portal: Path, key: str, text: str | None) -> None:
    file = portal / "portal" / "content" / f"{key}.md"
    if text is None:
        file.unlink()
    else:
        file.write_text(text, "utf-8")


def again(portal: Path) -> tuple[Index, Index]:
    """The index made after the first one, and one made from nothing."""
    library = reload(portal / "portal", TODAY)
    index = index_of(library, portal / "next", portal / "site")
    return index, index_of(clean(library), portal / "clean")


def clean(library: Library) -> Library:
    return dataclasses.replace(library, root=library.root / "elsewhere")


def segments(index: Index) -> list[str]:
    return [each["id"] for each in index.manifest["segments"]]


TERMS = ("第", "通知", "正文", "100", "新词", "文3", "号")


def same_results(one: Index, other: Index) -> None:
    assert {term: one.documents(term) for term in TERMS} == {
        term: other.documents(term) for term in TERMS
    }


def test_an_edit_leaves_the_base_as_it_is(portal: Path) -> None:
    """Its files are the same files; what is found is what a build from nothing finds."""
    before = Index(portal / "site" / "search")
    change(portal, "notices/r100", notice("新词在此", "2026-03-03", body="正文。"))
    change(portal, "notices/new", notice("又一篇新词", "2026-06-03", body="正文。"))
    index, anew = again(portal)
    assert segments(index)[0] == segments(before)[0]
    assert [each["records"] for each in index.manifest["segments"]] == [MANY, 2]
    base = segments(before)[0]
    for file in (portal / "next" / "search" / base).rglob("*.txt"):
        old = (
            portal / "site" / "search" / base / file.relative_to(portal / "next" / "search" / base)
        )
        assert file.samefile(old)
    assert len(anew.manifest["segments"]) == 1
    same_results(index, anew)


def test_the_text_before_an_edit_is_not_published_on(portal: Path) -> None:
    """A name that was taken out is out."""
    change(portal, "notices/r100", notice("第100号通知", "2026-01-05", body="别的。"))
    index, _ = again(portal)
    texts = [portal / "next/search" / segments(index)[0] / "t" / f"{n}.txt" for n in range(MANY)]
    assert sum(not text.exists() for text in texts) == 1


def test_a_record_that_is_published_no_more_leaves_nothing(portal: Path) -> None:
    """The base is made anew at once."""
    change(portal, "notices/r100", None)
    index, anew = again(portal)
    assert [each["records"] for each in index.manifest["segments"]] == [MANY - 1]
    same_results(index, anew)


def test_an_expired_record_is_found_no_more(portal: Path) -> None:
    """Its page stays, so the base may."""
    change(portal, "notices/r100", notice("第100号通知", "2026-01-05", expires="2026-02-01"))
    index, anew = again(portal)
    assert index.manifest["segments"][0]["dead"]
    same_results(index, anew)


def test_many_changes_are_taken_into_a_new_base(portal: Path) -> None:
    """When a second segment does not pay any more."""
    for at in range(80):
        change(portal, f"notices/r{at:03}", notice(f"改过的第{at}号", "2026-03-03"))
    index, anew = again(portal)
    assert segments(index) == segments(anew)


def _lose(folder: Path) -> None:
    shutil.rmtree(folder / "portal" / ".wenming")


def _cut(folder: Path) -> None:
    for note in (folder / "portal/.wenming/search").iterdir():
        note.write_bytes(note.read_bytes()[:-20])


def _change_note(folder: Path) -> None:
    for note in (folder / "portal/.wenming/search").iterdir():
        note.write_bytes(note.read_bytes().replace(b"r100", b"r999"))


def _lose_shard(folder: Path) -> None:
    next((folder / "site/search").glob("*/g/1.txt")).unlink()


def _cut_text(folder: Path) -> None:
    text = next((folder / "site/search").glob("*/t/7.txt"))
    text.write_bytes(text.read_bytes()[:30])


def _damage_manifest(folder: Path) -> None:
    (folder / "site/search/manifest.json").write_text('{"segments": [{"id": 3}]}')


@pytest.mark.parametrize(
    "damage", [_lose, _cut, _change_note, _lose_shard, _cut_text, _damage_manifest]
)
def test_what_is_kept_may_be_lost_or_damaged(portal: Path, damage) -> None:  # type: ignore[no-untyped-def]
    """It costs time, never a result."""
    damage(portal)
    change(portal, "notices/r100", notice("新词在此", "2026-03-03"))
    index, anew = again(portal)
    assert [each["records"] for each in index.manifest["segments"]] == [MANY]
    same_results(index, anew)


def test_another_declaration_is_another_index(portal: Path) -> None:
    """Labels stand in the texts."""
    declared = portal / "portal/content/notices/_collection.yml"
    declared.write_text(
        declared.read_text("utf-8").replace("label: 通知公告", "label: 公告栏"), "utf-8"
    )
    index, anew = again(portal)
    assert segments(index) == segments(anew)


def test_a_note_is_what_it_says(portal: Path) -> None:
    """One line with its digest, then JSON."""
    (note,) = (portal / "portal/.wenming/search").glob("*.json")
    data = json.loads(note.read_text("utf-8").partition("\n")[2])
    assert len(data["prints"]) == MANY
