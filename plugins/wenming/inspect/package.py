"""Office Open XML packages (ECMA-376): zip files of XML parts, opened without trust."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from ..library import DAMAGED_ARCHIVE
from .passage import Unreadable

MAX_PART = 32 * 1024 * 1024
MAX_PACKAGE = 128 * 1024 * 1024
"""Bytes that a part, and a whole package, may have unpacked."""

MAX_PARTS = 5000


class Package:
    """The parts of a package by name. Raises `Unreadable` for a bomb or a damaged file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED_ARCHIVE as error:
            raise Unreadable(str(error)) from None
        self.names = tuple(sorted(self._zip.namelist()))
        self._left = MAX_PACKAGE
        if len(self.names) > MAX_PARTS:
            raise Unreadable("too many parts")

    def read(self, name: str) -> bytes:
        """A part's bytes; what the directory says of its size is not believed."""
        try:
            with self._zip.open(name) as opened:
                data = opened.read(min(MAX_PART, self._left) + 1)
        except DAMAGED_ARCHIVE as error:
            raise Unreadable(str(error)) from None
        self._left -= len(data)
        if len(data) > MAX_PART or self._left < 0:
            raise Unreadable("too large unpacked")
        return data

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part; one with a document type is refused (ECMA-376-2, 6.2.5)."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Unreadable(str(error)) from None
        if root.getroottree().docinfo.doctype:
            raise Unreadable("document type")
        return root

    def matching(self, start: str, end: str) -> Iterator[str]:
        """The names of parts that begin and end so."""
        return (n for n in self.names if n.startswith(start) and n.endswith(end))


def local(element: etree._Element) -> str:
    """An element's name without its namespace; empty for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without namespace."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


_TEXTS = frozenset({"t", "delText", "instrText", "text"})
_BREAKS = frozenset({"tab", "br", "cr"})


def paragraph_text(paragraph: etree._Element) -> str:
    """The text of a paragraph, its runs joined; deleted text that is still there, too."""
    found = []
    for element in paragraph.iter():
        name = local(element)
        if name in _TEXTS:
            found.append(element.text or "")
        elif name in _BREAKS:
            found.append(" ")
    return "".join(found)


def leaf_texts(root: etree._Element) -> Iterator[str]:
    """Every text between tags, and every value of an attribute with a word of it."""
    for element in root.iter():
        if isinstance(element.tag, str):
            yield element.text or ""
            yield from (v for v in element.attrib.values() if len(v) > 5)
        yield element.tail or ""
