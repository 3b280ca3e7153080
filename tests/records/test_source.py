"""Files of the content folder: which are read, and what is taken for their text."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wenming.problems import Problem
from wenming.records import (
    Reading,
    Refused,
    decode_any,
    encoding_of,
    read_source,
    read_text,
    scan,
)
from wenming.records.source import MAX_BYTES

from ..mistakes import BIG5, NOTICE
from ..portals import write
from .reading import read

WINDOWS = NOTICE.replace("\n", "\r\n")


def refusal(folder: Path, content: str | bytes) -> Problem:
    """Why a file with this content is not read."""
    with pytest.raises(Refused) as caught:
        read_source(write(folder / "a.md", content), "content/a.md")
    return caught.value.problem


def text_of(folder: Path, content: bytes) -> str:
    return read_text(write(folder / "a.md", content), "content/a.md")


@pytest.mark.parametrize(
    "data",
    [
        NOTICE.encode(),
        NOTICE.encode("utf-8-sig"),
        WINDOWS.encode(),
        WINDOWS.encode("utf-8-sig"),
        NOTICE.replace("\n", "\r").encode(),
    ],
    ids=["plain", "BOM", "CRLF", "BOM and CRLF", "CR"],
)
def test_line_ends_and_a_byte_order_mark_are_accepted_silently(tmp_path: Path, data: bytes) -> None:
    """The same text, lines and digest come of each."""
    source = read_source(write(tmp_path / "a.md", data), "content/a.md")
    plain = read_source(write(tmp_path / "b.md", NOTICE), "content/a.md")
    assert source == plain
    assert read(tmp_path, data).problems == ()


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (NOTICE.encode("gbk"), "GB18030"),
        (WINDOWS.encode("gbk"), "GB18030"),
        (NOTICE.replace("端午", "㐀䶵").encode("gb18030"), "GB18030"),
        (NOTICE.encode("utf-32"), "UTF-32"),
        (NOTICE.encode("utf-32-le"), "UTF-32"),
        (NOTICE.encode("utf-32-be"), "UTF-32"),
        (NOTICE.encode("utf-16"), "UTF-16"),
        (NOTICE.encode("utf-16-le"), "UTF-16"),
        (NOTICE.encode("utf-16-be"), "UTF-16"),
    ],
    ids=[
        "GBK",
        "GBK and CRLF",
        "GB18030",
        "UTF-32",
        "UTF-32-LE",
        "UTF-32-BE",
        "UTF-16",
        "UTF-16-LE",
        "UTF-16-BE",
    ],
)
def test_another_encoding_is_named_and_can_be_decoded(
    tmp_path: Path, data: bytes, encoding: str
) -> None:
    """The problem names it, says how to convert, and conversion gives the text."""
    problem = refusal(tmp_path, data)
    assert problem.code == "file-encoding"
    assert problem.message().startswith(f"文件是用 {encoding} 编码保存的，网站只认 UTF-8。")
    assert "wenming check --fix" in problem.action()
    decoded = decode_any(data)
    assert decoded
    assert decoded.replace("\r\n", "\n").startswith("---\ntitle: ")
    assert read(tmp_path, decoded).problems == ()


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)),
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xfe\x80",
        "Ünïcödé".encode("latin-1"),
    ],
    ids=["every byte", "PNG", "DOCX", "Latin-1"],
)
def test_what_is_no_text_is_called_so(tmp_path: Path, data: bytes) -> None:
    """No encoding is guessed that is not there."""
    assert encoding_of(data) is None
    assert decode_any(data) is None
    assert refusal(tmp_path, data).code == "file-binary"


@pytest.mark.parametrize(
    "data",
    [BIG5.encode("big5"), BIG5[:60].encode("big5"), "你好".encode("gbk"), "你好".encode("big5")],
    ids=["Big5", "little Big5", "two characters in GBK", "two characters in Big5"],
)
def test_a_text_whose_encoding_is_in_doubt_is_not_converted(tmp_path: Path, data: bytes) -> None:
    """Big5 reads as GB18030 too, as other characters."""
    assert encoding_of(data) is None
    assert decode_any(data) is None
    assert refusal(tmp_path, data).code == "file-encoding-unsure"


def test_a_bad_byte_in_a_sound_text_is_told_at_its_line(tmp_path: Path) -> None:
    """Also at the end, where a file was cut in a character."""
    problem = refusal(tmp_path, NOTICE.encode()[:-2])
    assert (problem.code, problem.place.line) == ("file-bad-byte", 8)


def test_a_text_to_which_another_encoding_was_added_is_told_where_that_begins(
    tmp_path: Path,
) -> None:
    """However much of it there is: as a whole it is in no encoding, and is not converted."""
    added = "报名请到县图书馆，每天上午九点开始。\n" * 50
    data = NOTICE.encode() + added.encode("gb18030")
    problem = refusal(tmp_path, data)
    assert (problem.code, problem.place.line) == ("file-bad-byte", 9)
    assert problem.message().startswith("这一行有字不是 UTF-8 编码")
    assert decode_any(data) is None


@pytest.mark.parametrize("data", [b"", b"\n", b" \r\n\t\n"], ids=["nothing", "a line", "blanks"])
def test_an_empty_file_is_told(tmp_path: Path, data: bytes) -> None:
    assert refusal(tmp_path, data).code == "file-empty"


class Locked(type(Path())):  # type: ignore[misc]
    """A file that the system does not let anybody read."""

    def read_bytes(self) -> bytes:
        raise PermissionError(13, "Permission denied")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """With the system's reason, in Chinese where it is a common one."""
    write(tmp_path / "a.md", NOTICE)
    with pytest.raises(Refused) as caught:
        read_text(Locked(tmp_path / "a.md"), "content/a.md")
    problem = caught.value.problem
    assert problem.code == "file-unreadable"
    assert problem.message() == (
        "打不开这个文件或文件夹：没有读取的权限。网站读不了它，也就发布不了。"
    )
    assert problem.message("en").startswith(
        "This file or folder cannot be read: Permission denied."
    )
    with pytest.raises(Refused) as caught:
        read_text(tmp_path / "gone.md", "content/gone.md")
    assert caught.value.problem.code == "file-unreadable"


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    """The size is told; the file's content is not looked at."""
    assert len(text_of(tmp_path, b"a" * MAX_BYTES)) == MAX_BYTES
    problem = refusal(tmp_path, b"\xff" * (MAX_BYTES + 1))
    assert problem.code == "file-too-large"
    assert problem.details == {"size": "1.0", "limit": "1"}


