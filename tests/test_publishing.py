"""What is online stays, whatever happens to a build; and it can be brought back."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from .portals import NOTICE, make_portal, snapshot, write
from .test_build import WENMING, build
from .test_cli import wenming
from .users import ordinary_user

PATH = "content/notices/2026/publicity.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal with its site."""
    folder = make_portal(tmp_path_factory.mktemp("portals") / "portal")
    assert build(folder).returncode == 0
    return folder


@pytest.fixture
def portal(built: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(built, tmp_path / "portal")


def run(portal: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [WENMING, *arguments], cwd=portal, capture_output=True, text=True, check=False
    )


def change(portal: Path, text: str) -> dict[str, str]:
    """Publish another text in the notice; returns what is online then."""
    write(portal / PATH, NOTICE.replace("现予公示。", text))
    done = build(portal)
    assert done.returncode == 0, done.stderr
    return snapshot(portal / "site")


def beside(portal: Path) -> list[str]:
    """What stands beside the site and is hidden, besides the cache."""
    return sorted(e.name for e in portal.iterdir() if e.name[0] == "." and e.name != ".wenming")


# Rollback


def test_rollback_brings_a_release_back(portal: Path) -> None:
    """The one before, or as many before as are asked for; it says which is online."""
    first, second, _third = snapshot(portal / "site"), change(portal, "甲"), change(portal, "乙")
    done = run(portal, "rollback")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("site 现在是第 2 版，2")
    assert snapshot(portal / "site") == second
    done = run(portal, "rollback", "--lang", "en")
    assert done.stdout.startswith("site is release 1 now, made at 2")
    assert snapshot(portal / "site") == first
    assert change(portal, "丙") != first
    assert run(portal, "rollback", "2").returncode == 1
    assert run(portal, "rollback", "1").returncode == 0
    assert snapshot(portal / "site") == first


def test_there_may_be_nothing_to_go_back_to(portal: Path) -> None:
    """Exit code 1, and nothing has changed."""
    before = snapshot(portal)
    done = run(portal, "rollback")
    assert (done.returncode, done.stdout) == (1, "没有退回，网站保持原样。\n")
    assert "[no-release]" in done.stderr
    assert snapshot(portal) == before
    assert beside(portal) == []
    for wrong in ("0", "-1", "x"):
        assert run(portal, "rollback", wrong).returncode == 2


def test_a_folder_of_somebody_elses_is_not_rolled_back(portal: Path, tmp_path: Path) -> None:
    """It is no site."""
    letter = write(tmp_path / "documents" / "letter.txt", "信")
    done = run(portal, "rollback", "--site-dir", str(letter.parent))
    assert done.returncode == 1
    assert "[site-dir]" in done.stderr


def test_a_portal_says_how_many_releases_are_kept(portal: Path) -> None:
    """`keep_releases`, 3 unless it says otherwise."""
    text = (portal / "mkdocs.yml").read_text("utf-8")
    write(portal / "mkdocs.yml", text.replace("authority:", "keep_releases: 1\n      authority:"))
    for each in "甲乙丙":
        change(portal, each)
    # The folder of the one that is kept no more is there for the next.
    kept = ["3", "releases.json", "spare"]
    assert [e.name for e in sorted((portal / ".site.releases").iterdir())] == kept


# Turns


def test_builds_at_once_take_turns(portal: Path) -> None:
    """The second one says for whom it waits, and both publish."""
    shutil.rmtree(portal / ".wenming")
    with ThreadPoolExecutor() as pool:
        done = [*pool.map(build, [portal] * 3)]
    assert [each.returncode for each in done] == [0, 0, 0], [each.stderr for each in done]
    assert any("正在等另一次发布结束（进程 " in each.stderr for each in done)
    assert beside(portal) == [".site.releases"]
    # That nothing is to be done is noted where the files are old enough to tell.
    cache = {e.name for e in (portal / ".wenming").iterdir()} - {"done.json"}
    assert cache == {"house", "releases", "store.sqlite"}


# What cannot be written


def test_a_folder_that_may_not_be_written_to_is_a_problem(built: Path) -> None:
    """No traceback; what is online stays."""
    with tempfile.TemporaryDirectory() as folder:  # pytest's own are for one user alone
        Path(folder).chmod(0o755)
        portal = shutil.copytree(built, Path(folder) / "portal")
        assert wenming(portal, "check").exit_code == 0
        write(portal / PATH, NOTICE.replace("现予公示。", "甲"))
        before = snapshot(portal)
        portal.chmod(0o555)
        with ordinary_user():
            done = wenming(portal, "build")
        portal.chmod(0o755)
        assert done.exit_code == 1
        assert "[output]" in done.stderr
        assert snapshot(portal) == before


def test_a_place_that_cannot_hold_a_site_is_a_problem(portal: Path) -> None:
    """Below a file, say. The content's mistakes are told as well."""
    write(portal / PATH, NOTICE.replace("type: 公示", "type: 公开"))
    done = run(portal, "build", "--site-dir", "mkdocs.yml/site")
    assert done.returncode == 1
    assert "[output]" in done.stderr
    assert "[unknown-choice]" in done.stderr
    assert "Traceback" not in done.stderr


# The house cache


def house(portal: Path) -> Path:
    (folder,) = (portal / ".wenming" / "house").iterdir()
    return folder


@pytest.mark.parametrize(
    "damage", ["flip", "cut", "empty", "remove", "add", "shell", "json", "pages"]
)
def test_a_damaged_house_is_built_anew(portal: Path, damage: str) -> None:
    """Whatever happened to it on disk; the site is the same."""
    before = snapshot(portal / "site")
    about = house(portal) / "site" / "about" / "index.html"
    kept = house(portal) / "house.json"
    data = about.read_bytes()
    if damage == "flip":
        about.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    elif damage == "cut":
        about.write_bytes(data[:-1])
    elif damage == "empty":
        about.write_bytes(b"")
    elif damage == "remove":
        about.unlink()
    elif damage == "add":
        write(about.with_name("more.html"), "多")
    elif damage == "shell":
        kept.write_bytes(kept.read_bytes().replace(b"<body", b"<bodx", 1))
    elif damage == "json":
        kept.write_bytes(kept.read_bytes()[:-1])
    else:
        whole = json.loads(kept.read_text("utf-8"))
        whole["house"]["pages"].pop()
        write(kept, json.dumps(whole))
    damaged = snapshot(house(portal))
    done = build(portal)
    assert done.returncode == 0, done.stderr
    assert snapshot(portal / "site") == before
    assert snapshot(house(portal)) != damaged


def test_a_sound_house_is_used_again(portal: Path) -> None:
    """MkDocs does not run; how many releases are kept does not matter to it."""
    before = house(portal).stat().st_mtime_ns
    text = (portal / "mkdocs.yml").read_text("utf-8")
    write(portal / "mkdocs.yml", text.replace("authority:", "authority:", 1))
    assert build(portal).returncode == 0
    assert house(portal).stat().st_mtime_ns == before


# Fixing


def test_a_fix_that_is_killed_leaves_each_file_whole(portal: Path) -> None:
    """In its old encoding or in the new one; short of that, nothing of an editor's is lost."""
    text = NOTICE.replace("现予公示。", "现予公示。" * 20000)
    files = [portal / f"content/notices/2026/{number}.md" for number in range(12)]
    old, new = text.encode("gb18030"), text.encode()
    for moment in (0, 3, 6, 9):
        for file in files:
            write(file, old)
        process = subprocess.Popen([WENMING, "check", "--fix"], cwd=portal, stdout=-3, stderr=-3)
        while files[moment].stat().st_size == len(old):
            assert process.poll() is None
        process.kill()
        process.wait()
        assert files[moment].read_bytes() == new
        assert all(file.read_bytes() in (old, new) for file in files)
