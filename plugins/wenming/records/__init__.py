"""Stage 1: files become records. Nothing here knows of other records or of pages."""

from .checking import Schema, YamlText
from .collection import (
    Collection,
    FieldDeclaration,
    ReportDeclaration,
    ReportSection,
    collection_called,
    common_fields,
)
from .conditions import reads_like_a_person
from .dates import YEARS, likely_date
from .declaration import declared_wrong, read_collection, same_label_faults, target_faults
from .encoding import decode_any, encoding_of
from .field_types import BUILT_IN_CHOICES, FIELD_TYPES, LEVELS, OrganizationName, example_of
from .reading import (
    Reader,
    Reading,
    field_at,
    front_matter_of,
    locate_field,
    slug_of,
)
from .reasons import unknown_word
from .record import Record, moment
from .schema import Finder, finders, is_list, parts
from .source import (
    DECLARATION,
    Refused,
    Source,
    Tree,
    decoded,
    position,
    read_bytes,
    read_source,
    read_text,
    refuse,
    scan,
    source_of,
)
from .suggest import misspelt, nearest
from .weekly import WEEKDAYS, hours_of, weekdays_of

__all__ = [
    "BUILT_IN_CHOICES",
    "DECLARATION",
    "FIELD_TYPES",
    "LEVELS",
    "WEEKDAYS",
    "YEARS",
    "Collection",
    "FieldDeclaration",
    "Finder",
    "OrganizationName",
    "Reader",
    "Reading",
    "Record",
    "Refused",
    "ReportDeclaration",
    "ReportSection",
    "Schema",
    "Source",
    "Tree",
    "YamlText",
    "collection_called",
    "common_fields",
    "declared_wrong",
    "decode_any",
    "decoded",
    "encoding_of",
    "example_of",
    "field_at",
    "finders",
    "front_matter_of",
    "hours_of",
    "is_list",
    "likely_date",
    "locate_field",
    "misspelt",
    "moment",
    "nearest",
    "parts",
    "position",
    "read_bytes",
    "read_collection",
    "read_source",
    "read_text",
    "reads_like_a_person",
    "refuse",
    "same_label_faults",
    "scan",
    "slug_of",
    "source_of",
    "target_faults",
    "unknown_word",
    "weekdays_of",
]