@pytest.mark.parametrize(
    "character",
    list("\x00\x08\x0b\x0c\x1b\x7f\x85\u2028\u2029\u202e\u2067"),
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_a_control_character_is_told_at_its_place(tmp_path: Path, character: str) -> None:
    """Also one that YAML would take for a line end, and one that turns letters around."""
    problem = refusal(tmp_path, NOTICE.replace("九点", f"九{character}点"))
    assert problem.code == "control-character"
    assert (problem.place.line, problem.place.column) == (8, 11)
    assert problem.details == {"character": f"U+{ord(character):04X}"}


def test_tabs_and_characters_of_any_script_are_text(tmp_path: Path) -> None:
    """Rare characters, other scripts and emoji are not controls."""
    written = "𠮷 䶮 ᠮᠣᠩᠭᠣᠯ བོད 위구르 ئۇيغۇر 👨‍👩‍👧 \t é"
    assert text_of(tmp_path, written.encode()) == written


def test_the_body_begins_in_the_line_after_the_front_matter(tmp_path: Path) -> None:
    """`...` closes it too, and blanks behind the marks do not count."""
    for opening, closing in (("---", "---"), ("---  ", "---\t"), ("---", "...")):
        text = f"{opening}\ntitle: a\n{closing}\n正文\n\n---\n"
        source = read_source(write(tmp_path / "a.md", text), "content/a.md")
        assert source.front_matter == "title: a\n"
        assert source.body == "正文\n\n---\n"
        assert source.body_line == 4


def test_a_file_that_does_not_begin_with_front_matter_is_told(tmp_path: Path) -> None:
    """A line below is no beginning, where keys or a text stand above it."""
    for text in ("title: a\n", "title: a\n---\n正文\n", "一\n\n二\n\n三\n\n---\n"):
        assert refusal(tmp_path, text).code == "front-matter-missing"


@pytest.mark.parametrize("text", ["---\n", "---\ntitle: a", "---\ntitle: a---\n正文\n"])
def test_front_matter_that_does_not_end_is_told(tmp_path: Path, text: str) -> None:
    problem = refusal(tmp_path, text)
    assert (problem.code, problem.place.line) == ("front-matter-unclosed", 1)


@pytest.mark.parametrize(
    ("opening", "line", "column", "value"),
    [
        ("\n\n---", 3, 1, "---"),
        (" ---", 1, 2, "---"),
        ("\u3000---", 1, 2, "---"),
        ("\u200b---", 1, 2, "---"),
        ("----", 1, 1, "----"),
        ("--", 1, 1, "--"),
        ("———", 1, 1, "———"),
        ("－－－", 1, 1, "－－－"),
        ("+++", 1, 1, "+++"),
        ("```yaml\n---", 2, 1, "---"),
        ("--- yaml", 1, 1, "--- yaml"),
    ],
)
def test_a_line_that_was_to_begin_the_front_matter_is_named(
    tmp_path: Path, opening: str, line: int, column: int, value: str
) -> None:
    """With what is written there, and what is to be."""
    problem = refusal(tmp_path, NOTICE.replace("---", opening, 1))
    assert (problem.code, problem.place.line, problem.place.column) == (
        "front-matter-fence",
        line,
        column,
    )
    assert problem.message().startswith(f"这一行“{value}”不能当头信息的开头或结尾。")


@pytest.mark.parametrize("closing", ["----", "--", "—", "———", "－－－", " ---", "---正文"])
def test_a_line_that_was_to_end_the_front_matter_is_named(tmp_path: Path, closing: str) -> None:
    """Also where a rule in the body ends it further below."""
    text = NOTICE.replace("---\n\n", f"{closing}\n\n")
    problem = refusal(tmp_path, text)
    assert (problem.code, problem.place.line) == ("front-matter-fence", 6)
    if closing != "---正文":
        [problem] = read(tmp_path, f"{text}\n---\n再见。\n").problems
        assert (problem.code, problem.place.line) == ("front-matter-fence", 6)


def test_a_conflict_that_git_left_is_told_where_it_begins(tmp_path: Path) -> None:
    """In the front matter as in the body."""
    ours = "<<<<<<< HEAD\n上午九点\n=======\n上午十点\n>>>>>>> main\n"
    problem = refusal(tmp_path, f"{NOTICE}\n{ours}")
    assert (problem.code, problem.place.line) == ("merge-conflict", 10)


def test_a_heading_that_is_underlined_is_no_conflict(tmp_path: Path) -> None:
    """Seven equals signs are Markdown, too."""
    assert read(tmp_path, f"{NOTICE}\n开船时间\n=======\n").problems == ()


BYTES = st.binary(max_size=300) | st.text(max_size=100).map(lambda t: t.encode("utf-8", "ignore"))


def reading_of(data: bytes) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        return read(Path(folder), data)


@given(opening=st.sampled_from([b"", b"---\n", b"\xef\xbb\xbf---\r\n"]), rest=BYTES, more=BYTES)
@example(opening=b"---\n", rest=b"", more=b"")
@example(opening=b"---\n", rest=b"title: |", more=b"")
@example(opening=b"---\n", rest="title: a\u2028b: c:".encode(), more=b"")
def test_any_bytes_are_a_record_or_at_least_one_problem(
    opening: bytes, rest: bytes, more: bytes
) -> None:
    """Never an error, and each problem can be told."""
    reading = reading_of(opening + rest + b"\n---\n" + more)
    assert (reading.record is None) == bool(reading.problems)
    for problem in reading.problems:
        assert problem.place.line >= 1
        assert problem.place.column >= 1
        assert problem.message()
        assert problem.action("en")


KEYS = ("title", "标题", "date", "source", "type", "period", "contact", "cover", "tags", "nothing")
VALUES = ("a", "2024", "2024-05-20", "通知", "[a]", "{start: 2024-05-20}", "{a: {b: c}}", "[{}]")


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from((*VALUES, ""))), max_size=8))
def test_any_keys_and_values_are_a_record_or_at_least_one_problem(
    pairs: list[tuple[str, str]],
) -> None:
    """Sound YAML that makes no sense is told as well."""
    front_matter = "".join(f"{key}: {value}\n" for key, value in pairs)
    reading = reading_of(f"---\n{front_matter}---\n".encode())
    assert (reading.record is None) == bool(reading.problems)
    assert all(problem.message() and problem.action() for problem in reading.problems)


