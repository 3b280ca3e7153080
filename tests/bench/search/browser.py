"""A compressing server, and Chromium in front of it that counts what comes over the wire."""

from __future__ import annotations

import contextlib
import functools
import gzip
import mimetypes
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.nginx import nginx

_TEXT = (".html", ".css", ".js", ".json", ".txt", ".xml", ".svg")


_HEADERS = 200
"""Bytes of an answer's headers, about."""


class _Compressing(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, sent: list[int], **options: Any) -> None:
        self._sent = sent
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self._send(404, b"", "text/plain", "")
            return
        data, coding = file.read_bytes(), ""
        if file.suffix in _TEXT:
            data, coding = gzip.compress(data, 6, mtime=0), "gzip"
        self._send(200, data, self.guess_type(str(file)), coding)

    def _send(self, status: int, data: bytes, kind: str, coding: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if coding:
            self.send_header("Content-Encoding", coding)
        self.end_headers()
        self.wfile.write(data)
        self._sent.append(len(data) + _HEADERS)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not worth a line."""


@contextlib.contextmanager
def served(site: Path, sent: list[int] | None = None) -> Iterator[str]:
    """Where a site is served, compressed, without a slash at the end.

    `sent` takes the bytes of every answer, also of those that a worker asked for.
    """
    sent = [] if sent is None else sent
    handler = functools.partial(_Compressing, directory=str(site), sent=sent)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


@contextlib.contextmanager
def served_fast(site: Path, folder: Path) -> Iterator[str]:
    """The same by nginx, where time counts: packing here would cost what a reader does not wait."""
    types = " ".join(f"{mimetypes.types_map[end]} {end[1:]};" for end in _TEXT)
    settings = f"root {site}; types {{ {types} }}"
    packed = "text/css text/javascript text/plain application/json"
    with nginx(folder, settings, f"gzip on; gzip_types {packed};") as port:
        yield f"http://127.0.0.1:{port}"


class Wire:
    """Bytes that a page received, headers included, by what they are for."""

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, int] = {}
        self._urls: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _sent(self, event: dict[str, Any]) -> None:
        self._urls[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        url = self._urls.get(event["requestId"], "")
        self.bytes[url] = self.bytes.get(url, 0) + int(event["encodedDataLength"])

    def total(self, *parts: str) -> int:
        """Bytes of all addresses that hold one of the parts."""
        return sum(size for url, size in self.bytes.items() if any(part in url for part in parts))
