"""Stage 3: which pages exist because of the library. No HTML, no files."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..library import Library
from ..records import Record
from .cells import Cells, cell_text
from .events import MOMENTS, Event, events_in, events_of, is_dated
from .facts import (
    STANDINGS,
    Fact,
    State,
    chinese_date,
    choice_label,
    choice_listing,
    event_state,
    facts_of,
    links_of,
    standing_of,
    state_of,
)
from .figures import figures_view
from .home import home_view, sitemap_view
from .listings import Browse, column_listings
from .looks import is_open, sums_of
from .months import month_views
from .navigation import Entry, navigation
from .numbers import Figure
from .open_data import open_data_views
from .organizations import organization_listings, organization_views
from .people import letters_of, people_views, search_view
from .pinyin import pinyin, syllables
from .prints import ViewPrints
from .recall import Packed, Packer, as_now, packed, unpacked
from .records import record_views, redirects, summary_of
from .tables import Column, Row, Table, Tabulator, columns_of, rows_of, table_of
from .timeline import choices_in_words
from .view import PER_PAGE, Link, Listing, Pagination, View, dated, pages_of
from .wall import wall_views
from .weekly import Weekly, items_of, week_of, week_table, weekly_fields, weeks_of

__all__ = [
    "MOMENTS",
    "PER_PAGE",
    "STANDINGS",
    "Browse",
    "Cells",
    "Column",
    "Entry",
    "Event",
    "Fact",
    "Figure",
    "Link",
    "Listing",
    "Packed",
    "Packer",
    "Pagination",
    "Row",
    "State",
    "Table",
    "Tabulator",
    "View",
    "ViewPrints",
    "Views",
    "Weekly",
    "as_now",
    "cell_text",
    "chinese_date",
    "choice_label",
    "choice_listing",
    "choices_in_words",
    "columns_of",
    "event_state",
    "events_in",
    "events_of",
    "facts_of",
    "is_dated",
    "is_open",
    "items_of",
    "links_of",
    "navigation",
    "packed",
    "pinyin",
    "plan",
    "rows_of",
    "standing_of",
    "state_of",
    "summary_of",
    "sums_of",
    "syllables",
    "table_of",
    "unpacked",
    "week_of",
    "week_table",
    "weekly_fields",
    "weeks_of",
]


FEEDS = "wenming/feeds"
"""The output without which no page speaks of feeds."""
SEARCH = "wenming/search"
"""The output without which no page has a search box."""


@dataclass(frozen=True, slots=True)
class Views:
    """Everything that is published besides files and hand-written pages."""

    listings: tuple[Listing, ...]
    pages: tuple[View, ...]
    """All pages, those of the listings among them, each address once."""
    redirects: tuple[tuple[str, Record], ...]

    @property
    def followed(self) -> Iterator[Listing]:
        """The listings that have feeds, the whole portal first."""
        return (listing for listing in self.listings if listing.followed)


def plan(library: Library) -> Views:
    """All views of the library."""
    listings = [
        listing
        for collection in library.collections.values()
        for listing in column_listings(collection, library)
    ]
    listings += organization_listings(library)
    pages = [home_view(library, "/" if library.settings.has_output(FEEDS) else "")]
    for listing in listings:
        pages += _listing_pages(listing, library)
    pages += record_views(library)
    letters = letters_of(library)
    pages += people_views(library, letters)
    pages += organization_views(library)
    pages += wall_views(library)
    pages += month_views(library)
    pages.append(figures_view(library))
    pages += open_data_views(library)
    pages.append(sitemap_view(library, listings))
    if library.settings.has_output(SEARCH):
        pages.append(search_view(library, letters))
    site = Listing(
        address="/",
        title=library.settings.site_name,
        records=library.listed,
        description=library.settings.site_description,
        followed=True,
        revocations=library.revocations,
    )
    aliases = tuple(redirects(library))
    return Views((site, *listings), tuple(pages), aliases)


def _listing_pages(listing: Listing, library: Library) -> Iterator[View]:
    shown = listing.records if listing.shown is None else listing.shown
    chunks = pages_of(shown)
    for number, records in enumerate(chunks, start=1):
        pagination = Pagination(listing.address, number, len(chunks))
        suffix = f"（第{number}页）" if number > 1 else ""
        yield View(
            address=pagination.page(number),
            template=listing.template,
            title=listing.title + suffix,
            section=listing.section,
            description=listing.description,
            crumbs=listing.crumbs,
            **dated(records, library),
            feed=listing.address if listing.followed and library.settings.has_output(FEEDS) else "",
            content=functools.partial(_listed, listing, records, len(shown), pagination),
        )


def _listed(
    listing: Listing, records: Sequence[Record], total: int, pagination: Pagination
) -> Mapping[str, Any]:
    beside = listing.beside
    return {
        **listing.context,
        "records": records,
        "beside": {r.key: beside[r.key] for r in records if r.key in beside},
        "total": total,
        "pages": pagination,
    }
