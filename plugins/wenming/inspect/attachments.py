"""What is inside attachments: a reader for each kind of file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from ..privacy import Finding, find
from .embedded import placed_pictures
from .legacy import read_runs, read_xls
from .office import read_docx, read_pptx, read_xlsx
from .package import Package
from .passage import Passage, Unreadable
from .pdf import read_pdf

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def _read_zip(data: bytes, depth: int = 1) -> Iterator[Passage]:
    """The members of a ZIP file, by their own readers, and their names."""
    package = Package(data)
    for name in package.names:
        yield Passage(name, "压缩包里的文件名", "a file name in the archive")
        read = READERS.get(PurePosixPath(name).suffix.lower())
        if read and depth:
            for inner in read(package.read(name), depth - 1):
                zh, en = f"{name} 的{inner.zh}", f"{inner.en} of {name}"
                yield Passage(inner.text, zh, en, inner.context, inner.code)
    yield from placed_pictures(package)


def _read_text(data: bytes, _depth: int = 0) -> Iterator[Passage]:
    for number, line in enumerate(data.decode("utf-8", "replace").split("\n"), start=1):
        yield Passage(line, f"第 {number} 行", f"line {number}")


READERS: Mapping[str, Callable[[bytes, int], Iterator[Passage]]] = {
    ".docx": read_docx,
    ".xlsx": read_xlsx,
    ".pptx": read_pptx,
    ".pdf": read_pdf,
    ".doc": read_runs,
    ".xls": read_xls,
    ".ppt": read_runs,
    ".zip": _read_zip,
    ".txt": _read_text,
    ".csv": _read_text,
}


def _findings(passage: Passage) -> Iterator[Finding]:
    if passage.code:
        yield Finding(passage.code, 0, 0, passage.text, passage.zh)
    else:
        yield from find(passage.text, passage.context)


@dataclass(frozen=True, slots=True)
class Read:
    """What is private in an attachment, each with its passage; whether it could be read."""

    findings: tuple[tuple[Finding, Passage], ...]
    readable: bool = True


def read_attachment(data: bytes, suffix: str) -> Read:
    """Look through an attachment; `suffix` in small letters, with its dot."""
    reader = READERS.get(suffix)
    if reader is None:
        return Read(())
    if suffix in (".docx", ".xlsx", ".pptx") and data.startswith(_OLE):
        return Read((), readable=False)  # locked with a password, or an old format renamed
    found: dict[tuple[str, str, str], tuple[Finding, Passage]] = {}
    readable = True
    try:
        for passage in reader(data, 2):
            for finding in _findings(passage):
                # Told once, where a paragraph's runs and the paragraph itself both have it.
                found.setdefault((finding.code, finding.value, passage.zh), (finding, passage))
    except Unreadable:
        readable = False
    return Read(tuple(found.values()), readable)
