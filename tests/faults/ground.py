"""The ground that faults are tried on: a small portal that changes with every trial.

Its content alternates between two texts. A trial publishes the other one while
something goes wrong: what is online must be one of the two sites, whole; and
the next build must publish the new one, equal to a build from nothing.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wenming import pipeline
from wenming.mkdocs.house import make_house
from wenming.pages import read_house
from wenming.settings import read_settings
from wenming.trusted import digest_of

from ..portals import MKDOCS_YML, NOTICE, make_portal, snapshot, write

DAY = dt.date(2026, 11, 22)
COMMAND = [
    *(sys.executable, "-c", "from wenming.cli import run; run()"),
    *("build", "--as-of", DAY.isoformat()),
]
ENVIRONMENT = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
TEXTS = tuple(NOTICE.replace("现予公示。", f"现予公示（{text}）。") for text in "甲乙")


@dataclass
class Row:
    """What was counted of one kind of fault."""

    fault: str
    injected: int = 0
    intact: int = 0
    succeeded: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return bool(self.injected) and self.injected == self.intact == self.succeeded


class Ground:
    """A portal in `folder` with a site; `site` may be somewhere else."""

    def __init__(self, folder: Path, *, site: Path | None = None) -> None:
        self.folder = folder
        self.record = folder / "content" / "notices" / "2026" / "publicity.md"
        self.config = folder / "mkdocs.yml"
        make_portal(folder, {"notices/2026/publicity.md": TEXTS[0]}, settings=MKDOCS_YML)
        for name in ("honors", "lectures", "family"):
            shutil.rmtree(folder / "content" / name)
        write(
            folder / "content" / "organizations.yml",
            "- {name: 云溪县精神文明建设办公室, short: 县文明办, slug: wmb, kind: department}\n",
        )
        self.site = site or folder / "site"
        self.clean = []
        self._text = 0
        for text in TEXTS:
            write(self.record, text)
            other = folder.parent / f"{folder.name}-clean"
            assert self.build(other)
            self.clean.append(snapshot(other))
            shutil.rmtree(other)
            shutil.rmtree(folder.parent / f".{other.name}.releases", ignore_errors=True)
        self._text = 1
        assert self.build()

    def build(self, site: Path | None = None) -> bool:
        """Build in this process, where nothing goes wrong."""
        settings = read_settings(self.config)
        done = pipeline.build(self.config, settings, site or self.site, DAY, make_house)
        return done.published

    def change(self) -> None:
        """Write the other text: the next build has something to publish."""
        self._text = 1 - self._text
        write(self.record, TEXTS[self._text])

    def is_whole(self) -> bool:
        """Whether the site online is the old one or the new one, to the last byte."""
        return snapshot(self.site) in self.clean

    def is_old(self) -> bool:
        return snapshot(self.site) == self.clean[1 - self._text]

    def is_new(self) -> bool:
        return snapshot(self.site) == self.clean[self._text]

    def litter(self) -> list[str]:
        """What stands beside the site and is no whole release."""
        kept = self.site.with_name(f".{self.site.name}.releases")
        beside = {e.name for e in self.site.parent.iterdir() if e.name.startswith(".")}
        inside = [*kept.iterdir()] if kept.is_dir() else []
        return sorted(beside - {".wenming", kept.name}) + [
            str(each.relative_to(kept.parent))
            for each in inside
            if each.name != "releases.json" and snapshot(each) not in self.clean
        ]

    def has_sound_house(self) -> bool:
        folder = self.folder / ".wenming" / "house"
        digest = digest_of(self.folder, self.config, read_settings(self.config))
        return read_house(folder / digest) is not None

    def forget_house(self) -> None:
        shutil.rmtree(self.folder / ".wenming", ignore_errors=True)

    def files_of_house(self) -> Sequence[Path]:
        return sorted(e for e in (self.folder / ".wenming" / "house").rglob("*") if e.is_file())

    def trial(self, row: Row, fault: Callable[[], str | None]) -> None:
        """Let a build of the other text go wrong, and count what became of it.

        `fault` does it and returns what else is to be complained of, if anything;
        None where nothing went wrong after all: then nothing is counted.
        """
        self.change()
        complaint = fault()
        if complaint is None:
            self.build()
            return
        row.injected += 1
        if complaint:
            row.remarks.append(complaint)
        whole = self.is_whole() and not complaint
        row.intact += whole
        try:
            done = self.build() and self.is_new() and not self.litter() and self.has_sound_house()
        except Exception as error:
            row.remarks.append(repr(error))
            done = False
        row.succeeded += done
        if not (whole and done):
            row.remarks.append(f"trial {row.injected}: whole {whole}, next build {done}")
            self._begin_again()

    def _begin_again(self) -> None:
        for name in (self.site.name, f".{self.site.name}.releases", f".{self.site.name}.lock"):
            path = self.site.with_name(name)
            path.unlink() if path.is_file() else shutil.rmtree(path, ignore_errors=True)
        self.forget_house()
        self.build()
