"""Privacy: what private data is, and finding and masking it in a text."""

from .finding import Finding, plain, value_of
from .rules import RULES, blot, find, mask, reads_otherwise
from .words import BORN

__all__ = [
    "BORN",
    "RULES",
    "Finding",
    "blot",
    "find",
    "mask",
    "plain",
    "reads_otherwise",
    "value_of",
]
