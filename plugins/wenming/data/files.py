"""A table as the bytes of a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..views import Column, Table, cell_text
from .workbook import Sheet, workbook

_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""What makes a spreadsheet take a text for a formula (OWASP, CSV Injection)."""

_NUMBERS = ("integer", "year")


def csv_bytes(table: Table) -> bytes:
    """CSV (RFC 4180) in UTF-8 with a BOM, without which Excel takes it for another encoding.

    A text that Excel would run as a formula has an apostrophe before it.
    """
    return csv_file(table, [csv_lines(table)])


def csv_file(table: Table, lines: Iterable[bytes]) -> bytes:
    """The same from lines that were made before."""
    text = io.StringIO()
    csv.writer(text).writerow([column.name for column in table.columns])
    made = io.BytesIO()  # as a list, a large portal's lines would be in memory twice
    made.write(text.getvalue().encode("utf-8-sig"))
    made.writelines(lines)
    return made.getvalue()


def csv_lines(table: Table) -> bytes:
    """The rows alone."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in table.rows:
        writer.writerow([_harmless(c, v) for c, v in zip(table.columns, row, strict=True)])
    return text.getvalue().encode()


def _harmless(column: Column, value: Any) -> str:
    text = cell_text(column.field, value)
    is_number = isinstance(value, int) and column.field.type in _NUMBERS
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text


def json_bytes(table: Table) -> bytes:
    """A JSON array of objects, one a row and each on its own line; null for nothing."""
    return json_file([json_lines(table)])


def json_file(lines: Iterable[bytes]) -> bytes:
    """The same from lines that were made before."""
    made = io.BytesIO()
    for each in filter(None, lines):
        made.write(b",\n" if made.tell() else b"[\n")
        made.write(each)
    made.write(b"\n]\n" if made.tell() else b"[]\n")
    return made.getvalue()


def json_lines(table: Table) -> bytes:
    """The rows alone."""
    names = [column.name for column in table.columns]
    rows = (dict(zip(names, row, strict=True)) for row in table.rows)
    return ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def xlsx_bytes(table: Table) -> bytes:
    """A workbook of one sheet with Chinese headings."""
    rows = [
        [_sheet_value(c, v) for c, v in zip(table.columns, row, strict=True)] for row in table.rows
    ]
    headings = [column.label for column in table.columns]
    return workbook([Sheet(table.collection.label, headings, rows)])


def _sheet_value(column: Column, value: Any) -> int | str | None:
    if isinstance(value, int) and column.field.type in _NUMBERS:
        return value
    return cell_text(column.field, value) or None


FORMATS: Mapping[str, Callable[[Table], bytes]] = {
    "xlsx": xlsx_bytes,
    "csv": csv_bytes,
    "json": json_bytes,
}
"""By the name of the format, which is the suffix of its files, too."""
