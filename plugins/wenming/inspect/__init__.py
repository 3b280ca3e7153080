"""Inspection: private data is found before it is published, and masked wherever it is told."""

from .exceptions import Excepted, hash_of, salt_of
from .inspection import Inspected, Inspection
from .rules import RULES, blot, find, mask

__all__ = [
    "RULES",
    "Excepted",
    "Inspected",
    "Inspection",
    "blot",
    "find",
    "hash_of",
    "mask",
    "salt_of",
]
