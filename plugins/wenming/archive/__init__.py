"""The evidence for an assessment: by indicator what there is, what is missing, and the files.

It is made for the office and published nowhere; it holds what the portal's pages show.
"""

from .evidence import Archive, Evidence, Finding, Met, gather
from .files import archive_files
from .telling import told
from .writing import is_free, write

__all__ = [
    "Archive",
    "Evidence",
    "Finding",
    "Met",
    "archive_files",
    "gather",
    "is_free",
    "told",
    "write",
]
