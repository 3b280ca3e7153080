"""Record: one validated Markdown file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its canonical field values. Nothing in it is trusted.

    The text of its body stays in its file: of a large portal they would fill the memory.
    """

    collection: str
    path: str
    """Relative to the portal, as in `content/honors/2024/x.md`."""
    fields: Mapping[str, Any]
    digest: str
    """Of the file's text."""
    key: str = field(init=False, compare=False, repr=False)
    """The identity in the portal, `collection/id`, as references write it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", f"{self.collection}/{self.id}")

    @property
    def id(self) -> str:
        return str(self.fields["id"])

    @property
    def title(self) -> str:
        return str(self.fields["title"])

    @property
    def date(self) -> dt.date:
        """The publication date; a `datetime` where the record gives a time."""
        value: dt.date = self.fields["date"]
        return value

    @property
    def day(self) -> dt.date:
        return self.date.date() if isinstance(self.date, dt.datetime) else self.date

    @property
    def year(self) -> int:
        return self.date.year

    @property
    def url(self) -> str:
        return f"/{self.collection}/{self.year}/{self.fields['slug']}/"

    @property
    def addresses(self) -> tuple[str, ...]:
        """Its own address, and the former ones."""
        return (self.url, *(self.fields.get("aliases") or ()))

    @property
    def draft(self) -> bool:
        return bool(self.fields.get("draft"))

    def get(self, name: str) -> Any:
        """The value of a field, or None."""
        return self.fields.get(name)

    def order(self) -> tuple[dt.datetime, str]:
        """Sort key, oldest first; unique in the portal."""
        return (moment(self.date), self.key)


def moment(value: dt.date) -> dt.datetime:
    """A date as the midnight it begins with; a datetime as it is (both without zone)."""
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
