"""Text of DOC, XLS and PPT, the formats before 2007."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import xlrd

from .passage import Passage


def read_xls(data: bytes, _depth: int = 0) -> Iterator[Passage]:
    """Cells and comments of all sheets; of a file that is no workbook, its runs of text."""
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO(), on_demand=False)
    except Exception:  # xlrd raises whatever a damaged file leads it to
        yield from read_runs(data)
        return
    for sheet in book.sheets():
        heads: dict[int, str] = {}
        for row in range(sheet.nrows):
            for column, cell in enumerate(sheet.row(row)):
                reference = f"{xlrd.colname(column)}{row + 1}"
                where = (
                    f"工作表“{sheet.name}”的 {reference} 格",
                    f"cell {reference} of {sheet.name}",
                )
                text = _xls_text(cell, book.datemode)
                if text:
                    yield Passage(text, *where, context=heads.get(column, ""))
                if cell.ctype == xlrd.XL_CELL_TEXT and len(text) <= 20:
                    heads[column] = text
        for (row, column), note in sheet.cell_note_map.items():
            reference = f"{xlrd.colname(column)}{row + 1}"
            yield Passage(note.text, f"{reference} 格的批注", f"the comment on cell {reference}")
    yield Passage(str(book.user_name), "文件属性", "the properties")


def _xls_text(cell: xlrd.sheet.Cell, datemode: int) -> str:
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return str(int(cell.value)) if cell.value == int(cell.value) else str(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return str(xlrd.xldate_as_datetime(cell.value, datemode).date())
        except (ValueError, OverflowError):
            return ""
    return str(cell.value) if cell.ctype == xlrd.XL_CELL_TEXT else ""


_ENCODINGS = ("utf-16-le", "gb18030")
_RUN = re.compile(r"[\w \-－.,，。:：;；@＠（）()·/、]{6,}")
_UTF16 = re.compile(rb"(?:[\x20-\x7e]\x00|[\x00-\xff][\x30\x4e-\x9f\xff]){6,}")


def read_runs(data: bytes, _depth: int = 0) -> Iterator[Passage]:
    """What looks like text in a file of a format that is not known better.

    These formats hold text as UTF-16 or in an old code page, in pieces that
    are long enough for a number; where in the document cannot be said.
    """
    where = ("文件内部", "the file")
    for run in _UTF16.finditer(data):
        yield Passage(run[0].decode("utf-16-le", "replace"), *where)
    for found in _RUN.finditer(data.decode("gb18030", "replace")):
        yield Passage(found[0], *where)
