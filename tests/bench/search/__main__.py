"""`python -m tests.bench.search`: recall, precision, rank, bytes, time and memory, as one table.

Ours first, then the peers that are installed, on the same texts and queries.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench.__main__ import Figure, measure
from tests.bench.corpus import make_portal
from tests.chromium import launched
from wenming.library import load
from wenming.settings import read_settings

from . import TODAY, indexing, ours, peers
from .browser import served, served_fast
from .queries import CLASSES, EACH, NOTHING, Query, Truth, pinyin_queries, queries

WENMING = str(Path(sys.executable).parent / "wenming")
_FEW = 10
"""Records of the portal that the search page is taken from."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description=__doc__)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="another one asks other queries")
    parser.add_argument("--each", type=int, default=EACH, help="queries of a class")
    parser.add_argument("--portal", type=Path, help="a portal to use instead of generated records")
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    with tempfile.TemporaryDirectory() as name, launched() as browser:
        folder = Path(name)
        portal = folder / "ours"
        if options.portal:
            unneeded = shutil.ignore_patterns("site", ".*")
            shutil.copytree(options.portal, portal, ignore=unneeded)
        else:
            make_portal(portal, options.records)
        measures = indexing.measured(portal, folder / "index")
        site = _site(portal, folder)
        library = load(portal, read_settings(portal / "mkdocs.yml"), TODAY).library
        truth = Truth(library)
        asked = queries(truth, options.seed, options.each)
        typed = pinyin_queries(library, options.seed, options.each)
        print(f"{time.strftime('%Y-%m-%d')}, {machine}, {len(truth.documents)} records, ", end="")
        print(f"{len(asked)} queries, seed {options.seed}\n")
        _costs(measures)
        _bytes(browser, site, [*asked, *(Query("pinyin", text, NOTHING) for text, _ in typed)])
        _head()
        _ours(browser, site, folder, asked, typed, measures)
        if not options.no_peers:
            for each in _peers(truth, folder):
                _peer(browser, each, truth, asked)


def _site(portal: Path, folder: Path) -> Path:
    """A site with the search page of a small portal and the index of a large one, changed twice."""
    config, site = make_portal(folder / "few", _FEW), folder / "site"
    shutil.copy(portal / "mkdocs.yml", config)
    command = [WENMING, "build", "-f", str(config), "--site-dir", str(site), "--as-of", f"{TODAY}"]
    measure(command, lambda: None, 1)
    index = folder / "index" / "next" / "search"
    shutil.copy(site / "search" / "index.html", index)
    shutil.rmtree(site / "search")
    index.rename(site / "search")
    return site


def _costs(measures: indexing.Measures) -> None:
    thousands = measures.records / 1000
    index, change, text = measures.index, measures.change, measures.text
    print("| index | clock | processor |\n|---|---|---|")
    print(f"| from nothing, s per 1,000 | {index.clock / thousands:.2f} |", end="")
    print(f" {index.processor / thousands:.2f} |")
    print(f"| one record changed, s | {change.clock:.2f} | {change.processor:.2f} |")
    print(f"| one text changed, s | {text.clock:.2f} | {text.processor:.2f} |\n")
    print(f"Peak memory {measures.megabytes:.0f} MB, of which the library, ", end="")
    print(f"there before, {measures.library_megabytes:.0f} MB.\n")


def _bytes(browser: Browser, site: Path, asked: Sequence[Query]) -> None:
    """What is on the wire, cold: scripts, index and first results; gzip at level 6."""
    print("| first query, KB | median | most | of |\n|---|---|---|---|")
    with served(site) as base:
        for kind in dict.fromkeys(query.kind for query in asked):
            some = [query for query in asked if query.kind == kind]
            cold = ours.cold_bytes(browser, base, some)
            most, text = max(zip(cold, (query.text for query in some), strict=True))
            print(f"| {kind} | {ours.median(cold) / 1000:.0f} | {most / 1000:.0f} | {text} |")
    print()


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
    site: Path,
    folder: Path,
    asked: Sequence[Query],
    typed: Sequence[tuple[str, str]],
    measures: indexing.Measures,
) -> None:
    with served_fast(site, folder) as base:
        first = ours.key_to_results(browser, base, asked)
        scores = ours.scores(browser, base, asked)
        in_box, on_page = ours.suggested(browser, base, typed)
    with served(site) as base:
        names = [query for query in asked if query.kind == "names"]
        cold = ours.cold_bytes(browser, base, names[:10])
    seconds = measures.index.clock / measures.records * 1000
    figure = Figure(seconds, measures.megabytes)
    _row("Wenming Portal", scores, ours.median(cold) / 1000, seconds, figure)
    print(f"\nPinyin: {in_box} of {len(typed)} names in the box", end="")
    told = ", ".join(on_page)
    print(f"; others on the page of all who fit: {told}. " if told else ". ", end="")
    print("From key to results: median", end=" ")
    print(f"{ours.median(first):.0f} ms, nine of ten within", end=" ")
    print(f"{sorted(first)[len(first) * 9 // 10]:.0f} ms.\n")


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
