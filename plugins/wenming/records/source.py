"""Files of the content folder: which there are, and their text.

Everything here is untrusted: a path or a file that is not what it should be
becomes a Problem and is not read any further.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..problems import Place, Problem
from .encoding import FORBIDDEN, bad_byte, encoding_of, may_be_text
from .yaml_faults import FENCE

MAX_BYTES = 1024 * 1024
"""Largest text file that is read."""

MOST_NAME_BYTES = 200
"""Of a file or folder, ours or published; file systems end at 255."""

DECLARATION = "_collection.yml"


@dataclass(frozen=True, slots=True)
class Source:
    """A record's file, decoded and cut in two. Lines count from 1."""

    path: str
    front_matter: str
    body: str
    body_line: int
    digest: str

    FRONT_MATTER_LINE = 2


class Refused(Exception):  # noqa: N818 - carries a Problem, it is no error of ours
    """A file that cannot be used, and the Problems that say why: one, or of settings several."""

    def __init__(self, problem: Problem, *more: Problem) -> None:
        super().__init__(problem, *more)
        self.problem = problem
        self.problems = (problem, *more)


def refuse(code: str, path: str, line: int = 1, column: int = 1, **details: str) -> Refused:
    return Refused(Problem(code, Place(path, line, column), details=details))


@dataclass(frozen=True, slots=True)
class Tree:
    """The regular files of the content folder, by path relative to it, sorted."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def scan(folder: Path, prefix: str) -> Tree:
    """List the content folder; `prefix` is its path in the portal, for problems."""
    problems: list[Problem] = []
    files = sorted(_walk(folder, "", prefix, problems))
    return Tree(tuple(files), tuple(problems))


def _walk(folder: Path, below: str, prefix: str, problems: list[Problem]) -> Iterator[str]:
    seen: dict[str, str] = {}
    try:
        with os.scandir(folder) as entries:
            names = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(unreadable(f"{prefix}/{below}".rstrip("/"), error))
        return
    for entry in names:
        if _is_hidden(entry.name):
            continue
        path = f"{below}{entry.name}"
        shown = f"{prefix}/{path}"
        code = _name_fault(entry.name)
        twin = seen.setdefault(entry.name.casefold(), entry.name)
        if entry.is_symlink():
            code = "symbolic-link"
        if code:
            place = Place(_printable(shown))
            problems.append(Problem(code, place, details={"name": _printable(entry.name)}))
        elif twin != entry.name:
            problems.append(
                Problem("case-twin", Place(shown), details={"name": entry.name, "twin": twin})
            )
        elif entry.is_dir():
            yield from _walk(folder / entry.name, f"{path}/", prefix, problems)
        elif fault := _file_fault(entry, shown):
            problems.append(fault)
        else:
            yield path


def _file_fault(entry: os.DirEntry[str], path: str) -> Problem | None:
    """Why an entry is no file that can be read, if it is none."""
    try:
        if not stat.S_ISREG(entry.stat().st_mode):
            return Problem("special-file", Place(path))
        os.close(os.open(entry.path, os.O_RDONLY))
    except OSError as error:
        return unreadable(path, error)
    return None


def unreadable(path: str, error: OSError) -> Problem:
    """The problem of what the system does not let us read."""
    said = error.strerror or str(error)
    zh = {errno.EACCES: "没有读取的权限", errno.EIO: "磁盘读不出来", errno.ENOENT: "刚刚被移走了"}
    reason = {"reason": zh.get(error.errno or 0, said), "reason_en": said}
    return Problem("file-unreadable", Place(path), details=reason)


def _is_hidden(name: str) -> bool:
    """Whether a name is that of a file which other programs keep for themselves.

    A record that somebody hid by accident is none of these (macOS and Emacs put
    `._x.md` and `.#x.md` beside a record).
    """
    if not name.startswith(".") or name.startswith(".."):
        return False
    return name.startswith(("._", ".#")) or not name.lower().endswith(".md")


_WINDOWS_NAMES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")


def _name_fault(name: str) -> str:
    """The code of what is wrong with a file's name, or an empty text."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "name-encoding"
    if ".." in name:
        return "name-dots"
    if name.startswith("."):
        return "name-hidden"
    if unicodedata.normalize("NFC", name) != name:
        return "name-nfd"
    if (
        re.search(r'[<>:"\\|?*\x00-\x1f\x7f]', name)
        or name != name.strip()
        or name.endswith(".")
        or _WINDOWS_NAMES.fullmatch(name)
        or len(name.encode("utf-8")) > MOST_NAME_BYTES
    ):
        return "name-portable"
    return ""


