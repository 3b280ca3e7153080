"""Programs that tests run and that are no part of Python."""

from __future__ import annotations

import shutil


def nginx() -> str:
    """Where nginx is: distributions keep it off the path of ordinary users."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    assert program, "nginx is missing; .ci/system-packages installs it (Debian: nginx-light)"
    return program
