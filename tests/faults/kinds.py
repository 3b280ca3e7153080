"""The kinds of fault: each function tries one on a ground and returns a row of the table."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..portals import NOTICE, snapshot
from .ground import COMMAND, ENVIRONMENT, Ground, Row
from .system_calls import CHANGING, WRITING, inject, points

BUILD = COMMAND[3:]
ROLLBACK = ["rollback"]
FIX = ["check", "--fix"]


def complaint_of(ground: Ground, code: int, said: str | None) -> str:
    """What is wrong with how a build ended that could not write; None: it could not say why."""
    told, said = said is not None, said or ""
    if "Traceback" in said or code not in (0, 1):
        return f"exit code {code}: {said[-400:]}"
    if litter := ground.litter():
        return f"left behind: {litter}; exit code {code}: {said[-400:]}"
    if code and told and "[output]" not in said and not ground.is_new():
        return f"no clear problem: {said[-400:]}"
    return "" if code or ground.is_new() else "not published, but exit code 0"


def kills_at_calls(ground: Ground, step: int, *, cold: bool) -> Row:
    """SIGKILL at every call that changes files; `cold`: with MkDocs run, no house yet."""
    row = Row(f"SIGKILL at every changing system call of a build, {_state(cold)}")
    ground.change()
    if cold:
        ground.forget_house()
    for call, number in points(BUILD, ground.folder, CHANGING)[::step]:

        def kill(call: str = call, number: int = number) -> str | None:
            if cold:
                ground.forget_house()
            done = inject(BUILD, ground.folder, call, number, "signal=SIGKILL")
            return None if done is None else ""

        ground.trial(row, kill)
    return row


def kills_of_rollback(ground: Ground, step: int) -> Row:
    """SIGKILL at every call of `wenming rollback` that changes files."""
    row = Row("SIGKILL at every changing system call of a rollback")
    for call, number in points(ROLLBACK, ground.folder, CHANGING)[::step]:

        def kill(call: str = call, number: int = number) -> str | None:
            done = inject(ROLLBACK, ground.folder, call, number, "signal=SIGKILL")
            return None if done is None else ""

        ground.trial(row, kill)
    return row


def kills_at_moments(ground: Ground, count: int, *, cold: bool) -> Row:
    """SIGKILL after a random time, in a fork of this process: hundreds in a minute."""
    row = Row(f"SIGKILL at a random moment of a build, {_state(cold)}")
    chance = random.Random(count)
    begun = time.perf_counter()
    _wait(_fork(ground, cold=cold))
    whole = time.perf_counter() - begun

    def kill() -> str | None:
        process = _fork(ground, cold=cold)
        time.sleep(chance.uniform(0, whole))
        os.kill(process, signal.SIGKILL)
        return "" if _wait(process) == -signal.SIGKILL else None

    while row.injected < count:
        ground.trial(row, kill)
    return row


def errors_at_writes(ground: Ground, step: int, error: str, *, cold: bool) -> Row:
    """An error of the system at every write, sendfile and sync."""
    row = Row(f"{error} at every write of a build, {_state(cold)}")
    ground.change()
    if cold:
        ground.forget_house()
    for call, number in points(BUILD, ground.folder, WRITING)[::step]:

        def fail(call: str = call, number: int = number) -> str | None:
            if cold:
                ground.forget_house()
            done = inject(BUILD, ground.folder, call, number, f"error={error}")
            return None if done is None else complaint_of(ground, *done)

        ground.trial(row, fail)
    return row


def limited_files(ground: Ground, count: int) -> Row:
    """Files may not grow beyond a few bytes, as an ordinary user can have it."""
    row = Row("no file may be longer than so many bytes")
    for size in [*range(0, 20000, 20000 // count)][:count]:
        limited = ["prlimit", f"--fsize={size}", *COMMAND]

        def fail(limited: list[str] = limited) -> str:
            ground.forget_house()
            return complaint_of(ground, *_run(limited, ground))

        ground.trial(row, fail)
    return row


def pairs(ground: Ground, count: int) -> Row:
    """Two builds at once; every fifth pair has no house yet."""
    row = Row("two builds at once")

    def both() -> str:
        if row.injected % 5 == 0:
            ground.forget_house()
        ends = [_wait(process) for process in [_fork(ground, cold=False) for _ in range(2)]]
        return "" if ends == [0, 0] and ground.is_new() else f"they ended with {ends}"

    while row.injected < count:
        ground.trial(row, both)
    return row


def damaged_caches(ground: Ground, count: int) -> Row:
    """A file of the house cut off somewhere, or a bit of it turned round."""
    row = Row("house cache truncated or with a bit flipped")
    chance = random.Random(count)

    def damage() -> str:
        file = chance.choice([each for each in ground.files_of_house() if each.stat().st_size])
        data = bytearray(file.read_bytes())
        if chance.random() < 0.5:
            del data[chance.randrange(len(data)) :]
        else:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(data)
        return f"{file.name}: not detected" if ground.has_sound_house() else ""

    while row.injected < count:
        ground.trial(row, damage)
    return row


def wrong_clocks(ground: Ground, count: int) -> Row:
    """libfaketime sets the clock of a build ten years back, then forward."""
    row = Row("clock ten years back or forward (libfaketime)")
    page = ground.site / "notices" / "2026" / "publicity" / "index.html"

    def build() -> str:
        before, logo = page.stat().st_mtime, (ground.site / "404.html").stat().st_mtime
        shift = "-10y" if row.injected % 2 else "+10y"
        code, said = _run(["faketime", "-f", shift, *COMMAND], ground)
        if code or not ground.is_new():
            return f"{shift}: exit code {code}: {said[-400:]}"
        if int(page.stat().st_mtime) <= int(before):
            return f"{shift}: the changed page has no later time"
        same = (ground.site / "404.html").stat().st_mtime == logo
        return "" if same else f"{shift}: an unchanged file has another time"

    while row.injected < count:
        ground.trial(row, build)
    return row


def read_only(ground: Ground, count: int) -> Row:
    """The portal on a file system that is mounted read-only; half of them without a house."""
    row = Row("read-only output")

    def build() -> str:
        if row.injected % 2:
            ground.forget_house()
        with _mounted("--bind", str(ground.folder), str(ground.folder)):
            _mount("-o", "remount,ro,bind", str(ground.folder))
            code, said = _run(COMMAND, ground)
            return complaint_of(ground, code, said) if code else "it was published"

    while row.injected < count:
        ground.trial(row, build)
    return row


def full_disk(count: int) -> Row:
    """A tmpfs of 1 MB that is filled to the last few thousand bytes."""
    row = Row("site on a full tmpfs of 1 MB")
    with tempfile.TemporaryDirectory() as name, _tmpfs(Path(name) / "disk") as disk:
        ground = Ground(Path(name) / "portal", site=disk / "site")

        def build() -> str:
            ballast = disk / "ballast"
            free = os.statvfs(disk)
            spare = row.injected % 5 * free.f_frsize
            ballast.write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - spare)))
            code, said = _run([*COMMAND, "--site-dir", str(ground.site)], ground)
            ballast.unlink()
            return complaint_of(ground, code, said)

        while row.injected < count:
            ground.trial(row, build)
    return row


def interrupted_fixes(ground: Ground, step: int) -> Row:
    """SIGKILL at every changing call of `check --fix`: no editor's file half written."""
    row = Row("SIGKILL at every changing system call of `check --fix`")
    file = ground.record.with_name("gbk.md")
    text = NOTICE.replace("现予公示。", "现予公示。" * 5000)
    old, new = text.encode("gb18030"), text.encode()
    file.write_bytes(old)
    for call, number in points(FIX, ground.folder, CHANGING)[::step]:
        file.write_bytes(old)
        if inject(FIX, ground.folder, call, number, "signal=SIGKILL") is None:
            continue
        row.injected += 1
        row.intact += file.read_bytes() in (old, new)
        code, said = _run([*COMMAND[:3], *FIX], ground)
        row.succeeded += code == 0 and file.read_bytes() == new
        if code:
            row.remarks.append(said[-400:])
    file.unlink()
    for each in file.parent.glob(".*"):
        each.unlink()
    return row


