"""What a body refers to: relative links and pictures, and their final addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

_ATTRIBUTE = re.compile(r'(<(a|img|video|audio)\b[^>]*?\s)(href|src)="([^"]*)"([^>]*)>')
_ALT = re.compile(r'\b(?:alt|aria-label)="([^"]*)"')


def player_of(written: str) -> str:
    """The element that plays a file of that name: `audio`, `video` or none."""
    return {".mp3": "audio", ".mp4": "video"}.get(unquote(written)[-4:].lower(), "")


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or picture in a body, its address as the editor wrote it."""

    picture: bool
    """Whether it is shown where it stands: a picture, sound or film."""
    written: str
    alt: str = ""

    @property
    def target(self) -> str:
        """The address without percent-encoding: what a file is called."""
        return unquote(self.written)

    @property
    def address(self) -> str:
        """The target without its mark and its query."""
        return self.target.partition("#")[0].partition("?")[0]

    @property
    def is_played(self) -> bool:
        """Whether it is sound or film, by its name."""
        return self.picture and bool(player_of(self.written))

    @property
    def is_remote(self) -> bool:
        return bool(re.match(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|//)", self.written))

    @property
    def is_rooted(self) -> bool:
        """Whether it is an address of this portal, from its root."""
        return self.written.startswith("/") and not self.is_remote

    @property
    def is_local(self) -> bool:
        """Whether it names a file beside the record."""
        return self.written != "" and not self.is_remote and self.written[0] not in "/#?"


def find_references(safe: str) -> tuple[Reference, ...]:
    """The references of safe HTML in their order, each once.

    A picture whose source did not pass the allow-list has an empty target.
    """
    found: dict[Reference, None] = {}
    for tag in re.findall(r"<(?:a|img|video|audio)\b[^>]*>", safe):
        match = _ATTRIBUTE.match(tag)
        picture = re.match("<(?:img|video|audio)", tag) is not None
        if match or picture:
            written = html.unescape(match[4]) if match else ""
            alt = _ALT.search(tag)
            found[Reference(picture, written, html.unescape(alt[1]) if alt else "")] = None
    return tuple(found)


def fill_references(safe: str, attributes: Callable[[Reference], str | None]) -> str:
    """`safe` with each reference's attribute replaced by what `attributes` gives for it.

    `attributes` returns the escaped attributes to write, such as
    `src="…" width="4" height="3"`, or None to leave the reference as it is.
    """

    def fill(match: re.Match[str]) -> str:
        reference = Reference(match[2] != "a", html.unescape(match[4]))
        written = attributes(reference)
        return match[0] if written is None else f"{match[1]}{written}{match[5]}>"

    return _ATTRIBUTE.sub(fill, safe)
