"""A line in `plugins:` that switches an output on.

MkDocs only has to accept it: which outputs are on, and with which options, the
pipeline reads from `mkdocs.yml` itself.
"""

from __future__ import annotations

from mkdocs.config.base import LegacyConfig
from mkdocs.plugins import BasePlugin


class OutputPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """Accepts any options; the output they belong to checks them."""

    def load_config(  # type: ignore[no-untyped-def]
        self, options, config_file_path=None
    ) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        self.config = LegacyConfig(schema=())
        return [], []