def _state(cold: bool) -> str:
    return "MkDocs run" if cold else "house kept"


def _run(command: list[str], ground: Ground) -> tuple[int, str]:
    done = subprocess.run(
        command, cwd=ground.folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


def _fork(ground: Ground, *, cold: bool) -> int:
    """A build in a process of its own, where everything is already imported."""
    if cold:
        ground.forget_house()
    process = os.fork()
    if process:
        return process
    try:
        os._exit(0 if ground.build() else 1)
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(3)


def _wait(process: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _mount(*options: str) -> None:
    subprocess.run(["mount", *options], check=True)


@contextmanager
def _mounted(*options: str) -> Iterator[None]:
    _mount(*options)
    try:
        yield
    finally:
        subprocess.run(["umount", options[-1]], check=True)


@contextmanager
def _tmpfs(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    with _mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)):
        yield folder


def same_bytes_in_any_order() -> Row:
    """disorderfs shuffles what a folder lists; one process renders instead of several."""
    row = Row("same bytes: folders listed in another order (disorderfs), one process, umask, user")
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        plain = Ground(Path(name) / "portal")
        expected = snapshot(plain.site)
        mixed = Path(name) / "mixed"
        mixed.mkdir()
        for how in ("shuffle-dirents", "reverse-dirents", "sort-dirents"):
            plain.forget_house()
            shutil.rmtree(plain.site)
            subprocess.run(
                ["disorderfs", f"--{how}=yes", str(plain.folder), str(mixed)],
                check=True,
                capture_output=True,
            )
            try:
                _count(row, _run([*COMMAND, "-f", str(mixed / "mkdocs.yml")], plain), how)
            finally:
                subprocess.run(["umount", str(mixed)], check=True)
            row.intact += snapshot(plain.site) == expected
        shutil.chown(plain.folder, "nobody")
        for path in plain.folder.rglob("*"):
            shutil.chown(path, "nobody")
        for before in (
            ["env", "WENMING_WORKERS=1"],
            ["sh", "-c", 'umask 077; exec "$@"', "sh"],
            ["setpriv", "--reuid=nobody", "--clear-groups"],
        ):
            plain.forget_house()
            shutil.rmtree(plain.site)
            _count(row, _run([*before, *COMMAND], plain), before[0])
            row.intact += snapshot(plain.site) == expected
    return row


def _count(row: Row, done: tuple[int, str], how: str) -> None:
    row.injected += 1
    row.succeeded += done[0] == 0
    if done[0]:
        row.remarks.append(f"{how}: {done[1][-400:]}")
