"""The encoding of a text that somebody saved: told only where it is beyond doubt."""

from __future__ import annotations

import codecs
import re

# C0 and C1 controls but tab and line feed, line ends that YAML alone counts as such, and the
# marks that turn the order of letters around.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")


def encoding_of(data: bytes) -> str | None:
    """`UTF-8`, `UTF-16`, `UTF-32` or `GB18030`; None for what is no text or may be another's."""
    if data.startswith(_UTF32) or _utf32_codec(data):
        return "UTF-32"
    if data.startswith(_UTF16) or _utf16_codec(data):
        return "UTF-16"
    if _decoded(data, "utf-8") is not None:
        return "UTF-8"
    if bad_byte(data) is not None:
        return None
    as_gb, as_big5 = _commonness(data, "gb18030"), _commonness(data, "big5hkscs")
    return "GB18030" if as_gb >= 0.75 and as_gb - as_big5 >= 0.15 else None


def bad_byte(data: bytes) -> int | None:
    """Where the first wrong byte of a text in UTF-8 stands; None where it is not in UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        broken, sound = text.count("\ufffd"), sum(character > "\x7f" for character in text)
        if b"\x00" not in data and (broken * 10 <= sound or _IN_UTF8.search(text)):
            return error.start
    return None


_IN_UTF8 = re.compile("[\u4e00-\u9fff]{3}")
"""Nothing else reads so: of five million random characters of GB 2312, two places do."""


def may_be_text(data: bytes) -> bool:
    """Whether data of no known encoding reads as Chinese in one of the two there are."""
    return max(_commonness(data, "gb18030"), _commonness(data, "big5hkscs")) >= 0.6


def decode_any(data: bytes) -> str | None:
    """The text of data in any encoding that `encoding_of` knows."""
    encoding = encoding_of(data)
    if encoding is None:
        return None
    if encoding == "UTF-16" and not data.startswith(_UTF16):
        encoding = _utf16_codec(data) or encoding
    if encoding == "UTF-32" and not data.startswith(_UTF32):
        encoding = _utf32_codec(data) or encoding
    text = _decoded(data, encoding)
    return None if text is None else text.removeprefix("\ufeff")


_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)  # the first begins as UTF-16 does


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


# Where the characters of every day stand: level 1 of GB 2312, and that of Big5.
_COMMON = {
    "gb18030": (b"\xb0\xa1", b"\xd7\xf9"),
    "big5hkscs": (b"\xa4\x40", b"\xc6\x7e"),
}


def _commonness(data: bytes, encoding: str) -> float:
    """The share of characters of every day among the Han characters of a text; 0 of no text.

    Of a text in its own encoding it is nearly 1. Read in the other's, a text has
    hardly more than half, as the two order their characters differently.
    """
    text = None if b"\x00" in data else _decoded(data, encoding)
    if text is None or FORBIDDEN.search(text.replace("\r", "\n")):
        return 0
    han = re.findall("[\u3400-\u4dbf\u4e00-\u9fff]", text)
    if len(han) * 2 < sum(byte > 0x7F for byte in data) * 0.6:
        return 0
    least, most = _COMMON[encoding]
    codes = [character.encode(encoding) for character in han]
    trail = 0xA1 if encoding == "gb18030" else 0x40
    common = [code for code in codes if least <= code <= most and code[1] >= trail]
    return len(common) / len(codes) if codes else 0


def _utf16_codec(data: bytes) -> str | None:
    """The codec of a text in UTF-16 without BOM: every second byte of its ASCII is NUL."""
    big, little = data[:200:2].count(0), data[1:200:2].count(0)
    if max(big, little) <= len(data[:200]) // 8:
        return None
    codec = "UTF-16-BE" if big > little else "UTF-16-LE"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return None if FORBIDDEN.search(text.replace("\r", "\n")) else codec


def _utf32_codec(data: bytes) -> str | None:
    """The codec of a text in UTF-32 without BOM: the highest byte of a character is NUL."""
    if len(data) % 4 == 0:
        for codec, high in (("UTF-32-BE", data[:200:4]), ("UTF-32-LE", data[3:200:4])):
            text = _decoded(data, codec) if high and not any(high) else None
            if text and not FORBIDDEN.search(text.replace("\r", "\n")):
                return codec
    return None
