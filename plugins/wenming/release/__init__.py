"""Stage 5: a complete site, put in the place of the one that is online."""

from .release import Release, looks_like_site, staged

__all__ = ["Release", "looks_like_site", "staged"]
