"""The sheets of an XLSX file, cell by cell, whether they are shown or not."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from ..privacy import BORN
from .package import Package, attribute, local, paragraph_text
from .passage import Passage

_FIRST_DAY = dt.date(1899, 12, 30)
"""Day 0 of a sheet's dates, for dates after February 1900."""


def sheet_passages(package: Package, done: set[str]) -> Iterator[Passage]:
    """Each cell with text or a number; `done` gets the names of the parts that are read."""
    shared = _shared_texts(package)
    done.add("xl/sharedStrings.xml")
    for name, part in _sheets(package):
        if part in package.names:
            done.add(part)
            yield from _cells(package.xml(part), name, shared)
            yield from _comments(package, part, name, done)


def _shared_texts(package: Package) -> list[str]:
    if "xl/sharedStrings.xml" not in package.names:
        return []
    root = package.xml("xl/sharedStrings.xml")
    return [paragraph_text(item) for item in root if local(item) == "si"]


def _related(package: Package, part: str) -> dict[str, str]:
    """The parts that a part refers to, by the id it does so with."""
    folder, name = posixpath.split(part)
    file = f"{folder}/_rels/{name}.rels"
    if file not in package.names:
        return {}
    return {
        attribute(each, "Id"): posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        for each in package.xml(file)
        if (target := attribute(each, "Target"))
    }


def _sheets(package: Package) -> Iterator[tuple[str, str]]:
    """The sheets' names and parts; a part that the workbook does not name comes, too."""
    named = set()
    if "xl/workbook.xml" in package.names:
        related = _related(package, "xl/workbook.xml")
        for sheet in package.xml("xl/workbook.xml").iter():
            if local(sheet) == "sheet":
                part = related.get(sheet.get(_RELATION_ID, ""), "")
                named.add(part)
                yield attribute(sheet, "name"), part
    for part in package.matching("xl/worksheets/", ".xml"):
        if part not in named:
            yield posixpath.basename(part), part


_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def _cells(root: etree._Element, sheet: str, shared: list[str]) -> Iterator[Passage]:
    heads: dict[str, str] = {}
    for cell in root.iter():
        name = local(cell)
        if name in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "formula1", "formula2"):
            zh, en = f"工作表“{sheet}”的设置", f"the settings of sheet {sheet}"
            yield Passage(cell.text or "", zh, en)
        if name != "c":
            continue
        reference = attribute(cell, "r") or "?"
        column = re.sub(r"\d", "", reference)
        text = _cell_text(cell, shared, heads.get(column, ""))
        if text:
            where = (f"工作表“{sheet}”的 {reference} 格", f"cell {reference} of sheet {sheet}")
            yield Passage(text, *where, context=heads.get(column, ""))
            if re.search(r"[\u4e00-\u9fff]", text) and len(text) <= 20:
                heads[column] = heads.get(column, "") + text if BORN.search(text) else text
        for formula in (e for e in cell if local(e) == "f" and e.text):
            yield Passage(
                formula.text or "", f"工作表“{sheet}”的 {reference} 格", f"cell {reference}"
            )


def _cell_text(cell: etree._Element, shared: list[str], head: str) -> str:
    value = next((e.text or "" for e in cell if local(e) == "v"), "")
    kind = attribute(cell, "t")
    if kind == "s":
        return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    if kind == "inlineStr":
        return paragraph_text(cell)
    if kind in ("", "n") and BORN.search(head) and re.fullmatch(r"\d{3,5}(\.\d+)?", value):
        return (_FIRST_DAY + dt.timedelta(days=int(float(value)))).isoformat()
    if kind in ("", "n") and re.fullmatch(r"\d\.\d+E\+?1\d", value):
        return str(int(float(value)))
    return value


def _comments(package: Package, part: str, sheet: str, done: set[str]) -> Iterator[Passage]:
    for target in _related(package, part).values():
        if "omments" not in target or target not in package.names:
            continue
        done.add(target)
        for comment in package.xml(target).iter():
            if local(comment) in ("comment", "threadedComment"):
                reference = attribute(comment, "ref")
                where = (
                    f"工作表“{sheet}”{reference} 格的批注",
                    f"the comment on cell {reference} of sheet {sheet}",
                )
                yield Passage(paragraph_text(comment), *where)
