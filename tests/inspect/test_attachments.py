"""What is inside attachments is found, wherever in them it is."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable

import pytest

from wenming.inspect.attachments import read_attachment

from ..portals import REPOSITORY
from .files import pdf, photo, scan, sheet, slides, with_part, word, zipped
from .samples import IDENTITY, MOBILE

PLACES: list[tuple[str, Callable[[str, str], bytes], str, str]] = [
    (".docx", word, "paragraph", "正文第 2 段"),
    (".docx", word, "runs", "正文第 2 段"),
    (".docx", word, "table", "正文第 6 段"),
    (".docx", word, "header", "页眉第 1 段"),
    (".docx", word, "footer", "页脚第 1 段"),
    (".docx", word, "comment", "批注第 1 段"),
    (".docx", word, "property", "文件属性"),
    (".xlsx", sheet, "cell", "工作表“名单”的 B3 格"),
    (".xlsx", sheet, "number", "工作表“名单”的 B3 格"),
    (".xlsx", sheet, "hidden sheet", "工作表“底稿”的 B3 格"),
    (".xlsx", sheet, "hidden row", "工作表“名单”的 B3 格"),
    (".xlsx", sheet, "hidden column", "工作表“名单”的 B3 格"),
    (".xlsx", sheet, "comment", "工作表“名单”B3 格的批注"),
    (".xlsx", sheet, "formula", "工作表“名单”的 B3 格"),
    (".xlsx", sheet, "property", "文件属性"),
    (".pptx", slides, "slide", "第 1 张幻灯片"),
    (".pptx", slides, "notes", "第 1 张备注"),
    (".pptx", slides, "table", "第 1 张幻灯片"),
    (".pdf", pdf, "page", "第 2 页"),
    (".pdf", pdf, "property", "文件属性"),
]


@pytest.mark.parametrize(("suffix", "make", "place", "told"), PLACES)
def test_a_number_is_found_in_every_place_of_an_attachment(
    suffix: str, make: Callable[[str, str], bytes], place: str, told: str
) -> None:
    """Shown, hidden or only a property; and it is told where."""
    read = read_attachment(make(place, MOBILE), suffix)
    assert read.readable
    assert [(f.code, p.zh) for f, p in read.findings] == [("private-mobile", told)]


@pytest.mark.parametrize(("suffix", "make", "place", "told"), PLACES)
def test_an_attachment_without_private_data_is_left_alone(
    suffix: str, make: Callable[[str, str], bytes], place: str, told: str
) -> None:
    """The programs that write it leave numbers of their own in it."""
    del told
    text = "20240601" if place == "number" else "县文明办"
    assert read_attachment(make(place, text), suffix).findings == ()


def test_the_head_of_a_column_tells_what_a_cell_holds() -> None:
    """A date is nobody's birthday under another head."""
    import datetime as dt
    import io

    import openpyxl

    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    for row in (["姓名", "出生日期", "授予日期"], ["甲", dt.date(1951, 3, 7), dt.date(2024, 3, 7)]):
        first.append(row)
    data = io.BytesIO()
    book.save(data)
    read = read_attachment(data.getvalue(), ".xlsx")
    assert [(f.code, p.zh) for f, p in read.findings] == [
        ("private-birth-date", "工作表“Sheet”的 B2 格")
    ]


def test_an_old_workbook_is_read_cell_by_cell() -> None:
    """Numbers in it are no text; its only sheet is hidden. (No program writes it here any more.)"""
    data = (REPOSITORY / "tests/data/hidden-sheet.xls").read_bytes()
    read = read_attachment(data, ".xls")
    assert [(f.code, f.value, p.zh) for f, p in read.findings] == [
        ("private-mobile", MOBILE, "工作表“名单”的 B3 格"),
        ("private-identity-number", IDENTITY, "工作表“名单”的 B4 格"),
    ]


@pytest.mark.parametrize("encoding", ["utf-16-le", "gb18030"])
@pytest.mark.parametrize("suffix", [".doc", ".ppt"])
@pytest.mark.parametrize("offset", [0, 1])
def test_text_in_the_formats_before_2007_is_found(encoding: str, suffix: str, offset: int) -> None:
    """As the runs of text that it is."""
    text = f"姓名：陈水根 电话：{MOBILE}。".encode(encoding)
    data = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x01" * (504 + offset) + text + b"\x00" * 512
    read = read_attachment(data, suffix)
    assert {f.code for f, _ in read.findings} == {"private-mobile"}


