"""Where only words of records changed, what shows them is made anew: the same as a clean build."""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wenming import amending, pipeline, unchanged
from wenming.built import Built
from wenming.library import recollect
from wenming.mkdocs import make_house
from wenming.search import kept
from wenming.settings import read_settings
from wenming.store import STORE

from .portals import clean_copy, sample_portal, snapshot

WITH_A_WEEK = ("practice", "venues")
STATING_FIGURES = "volunteers"
TODAY = dt.date(2026, 11, 22)


class Portal:
    """A portal in a git repository, and how often it was amended."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.amended = 0
        monkeypatch.setattr(unchanged, "_SETTLED", 0)  # no test waits for two seconds
        monkeypatch.setattr(kept, "_SMALL", 20)
        monkeypatch.setattr(amending, "LARGE", 20)
        monkeypatch.setattr(pipeline, "rewrite", self._rewrite)

    def _rewrite(self, *arguments: object) -> None:
        amending.rewrite(*arguments)  # type: ignore[arg-type]
        self.amended += 1

    @property
    def records(self) -> list[Path]:
        return sorted((self.root / "content").glob("*/*/*.md"))

    @property
    def amendable(self) -> list[Path]:
        """Records that are listed, tell no week, and whose body is longer than its excerpt."""
        files = self.listed_outside(*WITH_A_WEEK)
        long = [file for file in files if len(file.read_text("utf-8").split("---\n", 2)[2]) > 300]
        assert len(long) > 20
        return long

    def listed_outside(self, *columns: str) -> list[Path]:
        """The records that are listed but for those of some columns."""
        memory = recollect(self.root)
        assert memory
        return [self.root / path for path in memory.heads if path.split("/")[1] not in columns]

    def build(self, root: Path | None = None, *, strict: bool = False) -> Built:
        root = root or self.root
        config = root / "mkdocs.yml"
        return pipeline.build(
            config, read_settings(config), root / "site", TODAY, make_house, strict=strict
        )

    def unlike_clean(self, beside: Path) -> list[str]:
        """The files that are not those of a build from nothing, but for how the index is cut."""
        shutil.rmtree(beside, ignore_errors=True)
        assert self.build(clean_copy(self.root, beside)).published
        mine, clean = snapshot(self.root / "site"), snapshot(beside / "site")
        paths = {path for path in mine.keys() | clean.keys() if not path.startswith("search/")}
        return sorted(path for path in paths if mine.get(path) != clean.get(path))

    def files_with(self, words: str) -> list[str]:
        """The files of the site that have some words."""
        site = self.root / "site"
        files = (path for path in site.rglob("*") if path.is_file())
        return [
            file.relative_to(site).as_posix()
            for file in files
            if words.encode() in file.read_bytes()
        ]

    def git(self, *arguments: str, at: str = "2026-11-20T10:00:00+08:00") -> None:
        dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        who = ("-c", "user.name=editor", "-c", "user.email=e@example.org")
        command = ["git", "-C", str(self.root), *who, *arguments]
        subprocess.run(command, check=True, capture_output=True, env=dates)


def add_to_body(file: Path) -> None:
    file.write_text(file.read_text("utf-8") + "\n## 后来\n\n那天的事，大家记得很清楚。\n", "utf-8")


def retitle(file: Path) -> None:
    _sub("^(title|标题): .*", rf"\1: 换过的标题{file.stem}", file)


def summarize(file: Path) -> None:
    _sub("^(summary|摘要): .*\n", "", file)
    _sub("^---\n", f"---\nsummary: 换过的摘要{file.stem}\n", file)


def begin_otherwise(file: Path) -> None:
    """With other words in the excerpt, where no summary stands in its place."""
    _sub("\n---\n", f"\n---\n\n先说一句{file.stem}。\n\n", file)


def tag(file: Path) -> None:
    """What is no word that is only shown: nobody knows beforehand where it leads."""
    _sub("^(tags|标签): .*\n", "", file)
    _sub("^---\n", "---\ntags: [新添的标签]\n", file)


def _sub(pattern: str, replacement: str, file: Path) -> None:
    text = re.sub(pattern, replacement, file.read_text("utf-8"), count=1, flags=re.M)
    file.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample portal, built once and committed."""
    root = sample_portal(tmp_path_factory.mktemp("amending") / "portal")
    (root / ".gitignore").write_text(".wenming\nsite\n.site*\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        portal = Portal(root, patch)
        portal.git("init", "-q", "-b", "main")
        portal.git("add", ".")
        portal.git("commit", "-q", "-m", "first", at="2026-11-01T10:00:00+08:00")
        # Two records were changed on the last day on which anything was.
        for file in portal.records[:2]:
            add_to_body(file)
        portal.git("commit", "-q", "-a", "-m", "second")
        assert portal.build().published
    return root


@pytest.fixture
def portal(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    root = tmp_path / "portal"
    shutil.copytree(first, root, symlinks=True)
    portal = Portal(root, monkeypatch)
    assert portal.build().published  # of a copy nobody knows whether it is what it was
    yield portal


def test_changed_words_are_amended_committed_or_not(portal: Portal, tmp_path: Path) -> None:
    """Of any column, one or several, before and after a commit, and between other changes."""
    chance = random.Random(1)
    steps: list[tuple[Callable[[Path], None], int, bool, bool]] = [
        (add_to_body, 1, False, True),
        (add_to_body, 3, True, True),
        (tag, 1, True, False),
        (retitle, 1, False, True),
        (begin_otherwise, 2, True, True),
        (summarize, 1, False, True),
        (add_to_body, 2, True, True),
    ]
    changeable = portal.amendable
    for number, (change, many, commit, is_amended) in enumerate(steps):
        before = portal.amended
        for file in chance.sample(changeable, many):
            change(file)
        if commit:
            portal.git("commit", "-q", "-a", "-m", "more", at=f"2026-11-20T1{number}:30:00+08:00")
        assert portal.build().published
        assert (portal.amended > before) is is_amended, number
        if number in (3, 6):
            assert portal.unlike_clean(tmp_path / "clean") == [], number


def test_a_changed_body_is_found_and_its_former_one_is_not(portal: Portal) -> None:
    """In no file of the site: the search has not kept it either."""
    file = portal.amendable[5]
    words = "稀罕的一句话"
    file.write_text(f"{file.read_text('utf-8')}\n{words}。\n", "utf-8")
    assert portal.build().rendered == 1
    assert portal.files_with(words)
    file.write_text(file.read_text("utf-8").replace(words, "常见的一句话"), "utf-8")
    assert portal.build().rendered == 1
    assert portal.amended == 2
    assert portal.files_with(words) == []
    assert any(path.startswith("search/") for path in portal.files_with("常见的一句话"))


def test_every_record_can_have_other_words(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a title, a summary or an excerpt is shown it is the new one, as in a clean build."""
    monkeypatch.setattr(kept.Base, "most_changes", 1000)  # the index need not be made anew
    files = portal.listed_outside(*WITH_A_WEEK, STATING_FIGURES)
    groups = [files[n : n + amending.MOST] for n in range(0, len(files), amending.MOST)]
    for number, group in enumerate(groups, start=1):
        for file in group:
            retitle(file)
            begin_otherwise(file)
        for file in group[::2]:
            summarize(file)
        assert portal.build().published
        assert portal.amended == number
    assert portal.unlike_clean(tmp_path / "clean") == []


def test_words_that_a_query_goes_by_are_left_to_an_ordinary_build(
    portal: Portal, tmp_path: Path
) -> None:
    """A topic that gathers records by their title gathers others when a title changes."""
    file = portal.amendable[5]
    collection = file.relative_to(portal.root / "content").parts[0]
    query = f"{{栏目: {collection}, 字段: title, 值: 换过的标题{file.stem}}}"
    topic = portal.root / "content" / "topics" / "clean-plate.md"
    _sub("^自动收集:\n", f"自动收集:\n  - {query}\n", topic)
    assert portal.build().published
    retitle(file)
    assert portal.build().published
    assert portal.amended == 0
    assert portal.unlike_clean(tmp_path / "clean") == []
    add_to_body(file)
    assert portal.build().published
    assert portal.amended == 1


def test_former_words_are_nowhere(portal: Portal) -> None:
    """A title that was wrong is in no page, feed, table, index or address."""
    file = portal.root / "content" / "notices" / "2026" / "wrong.md"
    file.write_text(
        "---\ntitle: 写错的标题\ndate: 2026-03-05\ntype: 通知\nissuer: 柳湾镇\n"
        "aliases: [/old/wrong/]\n---\n\n明天。\n",
        "utf-8",
    )
    assert portal.build().published
    assert "old/wrong/index.html" in portal.files_with("写错的标题")
    _sub("写错的标题", "写对的标题", file)
    assert portal.build().published
    assert portal.amended == 1
    assert portal.files_with("写错的标题") == []
    assert "old/wrong/index.html" in portal.files_with("写对的标题")


def test_whatever_is_more_than_words_is_left_to_an_ordinary_build(portal: Portal) -> None:
    """A file touched without a change, and a portal with warnings, need none."""
    file, other, *_ = portal.amendable
    file.write_bytes(file.read_bytes())
    assert portal.build().read == 0
    add_to_body(other)
    warned = other.with_name("草稿.md")
    warned.write_text("---\ntitle: 草稿\ndate: 2026-01-01\ndraft: true\n---\n138 1234 5678\n")
    assert portal.build().rendered != 1  # a file was added
    before = portal.amended
    add_to_body(other)
    (portal.root / "mkdocs.yml").write_text(
        (portal.root / "mkdocs.yml").read_text("utf-8") + "\n# changed\n", "utf-8"
    )
    portal.build()
    assert portal.amended == before


def test_after_an_ordinary_build_new_pages_are_known(portal: Portal, tmp_path: Path) -> None:
    """What is shown where is told by that build: a tag leads to other pages than before."""
    file = portal.amendable[5]
    tag(file)
    assert portal.build().rendered > 1
    assert portal.amended == 0
    retitle(file)
    add_to_body(file)
    assert portal.build().rendered > 1
    assert portal.amended == 1
    assert portal.unlike_clean(tmp_path / "clean") == []


def test_what_is_removed_is_not_remembered_either(portal: Portal) -> None:
    words = "稀罕的标题"
    file = portal.root / "content" / "notices" / "2026" / "removed.md"
    file.write_text(
        f"---\ntitle: {words}\ndate: 2026-03-05\ntype: 通知\nissuer: 柳湾镇\n---\n\n明天。\n",
        "utf-8",
    )
    for is_kept in (True, False):
        assert portal.build().published
        assert (words.encode() in (portal.root / STORE).read_bytes()) is is_kept
        file.unlink(missing_ok=True)


def test_a_template_that_shows_bodies_elsewhere_keeps_builds_ordinary(portal: Portal) -> None:
    """Nobody knows where; one of a record's own page may show its body."""
    own = portal.root / "site_src" / "overrides" / "portal"
    own.mkdir(parents=True, exist_ok=True)
    (own / "honors.html").write_text("<main>{{ body(record) }}</main>", "utf-8")
    portal.build()
    add_to_body(portal.amendable[0])
    assert portal.build().rendered == 1
    assert portal.amended == 1
    retitle(portal.amendable[0])  # of templates of its own nobody knows where they show titles
    assert portal.build().published
    assert portal.amended == 1
    (own / "listing.html").write_text(
        "{% for record in records %}{{ body(record) }}{% endfor %}", "utf-8"
    )
    portal.build()
    add_to_body(portal.amendable[0])
    portal.build()
    assert portal.amended == 1


@pytest.mark.parametrize("change", [add_to_body, retitle])
def test_without_its_manifest_a_site_is_made_whole(
    portal: Portal, change: Callable[[Path], None]
) -> None:
    """Also where no search tells that something is wrong: nobody knows which files there are."""
    config = portal.root / "mkdocs.yml"
    config.write_text(re.sub(r"  - wenming/search\n", "", config.read_text("utf-8")), "utf-8")
    assert portal.build().published
    there = set(snapshot(portal.root / "site"))
    shutil.rmtree(portal.root / ".wenming" / "releases")
    change(portal.amendable[0])
    built = portal.build()
    assert built.published
    assert portal.amended == 0
    assert set(snapshot(portal.root / "site")) == there


def test_a_history_that_became_whole_is_read_anew(portal: Portal, tmp_path: Path) -> None:
    """Where it was cut off, no change was known."""
    clone = tmp_path / "clone"
    source = portal.root.as_uri()
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, clone], check=True)
    assert portal.build(clone).published
    subprocess.run(["git", "-C", clone, "fetch", "-q", "--unshallow"], check=True)
    assert portal.build(clone).written
    whole = Portal.unlike_clean(portal, tmp_path / "clean")
    assert whole == []
    mine, theirs = snapshot(clone / "site"), snapshot(tmp_path / "clean" / "site")
    assert {path for path in mine if mine[path] != theirs.get(path)} <= {
        path for path in mine if path.startswith("search/")
    }


def test_a_clock_that_is_behind_keeps_builds_ordinary(portal: Portal, tmp_path: Path) -> None:
    """The last change of a page, and of all, may be an earlier one now."""
    file = portal.amendable[0]
    for at in ("2026-11-22T10:00:00+08:00", "2026-11-22T09:00:00+08:00"):
        add_to_body(file)
        portal.git("commit", "-q", "-a", "-m", "later", at=at)
        assert portal.build().published
    assert portal.unlike_clean(tmp_path / "clean") == []
