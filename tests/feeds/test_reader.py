"""A real reader polls the portal over HTTP: newsboat, as Debian packages it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from .portal import Portal


@pytest.fixture
def newsboat() -> str:
    """The reader's program; without it these tests prove nothing, so they fail."""
    program = shutil.which("newsboat")
    if program is None:
        pytest.fail("newsboat is missing: apt-get install newsboat")
    return program


@pytest.fixture
def site(columns: Portal) -> Iterator[Path]:
    """The folder of a portal that is online; its address is set in the portal's settings."""
    folder = columns.root / "site"

    class Handler(BaseHTTPRequestHandler):
        # Without Last-Modified, whose second is too long for two polls in a row.
        def do_GET(self) -> None:
            file = folder / self.path.lstrip("/")
            self.send_response(200 if file.is_file() else 404)
            self.send_header("Content-Type", "application/xml")
            self.end_headers()
            if file.is_file():
                self.wfile.write(file.read_bytes())

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the output belongs to the tests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        columns.options["site_url"] = f"http://127.0.0.1:{server.server_port}/"
        yield folder
        server.shutdown()


class Reader:
    """Somebody who follows one feed."""

    def __init__(self, program: str, folder: Path, feed: str) -> None:
        folder.mkdir()
        self.folder = folder
        (folder / "urls").write_text(feed + "\n")
        (folder / "config").write_text("")
        paths = {"-u": "urls", "-c": "cache.db", "-C": "config"}
        options = [word for flag, name in paths.items() for word in (flag, str(folder / name))]
        self.command = [program, *options, "-x", "reload"]

    def poll(self) -> None:
        environment = {"HOME": str(self.folder), "LC_ALL": "C.UTF-8", "no_proxy": "*"}
        subprocess.run(self.command, env=environment, check=True, capture_output=True, timeout=60)

    def read_all(self) -> None:
        """Mark every item as read."""
        with closing(sqlite3.connect(self.folder / "cache.db")) as cache, cache:
            cache.execute("UPDATE rss_item SET unread = 0")

    def items(self) -> dict[str, tuple[str, str, bool]]:
        """Title, address and whether it is unread, by GUID; fails when one came twice."""
        with closing(sqlite3.connect(self.folder / "cache.db")) as cache:
            rows = cache.execute("SELECT guid, title, url, unread FROM rss_item").fetchall()
        assert len({guid for guid, *_ in rows}) == len(rows)
        return {guid: (title, url, bool(unread)) for guid, title, url, unread in rows}


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_a_follower_is_shown_each_record_once(
    columns: Portal, site: Path, newsboat: str, name: str
) -> None:
    """An edited title and a renamed file stay the items they were; a new record is new."""
    edited = columns.notice("edited", "错字的通知", id="n-1")
    renamed = columns.notice("old-name", "改名的通知", id="n-2")
    columns.feeds(into=site)
    home = columns.settings.site_url
    reader = Reader(newsboat, columns.root / "reader", f"{home}notices/{name}")
    reader.poll()
    first, second, third = (f"tag:example.org,2024:notices/n-{n}" for n in (1, 2, 3))
    assert reader.items() == {
        first: ("错字的通知", f"{home}notices/2024/edited/", True),
        second: ("改名的通知", f"{home}notices/2024/old-name/", True),
    }
    reader.read_all()

    columns.notice("edited", "改好的通知", id="n-1")
    columns.remove(renamed)
    columns.notice("new-name", "改名的通知", id="n-2")
    columns.notice("added", "新的通知", "2024-06-02", id="n-3")
    columns.feeds(into=site)
    reader.poll()
    assert edited == "notices/edited.md"
    assert reader.items() == {
        first: ("改好的通知", f"{home}notices/2024/edited/", False),
        second: ("改名的通知", f"{home}notices/2024/new-name/", False),
        third: ("新的通知", f"{home}notices/2024/added/", True),
    }
