"""What was made of something in an earlier build, and need not be made again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from ..store import STORE, Store

T = TypeVar("T")


def remembered(
    root: Path, kind: str, prints: Mapping[str, bytes], make: Callable[[str], T]
) -> dict[str, T]:
    """What `make` gives for each key, from the store where it has the key with this fingerprint.

    The values are plain: texts, bytes, numbers and tuples of these.
    """
    store = Store(root / STORE, ())
    before = store.read_many(kind)
    kept = {
        key: before[key] if key in before and before[key][0] == print_ else (print_, make(key))
        for key, print_ in prints.items()
    }
    store.keep_many(kind, kept, before)
    store.save()
    return {key: value for key, (_, value) in kept.items()}