def _printable(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def read_text(file: Path, path: str) -> str:
    """The file's text with LF line ends and no BOM; raises `Refused`."""
    return decoded(read_bytes(file, path), path)


def read_bytes(file: Path, path: str) -> bytes:
    """What is in a text file, if it is not too large; raises `Refused`."""
    try:
        size = file.stat().st_size
        data = file.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise Refused(unreadable(path, error)) from None
    if size > MAX_BYTES:
        megabytes = f"{size / 1024 / 1024:.1f}"
        raise refuse("file-too-large", path, size=megabytes, limit=str(MAX_BYTES // 1024 // 1024))
    return data


def decoded(data: bytes, path: str) -> str:
    """The text in a file's bytes, with LF line ends and no BOM; raises `Refused`."""
    if not data.strip():
        raise refuse("file-empty", path)
    encoding = encoding_of(data)
    if encoding is None and (offset := bad_byte(data)) is not None:
        before = data[:offset].decode("utf-8-sig")
        line, column = position(before, len(before))
        raise refuse("file-bad-byte", path, line, column)
    if encoding is None and may_be_text(data):
        raise refuse("file-encoding-unsure", path)
    if encoding is None:
        raise refuse("file-binary", path)
    if encoding != "UTF-8":
        raise refuse("file-encoding", path, encoding=encoding)
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    if match := FORBIDDEN.search(text):
        line, column = position(text, match.start())
        character = f"U+{ord(match.group()):04X}"
        raise refuse("control-character", path, line, column, character=character)
    return text


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset in a text."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def read_source(file: Path, path: str) -> Source:
    """A record's file cut into front matter and body; raises `Refused`."""
    return source_of(read_text(file, path), path)


_CONFLICT = re.compile(r"\n(?:<{7}|>{7}) ")
"""A mark that git left; ======= may be a heading's."""


def source_of(text: str, path: str) -> Source:
    """A record's text cut into front matter and body; raises `Refused`."""
    if match := _CONFLICT.search(f"\n{text}"):
        raise refuse("merge-conflict", path, *position(text, match.start()))
    first, _, rest = text.partition("\n")
    if first.rstrip() != "---":
        raise _other_fence(text, path) or refuse("front-matter-missing", path)
    closing = re.search(r"^(?:---|\.\.\.)[ \t]*$", rest, re.MULTILINE)
    if closing is None:
        raise _other_fence(rest, path, Source.FRONT_MATTER_LINE) or refuse(
            "front-matter-unclosed", path
        )
    body = rest[closing.end() :].removeprefix("\n")
    body_line = Source.FRONT_MATTER_LINE + rest.count("\n", 0, closing.end()) + 1
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Source(path, rest[: closing.start()], body, body_line, digest)


_BLANK = " \t\u3000\u200b\ufeff"


def _other_fence(text: str, path: str, first: int = 0) -> Refused | None:
    """The line that was to begin the front matter of `text`, or from line `first` on to end it."""
    lines = enumerate(text.split("\n"), start=first or 1)
    written = [(number, line) for number, line in lines if line.strip(_BLANK)]
    for number, line in written if first else written[:3]:
        if FENCE.fullmatch(line) or line.startswith("---"):
            value = line.strip(_BLANK)
            column = line.index(value) + 1
            return refuse("front-matter-fence", path, number, column, value=value[:20])
        if not first and re.search("[:：]", line):
            break  # a key: the front matter has begun already
    return None
