"""Debian's nginx, as a portal would run it, for as long as a test needs it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .portals import write

CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections 64; }}
http {{
  access_log off;
  types {{ text/html html; text/css css; image/jpeg jpg; text/xml xml; }}
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  {http}
  server {{
    listen 127.0.0.1:{port};
    {server}
  }}
}}
"""


@contextmanager
def nginx(folder: Path, server: str, http: str = "") -> Iterator[int]:
    """An nginx with these settings of its server, and beside it; gives the port."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    assert program, "nginx is missing; .ci/system-packages installs it (Debian: nginx-light)"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    text = CONFIGURATION.format(folder=folder, port=port, server=server, http=http)
    # The folders that pytest makes are for their owner only.
    user = "" if os.geteuid() else "user root;"
    configuration = write(folder / "nginx.conf", user + text)
    with subprocess.Popen([program, "-c", configuration, "-e", "stderr"]) as process:
        for _ in range(100):
            with socket.socket() as trial:
                if not trial.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.05)
        yield port
        process.terminate()
