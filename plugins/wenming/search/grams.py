"""Postings: which documents hold which character, few characters or piece of a word.

A chunk of documents gives partial postings (`partial`), in groups by checksum; the
partial postings of a group give finished shards (`merged`). Both are functions of
their arguments alone, so that any process may do them.
"""

from __future__ import annotations

import marshal
import re
import sys
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise
from operator import add
from typing import TypeVar

from .coding import checksum, number, rising

CHUNK = 500
"""Documents in a chunk; a posting of one, its rank and its number there, is 16 bits."""
_RANK = 9
"""Bits of the number in a chunk; those of the rank are above."""
_RANKS = 12
_ALL = 40
"""Bits of a number among all documents, in the same way."""

INLINE = 400
"""Postings of a term that stand in its shard where it has many more."""
MANY = 2_400
"""A term of more postings keeps but the best in its shard, the others in parts."""
PART = 6_000
"""Postings in a part."""
_LINE, _POSTING = 11, 1.2
"""Bytes of a line besides its postings, and of a posting, in general."""

# What no term holds: white space, signs and punctuation, but `·`, which joins names. No term
# reaches over a line feed, which parts values, for no query does, or over the end of a sentence.
_NO_TERM = re.compile(
    "[\0-\t\x0b-\x2f\x3a-\x40\x5b-\x60\x7b-\xb6\xb8-\xbf\xd7\xf7\u2000-\u206f\u2190-\u2bff"
    "\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\ufe10-\ufe6f\uff00-\uff0f]+"
)
_LATIN = re.compile("[0-9a-z]+")
_JOINED = re.compile("[^ \n]{3}")

_CONTAINS, _HEADING, _FACTS, _BODY = 0, 3, 6, 9
"""What the best field of a posting adds to its rank; how often the term occurs adds 0 to 2."""

Term = str | int
T = TypeVar("T", bound=str | int)
_UNITS = "utf-16-le"

Normal = tuple[str, str, str, str, str]
"""Names, title, headings, facts, body of a document in normal form."""


def terms_of(text: str) -> Iterator[str]:
    """Every term at every place of a normalised text; some hold white space and are none."""
    plain = _plain(text)
    return chain(_singles(plain), _pairs(plain))


def _plain(text: str) -> str:
    """A text with a line feed for the end of each sentence, and a blank for what no term holds."""
    sentences = text.replace("。", "\n").replace("!", "\n").replace("?", "\n")
    return _NO_TERM.sub(" ", sentences)


def _singles(plain: str) -> Iterator[str]:
    """All terms but pairs of neighbours."""
    runs = plain.split(" ")
    across = (f"{run[-1]}-{after[0]}" for run, after in pairwise(runs) if run and after)
    return chain(plain, across, _pieces(plain))


def _pairs(plain: str) -> Iterator[str]:
    return map(add, plain, plain[1:])


def _numbered_pairs(plain: str) -> array[int]:
    """The pairs of a text in plane 0 as numbers: they are made and counted in half the time."""
    units = plain.encode(_UNITS, "surrogatepass")
    low, high = units[::2], units[1::2]
    # Both characters have a part in the low bits, by which a dict tells numbers apart.
    pairs = bytearray(4 * max(0, len(plain) - 1))
    pairs[0::4], pairs[1::4], pairs[2::4], pairs[3::4] = low[1:], low[:-1], high[1:], high[:-1]
    return array("I", pairs)


def _text_of(pair: Term) -> str:
    """A pair that may be a number as a text."""
    if isinstance(pair, str):
        return pair
    low_after, low, high_after, high = pair.to_bytes(4, sys.byteorder)
    return chr(high << 8 | low) + chr(high_after << 8 | low_after)


def _pieces(plain: str) -> Iterator[str]:
    """Three and four characters within a word, and each three of which some are a word's."""
    starts: set[int] = set()
    for match in _LATIN.finditer(plain):
        first, end = match.span()
        if end - first > 2:
            word = match[0]
            for size in (3, 4):
                for at in range(end - first - size + 1):
                    yield word[at : at + size]
        starts.update((first - 2, first - 1, end - 2, end - 1))
    for at in starts:
        if at >= 0 and _JOINED.match(plain, at):
            piece = plain[at : at + 3]
            if not _LATIN.fullmatch(piece):
                yield piece


