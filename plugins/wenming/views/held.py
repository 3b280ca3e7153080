"""What views hold beside plain values and records."""

from __future__ import annotations

from ..library import Media, Mention, Namesakes, Person, Revocation
from ..records import OrganizationName
from .events import Event
from .facts import State
from .listings import Browse
from .looks import Branch, Gathered, Stage, Story
from .months import Day
from .navigation import Entry
from .people import Letter, Name
from .promotion import Path, Step
from .sums import Heading, SumTable
from .timeline import Deed
from .view import Link, Listing, Pagination, View
from .wall import Filter, Holder

HELD: tuple[type, ...] = (
    *(View, Listing, Link, Pagination, Browse, Entry, State, Branch, Gathered, Stage, Story),
    *(Mention, Namesakes, Person, Letter, Name, Deed, Path, Step, Holder, Filter, Event, Day),
    *(Heading, SumTable, Media, OrganizationName, Revocation),
)
