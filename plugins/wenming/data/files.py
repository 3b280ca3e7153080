"""A table as the bytes of a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from ..office_files import undated
from ..views import Column, Table, cell_text

_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What makes a spreadsheet take a text for a formula (OWASP, CSV Injection)."""

_NUMBERS = ("integer", "year")


def csv_bytes(table: Table) -> bytes:
    """CSV (RFC 4180) in UTF-8 with a BOM, without which Excel takes it for another encoding.

    A text that Excel would run as a formula has an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow([_harmless(c, v) for c, v in zip(table.columns, row, strict=True)])
    return text.getvalue().encode("utf-8-sig")


def _harmless(column: Column, value: Any) -> str:
    text = cell_text(column.field, value)
    is_number = isinstance(value, int) and column.field.type in _NUMBERS
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text


def json_bytes(table: Table) -> bytes:
    """A JSON array of objects, one a row and each on its own line; null for nothing."""
    names = [column.name for column in table.columns]
    lines = [
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in table.rows
    ]
    return ("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n").encode()


def xlsx_bytes(table: Table) -> bytes:
    """A workbook of one sheet with Chinese headings, that stay in sight and can be filtered by."""
    # A quarter of a second to import: for those who ask for it.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet
    sheet.title = table.collection.label[:31]
    sheet.append([column.label for column in table.columns])
    for row in table.rows:
        sheet.append([_sheet_value(c, v) for c, v in zip(table.columns, row, strict=True)])
    for cells in sheet.iter_rows():
        for cell in cells:
            if cell.data_type == "f":
                cell.data_type = "s"  # what begins with = is what somebody wrote, no formula
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if cell.row == 1:
                cell.font = Font(bold=True)
    for number, column in enumerate(table.columns, start=1):
        widest = max((_width(_sheet_value(column, r[number - 1])) for r in table.rows), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = min(
            max(widest, _width(column.label)) + 2, 60
        )
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    made = io.BytesIO()
    book.save(made)
    return undated(made.getvalue(), {"docProps/core.xml": _PROPERTIES})


def _sheet_value(column: Column, value: Any) -> int | str | None:
    if isinstance(value, int) and column.field.type in _NUMBERS:
        return value
    return cell_text(column.field, value) or None


def _width(value: Any) -> int:
    """Of a cell, in the width of a digit: a Han character has two."""
    return sum(2 if character > "\u2e7f" else 1 for character in str(value or ""))


_PROPERTIES = (
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>'
)

FORMATS: Mapping[str, Callable[[Table], bytes]] = {
    "xlsx": xlsx_bytes,
    "csv": csv_bytes,
    "json": json_bytes,
}
"""By the name of the format, which is the suffix of its files, too."""
