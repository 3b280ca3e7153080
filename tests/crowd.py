"""A portal of some forty records, and what builds it with a crew."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

from wenming import pipeline
from wenming.built import Built
from wenming.crew import Crew
from wenming.mkdocs import make_house
from wenming.pages import theme_folder
from wenming.settings import read_settings

from .portals import NOTICE, RECORDS, make_portal, write

DAY = dt.date(2026, 11, 22)
OURS = "<!-- 自己的 -->"
"""What the portal's own template begins with."""


def make_crowd(folder: Path) -> Path:
    """The portal with a template of its own; its house and its site are built, by nobody else."""
    many = {f"notices/2026/n{number:02}.md": NOTICE for number in range(40)}
    make_portal(folder, {**RECORDS, **many})
    card = (theme_folder() / "portal" / "cards" / "notices.html").read_text(encoding="utf-8")
    write(folder / "site_src/overrides/portal/cards/notices.html", f"{OURS}{card}")
    assert build(folder).published
    return folder


def copy_of(crowd: Path, folder: Path) -> Path:
    """A copy of it that keeps the house and nothing else of what was built."""
    shutil.copytree(crowd, folder, copy_function=shutil.copy2)
    shutil.rmtree(folder / "site")
    for name in ("store.sqlite", "done.json"):
        (folder / ".wenming" / name).unlink(missing_ok=True)
    return folder


def build(folder: Path, crew: Crew | None = None) -> Built:
    config = folder / "mkdocs.yml"
    settings = read_settings(config)
    return pipeline.build(config, settings, folder / "site", DAY, make_house, crew=crew)
