"""What is published is what its name says, and nothing that harms whoever opens it."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.library.file_types import FILE_TYPES, file_fault

from .. import office
from ..portals import write

GOOD = {
    ".jpg": office.picture(),
    ".jpeg": office.picture(),
    ".png": office.picture("PNG"),
    ".webp": office.picture("WEBP"),
    ".pdf": office.PDF,
    **{f".{kind}": office.ooxml(kind) for kind in office.MAIN_PARTS},
    **{f".{kind}": office.ole("Root Entry", name) for kind, name in office.STREAMS.items()},
    ".mp3": office.MP3,
    ".mp4": office.MP4,
    ".zip": office.archive({"a.txt": "甲"}),
}


def fault(folder: Path, suffix: str, data: bytes) -> str:
    file = write(folder / f"file{suffix}", data)
    return file_fault(file, suffix, most_megabytes=1)[0]


def test_every_type_that_may_be_published_is_tried() -> None:
    assert GOOD.keys() == FILE_TYPES.keys()


@pytest.mark.parametrize("suffix", GOOD)
def test_a_file_is_what_its_suffix_says(tmp_path: Path, suffix: str) -> None:
    """And a file of any other kind under that name is refused."""
    assert fault(tmp_path, suffix, GOOD[suffix]) == ""
    alike = {".jpg": ".jpeg", ".jpeg": ".jpg", ".zip": ".docx .xlsx .pptx"}.get(suffix, "").split()
    for other, data in GOOD.items():
        if other != suffix and other not in alike:
            expected = "unreadable-picture" if suffix in office.PICTURES else "media-content"
            assert fault(tmp_path, suffix, data) == expected, other


@pytest.mark.parametrize("suffix", GOOD)
def test_a_pointer_of_git_lfs_is_no_file(tmp_path: Path, suffix: str) -> None:
    assert fault(tmp_path, suffix, office.LFS_POINTER) == "media-lfs"


@pytest.mark.parametrize("suffix", GOOD)
def test_a_file_above_the_limit_is_refused(tmp_path: Path, suffix: str) -> None:
    assert fault(tmp_path, suffix, GOOD[suffix] + bytes(1024 * 1024)) == "media-too-large"


@pytest.mark.parametrize("suffix", GOOD)
@pytest.mark.parametrize("data", [b"", b"\0", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<html>" * 99])
def test_a_damaged_file_is_refused(tmp_path: Path, suffix: str, data: bytes) -> None:
    assert fault(tmp_path, suffix, data) in ("media-content", "unreadable-picture")


@settings(deadline=None)
@given(suffix=st.sampled_from(sorted(GOOD)), cut=st.floats(0, 1), flip=st.floats(0, 1))
def test_no_damage_makes_the_check_fail(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, cut: float, flip: float
) -> None:
    """Cut short or with a byte changed: a code or none, never an exception."""
    data = bytearray(GOOD[suffix])
    data[int(flip * (len(data) - 1))] ^= 0xFF
    folder = tmp_path_factory.mktemp("damaged")
    for each in (bytes(data), GOOD[suffix][: int(cut * len(data))]):
        assert isinstance(fault(folder, suffix, each), str)


def test_a_picture_that_claims_a_hundred_million_pixels_is_not_unpacked(tmp_path: Path) -> None:
    """Nor one of sixty-one; one of sixty is what good scanners make."""
    assert fault(tmp_path, ".png", office.huge_picture()) == "picture-pixels"
    assert fault(tmp_path, ".png", office.huge_picture(20_000, 20_000)) == "picture-pixels"
    assert fault(tmp_path, ".png", office.huge_picture(6_001, 10_000)) == "picture-pixels"
    assert fault(tmp_path, ".png", office.huge_picture(6_000, 10_000)) == ""


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "xl/VBAPROJECT.BIN", "ppt/vbaProjectX"])
def test_a_document_with_macros_is_refused(tmp_path: Path, name: str) -> None:
    """Whatever its suffix says."""
    assert fault(tmp_path, ".docx", office.ooxml("docx", {name: b"x"})) == "media-macros"


def test_a_macro_document_under_another_suffix_is_refused(tmp_path: Path) -> None:
    """`.docm` renamed to `.docx`: its main part says so."""
    main = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert fault(tmp_path, ".docx", office.ooxml("docx", main=main)) == "media-macros"


@pytest.mark.parametrize("stream", ["_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"])
def test_an_old_document_with_macros_is_refused(tmp_path: Path, stream: str) -> None:
    assert fault(tmp_path, ".doc", office.ole("WordDocument", stream)) == "media-macros"


def test_an_old_document_that_only_writes_about_macros_passes(tmp_path: Path) -> None:
    """A stream's name is no text in it: it stands where entries of the directory stand."""
    text = b"xx" + "_VBA_PROJECT\0".encode("utf-16-le")
    assert fault(tmp_path, ".doc", office.ole("WordDocument") + text) == ""


def test_an_encrypted_document_is_refused(tmp_path: Path) -> None:
    """Nobody could open it; inside it is an old one with other streams."""
    assert fault(tmp_path, ".docx", office.ole("EncryptedPackage")) == "media-content"


def test_a_document_that_unpacks_to_a_gigabyte_is_refused(tmp_path: Path) -> None:
    assert fault(tmp_path, ".docx", office.bomb()) == "media-bomb"
    claim = struct.unpack("<I", office.bomb()[-22 + 12 : -22 + 16])
    assert claim[0] < 1000  # the file itself is small


@pytest.mark.parametrize("name", ["../a.txt", "/etc/passwd", "a/../../b", "C:/a.txt", "a\\..\\b"])
def test_an_archive_that_writes_outside_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    assert fault(tmp_path, ".zip", office.archive({name: "x"})) == "media-content"
