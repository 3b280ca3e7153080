"""`--executor`: a real scheduler and real workers of dask, each a process on loopback."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

import wenming
from wenming.crew import Crew, Workers, version
from wenming.hiring import hire_at
from wenming.records import Refused

from .crowd import build, copy_of, make_crowd
from .portals import snapshot, write
from .test_cli import wenming as run


class Cluster:
    """A scheduler, and workers that end with it."""

    def __init__(self, folder: Path, ended: contextlib.ExitStack) -> None:
        self._folder = folder
        self._ended = ended
        _, said = self._start("scheduler", "Scheduler at:", "--port", "0")
        self._scheduler = said.split()[-1]
        self.address = self._scheduler.replace("tcp://", "dask://")

    def worker(self, **environment: str) -> subprocess.Popen[str]:
        """A new worker, which has registered."""
        options = ("--nthreads", "1", "--no-nanny", self._scheduler)
        process, _ = self._start("worker", "Registered to:", *options, **environment)
        return process

    def _start(
        self, what: str, sign: str, *options: str, **environment: str
    ) -> tuple[subprocess.Popen[str], str]:
        """Start it; it, and the line with which it tells that it is ready."""
        module = f"distributed.cli.dask_{what}"
        process = subprocess.Popen(
            [sys.executable, "-m", module, "--no-dashboard", "--host", "127.0.0.1", *options],
            env={**os.environ, **environment},
            cwd=self._folder,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._ended.callback(process.wait)
        self._ended.callback(process.kill)
        assert process.stderr
        line = next(line for line in process.stderr if sign in line)
        return process, line


class Counting(Executor):
    """Passes work on, and tells what is sent how often."""

    def __init__(self, executor: Executor, sent: Callable[[bool], None]) -> None:
        self._executor = executor
        self._sent = sent

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = self._executor.submit(fn, *args, **kwargs)
        self._sent(bool(args[-1]))
        return future


def crew_of(cluster: Cluster, sent: Callable[[bool], None]) -> Crew:
    """A crew of the cluster's workers; `sent` is told of each chunk whether the work is with it."""
    hire = hire_at(cluster.address)

    @contextlib.contextmanager
    def watched() -> Iterator[Workers]:
        with hire() as workers:
            yield Workers(Counting(workers.executor, sent), workers.count, workers.alive)

    return Crew(watched, enough=1)


def test_an_existing_cluster_gives_the_same_site(tmp_path: Path) -> None:
    """With two workers; with one after the other was killed; and not with an older one."""
    crowd = make_crowd(tmp_path / "crowd")
    here = snapshot(crowd / "site")
    with contextlib.ExitStack() as ended:
        cluster = Cluster(tmp_path, ended)
        with pytest.raises(Refused) as refused, hire_at(cluster.address)():
            pass
        assert refused.value.problem.code == "executor-empty"
        first, _second = cluster.worker(), cluster.worker()

        chunks: list[bool] = []
        crew = crew_of(cluster, chunks.append)
        assert build(both := copy_of(crowd, tmp_path / "both"), crew).published
        assert (snapshot(both / "site"), crew.lost) == (here, "")
        assert chunks.count(False) > 0
        assert sum(chunks) <= 2 * 2  # two stages, two workers

        chunks.clear()

        def kill(_with_work: bool) -> None:
            chunks.append(_with_work)
            if len(chunks) == 6:  # bodies are done, pages under way with both
                first.kill()

        crew = crew_of(cluster, kill)
        assert build(one := copy_of(crowd, tmp_path / "one"), crew).published
        assert (snapshot(one / "site"), crew.lost) == (here, "")
        assert first.wait() < 0
        with hire_at(cluster.address)() as workers:
            assert workers.count == 1

        package = tmp_path / "older" / "wenming"
        shutil.copytree(Path(wenming.__file__).parent, package)
        write(package / "more.py", "# another version\n")
        cluster.worker(PYTHONPATH=str(package.parent))
        built = build(copy_of(crowd, tmp_path / "older-workers"), crew)
        assert not built.published
        (problem,) = built.problems
        assert (problem.code, problem.details["here"]) == ("executor-version", version())


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nothing but settings: executors are looked at before the content is."""
    folder = tmp_path_factory.mktemp("portal")
    name = "site_name: 测试\nsite_url: https://www.example.org/\n"
    plugin = "plugins:\n  - wenming/portal:\n      host: {name: 测试}\n"
    write(folder / "mkdocs.yml", name + plugin)
    return folder


@pytest.mark.parametrize("said", ["ray://host:1", "dask://host", "dask://host:99999", "8786"])
def test_an_executor_that_there_is_not_is_a_mistake_of_usage(portal: Path, said: str) -> None:
    """Exit code 2."""
    result = run(portal, "build", "--executor", said)
    assert result.exit_code == 2
    assert f"不认识执行器 {said}。" in result.stderr


def test_something_else_at_the_address_is_a_problem() -> None:
    """Such as a web server that ends the connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: server.accept()[0].close()).start()
        with pytest.raises(Refused) as refused:
            hire_at(f"dask://127.0.0.1:{server.getsockname()[1]}")
    assert refused.value.problem.details["reason"] == "nobody answered"


def test_a_scheduler_that_does_not_answer_is_a_problem(portal: Path) -> None:
    """Exit code 1, nothing published, no traceback."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    result = run(portal, "build", "--executor", f"dask://127.0.0.1:{port}")
    assert result.exit_code == 1
    assert f"执行器 dask://127.0.0.1:{port} 连不上，或者不能用：" in result.stderr
    assert not (portal / "site").exists()
