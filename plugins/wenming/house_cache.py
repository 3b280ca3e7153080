"""The house cache: what the shell maker built is used until a trusted file changes.

`.wenming/house/<digest of the trusted files>/` holds it. Builds take turns here:
none removes or half writes what another one reads.
"""

from __future__ import annotations

import contextlib
import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from .pages import House, read_house
from .parallel import apart
from .release import Waiting, locked
from .settings import Settings
from .trusted import digest_of

ShellMaker = Callable[[Path, Path], None]
"""Builds a house: `(config_file, folder)`. The only one there is runs MkDocs."""


@contextlib.contextmanager
def house_of(
    config_file: Path, settings: Settings, make_house: ShellMaker, waiting: Waiting
) -> Iterator[Callable[[], House]]:
    """The house that was built from the same trusted files before, or a new one.

    A new one is built while the block begins; it is there when it is called for.
    That raises `Refused` where MkDocs cannot build it, OSError where it cannot be
    written. The house's folder may be read during the block.
    """
    kept = config_file.parent / ".wenming" / "house"
    folder = kept / digest_of(config_file.parent, config_file, settings)
    kept.mkdir(parents=True, exist_ok=True)
    with locked(kept.with_name("house.lock"), waiting):
        if house := read_house(folder):
            yield lambda: house
            return
        with apart(functools.partial(_build, config_file, folder, make_house)) as built:

            def new_house() -> House:
                built()
                house = read_house(folder)
                if house is None:
                    raise OSError(f"{folder.name} was damaged as soon as it was written")
                return house

            yield new_house


def _build(config_file: Path, folder: Path, make_house: ShellMaker) -> None:
    """A new house in `folder`, and none beside it: others, damaged ones and halves are removed."""
    new = folder.with_name("new")
    for old in folder.parent.iterdir():
        shutil.rmtree(old, ignore_errors=True)
    try:
        new.mkdir()
        make_house(config_file, new)
        new.rename(folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
