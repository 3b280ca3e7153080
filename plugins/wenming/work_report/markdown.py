"""A draft as Markdown: tables, links, and the records behind each number as its footnote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records import Record
from .draft import Draft
from .text import Heading, Paragraph, Part, Runs, Table, Url


def markdown_of(draft: Draft, url: Url) -> str:
    """CommonMark with the tables and footnotes that GitHub, Pandoc and MkDocs know."""
    lines = [f"# {escaped(draft.title)}", ""]
    tables = 0
    for part in draft.parts:
        tables += isinstance(part, Table)
        lines += [*_part(part, tables), ""]
    for number, records in enumerate(draft.notes, start=1):
        lines.append(f"[^{number}]: {'；'.join(_record(each, url) for each in records)}。")
    return "\n".join(lines).rstrip() + "\n"


def _part(part: Part, number: int) -> Iterator[str]:
    if isinstance(part, Heading):
        yield f"{'#' * (part.level + 1)} {escaped(part.text)}"
    elif isinstance(part, Paragraph):
        yield _runs(part.runs)
    else:
        yield f"**表{number}　{escaped(part.caption)}**"
        yield ""
        yield _row(map(escaped, part.headings))
        yield _row("---" for _ in part.headings)
        for row in part.rows:
            yield _row(map(_runs, row))


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _runs(runs: Runs) -> str:
    return "".join(
        (linked(run.text, run.url) if run.url else escaped(run.text))
        + (f"[^{run.note}]" if run.note else "")
        for run in runs
    )


def _record(record: Record, url: Url) -> str:
    return f"{linked(record.title, url(record))}，{record.day}"


def linked(text: str, url: str) -> str:
    # Parentheses would end the address.
    return f"[{escaped(text)}]({url.replace('(', '%28').replace(')', '%29')})"


def escaped(text: str) -> str:
    """Text that stays what it is, as a cell of a table, too."""
    # Not all readers know a backslash before these.
    safe = re.sub(r"[&<>|$~^]", lambda match: f"&#{ord(match[0])};", " ".join(text.split()))
    return re.sub(r"[\\`*_\[\]{}!]", lambda match: f"\\{match[0]}", safe)
