"""Jinja2 without what our templates have no use for and every page would pay for."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup, escape


class PlainContext(Context):
    """A context whose calls are plain calls: no function of ours asks for the context itself.

    Jinja2 looks at each callable for that, dozens of times a page.
    """

    def call(
        self,
        __obj: Callable[..., Any],
        *args: Any,
        _block_vars: Any = None,
        _loop_vars: Any = None,
        **kwargs: Any,
    ) -> Any:
        return __obj(*args, **kwargs)


_SPECIAL = re.compile("[&<>\"']")


def written(value: Any) -> str:
    """`markupsafe.escape` of what is written at once, and needs not say that it is escaped."""
    kind = type(value)
    if kind is str and not _SPECIAL.search(value):
        return value  # type: ignore[no-any-return]
    return value if kind is Markup else escape(value)


class Template(jinja2.Template):
    """A template that writes its values with `written`."""

    @classmethod
    def from_code(cls, *args: Any, **kwargs: Any) -> Template:
        template: Template = super().from_code(*args, **kwargs)  # type: ignore[assignment]
        template.root_render_func.__globals__["escape"] = written
        return template


class Environment(jinja2.Environment):
    """An environment whose templates all see the same globals, in one plain dict."""

    context_class = PlainContext
    template_class = Template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        assert not d, "no template has globals of its own"
        return self.globals


class Compiled(jinja2.FileSystemBytecodeCache):
    """Compiled templates of ours, kept where Python keeps our compiled modules.

    To compile the templates of a few pages takes as long as to render them.
    """

    def __init__(self, templates: Path, folder: Path = Path(__file__).parent) -> None:
        """`templates` is their folder; what others hold is not kept.

        Where nothing may be written, nothing is kept. Not beside the templates: MkDocs
        publishes what lies in a theme.
        """
        self._templates = templates
        self._ours: set[str] = set()
        kept = folder / "__pycache__"
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                kept.mkdir(exist_ok=True)
        super().__init__(str(kept), f"%s.jinja2-{jinja2.__version__}.cache")

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        key = super().get_cache_key(name, filename)
        if filename and Path(filename).is_relative_to(self._templates):
            self._ours.add(key)
        return key

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._ours:
            with contextlib.suppress(OSError):
                super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._ours and not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)
