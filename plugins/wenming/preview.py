"""`wenming serve`: the portal on this machine, rebuilt on save, reloaded by the browser."""

from __future__ import annotations

import contextlib
import functools
import json
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import click
import watchfiles

from . import pipeline
from .built import portal_day
from .command import without_collector
from .configuration import config_files
from .mkdocs import make_house
from .problems import Problem
from .records import Refused
from .report import as_text
from .settings import Settings, read_settings

_EVENTS = "/__wenming/events"
_SCRIPT = "/__wenming/reload.js"

_JAVASCRIPT = """
let box;
const shown = new URL(document.currentScript.src).search;
new EventSource("/__wenming/events" + shown).onmessage = (event) => {
  const problems = JSON.parse(event.data);
  if (!problems) { location.reload(); return; }
  box ??= document.body.appendChild(document.createElement("pre"));
  box.textContent = problems;
  box.style.cssText = "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;margin:0;" +
    "padding:1rem;background:#fff8e1;color:#222;border-top:4px solid #9f1f18;z-index:99;" +
    "white-space:pre-wrap;font-size:15px";
};
"""


class Preview:
    """The portal as last built, and those who wait for the next build."""

    def __init__(self, config_file: Path, lang: str) -> None:
        self.config_file = config_file
        self.root = config_file.parent.resolve()
        self.site = self.root / ".wenming" / "preview"
        self.base = "/"
        self.problems = ""
        self.builds = 0
        self._lang = lang
        self._changed = threading.Condition()

    def rebuild(self) -> bool:
        """Build; tell problems on the terminal and to open pages. Whether it was published."""
        problems: tuple[Problem, ...]
        published = False
        try:
            settings: Settings = read_settings(self.config_file)
            self.base = settings.base
            settings = settings.model_copy(update={"keep_releases": 1})  # to go on with
            today = portal_day(settings)
            with without_collector():
                built = pipeline.build(self.config_file, settings, self.site, today, make_house)
            problems, published = built.problems, built.published
        except Refused as refused:
            problems = refused.problems
        text = as_text(problems, self.root, self._lang)
        if text:
            click.echo(text, err=True)
        with self._changed:
            self.problems = "" if published else text
            self.builds += 1
            self._changed.notify_all()
        return published

    def wait(self, seen: int) -> tuple[int, str]:
        """Wait for another build than `seen`; returns its number, and its problems if any."""
        with self._changed:
            self._changed.wait_for(lambda: self.builds != seen)
            return self.builds, self.problems


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012 - the name is the base class's
        **SimpleHTTPRequestHandler.extensions_map,
        ".xml": "application/xml; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".webp": "image/webp",
    }

    def __init__(self, *arguments: Any, preview: Preview, **options: Any) -> None:
        self._preview = preview
        super().__init__(*arguments, directory=str(preview.site), **options)

    def do_GET(self) -> None:
        path, _, seen = self.path.partition("?")
        if path == _EVENTS:
            self._send_events(int(seen) if seen.isdecimal() else self._preview.builds)
        elif path == _SCRIPT:
            self._send(200, "text/javascript", _JAVASCRIPT.encode())
        elif not self.path.startswith(self._preview.base):
            self.send_response(302)
            self.send_header("Location", self._preview.base)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.path = "/" + self.path.removeprefix(self._preview.base)
            self._send_file()

    def _send_file(self) -> None:
        file = Path(self.translate_path(self.path))
        if file.is_dir() and not self.path.partition("?")[0].endswith("/"):
            super().do_GET()
            return
        file = file / "index.html" if file.is_dir() else file
        status = 200 if file.is_file() else 404
        file = file if status == 200 else self._preview.site / "404.html"
        if file.suffix != ".html":
            super().do_GET()
            return
        # Before the first good build there is no page, but its problems are to be seen.
        page = file.read_bytes() if file.is_file() else b"<!doctype html><body></body>"
        script = f'<script src="{_SCRIPT}?{self._preview.builds}"></script></body>'
        page = page.replace(b"</body>", script.encode())
        self._send(status, "text/html; charset=utf-8", page)

    def _send(self, status: int, kind: str, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def _send_events(self, seen: int) -> None:
        """Tell a page of every build after the one it shows; of the problems there are, at once."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            if self._preview.problems:
                seen = self._preview.builds
                self._event(self._preview.problems)
            while True:
                seen, problems = self._preview.wait(seen)
                self._event(problems)
        except OSError:  # the page was closed
            return

    def _event(self, problems: str) -> None:
        self.wfile.write(f"data: {json.dumps(problems)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not worth a line."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def serve(config_file: Path, lang: str, port: int) -> None:
    """Build, serve on 127.0.0.1 and rebuild on every save, until interrupted.

    Port 0 is any that is free. Exits 2 where the port is taken.
    """
    preview = Preview(config_file, lang)
    try:
        server = _Server(("127.0.0.1", port), functools.partial(_Handler, preview=preview))
    except OSError as error:
        zh = f"端口 {port} 不能用（{error.strerror}），请换一个，如 --port {port + 1}。"
        en = f"Port {port} cannot be used ({error.strerror}); try --port {port + 1}."
        click.echo(zh if lang == "zh" else en, err=True)
        sys.exit(2)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    with server:
        with contextlib.suppress(KeyboardInterrupt):
            changes = _changes(config_file)
            next(changes)  # the watch has begun: no save from here on is missed
            preview.rebuild()
            preview.site.mkdir(parents=True, exist_ok=True)
            thread.start()
            address = f"http://127.0.0.1:{server.server_port}{preview.base}"
            zh = f"在浏览器打开 {address}，保存文件后页面会自动更新。按 Ctrl+C 结束。"
            en = f"Open {address}; pages follow every save. Ctrl+C ends."
            click.echo(zh if lang == "zh" else en)
            for changed in changes:
                if changed:
                    preview.rebuild()
        if thread.is_alive():
            server.shutdown()


def _changes(config_file: Path) -> Iterator[bool]:
    """Whether something that matters was saved, again and again.

    Sites are not watched: a large one has more folders than the system would tell of.
    """
    root = config_file.parent.resolve()
    folders = [each for each in root.iterdir() if each.is_dir() and _matters(each.name)]
    settings = _stamps(config_file)
    for found in watchfiles.watch(
        *folders, debounce=50, step=10, rust_timeout=100, yield_on_timeout=True
    ):
        before, settings = settings, _stamps(config_file)
        yield bool(found) or settings != before


def _matters(name: str) -> bool:
    """Whether a folder of the portal may hold content or trusted files."""
    return not name.startswith(".") and name not in ("site", "node_modules")


def _stamps(config_file: Path) -> list[int]:
    """When the settings were saved."""
    stats = (file.stat() for file in config_files(config_file) if file.is_file())
    return [stat.st_mtime_ns for stat in stats]
