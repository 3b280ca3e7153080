"""What a published file is, by its content: a suffix alone promises nothing."""

from __future__ import annotations

import lzma
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from .recordings import without_telling_boxes

MOST_PIXELS = 60_000_000
"""Above what cameras and scanners make; a small file can claim to be far larger."""

MOST_UNPACKED = 500 * 1024 * 1024
"""Bytes of an office document or archive once it is unpacked."""

_HEAD = 1024
_MEGABYTE = 1024 * 1024

Details = dict[str, str]


@dataclass(frozen=True, slots=True)
class FileType:
    """A kind of file that may be published: its MIME type, and what is wrong with a file as one.

    `fault` takes the file and its first bytes, and gives the code of a problem or an empty text.
    """

    mime: str
    fault: Callable[[Path, bytes], str]


def file_fault(file: Path, suffix: str, *, most_megabytes: int) -> tuple[str, Details]:
    """The code and details of what is wrong with a file of an allowed suffix, or an empty code."""
    size = file.stat().st_size
    if size > most_megabytes * _MEGABYTE:
        return "media-too-large", {"size": f"{size / _MEGABYTE:.1f}", "limit": str(most_megabytes)}
    with file.open("rb") as opened:
        head = opened.read(_HEAD)
    if head.startswith(b"version https://git-lfs.github.com/spec/"):
        return "media-lfs", {}
    code = FILE_TYPES[suffix].fault(file, head)
    return code, {"limit": str(MOST_PIXELS // 10_000)} if code == "picture-pixels" else {}


def _picture(format_name: str) -> Callable[[Path, bytes], str]:
    """A picture of that one format; only its header is read, no pixel is unpacked."""

    def type_fault(file: Path, head: bytes) -> str:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                with Image.open(file, formats=(format_name,)) as picture:
                    width, height = picture.size
        except Image.DecompressionBombError:
            return "picture-pixels"
        except (OSError, ValueError, SyntaxError):
            return "unreadable-picture"
        return "picture-pixels" if width * height > MOST_PIXELS else ""

    return type_fault


def _beginning(pattern: bytes) -> Callable[[Path, bytes], str]:
    """A file whose first bytes say what it is."""
    compiled = re.compile(pattern, re.DOTALL)

    def type_fault(file: Path, head: bytes) -> str:
        return "" if compiled.match(head) else "media-content"

    return type_fault


def _film_fault(file: Path, head: bytes) -> str:
    """A film whose metadata can be taken out."""
    if not _FILM.match(head):
        return "media-content"
    try:
        without_telling_boxes(file.read_bytes())
    except ValueError:
        return "media-content"
    return ""


_FILM = re.compile(
    rb"\0\0.{2}ftyp(?:iso[2-9m]|mp4[12]|avc1|M4V[ HP]|dash|MSNV|f4v |3gp.|qt  )", re.DOTALL
)


def _ole(*streams: str) -> Callable[[Path, bytes], str]:
    """A document of Office 97 to 2003, which holds one of these streams and no macro.

    Entries of its directory are 128 bytes long and begin with their name in UTF-16 ([MS-CFB] 2.6).
    """

    def holds(data: bytes, name: str) -> bool:
        sought = f"{name}\0".encode("utf-16-le")
        at = data.find(sought)
        while at >= 0 and at % 128:
            at = data.find(sought, at + 1)
        return at >= 0

    def type_fault(file: Path, head: bytes) -> str:
        if not head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            return "media-content"
        data = file.read_bytes()
        if not any(holds(data, name) for name in streams):
            return "media-content"
        macros = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros")
        return "media-macros" if any(holds(data, name) for name in macros) else ""

    return type_fault


DAMAGED_ARCHIVE = (
    *(OSError, ValueError, KeyError, EOFError, RuntimeError, NotImplementedError),
    *(struct.error, zlib.error, lzma.LZMAError, zipfile.BadZipFile),
)
"""What `zipfile` raises of a damaged archive, an encrypted one, or an unusual compression."""


def _ooxml(main_part: str) -> Callable[[Path, bytes], str]:
    """A document of Office 2007 and later (ECMA-376, part 2), whose main part is of that type."""
    main = f'ContentType="application/vnd.openxmlformats-officedocument.{main_part}.main+xml"'
    # The same document with macros calls its main part otherwise; it may still be renamed.
    macros = re.compile(rb"macroEnabled|vnd\.ms-office\.vbaProject", re.IGNORECASE)

    def type_fault(file: Path, head: bytes) -> str:
        try:
            with zipfile.ZipFile(file) as archive:
                if code := _archive_fault(archive):
                    return code
                if any("vbaproject" in name.lower() for name in archive.namelist()):
                    return "media-macros"
                with archive.open("[Content_Types].xml") as part:
                    types = part.read(_MEGABYTE)
        except DAMAGED_ARCHIVE:
            return "media-content"
        if macros.search(types):
            return "media-macros"
        return "" if main.encode() in types else "media-content"

    return type_fault


def _archive_fault(archive: zipfile.ZipFile) -> str:
    """What is wrong with the members of an archive: a bomb, or a path that leads out of it."""
    if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
        return "media-bomb"
    for name in archive.namelist():
        if name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name):
            return "media-content"
    return ""


def _zip_fault(file: Path, head: bytes) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            return _archive_fault(archive)
    except DAMAGED_ARCHIVE:
        return "media-content"


_OFFICE = "application/vnd.openxmlformats-officedocument"

FILE_TYPES: Mapping[str, FileType] = {
    ".jpg": FileType("image/jpeg", _picture("JPEG")),
    ".jpeg": FileType("image/jpeg", _picture("JPEG")),
    ".png": FileType("image/png", _picture("PNG")),
    ".webp": FileType("image/webp", _picture("WEBP")),
    ".pdf": FileType("application/pdf", _beginning(rb"%PDF-\d")),
    ".doc": FileType("application/msword", _ole("WordDocument")),
    ".docx": FileType(f"{_OFFICE}.wordprocessingml.document", _ooxml("wordprocessingml.document")),
    ".xls": FileType("application/vnd.ms-excel", _ole("Workbook", "Book")),
    ".xlsx": FileType(f"{_OFFICE}.spreadsheetml.sheet", _ooxml("spreadsheetml.sheet")),
    ".ppt": FileType("application/vnd.ms-powerpoint", _ole("PowerPoint Document")),
    ".pptx": FileType(
        f"{_OFFICE}.presentationml.presentation", _ooxml("presentationml.presentation")
    ),
    # A tag in front, or at once a frame of MPEG audio, layer III.
    ".mp3": FileType("audio/mpeg", _beginning(rb"ID3[\x02-\x04]|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]")),
    ".mp4": FileType("video/mp4", _film_fault),
    ".zip": FileType("application/zip", _zip_fault),
}

PICTURES: tuple[str, ...] = (".jpg", ".jpeg", ".png", ".webp")
PLAYED: tuple[str, ...] = (".mp3", ".mp4")
"""What a body can show besides pictures: sound and film."""
