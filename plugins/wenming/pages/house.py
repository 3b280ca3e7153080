"""House: what the shell maker built from the trusted files.

The hand-written pages with their assets, and one shell for each section of the
portal: a complete page with slots. Records furnish it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..trusted import files_below
from ..views import Link

SLOTS = ("title", "head", "main")
SECTIONS = ("home", "people", "organizations", "search", "portal")
"""Sections besides the collections; `portal` frames what belongs to none."""

_SLOT = re.compile(r"<!--slot:(\w+)-->")


@dataclass(frozen=True, slots=True)
class Shell:
    """A complete page cut at its slots."""

    parts: tuple[str, ...]
    """Text and slot names in turn, beginning and ending with text."""

    @classmethod
    def of(cls, text: str) -> Shell:
        return cls(tuple(_SLOT.split(text)))

    def fill(self, slots: Mapping[str, str]) -> str:
        return "".join(slots[part] if index % 2 else part for index, part in enumerate(self.parts))


@dataclass(frozen=True, slots=True)
class House:
    """A folder of finished files, the shells by section, and the hand-written pages."""

    folder: Path | None
    """None where the files already stand in the release (`mkdocs build`)."""
    shells: Mapping[str, str]
    pages: tuple[Link, ...]
    digest: str = ""
    """Of all that it was made from; empty where nobody keeps it."""


def hand_written_addresses(folder: Path) -> list[str]:
    """The addresses that MkDocs gives the Markdown files below its `docs_dir`."""
    addresses = []
    for file in sorted(folder.rglob("*.md")):
        path = file.relative_to(folder).with_suffix("")
        parts = path.parts[:-1] if path.name.lower() in ("index", "readme") else path.parts
        addresses.append("/".join(["", *parts, ""]))
    return addresses


def write_house(folder: Path, shells: Mapping[str, str], pages: Iterable[Link]) -> None:
    """Keep shells and page list beside the files in `folder/site`, with a digest of each."""
    house = {
        "shells": dict(shells),
        "pages": [asdict(page) for page in pages],
        "files": _digests(folder / "site"),
    }
    data = {"house": house, "digest": _digest(house)}
    (folder / "house.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def read_house(folder: Path) -> House | None:
    """The house kept in `folder`, or None where there is none or anything of it is damaged."""
    try:
        data = json.loads((folder / "house.json").read_text(encoding="utf-8"))
        house = data["house"]
        sound = data["digest"] == _digest(house) and house["files"] == _digests(folder / "site")
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not sound:
        return None
    pages = tuple(Link(**page) for page in house["pages"])
    return House(folder / "site", house["shells"], pages, folder.name)


def _digest(house: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(house, sort_keys=True).encode()).hexdigest()


def _digests(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files_below(folder)
    }
