"""The shell maker: MkDocs and Material run over the trusted files alone."""

from __future__ import annotations

import logging
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException

from ..configuration import PLUGIN
from ..pages import write_house
from ..records import refuse
from .portal import PortalPlugin


def make_house(config_file: Path, folder: Path) -> None:
    """Build the hand-written pages into `folder/site` and keep the shells beside them.

    Raises `Refused` where MkDocs cannot build them.
    """
    messages = _Messages()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(messages)
    try:
        config = load_config(str(config_file), site_dir=str(folder / "site"))
        plugin = config.plugins[PLUGIN]
        assert isinstance(plugin, PortalPlugin)
        plugin.shells_only = True
        build(config)
    except (MkDocsException, Abort, SystemExit) as error:
        reason = " ".join([*messages.texts, str(error)])
        raise refuse("house", config_file.name, reason=reason) from None
    finally:
        logger.removeHandler(messages)
    write_house(folder, plugin.shells, plugin.pages)


class _Messages(logging.Handler):
    """Keeps what MkDocs reports as errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())
