"""A changed record does not rebuild a large index, and makes no difference to what is found."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path
from typing import Any, cast

import pytest

from wenming.library import Library
from wenming.search import amend_search
from wenming.search.coding import sealed
from wenming.search.kept import context_of

from ..portals import snapshot
from ..views.portal import TODAY, honor, library_of, notice, reload
from .portal import index_of, released
from .reader import Index

MANY = 510
"""More than are always indexed anew."""


def records() -> dict[str, str]:
    return {
        f"notices/r{at:03}": notice(
            f"第{at}号通知", f"2026-0{1 + at % 5}-{1 + at % 27:02}", body=f"正文{at % 7}。"
        )
        for at in range(MANY - 1)
    } | {"honors/one": honor("名单", "2026-03-05", "{name: 谈宜庆, organization: 石桥村}")}


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
    now = portal / "next" / "search" / base
    files = [file.relative_to(now) for file in now.rglob("*.txt")]
    other = [f for f in files if not (now / f).samefile(portal / "site" / "search" / base / f)]
    assert [file.parent.name for file in other] == ["t"]
    assert len(anew.manifest["segments"]) == 1
    same_results(index, anew)


def test_the_text_before_an_edit_is_not_published_on(portal: Path) -> None:
    """A name that was taken out is out."""
    change(portal, "notices/r100", notice("第100号通知", "2026-01-05", body="别的。"))
    index, _ = again(portal)
    texts = [portal / "next/search" / segments(index)[0] / "t" / f"{n}.txt" for n in range(MANY)]
    assert [sealed("") == text.read_bytes() for text in texts].count(True) == 1


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


def _damage_manifest(folder: Path) -> None:
    (folder / "site/search/manifest.json").write_text('{"segments": [{"id": 3}]}')


@pytest.mark.parametrize("damage", [_lose, _cut, _change_note, _lose_shard, _damage_manifest])
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
    notes = (portal / "portal/.wenming/search").iterdir()
    data = [json.loads(note.read_text("utf-8").partition("\n")[2]) for note in notes]
    assert [len(each["prints"]) for each in data if "prints" in each] == [MANY]


def test_no_note_tells_of_what_is_gone(portal: Path) -> None:
    """Withdrawn or a draft, of the base or added since; nor who was named in it alone."""
    added = honor("名单二", "2026-03-06", "{name: 郑拾遗, organization: 石桥村}")
    before = portal / "site"
    for key, text, gone in (
        ("honors/two", added, ()),
        ("honors/two", None, ("honors/two", "郑拾遗")),
        ("honors/one", None, ("honors/one", "谈宜庆")),
    ):
        change(portal, key, text)
        site = portal / f"after {before.name}"
        index_of(reload(portal / "portal", TODAY), site, before)
        before = site
        notes = [each.read_text("utf-8") for each in (portal / "portal/.wenming/search").iterdir()]
        assert notes
        assert not [note for note in notes if any(word in note for word in gone)]


class Narrow:
    """A library that is asked for single records alone."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def __getattr__(self, name: str) -> Any:
        assert name not in ("records", "listed", "by_collection", "people", "prints"), name
        return getattr(self._library, name)


def amend(portal: Path, site: str, before: str, *keys: str) -> bool:
    """Take other texts of some records into the index that the site before has."""
    library = reload(portal / "portal", TODAY)
    records = [record for key in keys if (record := library.record(key))]
    with released(portal / site, portal / before) as release:
        done = amend_search(cast(Library, Narrow(library)), records, (), release)
    assert done or not snapshot(portal / site)
    return done


def amend_in_both_ways(portal: Path, site: str, before: str, *keys: str) -> None:
    """Quickly, and as any build takes changes in: the same files and the same notes."""
    ordinary = portal / f"ordinary-{site}"
    shutil.copytree(portal / "portal" / ".wenming" / "search", ordinary / ".wenming" / "search")
    library = dataclasses.replace(reload(portal / "portal", TODAY), root=ordinary)
    index_of(library, ordinary / "site", portal / before)
    assert amend(portal, site, before, *keys)
    assert snapshot(portal / site) == snapshot(ordinary / "site")
    notes = Path(".wenming") / "search"
    assert snapshot(portal / "portal" / notes) == snapshot(ordinary / notes)


def notice_with(body: str, at: int) -> str:
    return notice(f"第{at}号通知", f"2026-0{1 + at % 5}-{1 + at % 27:02}", body=body)


