"""Texts that point out of the portal: addresses of other sites, places on a map."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from .collection import FieldDeclaration
from .refusal import wrong


def read_url(text: str, field: FieldDeclaration) -> str:
    """An address on another site (RFC 3986): http or https, with a host, without a login."""
    try:
        found = urlsplit(text)
        sound = found.scheme in ("http", "https") and found.hostname and "@" not in found.netloc
    except ValueError:
        sound = False
    if not sound or re.search(r"[\s<>\"'\\]", text):
        raise wrong("bad-url", field, text)
    return text


def read_coordinates(text: str, field: FieldDeclaration) -> tuple[float, float]:
    """Degrees north and east, in this order, as decimals, of a place in China."""
    plain = unicodedata.normalize("NFKC", text)
    match = re.fullmatch(r"(\d{1,2}(?:\.\d{1,6})?)\s*,\s*(\d{2,3}(?:\.\d{1,6})?)", plain)
    if not match or not (3 <= float(match[1]) <= 54 and 73 <= float(match[2]) <= 136):
        raise wrong("bad-coordinates", field, text)
    return float(match[1]), float(match[2])
