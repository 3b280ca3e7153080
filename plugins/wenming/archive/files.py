"""The files of an archive, by their path in it: an index, and a folder an indicator."""

from __future__ import annotations

from collections.abc import Iterator

from ..library import Library
from ..progress import Tell, silent
from ..views import Views
from .evidence import Archive, Evidence, Finding
from .index import index_workbook
from .names import file_name, unlike
from .pages import Pages

INDEX = "index.xlsx"


def archive_files(
    archive: Archive, library: Library, views: Views, tell: Tell = silent
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each file, the index first; the same for the same content and day."""
    paths = _paths(archive)
    yield INDEX, index_workbook(archive, paths, library)
    pages = Pages(library, views, archive)
    for number, (finding, folder, evidence, stem) in enumerate(_laid_out(archive), start=1):
        beside = f"{stem.partition(' ')[0]} 图片和附件"
        text, files = pages.page(evidence.record, finding.indicator, beside)
        yield f"{folder}/{stem}.html", text.encode()
        for name, media in files:
            yield f"{folder}/{beside}/{name}", media.content(library.root)
        tell("pages", number, len(paths))


def _paths(archive: Archive) -> dict[tuple[str, str], str]:
    """Where the page of a record is, by the code of the indicator and the record's key."""
    return {
        (finding.indicator.code, evidence.record.key): f"{folder}/{stem}.html"
        for finding, folder, evidence, stem in _laid_out(archive)
    }


def _laid_out(archive: Archive) -> Iterator[tuple[Finding, str, Evidence, str]]:
    """Each page: its indicator, the folder, the record, and its name without suffix."""
    folders: list[str] = []
    for finding in archive.findings:
        if not finding.evidence:
            continue
        indicator = finding.indicator
        folders.append(unlike(file_name(f"{indicator.code} {indicator.text}", 30), folders))
        for number, evidence in enumerate(finding.evidence, start=1):
            named = f"{number:02} {evidence.day:%Y-%m-%d} {evidence.record.title}"
            yield finding, folders[-1], evidence, file_name(named, 50)
