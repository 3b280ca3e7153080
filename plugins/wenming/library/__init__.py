"""Stage 2: all records, validated and linked. It knows nothing of pages."""

from .body_checks import linked_path
from .checks import files_named
from .declarations import declared_collections
from .file_types import DAMAGED_ARCHIVE
from .library import Library, full_key, is_expired, media_path
from .loading import ORGANIZATIONS, Loaded, load
from .media import Media
from .memory import remembered
from .minors import Minors
from .organizations import Organization, Organizations
from .people import Mention, Namesakes, People, Person, mentions_of, name_key
from .preparing import texts_shown
from .queries import answer, choices_of, collection_named, meets
from .recalled import (
    Forgotten,
    Recollection,
    recalled,
    recollect,
    remember,
    remember_changes,
)
from .renditions import render
from .schemes import Demand, Indicator, Scheme, Schemes, counted_day
from .scope import RecordScope, place_in_body
from .titles import Revocation, statuses_of, title_status
from .tombstones import TOMBSTONES, Tombstone, read_tombstones

__all__ = [
    "DAMAGED_ARCHIVE",
    "ORGANIZATIONS",
    "TOMBSTONES",
    "Demand",
    "Forgotten",
    "Indicator",
    "Library",
    "Loaded",
    "Media",
    "Mention",
    "Minors",
    "Namesakes",
    "Organization",
    "Organizations",
    "People",
    "Person",
    "Recollection",
    "RecordScope",
    "Revocation",
    "Scheme",
    "Schemes",
    "Tombstone",
    "answer",
    "choices_of",
    "collection_named",
    "counted_day",
    "declared_collections",
    "files_named",
    "full_key",
    "is_expired",
    "linked_path",
    "load",
    "media_path",
    "meets",
    "mentions_of",
    "name_key",
    "place_in_body",
    "read_tombstones",
    "recalled",
    "recollect",
    "remember",
    "remember_changes",
    "remembered",
    "render",
    "statuses_of",
    "texts_shown",
    "title_status",
]
