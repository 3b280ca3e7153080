"""Hiring: workers for what `wenming build --executor` names, a dask scheduler elsewhere."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import logging
import re
import socket
from collections.abc import Iterator
from typing import Any

from .crew import Hire, Workers, other_version, version
from .records import Refused, refuse

_ADDRESS = re.compile(r"dask://(?P<host>\[[0-9A-Fa-f:.]+\]|[^/:@\s\[\]]+):(?P<port>\d{1,5})/?")
_PATIENCE = 10
"""Seconds for a scheduler to answer."""


def hire_at(address: str) -> Hire:
    """The workers of `dask://HOST:PORT`; raises `Refused` where nobody answers there.

    Nothing is connected for longer than the question takes: while it is, this
    process cannot be forked any more, and most builds are too small to hire for.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None or not 0 < int(found["port"]) < 65536:
        raise refuse("executor-unknown", "mkdocs.yml", value=address)
    if importlib.util.find_spec("distributed") is None:
        raise refuse("extra-missing", "mkdocs.yml", value=address, extra="dask")
    try:
        place = (found["host"].strip("[]"), int(found["port"]))
        with socket.create_connection(place, timeout=_PATIENCE) as asked:
            # A scheduler speaks first; dask itself would wait for whatever else is there for ever.
            if not asked.recv(1):
                raise ConnectionResetError("nobody answered")
    except (OSError, UnicodeError) as error:
        raise _unreachable(address, error) from None
    return functools.partial(_dask, address, f"tcp://{found['host']}:{found['port']}")


@contextlib.contextmanager
def _dask(address: str, scheduler: str) -> Iterator[Workers]:
    # A second to import: for those who hire.
    import dask
    from distributed import Client

    settings = {"distributed.admin.large-graph-warning-threshold": "1TiB"}  # a library is one piece
    for name in ("distributed", "distributed.client"):  # what is wrong we say ourselves
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with dask.config.set(settings):
        try:
            client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
        except Exception as error:  # whatever a stranger may say
            raise _unreachable(address, error) from None
        try:
            count = _ready(client, address)
            yield Workers(client.get_executor(pure=False), count, lambda: _is_staffed(client))
        finally:
            with contextlib.suppress(Exception):  # the scheduler may be gone
                client.close(timeout=_PATIENCE)


def _ready(client: Any, address: str) -> int:
    """How many workers there are, all of them of our version."""
    try:
        versions = client.run(version, on_error="return")
    except Exception as error:  # whatever a cluster may say
        raise _unreachable(address, error) from None
    if not versions:
        raise refuse("executor-empty", "mkdocs.yml", value=address)
    for found in versions.values():
        if isinstance(found, BaseException):
            raise _unreachable(address, found)
        if found != version():
            raise other_version(found)
    return len(versions)


def _is_staffed(client: Any) -> bool:
    try:
        return bool(client.status == "running" and client.scheduler_info()["workers"])
    except Exception:  # whatever a cluster may say
        return False


def _unreachable(address: str, error: BaseException) -> Refused:
    reason = str(error).strip() or type(error).__name__
    return refuse("executor-unreachable", "mkdocs.yml", value=address, reason=reason)
