"""Attachments with something in a given place."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import openpyxl
import pptx
from openpyxl.comments import Comment
from PIL import ExifTags, Image
from reportlab.lib.units import cm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas


def _bytes(document: Any) -> bytes:
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def word(place: str, text: str) -> bytes:
    """A DOCX with a text in a paragraph, split run, table, header, footer, comment or property."""
    document = docx.Document()
    document.add_paragraph("报名表")
    paragraph = document.add_paragraph()
    if place == "paragraph":
        paragraph.add_run(text)
    elif place == "runs":
        for character in text:
            paragraph.add_run(character)
    elif place == "table":
        table = document.add_table(2, 2)
        table.cell(0, 1).text = "电话"
        table.cell(1, 1).text = text
    elif place == "header":
        document.sections[0].header.paragraphs[0].text = text
    elif place == "footer":
        document.sections[0].footer.paragraphs[0].text = text
    elif place == "comment":
        run = paragraph.add_run("请核对")
        document.add_comment(run, text=text, author="审核人", initials="")
    elif place == "property":
        document.core_properties.keywords = text
    return _bytes(document)


def sheet(place: str, text: str) -> bytes:
    """An XLSX with a text in a cell, as a number, in hidden places, a comment or a property."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "名单"
    first["A1"], first["B1"] = "姓名", "电话"
    if place == "cell":
        first["B3"] = text
    elif place == "number":
        first["B3"] = int(text)
    elif place == "hidden sheet":
        hidden = book.create_sheet("底稿")
        hidden.sheet_state = "veryHidden"
        hidden["B3"] = text
    elif place == "hidden row":
        first["B3"] = text
        first.row_dimensions[3].hidden = True
    elif place == "hidden column":
        first["B3"] = text
        first.column_dimensions["B"].hidden = True
    elif place == "comment":
        first["B3"] = "王秀英"
        first["B3"].comment = Comment(text, "审核人")
    elif place == "property":
        book.properties.description = text
    elif place == "sheet name":
        first.title = text
    elif place == "formula":
        first["B3"] = f'=CONCATENATE("{text}","")'
    return _bytes(book)


def slides(place: str, text: str) -> bytes:
    """A PPTX with a text on a slide, in its notes or in a table."""
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    assert slide.shapes.title is not None
    if place == "slide":
        slide.shapes.title.text = text
    elif place == "notes":
        slide.notes_slide.notes_text_frame.text = text
    elif place == "table":
        frame = slide.shapes.add_table(1, 1, 0, 0, 9999, 9999)
        frame.table.cell(0, 0).text = text
    return _bytes(show)


def pdf(place: str, text: str) -> bytes:
    """A PDF with a text on its second page or in its properties."""
    data = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(data)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(2 * cm, 20 * cm, "名单")
    canvas.showPage()
    canvas.setFont("STSong-Light", 12)
    if place == "page":
        canvas.drawString(2 * cm, 20 * cm, f"电话：{text}")
    elif place == "property":
        canvas.setSubject(text)
    canvas.showPage()
    canvas.save()
    return data.getvalue()


def photo(*, place: bool, xmp: bool = False) -> bytes:
    """A JPEG from a camera, with the place where it was taken or without."""
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "相机"
    if place and not xmp:
        gps = {1: "N", 2: (39.0, 54.0, 15.0), 3: "E", 4: (116.0, 24.0, 26.0)}
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(gps)
    told = b'<x exif:GPSLatitude="39,54N"/>' if place and xmp else b""
    data = io.BytesIO()
    Image.effect_noise((64, 64), 50).save(data, "JPEG", exif=exif, xmp=told)
    return data.getvalue()


def scan(picture: bytes, *texts: str) -> bytes:
    """A PDF with a page for each text and the same picture on all of them."""
    data = io.BytesIO()
    canvas = Canvas(data)
    for text in texts:
        canvas.drawString(2 * cm, 25 * cm, text)
        canvas.drawImage(ImageReader(io.BytesIO(picture)), 0, 0)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def with_part(document: bytes, name: str, content: bytes) -> bytes:
    """A package with one part replaced or added."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    return zipped({**files, name: content})
