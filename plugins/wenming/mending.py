"""What `--fix` mends without asking: encodings, the dot in names, private data in text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from .inspect import Inspection
from .privacy import find
from .problems import Problem
from .records import decode_any
from .writing import write_file

MASKED = {
    "private-identity-number": ("身份证号", "identity numbers"),
    "private-bank-card": ("银行卡号", "bank card numbers"),
    "private-mobile": ("手机号", "mobile numbers"),
    "private-email": ("个人邮箱", "e-mail addresses"),
    "private-plate": ("车牌号", "plate numbers"),
    "private-birth-date": ("出生日期", "birth dates"),
    "private-address": ("住址", "home addresses"),
}
"""What is masked, by the code of its problem, in Chinese and English."""


def mend_encoding(root: Path, problems: Sequence[Problem]) -> list[str]:
    """Convert the files that have a `file-encoding` problem; returns their paths."""
    mended = []
    for problem in problems:
        if problem.code == "file-encoding":
            file = root / problem.place.path
            text = decode_any(file.read_bytes())
            if text is not None:
                write_file(file, text.encode())
                mended.append(problem.place.path)
    return mended


def mend_private_data(
    root: Path, problems: Sequence[Problem], inspection: Inspection
) -> dict[str, list[str]]:
    """Mask the private data in the text files that problems name; their paths by its codes.

    Attachments and the names of files are left to a person.
    """
    texts = {p.place.path for p in problems if p.code.startswith("private-")}
    mended: dict[str, list[str]] = {}
    for path in sorted(texts & set(inspection.texts)):
        text, masked = inspection.masked(path)
        if masked != text:
            write_file(root / path, masked.encode())
            left = [finding.code for finding in find(masked)]
            gone = Counter(finding.code for finding in find(text)) - Counter(left)
            for code in gone:
                mended.setdefault(code, []).append(path)
    return mended


def mend_names(root: Path, problems: Sequence[Problem]) -> list[str]:
    """Put the middle dot into names that have another one; returns the files' paths."""
    mended = []
    for path in sorted({p.place.path for p in problems if p.code == "name-dot"}):
        before = text = (root / path).read_bytes().decode("utf-8")
        for problem in problems:
            if problem.code == "name-dot" and problem.place.path == path:
                text = text.replace(problem.details["value"], problem.details["suggestion"])
        if text != before:
            write_file(root / path, text.encode())
            mended.append(path)
    return mended
