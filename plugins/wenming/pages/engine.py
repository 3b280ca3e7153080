"""Jinja2 without what our templates have no use for and every page would pay for."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from jinja2.runtime import Context


class PlainContext(Context):
    """A context whose calls are plain calls: no function of ours asks for the context itself.

    Jinja2 looks at each callable for that, dozens of times a page.
    """

    def call(self, __obj: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return __obj(*args, **kwargs)


class Environment(jinja2.Environment):
    """An environment whose templates all see the same globals, in one plain dict."""

    context_class = PlainContext

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        assert not d, "no template has globals of its own"
        return self.globals


class Compiled(jinja2.FileSystemBytecodeCache):
    """Compiled templates, kept where Python keeps compiled modules, and as trusted as these.

    To compile the templates of a few pages takes as long as to render them.
    """

    def __init__(self, templates: Path) -> None:
        """`templates` is their folder. Where nothing may be written, nothing is kept."""
        folder = templates / "__pycache__"
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                folder.mkdir(exist_ok=True)
        super().__init__(str(folder), f"%s.jinja2-{jinja2.__version__}.cache")

    def load_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)
