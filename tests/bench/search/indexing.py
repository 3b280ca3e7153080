"""`python -m tests.bench.search.indexing PORTAL FOLDER`: an index from nothing, then of one change.

It writes the index into FOLDER, where the file `loaded` is from when the library is there until
the index is, and prints the measures as JSON. One record of the portal is changed for good.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from wenming.library import Library, load
from wenming.release import Release
from wenming.search import write_search
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
    costs = {name: Cost(**told[name]) for name in ("index", "change")}
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
    """Knows what it cost to carry a folder over: that is the release's work."""

    carrying = Cost(0.0, 0.0)

    def carry_over_folder(self, folder: str, sizes: Mapping[str, int]) -> bool:
        done: list[bool] = []
        self.carrying = _cost(lambda: done.append(Release.carry_over_folder(self, folder, sizes)))
        return done[0]


def _cost(work: Callable[[], object]) -> Cost:
    clock, before = time.perf_counter(), sum(os.times()[:4])
    work()
    return Cost(time.perf_counter() - clock, sum(os.times()[:4]) - before)


def _in_another_process(work: Callable[[], object]) -> Cost:
    """What work costs where nothing is known of earlier work."""
    receiver, sender = os.pipe()
    if not os.fork():
        os.write(sender, json.dumps(asdict(_cost(work))).encode())
        os._exit(0)
    os.wait()
    return Cost(**json.loads(os.read(receiver, 1000)))


def _library(portal: Path) -> Library:
    return load(portal, read_settings(portal / "mkdocs.yml"), TODAY).library


def _index(portal: Path, folder: Path) -> tuple[int, float, Cost, Path]:
    """An index from nothing: records, memory before, what it cost, the file of one of them."""
    library = _library(portal)
    pinyin("石桥")  # every build knows the dictionaries from its pages of people
    memory = _memory(os.getpid())
    (folder / MARK).touch()
    cost = _in_another_process(lambda: write_search(library, _NO_VIEWS, Release(folder / "site")))
    (folder / MARK).unlink()
    count = len(library.listed)
    return count, memory, cost, portal / library.listed[count // 2].path


def _change(portal: Path, folder: Path, file: Path) -> Cost:
    """The index after a change of a file."""
    file.write_text(f"{file.read_text('utf-8')}\n又添了一句。\n", "utf-8")
    library = _library(portal)
    library.listed  # noqa: B018 - the pages know it before the search asks
    release = _Timed(folder / "next", folder / "site")
    cost, carrying = _cost(lambda: write_search(library, _NO_VIEWS, release)), release.carrying
    return Cost(cost.clock - carrying.clock, cost.processor - carrying.processor)


def main() -> None:
    portal, folder = Path(sys.argv[1]), Path(sys.argv[2])
    records, library, index, file = _index(portal, folder)
    change = _change(portal, folder, file)
    told = {"records": records, "library": library}
    print(json.dumps({**told, "index": asdict(index), "change": asdict(change)}))


if __name__ == "__main__":
    main()
