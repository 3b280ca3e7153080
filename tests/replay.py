"""`python -m tests.replay FILE…`: lists of payloads that are not ours, read in Chromium.

A file is JSON (texts anywhere in it) or has one payload a line. Each payload
becomes a record with it in the body and in every kind of field; the portal is
built whatever the checks say, its pages' own policy is ignored, and every record's
page, every sixth other page, and the feed's entries are read. The exit code is
1 where anything ran, was left over, or was asked of another host.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from .browser.hostile import build
from .browser.test_payloads import entries_of, every_page, seen, served
from .chromium import launched

AT_ONCE = 250
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffd-\uffff]")
"""Characters that no record may hold: without them a payload gets further."""


def texts_in(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from texts_in(each)


def payloads_in(file: Path) -> list[str]:
    """Each text of a file once."""
    text = file.read_text(encoding="utf-8", errors="replace")
    found = texts_in(json.loads(text)) if file.suffix == ".json" else text.splitlines()
    return [*dict.fromkeys(clean for each in found if (clean := _REFUSED.sub("", each).strip()))]


def replay(chromium: Browser, payloads: Sequence[str]) -> tuple[int, list[str]]:
    """How many pages were read, and what was found on them."""
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder) / "p", payloads, ("payloads",))
        site = Path(folder) / "p/site"
        (site / "harness.txt").write_text("")
        records = every_page(site, "payloads/2026")
        others = [path for path in every_page(site) if path not in set(records)]
        with served(site) as address:
            paths = [*records, *others[::6], *entries_of(site)]
            fired, elsewhere = seen(chromium, address, paths, policy=False)
        return len(paths), [*fired, *elsewhere]


def main(files: Sequence[str]) -> None:
    print("| list | payloads | pages read | fired or left |")
    print("|---|---|---|---|", flush=True)
    bad: list[str] = []
    with launched() as chromium:
        for file in map(Path, files):
            payloads, pages, found = payloads_in(file), 0, list[str]()
            for start in range(0, len(payloads), AT_ONCE):
                read, more = replay(chromium, payloads[start : start + AT_ONCE])
                pages, found = pages + read, found + more
            print(f"| {file.name} | {len(payloads)} | {pages} | {len(found)} |", flush=True)
            bad += found
    print("\n".join(["", *bad]))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
