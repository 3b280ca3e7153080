"""Texts that become addresses of the portal, or name files beside a record."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from .collection import FieldDeclaration
from .refusal import wrong
from .source import MOST_NAME_BYTES


def address_part(text: str, field: FieldDeclaration) -> str:
    """A text that becomes one segment of an address, and so the name of a folder."""
    if len(text.encode()) > MOST_NAME_BYTES:
        limit, han = str(MOST_NAME_BYTES), str(MOST_NAME_BYTES // 3)
        raise wrong("address-long", field, text, limit=limit, han=han)
    return text


def decode_address(text: str, field: FieldDeclaration) -> str:
    """An address as it is read: a former one is written as it is copied from a browser."""
    try:
        return unicodedata.normalize("NFC", unquote(text, errors="strict"))
    except UnicodeDecodeError:
        raise wrong("bad-address", field, text) from None


def read_path(text: str, field: FieldDeclaration) -> str:
    """The path of a file beside the record."""
    text = text.removeprefix("./")
    if text.startswith(("/", "\\")) or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", text):
        raise wrong("media-path", field, text)
    if "\\" in text:
        raise wrong("media-backslash", field, text, suggestion=text.replace("\\", "/"))
    if ".." in text.split("/"):
        raise wrong("media-outside", field, text)
    return text
