"""`python -m tests.bench.search`: recall, precision, rank, bytes, time and memory, as one table.

Ours first, then the peers that are installed, on the same texts and queries.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench.__main__ import Figure, measure
from tests.bench.corpus import make_portal
from wenming.library import load
from wenming.settings import read_settings

from . import ours, peers
from .browser import chromium, served
from .queries import CLASSES, Query, Truth, pinyin_queries, queries

TODAY = dt.date(2026, 11, 22)
WENMING = str(Path(sys.executable).parent / "wenming")

_INDEX = """
import sys, time, datetime as dt, pathlib, tempfile
from wenming.settings import read_settings
from wenming.pipeline import check
from wenming.release import Release
from wenming.search import write_search
root = pathlib.Path(sys.argv[1])
checked = check(root, read_settings(root / "mkdocs.yml"), dt.date(2026, 11, 22))
with tempfile.TemporaryDirectory() as folder:
    start = time.perf_counter()
    write_search(checked.library, checked.views, Release(pathlib.Path(folder)))
    pathlib.Path(sys.argv[2]).write_text(str(time.perf_counter() - start))
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description=__doc__)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="another one asks other queries")
    parser.add_argument("--portal", type=Path, help="a portal to use instead of generated records")
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        portal = options.portal or make_portal(folder / "ours", options.records).parent
        library = load(portal, read_settings(portal / "mkdocs.yml"), TODAY).library
        truth = Truth(library)
        asked = queries(truth, options.seed)
        print(f"{time.strftime('%Y-%m-%d')}, {machine}, {len(truth.documents)} records, ")
        print(f"{len(asked)} queries, seed {options.seed}\n")
        _head()
        _ours(browser, portal, folder, asked, pinyin_queries(library, options.seed))
        if not options.no_peers:
            for each in _peers(truth, folder):
                _peer(browser, each, truth, asked)


def _peers(truth: Truth, folder: Path) -> list[peers.Peer]:
    known = peers.available()
    made = [peers.material(truth, folder / "material")] if "jieba" in known else []
    return made + ([peers.pagefind(truth, folder / "pagefind")] if "pagefind" in known else [])


def _head() -> None:
    print("| engine | " + " | ".join(f"{kind} recall / precision" for kind in CLASSES), end="")
    print(" | target first | first name query, KB | build s per 1,000 | peak MB |")
    print("|---" * (len(CLASSES) + 5) + "|")


def _row(
    name: str, scores: Mapping[str, ours.Score], kilobytes: float, seconds: float, figure: Figure
) -> None:
    cells = []
    for kind in CLASSES:
        score = scores[kind]
        cells.append(
            f"{score.shown} shown"
            if kind == "absent"
            else f"{score.recall:.0%} / {score.precision:.0%}"
        )
    first = sum(score.first for score in scores.values())
    targets = sum(score.targets for score in scores.values())
    print(f"| {name} | {' | '.join(cells)} | {first} of {targets} | {kilobytes:.0f}", end="")
    print(f" | {seconds:.2f} | {figure.megabytes:.0f} |")


def _ours(
    browser: Browser,
    portal: Path,
    folder: Path,
    asked: Sequence[Query],
    typed: Sequence[tuple[str, str]],
) -> None:
    site = folder / "site"
    options = ["-f", str(portal / "mkdocs.yml"), "--site-dir", str(site), "--as-of", str(TODAY)]
    measure([WENMING, "build", *options], lambda: None, 1)
    told = folder / "seconds.txt"
    figure = measure([sys.executable, "-c", _INDEX, str(portal), str(told)], lambda: None, 1)
    with served(site) as base:
        scores = ours.scores(browser, base, asked)
        names = [query for query in asked if query.kind == "names"]
        cold = ours.cold_bytes(browser, base, names[:10])
        first = ours.key_to_results(browser, base, asked)
        right, of = ours.suggested(browser, base, typed)
    count = len(list((site / "search").glob("*/t/*.txt")))
    seconds = float(told.read_text()) / count * 1000
    _row("Wenming Portal", scores, ours.median(cold) / 1000, seconds, figure)
    print(f"\nPinyin: {right} of {of} names suggested. From key to results: median", end=" ")
    print(f"{ours.median(first):.0f} ms. Cold name queries: up to {max(cold) / 1000:.0f} KB.\n")


def _peer(browser: Browser, peer: peers.Peer, truth: Truth, asked: Sequence[Query]) -> None:
    figure = peers.build(peer)
    found, first = peers.answers(browser, peer, truth, asked)
    scores: dict[str, ours.Score] = {}
    by_kind = {kind: [query for query in asked if query.kind == kind] for kind in CLASSES}
    for kind, group in by_kind.items():
        score = scores[kind] = ours.Score()
        for query, shown in zip(group, found[kind], strict=True):
            right = query.true & set(shown)
            full = len(shown) >= peers.MOST
            score.expected += min(len(query.true), len(shown)) if full else len(query.true)
            score.found += len(right)
            score.right += len(right)
            score.shown += len(shown)
            score.targets += bool(query.target)
            score.first += bool(query.target & set(shown[:1]))
    _row(peer.name, scores, first / 1000, figure.seconds / len(truth.documents) * 1000, figure)


if __name__ == "__main__":
    main()