def told(folder: Path) -> list[tuple[str, str]]:
    """The problems of a content folder: code and path."""
    return [(p.code, p.place.path) for p in scan(folder, "content").problems]


def test_files_are_listed_in_the_order_of_their_paths(tmp_path: Path) -> None:
    """Whatever the order they were made in; hidden ones are left out."""
    for name in (
        "b/2.md",
        "a.md",
        "b/10.md",
        "b/c/1.md",
        ".git/config",
        "b/._1.md",
        "b/.#1.md",
        ".a.md.swp",
    ):
        write(tmp_path / name, "x")
    tree = scan(tmp_path, "content")
    assert tree.files == ("a.md", "b/10.md", "b/2.md", "b/c/1.md")
    assert tree.problems == ()


@pytest.mark.parametrize("target", ["a.md", "/etc/passwd", "nowhere", "."])
def test_a_symbolic_link_is_told_and_not_followed(tmp_path: Path, target: str) -> None:
    """To a file inside, outside or nowhere, or to a folder."""
    write(tmp_path / "a.md", "x")
    (tmp_path / "link.md").symlink_to(target)
    assert told(tmp_path) == [("symbolic-link", "content/link.md")]
    assert scan(tmp_path, "content").files == ("a.md",)


def test_a_pipe_is_told_and_not_opened(tmp_path: Path) -> None:
    """Opening it would wait for ever."""
    os.mkfifo(tmp_path / "pipe.md")
    assert told(tmp_path) == [("special-file", "content/pipe.md")]


