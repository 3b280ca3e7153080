"""Text of PDF files, and what in them is no text."""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .embedded import placed
from .passage import Passage, Unreadable

if TYPE_CHECKING:
    import pypdf

MAX_PAGES = 2000

_DEPTH = 4
"""How deep forms within forms are looked into."""


def read_pdf(data: bytes, _depth: int = 0) -> Iterator[Passage]:
    """The text of each page, form fields, comments, and the properties; pages that are scans."""
    import pypdf  # it takes a while: only for those who have a PDF file

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("locked")
        scans = []
        seen: set[int] = set()
        for number, page in enumerate(reader.pages, start=1):
            if number > MAX_PAGES:
                raise Unreadable("too many pages")
            where = (f"第 {number} 页", f"page {number}")
            text = page.extract_text()
            yield Passage(text, *where)
            pictures = [*_pictures(page, seen, _DEPTH)]
            for picture in pictures:
                yield from placed(picture, f"{where[0]}的图片", f"a picture on {where[1]}")
            if pictures and not text.strip():
                scans.append(str(number))
            yield from _notes(page, *where)
        for value in (reader.metadata or {}).values():
            yield Passage(str(value), "文件属性", "the properties")
        if scans:
            digest = hashlib.sha256(data).hexdigest()
            zh, en = f"第 {'、'.join(scans)} 页", f"page {', '.join(scans)}"
            yield Passage(digest, zh, en, code="attachment-scan")
    except Unreadable:
        raise
    except Exception as error:  # pypdf raises whatever a damaged file leads it to
        raise Unreadable(type(error).__name__) from None


def _notes(page: pypdf.PageObject, zh: str, en: str) -> Iterator[Passage]:
    for note in page.annotations or ():
        comment = note.get_object()
        for key in ("/Contents", "/V", "/T"):
            if isinstance(text := comment.get(key), str):
                yield Passage(text, f"{zh}的批注或表单", f"a note on {en}")


def _pictures(holder: Any, seen: set[int], depth: int) -> Iterator[bytes]:
    """The pictures that a page or form shows: the bytes of a JPEG; of others nothing but that
    they are there. One that several pages show is had once."""
    resources = holder.get("/Resources")
    shown = resources.get_object().get("/XObject") if resources else None
    for reference in (shown.get_object() if shown else {}).values():
        part = reference.get_object()
        if part.get("/Subtype") == "/Form" and depth:
            yield from _pictures(part, seen, depth - 1)
        elif part.get("/Subtype") == "/Image":
            filters = part.get("/Filter")
            last = filters[-1] if isinstance(filters, list) and filters else filters
            number = getattr(reference, "idnum", 0)
            new = not number or number not in seen
            seen.add(number)
            yield _bytes_of(part) if new and last == "/DCTDecode" else b""


def _bytes_of(part: Any) -> bytes:
    try:
        return bytes(part.get_data())
    except Exception:  # a damaged picture does not keep its page's text from being read
        return b""
