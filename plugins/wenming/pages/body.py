"""Bodies and pictures as HTML with the addresses of the portal."""

from __future__ import annotations

import html
from urllib.parse import quote

from ..library import Library, Media, linked_path
from ..markup import Reference, fill_references
from ..records import Record
from ..settings import Settings


def body_html(record: Record, library: Library, *, absolute: bool = False) -> str:
    """A record's body with the addresses of this portal; `absolute` ones for feeds."""
    settings = library.settings
    address_of = settings.absolute if absolute else settings.href

    def attributes(reference: Reference) -> str | None:
        if not reference.written.strip():  # an empty address would lead to the page itself
            return ""
        if reference.is_rooted and not reference.picture:
            if library.is_offline(reference):  # the words stay, the link does not
                return ""
            root = settings.origin + settings.base if absolute else settings.base
            path = quote(reference.written.lstrip("/"), safe=_RESERVED)
            return _attribute(reference, root + path)
        if not reference.is_local:  # the checks refuse pictures from elsewhere; none is shown
            return "" if reference.picture else None
        target, _, fragment = reference.target.partition("#")
        if target.lower().endswith(".md"):
            linked = library.record_at(linked_path(record, target))
            if linked is None:
                return ""
            return _attribute(reference, address_of(linked.url) + (fragment and f"#{fragment}"))
        media = library.media_of(record, target)
        if media is None:
            return "" if reference.picture else None
        if not (reference.picture and media.width):
            return _attribute(reference, address_of(media.address))
        if absolute:
            written = _attribute(reference, address_of(media.address))
            return f'{written} width="{media.width}" height="{media.height}"'
        return f'{image_attributes(media, settings, *COLUMN)} loading="lazy"'

    return fill_references(library.body(record).html, attributes)


_RESERVED = "/:?#[]@!$&'()*+,;=%~"
"""What stays as it is in an address that an editor wrote (RFC 3986, 2.2), `%` included."""


COLUMN = (832, 640)
"""The widest and the tallest that a picture is shown in a column of text, in CSS pixels."""


def image_attributes(media: Media, settings: Settings, slot: int, tall: int = 0) -> str:
    """What an `img` needs to show a picture at most `slot` and `tall` CSS pixels large.

    `width` and `height` are those that it is shown in where the screen is wide
    enough; a browser without `srcset` gets the original.
    """
    width = min(slot, media.width)
    if tall and media.height * width > tall * media.width:
        width = max(1, tall * media.width // media.height)
    height = max(1, round(media.height * width / media.width))
    attributes = {"src": settings.href(media.address)}
    if media.renditions:
        found = sorted(media.candidates.items())
        attributes["srcset"] = ", ".join(f"{settings.href(to)} {wide}w" for wide, to in found)
        attributes["sizes"] = f"(max-width: {width}px) 100vw, {width}px"
    attributes |= {"width": str(width), "height": str(height)}
    return " ".join(f'{name}="{html.escape(value)}"' for name, value in attributes.items())


def _attribute(reference: Reference, address: str) -> str:
    return f'{"src" if reference.picture else "href"}="{html.escape(address)}"'
