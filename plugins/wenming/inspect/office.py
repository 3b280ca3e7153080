"""Text of DOCX, XLSX and PPTX: everything in them that a reader or a program can get out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from .embedded import placed_pictures
from .package import Package, leaf_texts, local, paragraph_text
from .passage import Passage
from .sheets import sheet_passages

_DEPTH = 2
"""How deep attachments within attachments are opened."""

_WORD_PARTS = {
    "document": ("正文", "the text"),
    "header": ("页眉", "a header"),
    "footer": ("页脚", "a footer"),
    "comments": ("批注", "a comment"),
    "footnotes": ("脚注", "a footnote"),
    "endnotes": ("尾注", "an endnote"),
}


def read_docx(data: bytes, depth: int = _DEPTH) -> Iterator[Passage]:
    """Paragraphs (those in tables with the head of their column), comments, properties."""
    package = Package(data)
    done = set()
    for name in package.matching("word/", ".xml"):
        kind = re.sub(r"\d+$", "", name[5:-4])
        if kind in _WORD_PARTS:
            done.add(name)
            yield from _paragraphs(package.xml(name), *_WORD_PARTS[kind])
    yield from _rest(package, done, depth)


def _paragraphs(root: etree._Element, zh: str, en: str) -> Iterator[Passage]:
    heads = _column_heads(root)
    number = 0
    for paragraph in root.iter():
        if local(paragraph) == "p":
            number += 1
            if text := paragraph_text(paragraph):
                yield Passage(
                    text,
                    f"{zh}第 {number} 段",
                    f"paragraph {number} of {en}",
                    heads.get(paragraph, ""),
                )


def _column_heads(root: etree._Element) -> dict[etree._Element, str]:
    """For each paragraph of a table's cell, what the first row has in that column."""
    heads: dict[etree._Element, str] = {}
    for table in (e for e in root.iter() if local(e) == "tbl"):
        rows = [[c for c in row if local(c) == "tc"] for row in table if local(row) in ("tr",)]
        first = [paragraph_text(cell) for cell in rows[0]] if rows else []
        for row in rows[1:]:
            for cell, head in zip(row, first, strict=False):
                heads |= {p: head for p in cell.iter() if local(p) == "p"}
    return heads


def read_pptx(data: bytes, depth: int = _DEPTH) -> Iterator[Passage]:
    """Slides, their notes and comments, properties."""
    package = Package(data)
    done = set()
    parts = (
        ("slides/slide", "幻灯片", "slide"),
        ("notesSlides/notesSlide", "备注", "the notes of slide"),
    )
    for folder, zh, en in parts:
        for name in package.matching(f"ppt/{folder}", ".xml"):
            number = re.sub(r"\D", "", name.rpartition("/")[2])
            done.add(name)
            for paragraph in package.xml(name).iter():
                if local(paragraph) == "p" and (text := paragraph_text(paragraph)):
                    yield Passage(text, f"第 {number} 张{zh}", f"{en} {number}")
    yield from _rest(package, done, depth)


def read_xlsx(data: bytes, depth: int = _DEPTH) -> Iterator[Passage]:
    """Cells of all sheets, rows and columns, hidden or not; comments, names, properties."""
    package = Package(data)
    done: set[str] = set()
    yield from sheet_passages(package, done)
    yield from _rest(package, done, depth)


_PARTS = (
    ("docProps/", "文件属性", "the properties"),
    ("xl/comments", "批注", "a comment"),
    ("xl/threadedComments", "批注", "a comment"),
    ("ppt/comments", "批注", "a comment"),
)
_WITHOUT_WORDS = re.compile(r"theme|styles|fontTable|settings|calcChain|numbering|printerSettings")


def _rest(package: Package, done: set[str], depth: int) -> Iterator[Passage]:
    """Every other part: each text between tags, the paragraphs among them joined; pictures."""
    for name in package.names:
        suffix = name.rpartition(".")[2].lower()
        if suffix in READERS and depth:
            for inner in READERS[suffix](package.read(name), depth - 1):
                file = name.rpartition("/")[2]
                zh, en = f"嵌入文件 {file} 的{inner.zh}", f"{inner.en} of {file}"
                yield Passage(inner.text, zh, en, code=inner.code)
        if name in done or suffix not in ("xml", "rels", "vml") or _WITHOUT_WORDS.search(name):
            continue
        zh, en = next(
            ((z, e) for start, z, e in _PARTS if name.startswith(start)), ("文件内部", name)
        )
        if zh == "文件内部":
            zh = f"{zh}（{name}）"
        root = package.xml(name)
        paragraphs = [
            e for e in root.iter() if local(e) in ("p", "comment", "si", "threadedComment")
        ]
        texts = [paragraph_text(p) for p in paragraphs]
        yield from (Passage(text, zh, en) for text in (*texts, *leaf_texts(root)) if len(text) > 5)
    yield from placed_pictures(package)


READERS: Mapping[str, Callable[[bytes, int], Iterator[Passage]]] = {
    "docx": read_docx,
    "xlsx": read_xlsx,
    "pptx": read_pptx,
}
