"""`python -m tests.bench.search.indexing PORTAL FOLDER`: an index from nothing, then of changes.

It writes the index into FOLDER, where the file `loaded` is from when the library is there until
the index is, and prints the measures as JSON. Two records of the portal are changed for good.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from wenming.library import Library, load
from wenming.records import Record
from wenming.release import Release
from wenming.search import amend_search, write_search
from wenming.settings import read_settings
from wenming.views import Views, pinyin

from . import TODAY

MARK = "loaded"
_NO_VIEWS = Views((), (), ())
"""The index has nothing of them."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of processors, children included."""

    clock: float
    processor: float


@dataclass(frozen=True, slots=True)
class Measures:
    """What an index cost. Memory is the proportional set size of all processes together."""

    records: int
    index: Cost
    change: Cost
    """The search's own part of a build after one record was changed, without making links."""
    text: Cost
    """The same where a build knows that nothing but a text changed."""
    megabytes: float = 0.0
    library_megabytes: float = 0.0
    """Of the library alone, before."""


def measured(portal: Path, folder: Path) -> Measures:
    """Measure in a process of its own, whose memory is looked at from here."""
    folder.mkdir()
    command = [sys.executable, "-m", __spec__.name, str(portal), str(folder)]
    peak = 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            if (folder / MARK).exists():
                peak = max(peak, _memory(process.pid))
            time.sleep(0.5)  # to look takes some time of the processes themselves
        assert process.stdout
        told = json.loads(process.stdout.read())
    library = told["library"]
    costs = {name: Cost(**told[name]) for name in ("index", "change", "text")}
    return Measures(told["records"], **costs, megabytes=peak, library_megabytes=library)


def _memory(pid: int) -> float:
    """Megabytes of a process and all below it; pages that they share count once."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # it has just ended
        return 0.0
    [size] = [int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")]
    return size / 1024 + sum(_memory(int(each)) for each in below)


class _Timed(Release):
    """Knows what it cost to carry a base over: that is the release's work."""

    carrying = Cost(0.0, 0.0)

    def keep(self, name: str, fingerprint: bytes | None) -> bool:
        done: list[bool] = []
        self.carrying = _cost(lambda: done.append(Release.keep(self, name, fingerprint)))
        return done[0]


def _cost(work: Callable[[], object]) -> Cost:
    clock, before = time.perf_counter(), sum(os.times()[:4])
    work()
    return Cost(time.perf_counter() - clock, sum(os.times()[:4]) - before)


def _in_another_process(measure: Callable[[], Cost]) -> Cost:
    """A cost where nothing is known of earlier work."""
    receiver, sender = os.pipe()
    if not os.fork():
        os.write(sender, json.dumps(asdict(measure())).encode())
        os._exit(0)
    os.wait()
    return Cost(**json.loads(os.read(receiver, 1000)))


def _library(portal: Path) -> Library:
    return load(portal, read_settings(portal / "mkdocs.yml"), TODAY).library


def _index(portal: Path, folder: Path) -> tuple[float, Cost, list[str]]:
    """An index from nothing: memory before, what it cost, and the records that there are."""
    library = _library(portal)
    pinyin("石桥")  # every build knows the dictionaries from its pages of people
    memory = _memory(os.getpid())

    def write() -> None:
        release = Release(folder / "site")
        write_search(library, _NO_VIEWS, release)
        _note(release)

    (folder / MARK).touch()
    cost = _in_another_process(lambda: _cost(write))
    (folder / MARK).unlink()
    return memory, cost, [record.key for record in library.listed]


def _changed(
    portal: Path, previous: Path, key: str, index: Callable[[Library, Record, Release], object]
) -> Cost:
    """What it takes to index a portal again after the text of a record changed."""
    library = _library(portal)
    record = library.record(key)
    assert record
    file = portal / record.path
    file.write_text(f"{file.read_text('utf-8')}\n又添了一句。\n", "utf-8")
    library = _library(portal)
    record = library.record(key)
    assert record
    library.listed  # noqa: B018 - the pages know it before the search asks
    manifest = pickle.loads(previous.with_suffix(".manifest").read_bytes())
    release = _Timed(previous.with_name(_NEXT[previous.name]), previous, manifest=manifest)
    cost = _cost(lambda: index(library, record, release))
    _note(release)
    carrying = release.carrying
    return Cost(cost.clock - carrying.clock, cost.processor - carrying.processor)


_NEXT = {"site": "changed", "changed": "next"}
"""The release after each."""


def _note(release: Release) -> None:
    release.folder.with_suffix(".manifest").write_bytes(pickle.dumps(release.manifest()))


def main() -> None:
    portal, folder = Path(sys.argv[1]), Path(sys.argv[2])
    library, index, keys = _index(portal, folder)
    middle = len(keys) // 2

    def anyhow(library: Library, _record: Record, release: Release) -> None:
        write_search(library, _NO_VIEWS, release)

    def text_alone(library: Library, record: Record, release: Release) -> None:
        amend_search(library, [record], (), release)

    site, changed = folder / "site", folder / "changed"
    change = _in_another_process(lambda: _changed(portal, site, keys[middle], anyhow))
    text = _in_another_process(lambda: _changed(portal, changed, keys[middle + 1], text_alone))
    costs = {"index": asdict(index), "change": asdict(change), "text": asdict(text)}
    print(json.dumps({"records": len(keys), "library": library, **costs}))


if __name__ == "__main__":
    main()
