"""Reading one record, as the tests of this folder do it."""

from __future__ import annotations

from pathlib import Path

from wenming.records import Collection, Reader, Reading, read_collection

from ..portals import REPOSITORY, write

PATH = "content/notices/2024/boats.md"


def collection(name: str = "notices") -> Collection:
    """One of the repository's own columns."""
    path = f"content/{name}/_collection.yml"
    found, problems = read_collection(REPOSITORY / path, path, name)
    assert found, problems
    return found


def read(folder: Path, content: str | bytes, column: str = "notices") -> Reading:
    """What comes of a file with this content."""
    file = write(folder / "boats.md", content)
    return Reader.of(collection(column), {"source": "测试县文明办"}).read(file, PATH)