def test_what_is_in_an_archive_is_found() -> None:
    """And in what is embedded in a document."""
    archive = zipped({"名单.xlsx": sheet("cell", MOBILE), "说明.txt": IDENTITY.encode()})
    found = {(f.code, p.zh) for f, p in read_attachment(archive, ".zip").findings}
    assert found == {
        ("private-mobile", "名单.xlsx 的工作表“名单”的 B3 格"),
        ("private-identity-number", "说明.txt 的第 1 行"),
    }
    embedded = with_part(
        word("paragraph", "见附表"), "word/embeddings/list.xlsx", sheet("cell", MOBILE)
    )
    assert [f.code for f, _ in read_attachment(embedded, ".docx").findings] == ["private-mobile"]


def picture_in(suffix: str, photo: bytes) -> bytes:
    """A document that shows it."""
    if suffix == ".pdf":
        return scan(photo, "text")
    document = {".docx": word, ".xlsx": sheet, ".pptx": slides}[suffix]("paragraph", "甲")
    folder = {".docx": "word", ".xlsx": "xl", ".pptx": "ppt"}[suffix]
    return with_part(document, f"{folder}/media/image1.jpeg", photo)


@pytest.mark.parametrize("xmp", [False, True])
@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pptx", ".pdf"])
def test_a_picture_in_a_document_that_tells_where_it_was_taken_is_told(
    suffix: str, xmp: bool
) -> None:
    """Documents are published as they are."""
    told = "第 1 页的图片" if suffix == ".pdf" else "里的图片 image1.jpeg"
    document = picture_in(suffix, photo(place=True, xmp=xmp))
    found = [(f.code, p.zh) for f, p in read_attachment(document, suffix).findings]
    assert found == [("attachment-picture-place", told)]
    assert read_attachment(picture_in(suffix, photo(place=False)), suffix).findings == ()
    archive = zipped({f"a{suffix}": document, "b.jpg": photo(place=True)})
    found = [(f.code, p.zh) for f, p in read_attachment(archive, ".zip").findings]
    assert found == [
        ("attachment-picture-place", f"a{suffix} 的{told}"),
        ("attachment-picture-place", "里的图片 b.jpg"),
    ]


def test_pages_of_a_pdf_that_are_scans_are_told_once() -> None:
    """Whatever other pages say; a page with words is none."""
    read = read_attachment(scan(photo(place=False), "", "text", " "), ".pdf")
    assert [(f.code, p.zh) for f, p in read.findings] == [("attachment-scan", "第 1、3 页")]
    assert read_attachment(scan(photo(place=False), "text"), ".pdf").findings == ()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>
<w:document xmlns:w="w"><w:p><w:t>&c;</w:t></w:p></w:document>"""


@pytest.mark.parametrize(
    ("suffix", "data"),
    [
        (".docx", b""),
        (".docx", b"PK\x03\x04 cut off"),
        (".docx", with_part(word("paragraph", "甲"), "word/document.xml", LAUGHS)),
        (".docx", with_part(word("paragraph", "甲"), "word/document.xml", b"<w:document")),
        (".xlsx", with_part(sheet("cell", "甲"), "xl/sharedStrings.xml", b" " * (40 << 20))),
        (".xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"locked" * 100),
        (".pdf", b"%PDF-1.4 cut off"),
        (".zip", b"PK"),
    ],
)
def test_a_damaged_locked_or_exploding_attachment_is_told(suffix: str, data: bytes) -> None:
    """Nothing is unpacked without end, no entity is expanded."""
    begun = time.monotonic()
    read = read_attachment(data, suffix)
    assert not read.readable
    assert read.findings == ()
    assert time.monotonic() - begun < 30


def test_a_size_that_lies_is_not_believed() -> None:
    """A bomb's directory may say that it is small."""
    data = bytearray(with_part(word("paragraph", "甲"), "word/document.xml", b" " * (40 << 20)))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    assert read_attachment(bytes(data), ".docx").findings == ()
