"""The thin MkDocs plugins: the only code that imports mkdocs, and the shell maker."""

from __future__ import annotations

from pathlib import Path


def make_house(config_file: Path, folder: Path) -> None:
    """Build a house with MkDocs, which is imported only when there is one to build."""
    from .house import make_house as run_mkdocs

    run_mkdocs(config_file, folder)
