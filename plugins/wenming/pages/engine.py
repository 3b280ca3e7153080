"""Jinja2 without what our templates have no use for and every page would pay for."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

import jinja2
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
