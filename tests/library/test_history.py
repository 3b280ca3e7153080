"""When files were last changed after their publication, as a real git tells it."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import zoneinfo
from pathlib import Path

import pytest

from wenming.history import modified, newest_commit, told

from ..mistakes import NOTICE, RECORD
from ..portals import make_portal, write
from .loading import loaded

SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")
TEXT = "".join(f"第{number}行，讲的是石桥。\n" for number in range(20))
at = dt.datetime.fromisoformat


class Repository:
    """A git repository with a portal's content folder; each commit is a day after the last."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.content.mkdir(parents=True)
        self.day = 0
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> None:
        when = f"2024-05-{self.day + 1:02}T12:00:00+00:00"
        names = ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL")
        environ = {
            **os.environ,
            **dict.fromkeys(names, "editor@example.org"),
            "GIT_COMMITTER_DATE": when,
            "GIT_AUTHOR_DATE": "2001-01-01T00:00:00+00:00",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        command = ["git", "-C", str(self.folder), *arguments]
        subprocess.run(command, env=environ, check=True, capture_output=True)

    def commit(self) -> None:
        """Commit everything as it is, on the next day at 20:00 in Shanghai."""
        self.day += 1
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "edit")

    def modified(self) -> dict[str, str]:
        return {path: str(when) for path, when in modified(self.content, SHANGHAI).items()}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """One with a file that was added on 2 May."""
    made = Repository(tmp_path / "portal")
    write(made.content / "honors/bridge.md", TEXT)
    made.commit()
    return made


def edit(file: Path) -> None:
    file.write_text(f"{file.read_text(encoding='utf-8')}又一行。\n", encoding="utf-8")


def test_adding_a_file_is_no_change_of_it(repository: Repository) -> None:
    """A record is published, not updated, on that day."""
    assert repository.modified() == {}


def test_a_modification_counts_with_the_time_of_its_commit(repository: Repository) -> None:
    """In the portal's zone and without it; the author's date does not matter."""
    edit(repository.content / "honors/bridge.md")
    repository.commit()
    found = modified(repository.content, SHANGHAI)
    assert found == {"honors/bridge.md": at("2024-05-03 20:00")}


def test_the_last_of_several_modifications_counts(repository: Repository) -> None:
    for _ in range(3):
        edit(repository.content / "honors/bridge.md")
        repository.commit()
    write(repository.content / "honors/other.md", TEXT)
    repository.commit()
    assert repository.modified() == {"honors/bridge.md": "2024-05-05 20:00:00"}


def test_moving_a_file_is_no_change_of_it(repository: Repository) -> None:
    """Editors keep their own order of folders."""
    (repository.content / "honors/2024").mkdir()
    (repository.content / "honors/bridge.md").rename(repository.content / "honors/2024/桥 1.md")
    repository.commit()
    assert repository.modified() == {}


def test_a_change_follows_the_file_where_it_is_moved(repository: Repository) -> None:
    """Through several moves, also to a name of Chinese characters with a blank."""
    edit(repository.content / "honors/bridge.md")
    repository.commit()
    (repository.content / "honors/bridge.md").rename(repository.content / "honors/b.md")
    repository.commit()
    (repository.content / "honors/b.md").rename(repository.content / "honors/石桥 “一”.md")
    repository.commit()
    assert repository.modified() == {"honors/石桥 “一”.md": "2024-05-03 20:00:00"}


def test_a_move_with_an_edit_is_a_change(repository: Repository) -> None:
    (repository.content / "honors/bridge.md").rename(repository.content / "honors/b.md")
    edit(repository.content / "honors/b.md")
    repository.commit()
    assert repository.modified() == {"honors/b.md": "2024-05-03 20:00:00"}


def test_a_new_file_under_an_old_name_does_not_inherit_its_changes(repository: Repository) -> None:
    """The old file took them along, or into its grave."""
    edit(repository.content / "honors/bridge.md")
    repository.commit()
    (repository.content / "honors/bridge.md").rename(repository.content / "honors/moved.md")
    repository.commit()
    write(repository.content / "honors/bridge.md", "另一座桥。\n" * 20)
    repository.commit()
    assert repository.modified() == {"honors/moved.md": "2024-05-03 20:00:00"}
    (repository.content / "honors/moved.md").unlink()
    repository.commit()
    write(repository.content / "honors/moved.md", "第三座桥。\n" * 20)
    repository.commit()
    assert "honors/moved.md" not in repository.modified()


