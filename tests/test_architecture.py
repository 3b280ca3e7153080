"""The house keeps its floors: what may import what."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import wenming

PACKAGE = Path(wenming.__file__).parent
STAGES = ("records", "library", "views", "pages", "release")


def imports_of(file: Path) -> Iterator[str]:
    """Modules that a file imports, relative ones by their full name."""
    package = ["wenming", *file.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def modules(folder: str = "") -> list[Path]:
    return sorted((PACKAGE / folder).rglob("*.py"))


def test_only_the_mkdocs_folder_imports_mkdocs() -> None:
    """When MkDocs ends, one folder changes."""
    offenders = {
        str(file.relative_to(PACKAGE))
        for file in modules()
        if "mkdocs" not in file.relative_to(PACKAGE).parts
        for name in imports_of(file)
        if name.partition(".")[0] in ("mkdocs", "properdocs", "material")
    }
    assert offenders == set()


def test_the_core_runs_without_mkdocs_being_imported() -> None:
    """Not by way of another library either."""
    outputs = "wenming.feeds, wenming.search"
    code = f"import sys, wenming.pipeline, wenming.cli, {outputs}; print('mkdocs' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_only_stages_before_it(stage: str) -> None:
    """Data flows one way: records, library, views, pages, release."""
    later = STAGES[STAGES.index(stage) + 1 :]
    outputs = (
        "archive",
        "calendar",
        "data",
        "feeds",
        "search",
        "mkdocs",
        "pipeline",
        "cli",
        "preview",
    )
    forbidden = {f"wenming.{name}" for name in (*later, *outputs)}
    offenders = [
        (file.name, name)
        for file in modules(stage)
        for name in imports_of(file)
        if any(name == each or name.startswith(f"{each}.") for each in forbidden)
    ]
    assert offenders == []


def test_no_module_is_longer_than_three_hundred_lines() -> None:
    """Somebody can read each in five minutes."""
    long = {
        file.name: count
        for file in modules()
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}