def test_names_that_differ_in_case_alone_are_told_once(tmp_path: Path) -> None:
    """Of files and of folders; the first by name is read."""
    for name in ("A.md", "a.md", "Straße/1.md", "STRASSE/2.md"):
        write(tmp_path / name, "x")
    assert told(tmp_path) == [("case-twin", "content/Straße"), ("case-twin", "content/a.md")]
    assert scan(tmp_path, "content").files == ("A.md", "STRASSE/2.md")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("a..b.md", "name-dots"),
        ("..a.md", "name-dots"),
        ("..a", "name-dots"),
        (".a.md", "name-hidden"),
        (".A.MD", "name-hidden"),
        ("cafe\u0301.md", "name-nfd"),
        ("か\u3099.md", "name-nfd"),
        ("a:b.md", "name-portable"),
        ("a\\b.md", "name-portable"),
        ("a?.md", "name-portable"),
        ("a\nb.md", "name-portable"),
        (" a.md", "name-portable"),
        ("a.md ", "name-portable"),
        ("a.", "name-portable"),
        ("con", "name-portable"),
        ("NUL.txt", "name-portable"),
        ("com1.md", "name-portable"),
        ("长" * 67, "name-portable"),
    ],
    ids=lambda part: ascii(part)[:24],
)
def test_a_name_that_does_not_fit_everywhere_is_told(tmp_path: Path, name: str, code: str) -> None:
    """Whatever is in such a file or folder is not read."""
    write(tmp_path / name, "x")
    write(tmp_path / "folder" / name / "a.md", "x")
    assert sorted(told(tmp_path)) == sorted(
        [(code, f"content/{name}"), (code, f"content/folder/{name}")]
    )
    assert scan(tmp_path, "content").files == ()


def test_a_name_that_is_not_utf_8_is_told_in_escapes(tmp_path: Path) -> None:
    """So that it can be printed."""
    write(Path(os.fsdecode(os.fsencode(tmp_path) + "/端午.md".encode("gbk"))), "x")
    [problem] = scan(tmp_path, "content").problems
    assert problem.code == "name-encoding"
    assert problem.place.path == r"content/\xb6\xcb\xce\xe7.md"
    assert problem.message() == r"文件名“\xb6\xcb\xce\xe7.md”里有乱码。"


@pytest.mark.parametrize("name", ["端午 看龙舟.md", "a.b.md", "é.md", "console.md", "长" * 66])
def test_ordinary_names_of_any_script_are_read(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, "x")
    assert scan(tmp_path, "content").files == (name,)
    assert told(tmp_path) == []
