"""Whether the result of a call keeps to what the call promised: prizes, numbers, quotas."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..problems import Problem
from ..records import OrganizationName, Record, nearest
from .library import full_key
from .organizations import Organization
from .people import name_key
from .scope import Scope

_FIELDS = frozenset(("result", "prizes", "quota", "winners"))
"""Of a column whose records are calls and their results."""

_PERSON = ("个人", "每人", "群众", "市民", "居民")
_ANY = ("单位", "各单位", "每个单位", "每单位", "每家单位")
"""Whom a row of the quota is for, beside an organization's name and a kind of organizations."""

Winners = Sequence[Mapping[str, Any]]


def check_calls(records: Iterable[Record], scope: Scope) -> Iterator[Problem]:
    """Winners of prizes that the call does not name, and more than it allows."""
    by_key = {record.key: record for record in records}
    for record in by_key.values():
        fields = scope.collections[record.collection].fields
        if fields.keys() >= _FIELDS and (key := record.get("result")):
            outcome = by_key.get(full_key(key, fields["result"].to))
            won = (outcome.get("winners") if outcome else None) or ()
            if outcome and won:
                yield from _check_prizes(record, outcome, won, scope)
                yield from _check_quota(record, outcome, won, scope)


def _check_prizes(call: Record, outcome: Record, won: Winners, scope: Scope) -> Iterator[Problem]:
    counts = {prize["name"]: prize["count"] for prize in call.get("prizes") or ()}
    seen: Counter[str] = Counter()
    for index, winner in enumerate(won if counts else ()):
        prize = winner["prize"]
        at = ("winners", index, "prize")
        seen[prize] += 1
        if prize not in counts:
            known = "、".join(counts)
            suggestion = nearest(prize, counts)
            yield scope.problem(
                "prize-unknown",
                outcome,
                at,
                value=prize,
                call=call.title,
                known=known,
                suggestion=suggestion,
            )
        elif seen[prize] == counts[prize] + 1:  # told once, at the first that is too many
            number = str(sum(each["prize"] == prize for each in won))
            yield scope.problem(
                "prize-too-many",
                outcome,
                at,
                value=prize,
                call=call.title,
                most=str(counts[prize]),
                number=number,
            )


def _check_quota(call: Record, outcome: Record, won: Winners, scope: Scope) -> Iterator[Problem]:
    """Who won with more entries than they could hand in.

    Where the quota has a row for single persons, only theirs can be told apart:
    a winner's organization does not say who handed the entry in.
    """
    rows = [(_words(row["whom"]), row["most"]) for row in call.get("quota") or ()]
    personal = [most for words, most in rows if not words.isdisjoint(_PERSON)]
    seen: Counter[str] = Counter()
    for index, winner in enumerate(won if rows else ()):
        place = _place(winner.get("organization"), scope)
        known = place if isinstance(place, Organization) else None
        at = known.name if known else str(place)
        who, most = at, _most(rows, at, known)
        if personal:
            who, most = f"{name_key(winner['name'])}（{at}）" if at else winner["name"], personal[0]
        seen[who] += 1
        if most and who and seen[who] == most + 1:
            yield scope.problem(
                "quota-exceeded",
                outcome,
                ("winners", index, "name"),
                value=who,
                call=call.title,
                most=str(most),
            )


def _words(whom: str) -> frozenset[str]:
    """`各镇、村（社区）` as 各镇, 镇, 村, 社区."""
    words = [word for word in re.split(r"[\s、，,和及与（）()/]+", whom) if word]
    return frozenset((*words, *(re.sub("^(?:各|每个|每家|每)", "", word) for word in words)))


def _place(value: Any, scope: Scope) -> Organization | str:
    if not isinstance(value, OrganizationName):
        return ""
    known = scope.organizations.find(value.text) if scope.organizations else None
    return known or value.text


def _most(
    rows: Sequence[tuple[frozenset[str], int]], name: str, known: Organization | None
) -> int | None:
    """The quota of an organization: by its name, else by its kind, else that of all."""
    names = {name, known.short, known.slug} if known else {name}
    for meant in (names, {known.kind_label} if known else set[str](), {*_ANY}):
        found = [most for words, most in rows if words & meant]
        if found:
            return max(found)
    return None
