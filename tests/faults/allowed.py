"""Which tools of the faults this machine has and allows: a container may forbid each of them."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence

TRIALS: Mapping[str, Sequence[str]] = {
    "strace": ("strace", "-f", "-o", os.devnull, "true"),
    "faketime": ("faketime", "-f", "+1d", "true"),
    "mount": ("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "{folder}"),
    "disorderfs": ("disorderfs", "/usr", "{folder}"),
}
"""The least that each can do."""


def refused() -> dict[str, str]:
    """The tools that cannot be used, and what they say."""
    found = {}
    for tool, command in TRIALS.items():
        with tempfile.TemporaryDirectory() as folder:
            words = [word.format(folder=folder) for word in command]
            try:
                done = subprocess.run(words, capture_output=True, text=True, check=False)
            except OSError as error:
                found[tool] = str(error)
                continue
            if done.returncode:
                said = (done.stdout + done.stderr).strip().splitlines()
                found[tool] = said[0].strip() if said else f"exit code {done.returncode}"
            elif "{folder}" in command:
                subprocess.run(["umount", folder], check=True)
    return found