def test_a_merge_keeps_the_times_of_what_it_merges(repository: Repository) -> None:
    """The merge itself changes nothing."""
    repository.git("switch", "--quiet", "--create", "side")
    edit(repository.content / "honors/bridge.md")
    repository.commit()
    repository.git("switch", "--quiet", "main")
    write(repository.content / "honors/other.md", TEXT)
    repository.commit()
    repository.day += 1
    repository.git("merge", "--quiet", "--no-ff", "--message", "merge", "side")
    assert repository.modified() == {"honors/bridge.md": "2024-05-03 20:00:00"}


def test_any_name_of_a_file_is_read(repository: Repository) -> None:
    """Whatever somebody called a file once, the history goes on."""
    for name in ("\x012024-05-01T00:00:00Z", "M", "a\nb", "“石 桥”.md"):
        write(repository.content / name, name * 40)
    repository.commit()
    edit(repository.content / "a\nb")
    repository.commit()
    assert repository.modified() == {"a\nb": "2024-05-04 20:00:00"}


def test_what_is_not_committed_is_no_change_yet(repository: Repository) -> None:
    """The same commit gives the same bytes, whatever lies about."""
    edit(repository.content / "honors/bridge.md")
    assert repository.modified() == {}


def test_files_outside_the_content_folder_are_left_out(repository: Repository) -> None:
    """The portal may be a part of a greater repository."""
    write(repository.folder / "mkdocs.yml", "site_name: a\n")
    repository.commit()
    edit(repository.folder / "mkdocs.yml")
    repository.commit()
    assert repository.modified() == {}


def test_a_shallow_clone_knows_of_no_change(repository: Repository, tmp_path: Path) -> None:
    """Its oldest commit seems to add every file: better no time than a wrong one."""
    edit(repository.content / "honors/bridge.md")
    repository.commit()
    edit(repository.content / "honors/bridge.md")
    repository.commit()
    clone = tmp_path / "clone"
    source = f"file://{repository.folder}"
    repository.git("clone", "--quiet", "--depth=2", source, str(clone))
    assert (clone / "content/honors/bridge.md").exists()
    assert modified(clone / "content", SHANGHAI) == {}


def test_without_a_repository_or_a_commit_there_are_no_changes(tmp_path: Path) -> None:
    """A portal need not be kept in git."""
    (tmp_path / "plain").mkdir()
    assert modified(tmp_path / "plain", SHANGHAI) == {}
    assert modified(tmp_path / "nowhere", SHANGHAI) == {}
    assert Repository(tmp_path / "empty").modified() == {}


def test_a_record_was_updated_when_its_file_changed_after_publication(tmp_path: Path) -> None:
    """Before it, or without a change, the publication counts."""
    repository = Repository(tmp_path / "portal")
    repository.content.rmdir()
    make_portal(repository.folder, {RECORD: NOTICE, "notices/a.md": NOTICE})
    write(repository.content / "notices/b.md", NOTICE.replace("2024-05-20", "2024-05-01 08:00"))
    repository.commit()
    for name in (RECORD, "notices/b.md"):
        edit(repository.content / name)
    repository.commit()
    library = loaded(repository.folder).library
    assert {record.id: library.updated(record) for record in library.records} == {
        "boats": at("2024-05-20 00:00"),
        "a": at("2024-05-20 00:00"),
        "b": at("2024-05-03 20:00"),
    }


def test_it_is_told_where_git_does_not_tell_the_history(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the system kills it for want of memory: no change is known, and somebody knows."""
    killed = tmp_path / "bin" / "git"
    killed.parent.mkdir()
    real = shutil.which("git")
    killed.write_text(f'#!/bin/sh\ncase " $* " in *" log "*) kill -9 $$;; esac\nexec {real} "$@"\n')
    killed.chmod(0o755)
    assert told(repository.content, "content", SHANGHAI) == ({}, ())
    monkeypatch.setenv("PATH", f"{killed.parent}:{os.environ['PATH']}")
    changed, problems = told(repository.content, "content", SHANGHAI)
    assert (changed, [problem.code for problem in problems]) == ({}, ["history-unread"])


def test_the_newest_commit_is_told_with_whether_all_before_are_there(
    repository: Repository, tmp_path: Path
) -> None:
    """What a build was made from is another thing when the rest of the history comes."""
    (repository.content / "new.md").write_text("新")
    repository.commit()
    clone = tmp_path / "clone"
    source = repository.folder.as_uri()
    subprocess.run(["git", "clone", "-q", "--depth", "1", source, clone], check=True)
    commit, whole = newest_commit(repository.content)()
    assert whole
    assert newest_commit(clone / "content")() == (commit, False)
    assert newest_commit(tmp_path)() == ("", False)
