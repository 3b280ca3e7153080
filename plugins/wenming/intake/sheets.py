"""Office files as sheets of plain values: XLSX, the XLS before it, and CSV in any encoding."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..library import DAMAGED_ARCHIVE
from ..records import decode_any, refuse

MOST_BYTES = 30 * 1024 * 1024
"""Largest file that is read, also of its parts when unpacked, ten times over."""

MOST_ROWS = 20_000
"""Rows of a sheet that are looked at."""

ERROR_VALUES = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is shown: its rows, each a list of values, `None` for nothing.

    Cells that are merged downwards all have the value of the first.
    """

    name: str
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file that are shown, and the names of those that are hidden."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()


def letters(column: int) -> str:
    """The name of a column, from 0: A, B … Z, AA."""
    return (letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def read_workbook(file: Path) -> Workbook:
    """The file's sheets; raises `Refused` for what is no sheet that can be read."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise refuse("import-unreadable", file.name, reason=error.strerror or str(error)) from None
    if not data.strip():
        raise refuse("file-empty", file.name)
    if len(data) > MOST_BYTES:
        raise refuse("import-too-large", file.name, limit=str(MOST_BYTES // 1024 // 1024))
    try:
        if data.startswith(b"PK"):
            return _read_xlsx(data, file.name)
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            return _read_xls(data)
    except _UNREADABLE as error:
        reason = f"{type(error).__name__}: {error}"
        raise refuse("import-unreadable", file.name, reason=reason) from None
    return Workbook((Sheet(file.stem, _csv_rows(data, file.name)),))


# Damaged XML is a SyntaxError, as lxml and the standard library both call it.
_UNREADABLE = (*DAMAGED_ARCHIVE, SyntaxError, IndexError, TypeError, AttributeError)


def _read_xlsx(data: bytes, name: str) -> Workbook:
    import openpyxl  # a quarter of a second: for those who import

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(part.file_size for part in package.infolist()) > 10 * MOST_BYTES:
            raise refuse("import-too-large", name, limit=str(MOST_BYTES // 1024 // 1024))
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    sheets = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        last = min(sheet.max_row, MOST_ROWS)
        rows = [list(row) for row in sheet.iter_rows(max_row=last, values_only=True)]
        for merged in sheet.merged_cells.ranges:
            for row in range(merged.min_row, min(merged.max_row, last)):
                rows[row][merged.min_col - 1] = rows[merged.min_row - 1][merged.min_col - 1]
        sheets.append(Sheet(sheet.title, _frozen(rows)))
    hidden = tuple(s.title for s in book.worksheets if s.sheet_state != "visible")
    return Workbook(tuple(sheets), hidden)


def _read_xls(data: bytes) -> Workbook:
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), formatting_info=True)
    except Exception as error:  # xlrd raises whatever a damaged or locked file leads it to
        raise ValueError(f"{type(error).__name__}: {error}") from None
    sheets = []
    for sheet in book.sheets():
        if sheet.visibility:
            continue
        last = min(sheet.nrows, MOST_ROWS)
        rows = [[_xls_value(cell, book.datemode) for cell in sheet.row(n)] for n in range(last)]
        for top, bottom, left, _ in sheet.merged_cells:
            for row in range(top + 1, min(bottom, last)):
                rows[row][left] = rows[top][left]
        sheets.append(Sheet(sheet.name, _frozen(rows)))
    return Workbook(tuple(sheets), tuple(s.name for s in book.sheets() if s.visibility))


def _xls_value(cell: Any, datemode: int) -> Any:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return cell.value if cell.ctype in (xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER) else None


def _csv_rows(data: bytes, name: str) -> tuple[tuple[Any, ...], ...]:
    text = decode_any(data)
    if text is None:
        try:
            text = data.decode("gb18030")  # a short list is too little to be sure by
        except UnicodeDecodeError:
            raise refuse("file-encoding-unsure", name) from None
    if "\x00" in text or text.lstrip()[:1] == "<":
        raise refuse("import-unreadable", name, reason="no CSV, XLS or XLSX")
    head = text[:4000]
    delimiter = max(",\t;", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return _frozen([list(row) for _, row in zip(range(MOST_ROWS), rows, strict=False)])
    except csv.Error as error:
        raise refuse("import-unreadable", name, rows.line_num or 1, reason=str(error)) from None


def _frozen(rows: list[list[Any]]) -> tuple[tuple[Any, ...], ...]:
    """Rows with empty texts as nothing, without those at the end that hold nothing."""
    plain = [tuple(None if is_blank(value) else value for value in row) for row in rows]
    while plain and not any(value is not None for value in plain[-1]):
        plain.pop()
    return tuple(plain)


def is_blank(value: Any) -> bool:
    """Whether a cell says nothing; a dash or a stroke says just that."""
    return value is None or (isinstance(value, str) and not value.strip(_NOTHING))


_NOTHING = " \t\r\n\u3000\xa0\u200b\ufeff-—–－/／\\"


def as_date(serial: float) -> dt.date | None:
    """The day that a number in a sheet stands for, if it may be one: 1954 to 2119."""
    if 20_000 <= serial < 80_000:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(serial))
    return None
