"""Workbooks (XLSX) for office programs: the same rows give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..office_files import undated


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads to a file, by its path relative to the workbook's folder."""

    text: str
    path: str


Cell = int | float | str | Linked | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of rows under headings."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """Headings stay in sight, are printed on every page, and can be filtered by."""
    # A quarter of a second to import: for those who ask for it.
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title[:31]), sheet)
    made = io.BytesIO()
    book.save(made)
    return undated(made.getvalue(), {"docProps/core.xml": _PROPERTIES})


def _fill(into: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    into.append(list(sheet.headings))
    for row in sheet.rows:
        into.append([each.text if isinstance(each, Linked) else each for each in row])
    for cells in into.iter_rows():
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"  # what begins with = is what somebody wrote, no formula
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if cell.row == 1:
                cell.font = Font(bold=True)
    for number, row in enumerate(sheet.rows, start=2):
        for at, each in enumerate(row, start=1):
            if isinstance(each, Linked):
                cell = into.cell(number, at)
                cell.hyperlink = each.path.replace(" ", "%20")
                cell.font = Font(color="0563C1", underline="single")
    for at, heading in enumerate(sheet.headings):
        widest = max((_width(row[at]) for row in sheet.rows), default=0)
        letter = get_column_letter(at + 1)
        into.column_dimensions[letter].width = min(max(widest, _width(heading)) + 2, 60)
    into.freeze_panes = "A2"
    into.auto_filter.ref = into.dimensions
    into.print_title_rows = "1:1"
    into.page_setup.orientation = "landscape"
    into.page_setup.paperSize = into.PAPERSIZE_A4
    into.page_setup.fitToHeight = 0
    into.sheet_properties.pageSetUpPr.fitToPage = True


def _width(value: Cell) -> int:
    """Of a cell's longest line, in the width of a digit: a Han character has two."""
    text = value.text if isinstance(value, Linked) else str(value or "")
    return max(sum(2 if each > "\u2e7f" else 1 for each in line) for line in text.split("\n"))


_PROPERTIES = (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>'
)
