"""The short part of the faults, for everybody; `python -m tests.faults` tries them all."""

from __future__ import annotations

import subprocess
import sys

from ..portals import REPOSITORY


def test_no_fault_that_a_user_can_cause_hurts_what_is_online() -> None:
    """Kills, limits, builds at once, damaged caches: the table shows what was counted."""
    command = [sys.executable, "-m", "tests.faults", "--short"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
