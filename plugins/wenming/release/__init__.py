"""Stage 5: a complete site, put in the place of the one that is online."""

from .bringing import Brought, bring
from .exchange import exchange
from .kept import Releases
from .lock import Owner, Waiting, locked
from .manifest import Manifest, Manifests, Unit
from .release import Counts, Part, Release
from .staging import lock_of, looks_like_site, staged
from .target import Target, check_url, is_url, shown_url

__all__ = [
    "Brought",
    "Counts",
    "Manifest",
    "Manifests",
    "Owner",
    "Part",
    "Release",
    "Releases",
    "Target",
    "Unit",
    "Waiting",
    "bring",
    "check_url",
    "exchange",
    "is_url",
    "lock_of",
    "locked",
    "looks_like_site",
    "shown_url",
    "staged",
]
