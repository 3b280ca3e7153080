"""The trusted files: what the house is made from, beside our own code."""

from __future__ import annotations

import hashlib
import os
from importlib import metadata, resources
from pathlib import Path

from .configuration import config_files, hooks
from .settings import Settings


def digest_of(root: Path, config_file: Path, settings: Settings) -> str:
    """A digest of everything the house is made from: the trusted files and the versions."""
    hasher = hashlib.sha256()
    for name in ("wenming", "mkdocs", "mkdocs-material", "jinja2", "markdown"):
        hasher.update(f"{name} {metadata.version(name)}\n".encode())
    package = Path(str(resources.files("wenming")))
    trusted = (root / settings.docs_dir).parent
    declarations = (root / settings.content_dir).glob("*/_collection.yml")
    files = [*config_files(config_file), *hooks(config_file), *declarations]
    files += files_below(trusted)
    if settings.custom_dir:
        files += files_below(root / settings.custom_dir)
    files += files_below(package / "theme") + files_below(package / "mkdocs")
    for file in sorted({file for file in files if file.is_file()}):
        inside = (base for base in (package, root) if file.is_relative_to(base))
        base = next(inside, file.parent)
        hasher.update(f"{file.relative_to(base).as_posix()}\0".encode())
        hasher.update(hashlib.sha256(file.read_bytes()).digest())
    hasher.update(settings.model_dump_json(exclude={"keep_releases"}).encode())
    return hasher.hexdigest()[:20]


def files_below(folder: Path) -> list[Path]:
    """All files below a folder but Python's own; links to folders are followed, as MkDocs does."""
    return [
        file
        for place, _, names in os.walk(folder, followlinks=True)
        for file in (Path(place, name) for name in names)
        if file.is_file() and "__pycache__" not in file.parts
    ]
