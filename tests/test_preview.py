"""`wenming serve` shows the portal and follows every save."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .portals import NOTICE, make_portal, write

WENMING = str(Path(sys.executable).parent / "wenming")
ADDRESS = "/notices/2026/publicity/"
FILE = "content/notices/2026/publicity.md"
PATIENCE = 30
"""Seconds until a test gives up."""


@dataclass
class Served:
    """A portal that is being served, and the process that does it."""

    folder: Path
    process: subprocess.Popen[str]
    address: str

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, media type or new location, and text."""
        connection = self.connection()
        connection.request("GET", path)
        answer = connection.getresponse()
        kind = answer.getheader("Location") or answer.getheader("Content-Type") or ""
        return answer.status, kind, answer.read().decode()

    def connection(self) -> http.client.HTTPConnection:
        host = self.address.removeprefix("http://").partition("/")[0]
        return http.client.HTTPConnection(host, timeout=PATIENCE)

    def events(self, path: str = "/__wenming/events") -> Iterator[str]:
        """The messages of the stream of events: problems, or an empty text to reload."""
        connection = self.connection()
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.getheader("Content-Type") == "text/event-stream"
        lines = iter(answer.readline, b"")
        return (json.loads(line[6:]) for line in lines if line.startswith(b"data: "))

    def stop(self) -> int:
        """End it as Ctrl+C does; returns its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


def serve(folder: Path, *arguments: str) -> Served:
    """Serve a portal on a free port; returns when it says where."""
    process = subprocess.Popen(
        [WENMING, "serve", "--port", "0", "--lang", "zh", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout
    line = process.stdout.readline()
    address = r"http://127\.0\.0\.1:\d+/(?:\w+/)?"
    said = rf"在浏览器打开 ({address})，保存文件后页面会自动更新。按 Ctrl\+C 结束。\n"
    match = re.fullmatch(said, line)
    assert match, line
    return Served(folder, process, match[1])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A portal with four records."""
    portal = serve(make_portal(tmp_path_factory.mktemp("portals") / "portal"))
    yield portal
    portal.process.kill()


def test_a_save_is_on_the_page_when_the_browser_is_told_to_reload(served: Served) -> None:
    """The page's script listens from the build that the page shows."""
    status, kind, page = served.get(ADDRESS)
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert "<title>云溪好人名单公示 - 测试县文明网</title>" in page
    script = re.search(r'<script src="(/__wenming/reload\.js\?(\d+))"></script></body>', page)
    assert script
    assert "/__wenming/events" in served.get(script[1])[2]
    events = served.events(f"/__wenming/events?{script[2]}")
    write(served.folder / FILE, NOTICE.replace("云溪好人名单公示", "改过的题目"))
    assert next(events) == ""
    assert "<title>改过的题目 - 测试县文明网</title>" in served.get(ADDRESS)[2]


def test_a_page_of_an_earlier_build_is_told_to_reload_at_once(served: Served) -> None:
    """Also when the save was between the page and its script."""
    assert next(served.events("/__wenming/events?0")) == ""


def test_a_mistake_is_told_on_the_page_until_it_is_mended(served: Served) -> None:
    """What was good stays to be seen."""
    good = (served.folder / FILE).read_text("utf-8")
    events = served.events()
    write(served.folder / FILE, good.replace("issuer: 县文明办\n", ""))
    problems = next(events)
    assert problems.startswith(f"{FILE}:2:1: 错误[missing-field]\n")
    assert served.get(ADDRESS)[0] == 200
    assert next(served.events()) == problems  # and to whoever comes later
    write(served.folder / FILE, good)
    assert next(events) == ""


def test_what_is_not_there_is_the_portals_own_page_for_that(served: Served) -> None:
    """With status 404 and the script, so that it follows a save as well."""
    status, kind, page = served.get("/notices/2026/nowhere/")
    assert (status, kind) == (404, "text/html; charset=utf-8")
    assert "/__wenming/reload.js" in page


def test_files_have_their_media_types(served: Served) -> None:
    """Feed readers and browsers go by them."""
    assert served.get("/sitemap.xml")[:2] == (200, "application/xml; charset=utf-8")
    assert served.get("/feed.json")[:2] == (200, "application/json; charset=utf-8")
    assert served.get("/notices")[:2] == (301, "/notices/")
    assert served.get("/../mkdocs.yml")[0] == 404


def test_a_taken_port_is_told_with_another(served: Served) -> None:
    """Exit code 2, no traceback."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [WENMING, "serve", "--port", str(port), "--lang", "zh"],
            cwd=served.folder,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith(f"端口 {port} 不能用（")
    assert done.stderr.endswith(f"），请换一个，如 --port {port + 1}。\n")


def test_an_interrupt_ends_it(tmp_path: Path) -> None:
    """Exit code 0 and not a word; nothing is left beside the portal's own folder."""
    served = serve(make_portal(tmp_path / "portal"))
    before = sorted(each.name for each in served.folder.iterdir())
    assert served.stop() == 0
    assert served.process.stderr
    assert served.process.stderr.read() == ""
    assert sorted(each.name for each in served.folder.iterdir()) == before
    assert "site" not in before


def test_mistakes_at_the_start_are_told_on_the_first_page(tmp_path: Path) -> None:
    """Below the path of the portal; mending them brings the portal."""
    folder = make_portal(tmp_path / "portal", {"notices/a.md": "没有头信息"})
    settings = folder / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("www.example.org/", "www.example.org/wm/"), "utf-8")
    served = serve(folder)
    assert served.address.endswith("/wm/")
    assert served.get("/")[:2] == (302, "/wm/")
    status, _, page = served.get("/wm/")
    assert (status, "/__wenming/reload.js" in page) == (404, True)
    events = served.events()
    assert next(events).startswith("content/notices/a.md:1:1: 错误[front-matter-missing]\n")
    write(folder / "content/notices/a.md", NOTICE)
    assert next(events) == ""
    assert "云溪好人名单公示" in served.get("/wm/notices/2026/a/")[2]
    assert served.stop() == 0
