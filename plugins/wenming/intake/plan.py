"""What an import would do, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..problems import Place, Problem
from ..records import Collection
from .drafts import Cell, Draft, Loc, Read
from .existing import Added
from .sheets import letters


@dataclass(slots=True)
class Plan:
    """What was understood of a file, what would be written, and what is wrong with it."""

    table: str
    collection: Collection
    reads: list[Read] = field(default_factory=list)
    hidden: tuple[str, ...] = ()
    unread: list[str] = field(default_factory=list)
    """Sheets without headings that are known."""
    new: list[tuple[str, Draft]] = field(default_factory=list)
    """Records to be, by the path of their file below the collection's folder."""
    grown: list[Added] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    """What is there already: records, and people in them."""
    files: dict[str, str] = field(default_factory=dict)
    """Texts by path relative to the portal."""
    problems: list[Problem] = field(default_factory=list)
    """Errors: with one of them nothing is written."""
    warnings: list[Problem] = field(default_factory=list)


def problem(code: str, plan: Plan, cell: Cell, loc: Loc = (), **details: str) -> Problem:
    """A problem at a cell: its path names the file, the sheet and the cell."""
    path = f"{plan.table}[{cell.sheet}!{letters(cell.column)}{cell.row + 1}]"
    place = Place(path, cell.row + 1, cell.column + 1)
    return Problem(code, place, field=".".join(map(str, loc)), details=details)


def cell_of(plan: Plan, draft: Draft, loc: Loc) -> Cell:
    """The cell that a value came from, or would have come from."""
    for length in range(len(loc), 0, -1):
        if (cell := draft.cells.get(loc[:length])) is None:
            continue
        named = tuple(part for part in loc if isinstance(part, str))
        for each in plan.reads:
            for match in each.header.matches:
                if each.sheet.name == cell.sheet and match.target.loc == named:
                    return Cell(cell.sheet, cell.row, match.column)
        return cell
    return draft.cells[()]
