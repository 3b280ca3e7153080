"""Titles: who still holds one, whose was revoked, as of the portal's day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..records import Collection, Record


@dataclass(frozen=True, slots=True)
class Revocation:
    """A title that was taken back: of whom in which record (`index` among them), when, why."""

    record: Record
    index: int
    values: Mapping[str, Any]
    on: dt.date
    reason: str

    @property
    def name(self) -> str:
        return str(self.values["name"])


def title_status(values: Mapping[str, Any], today: dt.date) -> str:
    """`held`, `probation`, `revoked` or `ended`; a title whose term is over has ended.

    It is revoked or ended from the day that says so, if one does.
    """
    status = values.get("status") or "held"
    until, ended = values.get("until"), values.get("ended_on")
    if status in ("revoked", "ended") and isinstance(ended, dt.date) and today < ended:
        status = "held"
    over = isinstance(until, dt.date) and until < today
    return "ended" if over and status in ("held", "probation") else str(status)


def statuses_of(record: Record, collection: Collection, today: dt.date) -> list[str]:
    """The status of each title that a record names, in its order."""
    named = (record.get(collection.titles) or ()) if collection.titles else ()
    return [title_status(values, today) for values in named]


def is_revoked(record: Record, collection: Collection, today: dt.date) -> bool:
    """Whether every title that a record names is revoked: nothing of it is current."""
    found = statuses_of(record, collection, today)
    return bool(found) and all(status == "revoked" for status in found)


def revocations(
    record: Record, collection: Collection, today: dt.date, changed: dt.date
) -> Iterator[Revocation]:
    """The titles of a record that are revoked; `changed` is the day of those that name none."""
    for index, status in enumerate(statuses_of(record, collection, today)):
        if status == "revoked":
            values = record.fields[collection.titles][index]
            on = values.get("ended_on") or changed
            yield Revocation(record, index, values, on, values.get("reason") or "")
