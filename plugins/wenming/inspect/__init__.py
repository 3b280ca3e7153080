"""Inspection: private data is found before it is published, and told masked."""

from .exceptions import Excepted, hash_of, salt_of
from .inspection import Inspected, Inspection

__all__ = [
    "Excepted",
    "Inspected",
    "Inspection",
    "hash_of",
    "salt_of",
]
