"""Markdown bodies: safe HTML, plain text, and what they link to.

A function of the text alone: addresses are filled in afterwards, so that a
rendered body stays valid whatever moves around it.
"""

from .effort import Excess, find_excess
from .links import Reference, fill_references, find_references
from .render import Body, Heading, Outline, render_body
from .text import excerpt
from .written import TO_BE_WRITTEN, WrittenPicture, miswritten, written_pictures

__all__ = [
    "TO_BE_WRITTEN",
    "Body",
    "Excess",
    "Heading",
    "Outline",
    "Reference",
    "WrittenPicture",
    "excerpt",
    "fill_references",
    "find_excess",
    "find_references",
    "miswritten",
    "render_body",
    "written_pictures",
]
