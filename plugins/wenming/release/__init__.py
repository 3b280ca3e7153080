"""Stage 5: a complete site, put in the place of the one that is online."""

from .exchange import exchange
from .kept import Releases
from .lock import Owner, Waiting, locked
from .manifest import Manifest, Manifests, Unit
from .release import Counts, Part, Release
from .staging import lock_of, looks_like_site, staged

__all__ = [
    "Counts",
    "Manifest",
    "Manifests",
    "Owner",
    "Part",
    "Release",
    "Releases",
    "Unit",
    "Waiting",
    "exchange",
    "lock_of",
    "locked",
    "looks_like_site",
    "staged",
]
