"""Wenming Portal: a static site generator for Chinese civilization portals."""

__version__ = "0.1.0"
