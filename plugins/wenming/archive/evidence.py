"""Which records are evidence for which indicator of a scheme in a year, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..library import (
    Demand,
    Indicator,
    Library,
    Scheme,
    counted_day,
    media_path,
    meets,
    mentions_of,
    statuses_of,
    title_status,
)
from ..records import Collection, Finder, Record, finders, moment
from ..views import Cells

PLACES = ("venue", "place", "address")
"""Fields that say where something was, the first that a record has."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record as an assessor asks about it: when, where, who, and what its pictures show.

    Minors are counted in `minors` and not named, as in the portal's tables.
    """

    record: Record
    column: str
    organization: str
    day: dt.date
    place: str
    people: tuple[str, ...]
    minors: int
    captions: tuple[str, ...]
    attachments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """How far something that an indicator asks for is there."""

    demand: Demand
    found: int

    @property
    def missing(self) -> int:
        return max(self.demand.count - self.found, 0)


@dataclass(frozen=True, slots=True)
class Finding:
    """An indicator with its evidence, the earliest first."""

    indicator: Indicator
    evidence: tuple[Evidence, ...]
    demands: tuple[Met, ...]

    @property
    def missing(self) -> int:
        return sum(each.missing for each in self.demands)


@dataclass(frozen=True, slots=True)
class Archive:
    """All findings in the order of the scheme.

    `revoked` and `coming` name an indicator, too, but are no evidence: all their
    titles were taken back, or what they announce has not happened yet.
    """

    scheme: Scheme
    year: int
    findings: tuple[Finding, ...]
    revoked: tuple[Record, ...]
    coming: tuple[Record, ...]

    @property
    def records(self) -> int:
        """How many records there are, each counted once."""
        return len({each.record.key for finding in self.findings for each in finding.evidence})


def gather(library: Library, scheme: Scheme, year: int) -> Archive:
    """The evidence of a year among the published records, expired ones too: they are still true."""
    named: dict[str, dict[str, Record]] = {each.code: {} for each in scheme.indicators}
    revoked: list[Record] = []
    coming: list[Record] = []
    for record in sorted(library.records, key=Record.order):
        codes = _codes(record, library, scheme, year)
        if not codes:
            continue
        statuses = statuses_of(record, library.collection_of(record), library.today)
        if statuses and all(each == "revoked" for each in statuses):
            revoked.append(record)
        elif moment(counted_day(record) or record.day).date() > library.today:
            coming.append(record)
        else:
            for code in codes:
                named[code][record.key] = record
    describer = _Describer(library)
    findings = tuple(
        _finding(each, named[each.code].values(), describer) for each in scheme.indicators
    )
    return Archive(scheme, year, findings, tuple(revoked), tuple(coming))


def _codes(record: Record, library: Library, scheme: Scheme, year: int) -> set[str]:
    """The indicators of the scheme that a record is evidence for in that year."""
    day = counted_day(record)
    if day is None or day.year != year:
        return set()
    found = (library.schemes.find(word, year) for word in record.get("indicators") or ())
    return {each.indicator.code for several in found for each in several if each.scheme is scheme}


def _finding(indicator: Indicator, records: Iterable[Record], describer: _Describer) -> Finding:
    described = [describer(record) for record in records]
    described.sort(key=lambda each: (moment(each.day), each.record.order()))
    queries = [each.query for each in indicator.demands if each.query]
    # What meets a condition is not counted once more for what has none.
    library = describer.library
    others = [e for e in described if not any(meets(e.record, q, library) for q in queries)]
    demands = []
    for demand in indicator.demands:
        query = demand.query
        fitting = [e for e in described if meets(e.record, query, library)] if query else others
        demands.append(Met(demand, len(fitting)))
    return Finding(indicator, tuple(described), tuple(demands))


class _Describer:
    """Describes the records of one library, each once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._cells = Cells(library)
        self._names = finders(library.collections, "name")
        self._pictures = finders(library.collections, "picture")
        self._attachments = finders(library.collections, "attachment")
        self._known: dict[str, Evidence] = {}

    def __call__(self, record: Record) -> Evidence:
        if record.key not in self._known:
            self._known[record.key] = self._described(record)
        return self._known[record.key]

    def _described(self, record: Record) -> Evidence:
        library = self.library
        collection = library.collection_of(record)
        known = library.organization(record.get("organization"))
        pictures: dict[str, Mapping[str, Any]] = {}
        for each in self._shown(record, self._pictures[record.collection], "picture"):
            if each["file"] not in pictures or each.get("caption"):  # a cover may come once more
                pictures[each["file"]] = each
        people, minors = self._people(record, collection, pictures.values())
        places = (record.get(name) for name in PLACES)
        pictured = dict.fromkeys(each["place"] for each in pictures.values() if each.get("place"))
        attached = self._shown(record, self._attachments[record.collection], "attachment")
        return Evidence(
            record=record,
            column=collection.label,
            organization=known.name if known else "",
            day=counted_day(record) or record.date,
            place=next((each for each in places if isinstance(each, str)), "、".join(pictured)),
            people=people,
            minors=minors,
            captions=tuple(dict.fromkeys(self._captions(record, pictures.values()))),
            attachments=tuple(each.get("title") or each["file"] for each in attached),
        )

    def _shown(self, record: Record, finder: Finder, kind: str) -> Iterator[Mapping[str, Any]]:
        """The pictures or attachments of a record, as its fields describe them."""
        for _, field, value in finder(record.fields):
            if field.type == kind and self.library.media_of(record, value["file"]):
                yield value

    def _people(
        self, record: Record, collection: Collection, pictures: Iterable[Mapping[str, Any]]
    ) -> tuple[tuple[str, ...], int]:
        """Who is named, in the order of the fields, and how many minors are."""
        library = self.library
        found: dict[str, bool] = {}
        finder = self._names[record.collection]
        for each in mentions_of(record, collection, finder, library.organizations):
            minor = each.minor or each.name in self._cells.library.minors
            found[each.name] = found.get(each.name, False) or minor
        for picture in pictures:
            for name in str(picture.get("people") or "").split("、"):
                if name and name not in found:
                    found[name] = name in self._cells.library.minors
        return tuple(name for name, minor in found.items() if not minor), sum(found.values())

    def _captions(self, record: Record, pictures: Iterable[Mapping[str, Any]]) -> Iterator[str]:
        """What each picture shows, with its time, place and people where they are told."""
        told: set[str] = set()
        for each in pictures:
            told.add(media_path(record, each["file"]))
            parts = [str(each[part]) for part in ("taken", "place", "people") if each.get(part)]
            text = each.get("caption") or each["alt"]
            if told_parts := [part for part in parts if part not in text]:
                text += f"（{'，'.join(told_parts)}）"
            yield text
        for values in self._portrayed(record):
            yield f"{values['name']}的照片"
        for reference in self.library.outline(record).references:
            path = media_path(record, reference.target.partition("#")[0])
            if reference.picture and path not in told and path in self.library.media:
                yield reference.alt

    def _portrayed(self, record: Record) -> Iterator[Mapping[str, Any]]:
        """Who is named with a photograph of theirs: no minors, nobody whose title was revoked."""
        for name, field in self.library.collection_of(record).fields.items():
            for each in (record.get(name) or ()) if field.type == "people" else ():
                photo, shown = each.get("photo"), not each.get("minor")
                revoked = title_status(each, self.library.today) == "revoked"
                if photo and shown and not revoked and self.library.media_of(record, photo):
                    yield each
