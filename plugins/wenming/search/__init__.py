"""Output: search. A static index that a browser reads in small files; see the handbook."""

from .index import amend_search, write_search

__all__ = ["amend_search", "write_search"]
