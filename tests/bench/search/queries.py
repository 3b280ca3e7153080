"""Queries of five classes over a library, the same at every call, and what is true of them.

Truth is plain: a record answers a query that one of its fields holds literally, both in
normal form.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from wenming.library import Library
from wenming.search.documents import Document, document_of
from wenming.search.normal_form import normalise
from wenming.search.readings import readings_of

CLASSES = ("names", "titles", "words", "mixed", "single", "absent")
EACH = 30
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Query:
    """A query, and the addresses of the records that answer it."""

    kind: str
    text: str
    true: frozenset[str]
    target: frozenset[str] = frozenset()
    """For a whole name or title: the records that have it, one of which has to come first."""


class Truth:
    """The texts of a library, to look through."""

    def __init__(self, library: Library) -> None:
        self.documents: list[Document] = [document_of(r, library) for r in library.listed]
        self.fields = [document.normal() for document in self.documents]
        self._whole = ["\n".join((n, t, f, b)) for n, t, _, f, b in self.fields]

    def of(self, text: str) -> frozenset[str]:
        """The addresses of the records that hold a text in a field."""
        plain = normalise(text).strip()
        return frozenset(
            document.address
            for document, whole in zip(self.documents, self._whole, strict=True)
            if plain in whole
        )

    def named(self, text: str) -> frozenset[str]:
        """The addresses of the records that have a text as a name; of none, as the title."""
        plain = normalise(text)
        pairs = list(zip(self.documents, self.fields, strict=True))
        by_name = {d.address for d, fields in pairs if plain in fields[0].split("\n")}
        return frozenset(by_name or {d.address for d, fields in pairs if fields[1] == plain})


def queries(truth: Truth, seed: int = 0, each: int = EACH) -> list[Query]:
    """So many queries of every class; with another seed others, as hard."""
    chance = random.Random(seed)
    documents = truth.documents
    names = sorted({name for document in documents for name in document.names})
    found = [Query("names", n, truth.of(n), truth.named(n)) for n in _some(chance, names, each)]
    for document in _some(chance, documents, each // 2):
        title = document.title
        found.append(Query("titles", title, truth.of(title), truth.named(title)))
        size = min(len(title), chance.randint(4, 7))
        start = chance.randint(0, len(title) - size)
        part = title[start : start + size].strip(' “”"-')
        found.append(Query("titles", part, truth.of(part)))
    bodies = [document.body for document in _some(chance, documents, 200)]
    words = sorted(set(re.findall("[\u4e00-\u9fff]{2}", "".join(bodies))))
    found += (Query("words", word, truth.of(word)) for word in _some(chance, words, each))
    texts = [f"{document.title}\n{document.facts}" for document in documents]
    mixed = {
        match[0][at : at + size]
        for text in _some(chance, texts, 300)
        for match in re.finditer("[\u4e00-\u9fff]{0,3}[0-9A-Za-z]{2,}[\u4e00-\u9fff]{0,3}", text)
        for size in (3, 5)
        for at in range(max(1, len(match[0]) - size + 1))
    }
    found += (Query("mixed", text, truth.of(text)) for text in _some(chance, sorted(mixed), each))
    counts = Counter(c for fields in truth.fields for c in set("".join(fields)))
    rare = sorted(
        (c for c in counts if c >= "\u3400"), key=lambda character: (counts[character], character)
    )
    found += (Query("single", c, truth.of(c)) for c in _some(chance, rare[: 8 * EACH], each))
    absent: list[str] = []
    while len(absent) < each:
        name = chance.choice(names)[:1] + "".join(chance.choice(names)[-1:] for _ in range(2))
        if len(name) == 3 and not truth.of(name) and name not in absent:
            absent.append(name)
    return [*found, *(Query("absent", name, NOTHING) for name in absent)]


def pinyin_queries(library: Library, seed: int = 0, each: int = EACH) -> list[tuple[str, str]]:
    """What is typed, and the name that has to be suggested: full, initials, mixed."""
    chance = random.Random(seed)
    people = sorted({each.name for each in library.people if 2 <= len(each.name) <= 4})
    found = []
    for name in _some(chance, people, each):
        ways = readings_of(normalise(name))
        full = "".join(way[0] for way in ways)
        found.append((full, name))
        found.append(("".join(way[0][:1] for way in ways), name))
        found.append((ways[0][0] + name[1:], name))
    return [(typed, name) for typed, name in found if typed]


T = TypeVar("T")


def _some(chance: random.Random, items: Sequence[T], count: int) -> list[T]:
    return chance.sample(list(items), min(count, len(items)))