def partial(documents: Iterable[Normal], groups: int) -> list[bytes]:
    """Partial postings of the documents of a chunk, one value for each group of terms."""
    # Apart, for a dict with keys of one type is faster.
    singles: dict[str, list[int]] = defaultdict(list)
    pairs: dict[Term, list[int]] = defaultdict(list)
    for index, (names, title, headings, facts, body) in enumerate(documents):
        plain = [_plain(each) for each in (f"{names}\n{title}", headings, facts, body)]
        whole = "".join(plain)
        in_plane_0 = len(whole.encode(_UNITS, "surrogatepass")) == 2 * len(whole)
        _post(singles, index, *map(_singles, plain))
        pairs_of: Callable[[str], Iterable[Term]] = _numbered_pairs if in_plane_0 else _pairs
        _post(pairs, index, *map(pairs_of, plain))
    for pair, posting in pairs.items():
        singles[_text_of(pair)] += posting
    grouped: list[dict[str, bytes]] = [{} for _ in range(groups)]
    for term, posting in singles.items():
        if " " not in term and "\n" not in term:
            grouped[checksum(term) % groups][term] = array("H", posting).tobytes()
    return [marshal.dumps(group) for group in grouped]


def _post(
    postings: dict[T, list[int]],
    index: int,
    named: Iterable[T],
    headings: Iterable[T],
    facts: Iterable[T],
    body: Iterable[T],
) -> None:
    """Add the postings of a document, of which these are the terms of its fields."""
    contains, told = list(named), list(facts)
    counts = Counter(chain(body, contains, told))
    best = dict.fromkeys(told, _FACTS)
    best |= dict.fromkeys(headings, _HEADING)
    best |= dict.fromkeys(contains, _CONTAINS)
    for term, rank in best.items():
        count = counts.pop(term, 1)
        rank += 2 if count == 1 else 1 if count < 5 else 0
        postings[term].append((rank << _RANK) + index)
    often, some, once = ((rank << _RANK) + index for rank in range(_BODY, _RANKS))
    for term, count in counts.items():
        postings[term].append(once if count == 1 else some if count < 5 else often)


def expected_size(chunks: Iterable[tuple[int, bytes]]) -> float:
    """About how many bytes the shards of a group will have, without the parts of long terms."""
    sizes: Counter[str] = Counter()
    for _, data in chunks:
        sizes.update({term: len(raw) // 2 for term, raw in marshal.loads(data).items()})
    inline = sum(size if size <= MANY else INLINE for size in sizes.values())
    return len(sizes) * _LINE + inline * _POSTING


def merged(
    group: int, chunks: Iterable[tuple[int, bytes]], groups: int, per_group: int
) -> list[tuple[str, str]]:
    """The files of a group's shards and parts, from its partial postings in each chunk.

    `chunks` are the number of the first document and what `partial` gave.
    """
    gathered: dict[str, list[int]] = {}
    for first, data in chunks:
        places = [
            (rank << _ALL) + first + index for rank in range(_RANKS) for index in range(1 << _RANK)
        ]
        for term, raw in marshal.loads(data).items():
            values = list(map(places.__getitem__, array("H", raw)))
            known = gathered.get(term)
            if known is None:
                gathered[term] = values
            else:
                known += values
    count = groups * per_group
    lines: list[list[str]] = [[] for _ in range(per_group)]
    files: list[tuple[str, str]] = []
    long: Counter[int] = Counter()
    for term in sorted(gathered):
        shard = checksum(term) % count
        ranked = _by_rank(gathered[term])
        if len(gathered[term]) <= MANY:
            entry = _written(ranked)
        else:
            parts = list(_cut(ranked))
            for index, part in enumerate(parts[1:]):
                files.append((f"p/{shard}-{long[shard]}-{index}.txt", _written(part)))
            numbers = (len(gathered[term]), long[shard], len(parts) - 1)
            entry = _written(parts[0]) + "0" + "".join(map(number, numbers))
            long[shard] += 1
        lines[shard // groups].append(f"{term}\t{entry}\n")
    files += [
        (f"g/{index * groups + group}.txt", "".join(shard)) for index, shard in enumerate(lines)
    ]
    return files


Ranked = list[tuple[int, list[int]]]
"""Postings by rank, rising; the rank is in the numbers, too."""


def _by_rank(values: list[int]) -> Ranked:
    values.sort()
    found: Ranked = []
    start = 0
    while start < len(values):
        rank = values[start] >> _ALL
        stop = bisect_left(values, (rank + 1) << _ALL, start)
        found.append((rank, values[start:stop]))
        start = stop
    return found


def _written(ranked: Ranked) -> str:
    return "".join(chr(33 + rank) + rising(values, rank << _ALL) for rank, values in ranked)


def _cut(ranked: Ranked) -> Iterator[Ranked]:
    """The best postings, then the others in parts."""
    part: Ranked = []
    room = INLINE
    for rank, values in ranked:
        while values:
            part.append((rank, values[:room]))
            values = values[room:]
            room -= len(part[-1][1])
            if not room:
                yield part
                part, room = [], PART
    if part:
        yield part
