"""Which row of a sheet heads its columns, and which field each heading means."""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from ..records import BUILT_IN_CHOICES, Collection, FieldDeclaration, is_list, parts
from .sheets import Sheet
from .values import read

MOST_ROWS_ABOVE = 30
"""Where a sheet has its headings at the latest."""

SURE, LIKELY = 0.95, 0.6
"""From which likeness a heading means a field: without doubt, and at all."""

NOT_IMPORTED = re.compile(
    r"序号|编号|身份证|证件|电话|手机|联系|性别|民族|年龄|出生|生日|籍贯|住址|家庭住址|银行|卡号|签名|签字|备注|照片"
)
"""Headings of what is counted anew, or is nobody's business."""

_CONTAINERS = (
    "group",
    "weekly",
    "list",
    "people",
    "picture",
    "attachment",
    "query",
    "file",
    "portrait",
)


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a column of a sheet can fill; `loc` is where it stands in a record.

    In the subjects of a column the `loc` begins with their field's name.
    """

    loc: tuple[str, ...]
    label: str
    field: FieldDeclaration


@dataclass(frozen=True, slots=True)
class Match:
    """A column of the sheet (from 0), the field that it fills, and how alike they are called."""

    column: int
    heading: str
    target: Target
    likeness: float


@dataclass(frozen=True, slots=True)
class Header:
    """The row (from 0) with the headings, what they mean, and those that mean nothing."""

    row: int
    matches: tuple[Match, ...]
    ignored: tuple[str, ...]


def targets_of(collection: Collection) -> tuple[Target, ...]:
    """The fields that can be filled from a sheet: single values, and lists of words."""
    subjects = collection.subjects
    found: list[Target] = []
    if subjects:
        found += _targets(parts(subjects), (subjects.name,), "")
    # What says where a page stands and how it looks is not for a list of people to say.
    common = {
        name: field
        for name, field in collection.all_fields.items()
        if name not in ("draft", "slug", "aliases", "expires", "review", "related", "indicators")
    }
    found += _targets(common, (), "")
    return tuple(found)


def _targets(
    fields: Mapping[str, FieldDeclaration], at: tuple[str, ...], prefix: str
) -> Iterator[Target]:
    for name, field in fields.items():
        inner = parts(field)
        if not inner and (not is_list(field) or field.of not in _CONTAINERS):
            if field.type not in _CONTAINERS or field.type == "list":
                yield Target((*at, name), prefix + field.label, field)
        elif inner and not is_list(field) and field.type not in ("picture", "attachment"):
            yield from _targets(inner, (*at, name), f"{prefix}{field.label}·")


def find_header(
    sheet: Sheet, targets: Sequence[Target], given: Mapping[str, Target | None]
) -> Header | None:
    """The first row that has the most headings of `targets`; `given` are those by a map."""
    best: Header | None = None
    for number, row in enumerate(sheet.rows[:MOST_ROWS_ABOVE]):
        header = _header(number, row, targets, given)
        weight = sum(match.likeness for match in header.matches)
        if weight > (sum(match.likeness for match in best.matches) if best else 0):
            best = header
    return best and _without(best, [m for m in best.matches if not _fits(m, best, sheet)])


def _without(header: Header, dropped: Sequence[Match]) -> Header:
    matches = tuple(match for match in header.matches if match not in dropped)
    return Header(header.row, matches, (*header.ignored, *(m.heading for m in dropped)))


def _fits(match: Match, header: Header, sheet: Sheet) -> bool:
    """Whether what stands below a heading can be what the heading seems to say.

    编号 that only counts the rows is no id, and a guess is wrong where none of
    the values is a choice of its field.
    """
    below = (row[match.column] for row in sheet.rows[header.row + 1 :] if match.column < len(row))
    values = [value for value in below if value is not None]
    if match.target.loc == ("id",):
        return not all(str(value).removesuffix(".0").isdigit() for value in values)
    field = match.target.field
    choices = {**BUILT_IN_CHOICES.get(field.type, {}), **field.choices}
    if match.likeness >= SURE or not choices or not values:
        return True
    return any(read(value, field) in (*choices, *choices.values()) for value in values)


def _header(
    number: int,
    row: Sequence[Any],
    targets: Sequence[Target],
    given: Mapping[str, Target | None],
) -> Header:
    headings = {c: str(v) for c, v in enumerate(row) if isinstance(v, str) and len(v) <= 40}
    chosen: dict[int, Match] = {}
    open_to: dict[int, str] = {}
    for column, heading in headings.items():
        key = bare(heading)
        if key not in given:
            open_to[column] = heading
        elif target := given[key]:
            chosen[column] = Match(column, heading, target, 1.0)
    taken = {match.target.loc for match in chosen.values()}
    scored = [
        Match(column, heading, target, score)
        for column, heading in open_to.items()
        for target in targets
        if (score := likeness(heading, target)) >= LIKELY
    ]
    # The surest first; of equals, people before records and what is declared first.
    order = {target.loc: place for place, target in enumerate(targets)}
    for match in sorted(scored, key=lambda m: (-m.likeness, order[m.target.loc], m.column)):
        if match.column not in chosen and match.target.loc not in taken:
            chosen[match.column] = match
            taken.add(match.target.loc)
    ignored = tuple(heading for column, heading in headings.items() if column not in chosen)
    return Header(number, tuple(chosen[column] for column in sorted(chosen)), ignored)


@functools.lru_cache(maxsize=10_000)
def _likeness(heading: str, names: tuple[str, ...], others: tuple[str, ...]) -> float:
    if heading in names:
        return 1.0
    if heading in others:
        return SURE
    best = 0.0
    for word in (*names, *others):
        if len(word) > 1 and word in heading:
            best = max(best, LIKELY + 0.3 * len(word) / len(heading))
        best = max(best, 0.9 * difflib.SequenceMatcher(None, heading, word).ratio())
    return best


def likeness(heading: str, target: Target) -> float:
    """How sure it is that a heading means a field, from 0 to 1."""
    key = bare(heading)
    names = (bare(target.label), bare(target.field.label), "_".join(target.loc), target.loc[-1])
    others = tuple(bare(word) for word in _headings().get(target.loc[-1], ()))
    if not key or (key not in names and NOT_IMPORTED.search(key)):
        return 0.0
    return _likeness(key, names, others)


def bare(heading: str) -> str:
    """A heading without blanks, marks and what stands in brackets."""
    text = unicodedata.normalize("NFKC", heading).lower()
    text = re.sub(r"[(\[【].*?[)\]】]", "", text) or text
    return re.sub(r"[\s*：:、，,。.·/()（）\[\]【】“”\"']+", "", text)


@functools.cache
def _headings() -> Mapping[str, tuple[str, ...]]:
    text = resources.files(__package__).joinpath("headings.yml").read_text(encoding="utf-8")
    loaded: dict[str, list[str]] = yaml.safe_load(text)
    return {name: tuple(words) for name, words in loaded.items()}
