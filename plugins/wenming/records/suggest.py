"""What seems to be meant by something that is written otherwise."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, or an empty text where none is alike."""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return matches[0] if matches else ""


def misspelt(word: str, known: Iterable[str]) -> str:
    """The known word of which `word` is hardly more than a slip of the pen, or an empty text.

    Where something is done that cannot be undone, no more is guessed.
    """
    near = nearest(word, known)
    same = sum(
        block.size for block in difflib.SequenceMatcher(None, word, near).get_matching_blocks()
    )
    return near if max(len(word), len(near)) - same <= _SLIPS else ""


_SLIPS = 2
"""Letters of which a slip changes no more; two that changed places are one."""

_PLACE = re.compile(
    r"(?:https?://[^/]+/|/)?(?:content/)?([a-z0-9_-]+)/(?:.*/)?([\w.·-]+?)(?:\.md)?/?"
)


def key_in(text: str) -> str:
    """The `collection/id` of a record's address or path, or an empty text."""
    match = _PLACE.fullmatch(text)
    return f"{match[1]}/{match[2]}" if match else ""
