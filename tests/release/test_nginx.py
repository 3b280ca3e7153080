"""nginx serves the site while releases change under it: Debian's, as a portal would run it."""

from __future__ import annotations

import http.client
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from wenming.release import staged

from ..nginx import nginx

SWAPS = 100
READERS = 4
PAUSE = 0.02
"""Seconds before a reader's next page: it leaves the machine to the releases, too."""
PAGES = tuple(f"honors/2026/{number}" for number in range(20))


def publish(site: Path, number: int) -> None:
    """A release whose every page carries its number, and so does the style it names."""
    style = f"assets/stylesheets/portal.{number:08x}.css"
    with staged(site, keep=3) as release:
        for page in PAGES:
            release.write_page(f"/{page}/", f'<link href="/{style}"><i>{number}</i>')
        release.write(style, f"/* {number} */")
        release.write("same.html", "不变")
        release.write("sitemap.xml", "")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """The site that an nginx of its own shows, and its port."""
    site = tmp_path / "site"
    publish(site, 0)
    with nginx(tmp_path, f"root {site}; index index.html;") as port:
        yield site, port


def get(connection: http.client.HTTPConnection, path: str, **headers: str) -> tuple[int, str, str]:
    """Status, text and ETag."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", f"/{path}", headers=names)
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer.getheader("ETag") or ""


class Reader(threading.Thread):
    """Reads pages, each with its style, until told to stop; keeps what was not right."""

    def __init__(self, port: int, first: int) -> None:
        super().__init__()
        self.has_read = threading.Event()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.first = first
        self.stop = False
        self.seen: dict[tuple[str, str], str] = {}
        self.wrong: list[str] = []

    def run(self) -> None:
        number = self.first
        while not self.stop:
            page = PAGES[number % len(PAGES)]
            number += 1
            status, text, etag = get(self.connection, f"{page}/")
            marks = re.findall(r"portal\.([0-9a-f]{8})\.css|<i>(\d+)</i>", text)
            if status != 200 or len(marks) != 2 or int(marks[0][0], 16) != int(marks[1][1]):
                self.wrong.append(f"{page}: {status} {text!r}")
                continue
            if self.seen.setdefault((page, etag), text) != text:
                self.wrong.append(f"{page}: one ETag, two texts")
            style = f"assets/stylesheets/portal.{marks[0][0]}.css"
            status, text, _ = get(self.connection, style)
            if (status, text) != (200, f"/* {marks[1][1]} */"):
                self.wrong.append(f"{style}: {status} {text!r}")
            self.has_read.set()
            time.sleep(PAUSE)


def test_a_hundred_swaps_are_seen_by_no_reader(served: tuple[Path, int]) -> None:
    """Who reads all the time sees no 404, and no page with another release's style."""
    site, port = served
    readers = [Reader(port, number * 5) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for number in range(1, SWAPS + 1):
        publish(site, number)
        for reader in readers:
            reader.has_read.clear()
        for reader in readers:  # a style is there for some releases more, not for any number
            assert reader.has_read.wait(60)
    for reader in readers:
        reader.stop = True
    for reader in readers:
        reader.join()
    assert [wrong for reader in readers for wrong in reader.wrong] == []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    assert f"<i>{SWAPS}</i>" in get(connection, f"{PAGES[0]}/")[1]


def test_what_a_reader_keeps_holds_until_it_changes(served: tuple[Path, int]) -> None:
    """304 for a file that is the same in the new release, the new text for another."""
    site, port = served
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    page = f"{PAGES[0]}/"
    etags = {path: get(connection, path)[2] for path in ("same.html", page)}
    since = time.strftime(
        "%a, %d %b %Y %H:%M:%S GMT", time.gmtime((site / "same.html").stat().st_mtime)
    )
    for number in range(1, 4):  # within the second, with the same length
        publish(site, number)
        assert get(connection, "same.html", If_None_Match=etags["same.html"])[0] == 304
        assert get(connection, "same.html", If_Modified_Since=since)[0] == 304
        status, text, _ = get(connection, page, If_None_Match=etags[page])
        assert (status, f"<i>{number}</i>" in text) == (200, True)
        assert get(connection, page, If_Modified_Since=since)[0] == 200
