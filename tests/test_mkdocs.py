"""The same portal through MkDocs, and through its maintained fork."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .portals import NOTICE, RECORDS, make_portal, snapshot

BIN = Path(sys.executable).parent
EPOCH = "1795305600"  # 2026-11-22 00:00 UTC: the portal's day of all three builds


def run(command: str, portal: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / command), "build", *arguments],
        cwd=portal,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_portal(tmp_path_factory.mktemp("portal") / "portal")
    done = run("wenming", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("command", ["mkdocs", "properdocs"])
def test_the_portal_is_the_same(portal: Path, command: str) -> None:
    """File by file, byte by byte."""
    done = run(command, portal, "-d", f"by-{command}")
    assert done.returncode == 0, done.stderr
    assert snapshot(portal / f"by-{command}") == snapshot(portal / "site")


def test_mkdocs_refuses_what_wenming_refuses_and_empties_nothing(tmp_path: Path) -> None:
    """The content is checked before MkDocs cleans the site folder."""
    portal = make_portal(tmp_path / "portal")
    assert run("mkdocs", portal).returncode == 0
    before = snapshot(portal / "site")
    (portal / "content" / "notices" / "2026" / "bad.md").write_text("没有头信息", encoding="utf-8")
    done = run("mkdocs", portal)
    assert done.returncode == 1
    assert "content/notices/2026/bad.md:1:1" in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(portal / "site") == before


def test_an_output_is_switched_off_by_deleting_its_line(tmp_path: Path) -> None:
    """Without `wenming/feeds` there are no feeds; everything else is there."""
    portal = make_portal(tmp_path / "portal")
    settings = portal / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("  - wenming/feeds\n", ""), encoding="utf-8")
    assert run("wenming", portal).returncode == 0
    names = set(snapshot(portal / "site"))
    assert "notices/index.html" in names
    assert not any(name.endswith(("feed.xml", "atom.xml", "feed.json", ".opml")) for name in names)


def test_an_option_that_an_output_does_not_take_is_a_problem(tmp_path: Path) -> None:
    """Named with plugin and option, exit code 1."""
    portal = make_portal(tmp_path / "portal", {"notices/2026/publicity.md": NOTICE})
    settings = portal / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("wenming/feeds", "wenming/feeds: {item: 3}"), encoding="utf-8")
    done = run("wenming", portal)
    assert done.returncode == 1
    assert "option-unknown" in done.stderr
    assert "item" in done.stderr


def test_records_are_what_the_portal_is_made_of(portal: Path) -> None:
    """A guard for the comparisons above: all four records are in what they compare."""
    names = set(snapshot(portal / "site"))
    for path in RECORDS:
        assert f"{path.removesuffix('.md')}/index.html" in names


def test_what_python_left_in_a_theme_is_not_published(tmp_path: Path) -> None:
    """Nor compiled templates, which tell where on the server they were."""
    portal = make_portal(tmp_path / "portal")
    done = run("wenming", portal)
    assert done.returncode == 0, done.stderr
    published = snapshot(portal / "site")
    left = portal / "site_src" / "pages" / "__pycache__" / "page.cache"
    left.parent.mkdir(parents=True)
    left.write_text("left", "utf-8")
    assert run("wenming", portal).returncode == 0
    assert snapshot(portal / "site") == published
    assert not [path for path in published if "cache" in path]
