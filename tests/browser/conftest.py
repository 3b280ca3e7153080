"""A real Chromium and the sample portal, served on this machine."""

from __future__ import annotations

import functools
import io
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from playwright.sync_api import Browser

from ..chromium import launched
from ..portals import REPOSITORY

AS_OF = "2026-11-22"


class _Server(SimpleHTTPRequestHandler):
    """Gives parts of files, too (RFC 9110, 14): without, a browser holds on to a film's
    connection for a quarter of a minute."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        file = Path(self.translate_path(self.path))
        if not asked or not file.is_file():
            return super().send_head()
        data = file.read_bytes()
        first, last = int(asked[1]), int(asked[2] or len(data) - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        return io.BytesIO(data[first : last + 1])

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not worth a line."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample portal, built; there is nothing to say about its content."""
    folder = tmp_path_factory.mktemp("browser") / "site"
    wenming = Path(sys.executable).parent / "wenming"
    command = [wenming, "build", "--strict", "--as-of", AS_OF, "--site-dir", folder]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the sample portal is served, without a slash at the end."""
    handler = functools.partial(_Server, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser
