"""A build that carries over what did not change gives the bytes of a build from nothing."""

from __future__ import annotations

import datetime as dt
import os
import random
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from wenming import pipeline, unchanged
from wenming.built import Built
from wenming.mkdocs import make_house
from wenming.settings import read_settings
from wenming.takedown import take_down

from .portals import REPOSITORY, clean_copy, sample_portal, snapshot

TODAY = dt.date(2026, 11, 22)
SEEDS = range(2)
STEPS = 5


def build(portal: Path, site: str, today: dt.date = TODAY) -> Built:
    config = portal / "mkdocs.yml"
    return pipeline.build(config, read_settings(config), portal / site, today, make_house)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample portal, built once."""
    folder = sample_portal(tmp_path_factory.mktemp("incremental") / "portal")
    assert build(folder, "site").published
    return folder


def records(portal: Path) -> list[Path]:
    return sorted((portal / "content").glob("*/*/*.md"))


def edit(portal: Path, chance: random.Random) -> None:
    file = chance.choice(records(portal))
    file.write_text(file.read_text("utf-8") + "\n那天的事，大家记得很清楚。\n", "utf-8")


def retitle(portal: Path, chance: random.Random) -> None:
    file = chance.choice(records(portal))
    text = file.read_text("utf-8")
    file.write_text(
        re.sub("^(title|标题): .*", r"\1: 换过的标题", text, count=1, flags=re.M), "utf-8"
    )


def redate(portal: Path, chance: random.Random) -> None:
    file = chance.choice(records(portal))
    text = file.read_text("utf-8")
    day = dt.date(2024, 1, 1) + dt.timedelta(days=chance.randrange(1000))
    file.write_text(
        re.sub("^(date|日期): [-0-9]+", rf"\1: {day}", text, count=1, flags=re.M), "utf-8"
    )


def rename(portal: Path, chance: random.Random) -> None:
    file = chance.choice(records(portal))
    file.rename(file.with_name(f"x{chance.randrange(10**6)}.md"))


def add(portal: Path, chance: random.Random) -> None:
    file = chance.choice(records(portal))
    shutil.copy(file, file.with_name(f"copy{chance.randrange(10**6)}.md"))


def delete(portal: Path, chance: random.Random) -> None:
    chance.choice(records(portal)).unlink()


def make_draft(portal: Path, chance: random.Random) -> None:
    file = chance.choice(records(portal))
    file.write_text(file.read_text("utf-8").replace("---\n", "---\ndraft: true\n", 1), "utf-8")


def link(portal: Path, chance: random.Random) -> None:
    """Two records, of which one links to the other by its file and by its address."""
    file, other = chance.sample(records(portal), 2)
    path = os.path.relpath(other, file.parent)
    address = f"/{other.parent.parent.name}/{other.parent.name}/{other.stem}/"
    with file.open("a", encoding="utf-8") as text:
        text.write(f"\n见[那篇]({path})，[还是那篇]({address})。\n")


def change_picture(portal: Path, chance: random.Random) -> None:
    file = chance.choice(sorted((portal / "content").glob("*/*/*.webp")))
    with Image.open(file) as picture:
        ImageOps.mirror(picture).save(file, "WEBP")


def rename_unit(portal: Path, _chance: random.Random) -> None:
    file = portal / "content" / "organizations.yml"
    file.write_text(file.read_text("utf-8").replace("石桥", "石拱桥", 1), "utf-8")


def change_template(portal: Path, chance: random.Random) -> None:
    folder = portal / "site_src" / "overrides" / "portal"
    folder.mkdir(parents=True, exist_ok=True)
    ours = REPOSITORY / "plugins" / "wenming" / "theme" / "portal" / "withdrawn.html"
    (folder / "withdrawn.html").write_text(f"{ours.read_text('utf-8')}{chance.random()}", "utf-8")


def change_settings(portal: Path, chance: random.Random) -> None:
    file = portal / "mkdocs.yml"
    text = re.sub(
        "^site_description: .*",
        f"site_description: 第{chance.random()}次",
        file.read_text("utf-8"),
        flags=re.M,
    )
    file.write_text(text, "utf-8")


def write_by_hand(portal: Path, chance: random.Random) -> None:
    file = portal / "site_src" / "pages" / "about.md"
    file.write_text(f"{file.read_text('utf-8')}\n\n第{chance.random()}次。\n", "utf-8")


OFTEN: tuple[Callable[[Path, random.Random], None], ...] = (
    edit,
    retitle,
    redate,
    rename,
    add,
    delete,
    make_draft,
    link,
    change_picture,
)
SELDOM = (rename_unit, change_template, change_settings, write_by_hand)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_incremental_build_gives_the_bytes_of_a_clean_one(
    built: Path, tmp_path: Path, seed: int
) -> None:
    """Whatever was changed before it, one thing or several, in records or in trusted files."""
    chance = random.Random(seed)
    portal = tmp_path / "portal"
    shutil.copytree(built, portal, symlinks=True)
    published, today = 0, TODAY
    for _ in range(STEPS):
        before = tmp_path / "before"
        shutil.copytree(portal / "content", before)
        for change in chance.choices(OFTEN, k=chance.choice((1, 1, 3))):
            change(portal, chance)
        if chance.random() < 0.2:
            chance.choice(SELDOM)(portal, chance)
        if chance.random() < 0.1:
            today += dt.timedelta(days=chance.randrange(40))
        if build(portal, "site", today).published:
            published += 1
        else:  # something named what is gone: what was before is right
            shutil.rmtree(portal / "content")
            shutil.copytree(before, portal / "content")
            build(portal, "site", today)
        shutil.rmtree(before)
    assert published
    clean = clean_copy(portal, tmp_path / "clean")
    assert build(clean, "site", today).published
    assert snapshot(portal / "site") == snapshot(clean / "site")


def test_pages_that_link_to_a_record_follow_its_going_and_coming_back(
    built: Path, tmp_path: Path
) -> None:
    """As a draft, and withdrawn for good; the pages are made anew, and nothing is refused."""
    portal, folder = tmp_path / "portal", tmp_path / "portal" / "content" / "notices" / "2026"
    shutil.copytree(built, portal, symlinks=True)
    notice = "---\n标题: {}\n日期: 2026-03-05\n类型: 通知\nissuer: 县文明办\n{}---\n\n{}\n"
    named = folder / "zzz-secret.md"
    links = {
        "by-file": "见[那篇](zzz-secret.md)。",
        "by-address": "见[那篇](/notices/2026/zzz-secret/?a#b)。",
        "by-alias": "见[那篇](/old/secret/)。",
    }
    for name, body in links.items():
        (folder / f"{name}.md").write_text(notice.format(name, "", body), "utf-8")
    field = notice.format("按编号引用", "相关: [notices/zzz-secret]\n", "正文。")
    (folder / "by-field.md").write_text(field, "utf-8")

    def linking() -> list[str]:
        """The pages that lead to the record."""
        pages = portal / "site" / "notices" / "2026"
        return [
            name
            for name in (*links, "by-field")
            if re.search('href="[^"]*secret', (pages / name / "index.html").read_text("utf-8"))
        ]

    def write(more: str) -> None:
        fields = f"aliases: [/old/secret/]\n{more}"
        named.write_text(notice.format("撤", fields, "正文。"), "utf-8")

    def unlike_clean(name: str) -> bool:
        clean = clean_copy(portal, tmp_path / name)
        assert build(clean, "site").published
        return snapshot(portal / "site") != snapshot(clean / "site")

    write("")
    assert build(portal, "site").published
    assert linking() == [*links, "by-field"]
    online = snapshot(portal / "site")
    write("草稿: 是\n")
    done = build(portal, "site")
    assert done.published
    assert {problem.code for problem in done.problems} == {"draft-named"}
    assert linking() == []
    assert not unlike_clean("draft")
    write("")
    assert build(portal, "site").published
    assert snapshot(portal / "site") == online
    settings = read_settings(portal / "mkdocs.yml")
    take_down(portal, settings, "notices/zzz-secret", reason="本人要求", by="林审核", today=TODAY)
    done = build(portal, "site")
    assert done.published
    assert {problem.code for problem in done.problems} == {"withdrawn-record"}
    assert linking() == []
    assert not unlike_clean("withdrawn")
    with_key = (file for file in (portal / "site").rglob("*") if file.is_file())
    assert not [file for file in with_key if b"zzz-secret" in file.read_bytes()]


def test_where_nothing_changed_there_is_nothing_to_do(built: Path, tmp_path: Path) -> None:
    """Once the times of the files are old enough to tell; whatever changes is seen."""
    portal = tmp_path / "portal"
    shutil.copytree(built, portal, symlinks=True)
    config, site = portal / "mkdocs.yml", portal / "site"

    def state(seen: int = 0, today: dt.date = TODAY) -> unchanged.State:
        found = unchanged.state_of(portal, config, read_settings(config), today, seen)
        assert found
        return found

    later = time.time_ns() + 10**11
    before = state(later)
    assert not state().is_that_of(state())
    assert state(later).is_that_of(before)
    assert state(later).files_changed_since(before) == frozenset()
    done = unchanged.Done(before, unchanged.stamp(site), 7, 8, 9)
    unchanged.note(portal, done)
    assert unchanged.done_before(portal, site) == done
    tomorrow = state(later, TODAY + dt.timedelta(days=1))
    assert tomorrow.files_changed_since(before) is None
    for change in (edit, rename, delete, rename_unit, change_template, change_settings):
        now = state(later)
        change(portal, random.Random(1))
        assert not state(later).is_that_of(now), change.__name__
    (site / "index.html").unlink()
    assert unchanged.done_before(portal, site) is None
    shutil.rmtree(site)
    assert unchanged.done_before(portal, site) is None
