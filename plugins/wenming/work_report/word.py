"""A draft as a Word document, set as official documents are (GB/T 9704-2012)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..office_files import undated
from ..records import Record
from .draft import Draft
from .text import Heading, Paragraph, Part, Run, Runs, Table, Url

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as Line

SONG, HEI, KAI, FANG = "宋体", "黑体", "楷体", "仿宋"
TITLE, BODY, SMALL = 22, 16, 12
"""Sizes in points: 二号, 三号, 小四."""
WIDTH = 156
"""Of the type area, in millimetres."""
NOTES = "数字依据"


def docx_of(draft: Draft, url: Url) -> bytes:
    """The file's bytes, always the same for the same draft.

    Numbers lead to the list of records at the end, and that to the records.
    """
    import docx  # a fifth of a second: for those who ask for it

    document = docx.Document()
    _set_page(document)
    _line(document, (Run(draft.title),), SONG, TITLE, bold=True, centred=True)
    tables = 0
    for part in draft.parts:
        tables += isinstance(part, Table)
        _add(document, part, tables)
    if draft.notes:
        document.add_page_break()  # type: ignore[no-untyped-call]
        _line(document, (Run(NOTES),), HEI, BODY, centred=True, level=1)
        for number, records in enumerate(draft.notes, start=1):
            _note(document, number, records, url)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = draft.title, "", ""
    made = io.BytesIO()
    document.save(made)
    return undated(made.getvalue(), {})


def _set_page(document: Document) -> None:
    """A4 with the margins of official documents, the page's number at its foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.size = Pt(BODY)
    _set_font(normal.element, FANG)
    for level in (1, 2):
        _set_font(document.styles[f"Heading {level}"].element, HEI if level == 1 else KAI)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ").font.size = Pt(14)
    field = _element("w:fldSimple", instr="PAGE")
    field.append(_text_run("1", SONG, 14))
    foot._p.append(field)
    foot.add_run(" —").font.size = Pt(14)


def _add(document: Document, part: Part, number: int) -> None:
    if isinstance(part, Heading):
        font = HEI if part.level == 1 else KAI
        _line(document, (Run(part.text),), font, BODY, level=part.level, indent=True)
    elif isinstance(part, Paragraph):
        _line(document, part.runs, FANG, BODY, indent=True)
    else:
        caption = (Run(f"表{number}　{part.caption}"),)
        _line(document, caption, HEI, SMALL, centred=True, with_next=True)
        _table(document, part)


def _line(
    document: Document,
    runs: Runs,
    font: str,
    size: int,
    *,
    level: int = 0,
    bold: bool = False,
    centred: bool = False,
    indent: bool = False,
    with_next: bool = False,
) -> Line:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    style = f"Heading {level}" if level else "Normal"
    line = document.add_paragraph(style=style)
    form = line.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Pt(size * 1.75)  # 28 points for 三号
    form.keep_with_next = with_next or bool(level)
    if centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        form.first_line_indent = Pt(2 * size)
    _fill(line, runs, font, size, bold=bold)
    return line


def _fill(line: Line, runs: Runs, font: str, size: int, *, bold: bool = False) -> None:
    """The runs: what has an address leads there, what has a note is followed by its number."""
    for run in runs:
        if run.url:
            line._p.append(_link(line, run.text, run.url, font, size))
        else:
            line._p.append(_text_run(run.text, font, size, bold=bold))
        if run.note:
            link = _element("w:hyperlink", anchor=_bookmark(run.note))
            link.append(_text_run(f"〔{run.note}〕", font, size, raised=True))
            line._p.append(link)


def _link(line: Line, text: str, url: str, font: str, size: int) -> Any:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    link = _element("w:hyperlink")
    relation = line.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link.set(qn("r:id"), relation)
    link.append(_text_run(text, font, size, linked=True))
    return link


def _table(document: Document, table: Table) -> None:
    """A table with lines, whose head is repeated on every page and whose rows stay whole."""
    from docx.shared import Mm

    made = document.add_table(rows=0, cols=len(table.headings), style="Table Grid")
    made.autofit = False
    head = tuple((Run(text),) for text in table.headings)
    widths = [Mm(each) for each in _widths((head, *table.rows))]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for place, row in enumerate((head, *table.rows)):
        added = made.add_row()
        properties = added._tr.get_or_add_trPr()
        properties.append(_element("w:cantSplit"))
        if not place:
            properties.append(_element("w:tblHeader"))
        for cell, runs, width in zip(added.cells, row, widths, strict=True):
            cell.width = width
            _cell(cell, runs, HEI if not place else FANG)


def _widths(rows: Sequence[tuple[Runs, ...]]) -> list[float]:
    """Of the columns, in millimetres: by their longest texts, none too narrow to be read."""
    longest = [
        min(max(sum(len(run.text) for run in runs) for runs in column), _MOST)
        for column in zip(*rows, strict=True)
    ]
    weights = [max(each, _LEAST) for each in longest]
    return [WIDTH * each / sum(weights) for each in weights]


_LEAST, _MOST = 6, 24
"""Characters that a column has room for before its text is broken, relative to the others."""


def _cell(cell: _Cell, runs: Runs, font: str) -> None:
    from docx.shared import Pt

    line = cell.paragraphs[0]
    line.paragraph_format.line_spacing = Pt(SMALL * 1.5)
    line.paragraph_format.space_after = Pt(0)
    _fill(line, runs, font, SMALL)


def _note(document: Document, number: int, records: tuple[Record, ...], url: Url) -> None:
    """A number, and the records behind it, each with its day."""
    line = _line(document, (), FANG, SMALL)
    start = _element("w:bookmarkStart", id=str(number), name=_bookmark(number))
    line._p.append(start)
    line._p.append(_text_run(f"〔{number}〕", FANG, SMALL))
    line._p.append(_element("w:bookmarkEnd", id=str(number)))
    _fill(line, tuple(_listed(records, url)), FANG, SMALL)


def _listed(records: tuple[Record, ...], url: Url) -> Iterator[Run]:
    for place, record in enumerate(records, start=1):
        yield Run(record.title, url(record))
        yield Run(f"，{record.day}{'。' if place == len(records) else '；'}")


def _bookmark(number: int) -> str:
    return f"note{number}"


def _text_run(
    text: str,
    font: str,
    size: int,
    *,
    bold: bool = False,
    linked: bool = False,
    raised: bool = False,
) -> Any:
    run, properties = _element("w:r"), _element("w:rPr")
    properties.append(_fonts(font))
    properties.append(_element("w:b", val="1" if bold else "0"))
    properties.append(_element("w:color", val="0B4F9E" if linked or raised else "000000"))
    properties.append(_element("w:sz", val=str(2 * size)))  # in half points
    if linked:
        properties.append(_element("w:u", val="single"))
    if raised:
        properties.append(_element("w:vertAlign", val="superscript"))
    run.append(properties)
    written = _element("w:t")
    written.text = text
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(written)
    return run


def _fonts(name: str) -> Any:
    return _element("w:rFonts", ascii=name, hAnsi=name, eastAsia=name)


def _set_font(style: Any, name: str) -> None:
    """The font of a style; the themes' own would win over it."""
    from docx.oxml.ns import qn

    properties = style.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, _fonts(name))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made
