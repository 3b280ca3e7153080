"""The report as a Word document: read back with another's eyes."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from ..test_cli import wenming
from .portal import HALF, half_year


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Any:
    portal = half_year(tmp_path_factory.mktemp("portals") / "portal")
    result = wenming(portal, "report", *HALF, "--format", "docx")
    return docx.Document(io.BytesIO(result.stdout_bytes))


def test_it_is_set_as_an_official_document(document: Any) -> None:
    """A4 with its margins; a title, numbered headings, tables whose head is repeated."""
    page = document.sections[0]
    lengths = (page.page_width, page.page_height, page.left_margin, page.right_margin)
    assert [round(each.mm) for each in lengths] == [210, 297, 28, 26]
    assert document.paragraphs[0].text == "测试县文明办2024年上半年工作总结（数据初稿）"
    assert document.core_properties.title == document.paragraphs[0].text
    headings = [(p.style.name, p.text) for p in document.paragraphs if "Heading" in p.style.name]
    assert headings[:3] == [
        ("Heading 1", "一、主要数字"),
        ("Heading 1", "二、新时代文明实践"),
        ("Heading 2", "（一）志愿服务"),
    ]
    assert all(t.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for t in document.tables)
    assert "PAGE" in page.footer._element.xml


def test_its_tables_hold_the_figures_and_names(document: Any) -> None:
    rows = [[cell.text for cell in row.cells] for t in document.tables for row in t.rows]
    [province] = [row for row in rows if row[:2] == ["身边好人", "省级"]]
    assert re.sub(r"〔\d+〕", "", "|".join(province)) == (
        "身边好人|省级|4|0|+4|褚云、卫长川、蒋禾、沈竹君"
    )


def test_numbers_lead_to_their_records(document: Any) -> None:
    """By a bookmark to the list at the end, and from there to the addresses."""
    body = document.element.body
    links = body.findall(f".//{qn('w:hyperlink')}")
    named = {each.get(qn("w:name")) for each in body.findall(f".//{qn('w:bookmarkStart')}")}
    wanted = {each.get(qn("w:anchor")) for each in links} - {None}
    assert wanted == named != set()
    targets = {document.part.rels[i].target_ref for e in links if (i := e.get(qn("r:id")))}
    assert "https://www.example.org/honors/2024/province/" in targets
    assert all(each.startswith("https://www.example.org/") for each in targets)
