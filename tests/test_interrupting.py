"""Who interrupts a build is told so in one line, by one process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from wenming.release import lock_of, locked

from .portals import make_portal

WORKERS = """
    import sys, time
    import click
    from wenming import parallel
    from wenming.cli import run
    from wenming.command import portal_command

    def work(number):
        if number >= parallel.AT_ONCE:
            time.sleep(60)

    @click.command()
    @portal_command
    def wait(portal):
        with parallel.apart(lambda: time.sleep(60)):
            for number, _ in enumerate(parallel.shared(work, range(parallel.PARALLEL_FROM))):
                if number == {begun}:
                    click.echo("begun")
                    {then}

    run.__globals__["main"] = wait
    sys.argv[1:] = ["--lang", "zh"]
    run()
"""
MOMENTS = {
    "at any moment": ("0", "pass"),
    "while it waits for others": ("parallel.AT_ONCE - 1", "pass"),
    "while it does something itself": ("0", "time.sleep(60)"),
}


def interrupted(process: subprocess.Popen[str], *, group: bool) -> tuple[int, str]:
    """Exit code and what was told after SIGINT, to a process or to all of its group."""
    (os.killpg if group else os.kill)(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=30)
    return process.returncode, out


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
@pytest.mark.parametrize("group", [True, False], ids=["the group", "the process"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_the_processes_that_work_for_one_end_with_it_in_silence(
    moment: str, group: bool, tmp_path: Path
) -> None:
    """They leave it to the one that asked to say anything."""
    begun, then = MOMENTS[moment]
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WORKERS).format(begun=begun, then=then)],
        cwd=make_portal(tmp_path / "portal"),
        env={**os.environ, "WENMING_WORKERS": "2"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    assert interrupted(process, group=group) == (130, "已中断。\n")


def test_an_interrupted_build_says_so_in_one_line(tmp_path: Path) -> None:
    """And exits as what SIGINT ended; here it waits for another build."""
    portal = make_portal(tmp_path / "portal")
    with locked(lock_of(portal / "site"), lambda _: None):
        process = subprocess.Popen(
            [Path(sys.executable).parent / "wenming", "build"],
            cwd=portal,
            env={**os.environ, "LC_ALL": "zh_CN.UTF-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert process.stdout
        assert process.stdout.readline().startswith("正在等另一次发布结束")
        assert interrupted(process, group=True) == (130, "已中断。\n")
    assert not (portal / "site").exists()
