"""Stage 4: HTML from views and shells."""

from .body import body_html
from .engine import Environment
from .environment import TEMPLATES, theme_folder, unknown_looks
from .head import FEEDS, cover_of
from .house import (
    SECTIONS,
    House,
    Shell,
    hand_written_addresses,
    read_house,
    write_house,
)
from .policy import POLICY
from .render import Renderer
from .sitemap import moved_on, robots, sitemaps

__all__ = [
    "FEEDS",
    "POLICY",
    "SECTIONS",
    "TEMPLATES",
    "Environment",
    "House",
    "Renderer",
    "Shell",
    "body_html",
    "cover_of",
    "hand_written_addresses",
    "moved_on",
    "read_house",
    "robots",
    "sitemaps",
    "theme_folder",
    "unknown_looks",
    "write_house",
]
