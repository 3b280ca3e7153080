"""Identities that last: `tag:` URIs (RFC 4151), the same whatever moves or is renamed."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from ..records import Record
from ..settings import Settings

FALLBACK_DATE = "2024"
"""The date of an authority that is made of the portal's domain alone."""

# What RFC 4151 allows in `specific`, of that which `quote` would encode.
_PLAIN = "/:@!$&'()*+,;=~?"


def authority(settings: Settings) -> str:
    """`domain,date`, as configured.

    Without configuration it is the domain of `site_url` with a fixed year: the
    same in every build, but gone with the domain, so a portal should name one.
    """
    if settings.authority:
        return settings.authority
    host = urlsplit(settings.site_url).hostname or ""
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    return f"{re.sub(r'[^a-z0-9.-]', '-', host)},{FALLBACK_DATE}"


def record_tag(record: Record, settings: Settings) -> str:
    """The GUID of a record: made of the authority, the column and the id, nothing else."""
    return f"tag:{authority(settings)}:{quote(record.key, safe=_PLAIN)}"


def revocation_tag(record: Record, index: int, settings: Settings) -> str:
    """The GUID of what says that a record's title at `index`, from 0, was revoked."""
    return f"{record_tag(record, settings)}/revoked/{index}"


def feed_tag(address: str, settings: Settings) -> str:
    """The identity of the feeds under an address. Ends with `/`, as no record's does."""
    return f"tag:{authority(settings)}:feed{quote(address, safe=_PLAIN)}"