def test_other_texts_are_taken_in_at_once(portal: Path) -> None:
    """After changes of any kind, of records that had changed before, neighbours and newest ones."""
    change(portal, "notices/new", notice("新的通知", "2026-06-03", body="正文。"))
    change(portal, "notices/r101", notice_with("新词。", 101).replace("第101号", "另一"))
    change(portal, "notices/r102", notice("第102号通知", "2026-01-05", expires="2026-02-01"))
    change(portal, "honors/two", honor("名单", "2026-04-05", "{name: 王秀英}"))
    again(portal)
    order = [record.key for record in reload(portal / "portal", TODAY).listed]
    at = order.index("notices/r101")
    keys = ["notices/new", "notices/r101", order[0], order[-1], order[at - 1], order[at + 1]]
    for key in ("honors/one", *keys):
        change(portal, key, (portal / f"portal/content/{key}.md").read_text("utf-8") + "新词。\n")
    amend_in_both_ways(portal, "two", "next", "honors/one", *keys)
    change(portal, "notices/r300", notice_with("新词一。", 300))
    amend_in_both_ways(portal, "three", "two", "notices/r300")
    change(portal, "notices/r300", notice_with(f"正文{300 % 7}。", 300))  # as it was at first
    amend_in_both_ways(portal, "four", "three", "notices/r300")
    index = Index(portal / "four" / "search")
    same_results(index, index_of(clean(reload(portal / "portal", TODAY)), portal / "anew"))


def test_the_first_texts_are_taken_in_at_once(portal: Path) -> None:
    """Into an index that has no second segment yet; no suggestion is made anew."""
    text = honor("名单", "2026-03-05", "{name: 谈宜庆, organization: 石桥村}", body="新词。")
    change(portal, "honors/one", text)
    amend_in_both_ways(portal, "two", "site", "honors/one")
    index = Index(portal / "two" / "search")
    assert [each["records"] for each in index.manifest["segments"]] == [MANY, 1]
    folder = portal / "two" / "search" / segments(index)[1] / "n"
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        "index.txt": sealed("\n")
    }


def test_what_is_not_in_the_index_makes_no_difference_to_it(portal: Path) -> None:
    """The text of an expired record."""
    change(portal, "notices/r102", notice("第102号通知", "2026-01-05", expires="2026-02-01"))
    again(portal)
    change(
        portal, "notices/r102", notice("第102号通知", "2026-01-05", expires="2026-02-01", body="新")
    )
    amend_in_both_ways(portal, "two", "next", "notices/r102")
    assert snapshot(portal / "two") == snapshot(portal / "next")


@pytest.mark.parametrize("damage", [_lose, _cut, _change_note, _lose_shard, _damage_manifest])
def test_nothing_is_taken_in_where_something_is_lost(portal: Path, damage) -> None:  # type: ignore[no-untyped-def]
    """Nor written: all is made anew instead."""
    damage(portal)
    change(portal, "notices/r100", notice_with("新词。", 100))
    assert not amend(portal, "two", "site", "notices/r100")


def test_many_texts_are_not_taken_in(portal: Path) -> None:
    """Nor a record that the index does not know."""
    keys = [f"notices/r{at:03}" for at in range(80)]
    for at, key in enumerate(keys):
        change(portal, key, notice_with("新词。", at))
    assert not amend(portal, "two", "site", *keys)
    change(portal, "notices/new", notice("新的通知", "2026-06-03"))
    assert not amend(portal, "three", "site", "notices/new")


def test_another_source_of_the_portal_makes_another_index(tmp_path: Path) -> None:
    """It stands in the documents of all records that name none."""
    library = library_of(tmp_path / "portal", {"honors/a": honor("甲", "2026-01-01", "陈水根")})
    settings = library.settings.model_copy(update={"source": "云溪县融媒体中心"})
    assert context_of(dataclasses.replace(library, settings=settings)) != context_of(library)


def test_other_readings_of_characters_make_all_anew(portal: Path) -> None:
    """Suggestions of anybody may be others."""
    settings = portal / "portal" / "mkdocs.yml"
    told = settings.read_text("utf-8").replace("source:", "readings: {宜: wei}\n      source:")
    settings.write_text(told, "utf-8")
    index, other = again(portal)
    assert segments(index) == segments(other)
    assert "谈宜庆\ttan wei/yi qing" in index.everything()
