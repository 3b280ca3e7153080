"""Small files of the kinds that editors attach, sound and otherwise."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from PIL import Image

PDF = b"%PDF-1.4 one"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(64)
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(64)
LFS_POINTER = (
    b"version https://git-lfs.github.com/spec/v1\n"
    b"oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
)
MAIN_PARTS: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
STREAMS: Mapping[str, str] = {
    "doc": "WordDocument",
    "xls": "Workbook",
    "ppt": "PowerPoint Document",
}


PICTURES = (".jpg", ".jpeg", ".png", ".webp")


def picture(format_name: str = "JPEG", size: tuple[int, int] = (4, 3)) -> bytes:
    """A small picture."""
    data = io.BytesIO()
    Image.new("RGB", size).save(data, format_name)
    return data.getvalue()


def huge_picture(width: int = 10_000, height: int = 10_000) -> bytes:
    """A PNG of a few bytes that claims to be that large."""
    data = picture("PNG")
    header = b"IHDR" + struct.pack(">II", width, height) + data[24:29]
    return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def bomb() -> bytes:
    """A document whose archive says that one of its members has a gigabyte."""
    data = ooxml("docx", {"word/media/image1.png": b""})
    at = data.rindex(b"PK\x01\x02") + 24  # in the central directory, the size once unpacked
    return data[:at] + struct.pack("<I", 1 << 30) + data[at + 4 :]


def ooxml(kind: str, more: Mapping[str, str | bytes] | None = None, main: str = "") -> bytes:
    """The least that is a document of Office 2007 and later: `docx`, `xlsx`, `pptx`."""
    types = f'<Types><Override PartName="/x.xml" ContentType="{main or MAIN_PARTS[kind]}"/></Types>'
    return archive({"[Content_Types].xml": types, **(more or {})})


def ole(*streams: str) -> bytes:
    """The least that is a document of Office 97: a header, and a directory of these entries."""
    entries = b"".join(f"{name}\0".encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries
