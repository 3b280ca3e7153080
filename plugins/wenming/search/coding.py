"""How the index writes numbers and finds shards: in characters that any server serves as text.

A number is cut into groups of five bits, lowest first; each becomes the character
63 + group, plus 32 where another follows (the encoding of Google's polylines).
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence
from operator import sub


def number(value: int) -> str:
    """A number from 0 upward as one character or more, `?` to `~`."""
    text = ""
    while value > 31:
        text += chr(95 + (value & 31))
        value >>= 5
    return text + chr(63 + value)


@functools.cache
def _numbers() -> list[str]:
    # Nearly all that is written are small differences.
    return [number(value) for value in range(1 << 12)]


def rising(values: Sequence[int], base: int = 0) -> str:
    """Rising numbers: how far the first is above `base`, then each above the one before."""
    if not values:
        return ""
    small = _numbers()
    try:
        rest = "".join(map(small.__getitem__, map(sub, values[1:], values)))
    except IndexError:
        rest = "".join(map(number, map(sub, values[1:], values)))
    return number(values[0] - base) + rest


def checksum(text: str) -> int:
    """CRC-32 (IEEE 802.3) of a text in UTF-8: what tells the shard of a term."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def sealed(text: str) -> bytes:
    """A file of the index: its text under a line with the checksum that a browser compares."""
    return f"{checksum(text):08x}\n{text}".encode()
