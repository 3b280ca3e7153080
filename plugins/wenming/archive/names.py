"""Names of files that every system can keep and every office can read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

_FORBIDDEN = str.maketrans('<>:"/\\|?*#%', "＜＞：＂／＼｜？＊＃％")
"""What Windows cannot have in a name, or what cuts or encodes an address."""

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")


def file_name(text: str, most: int, suffix: str = "") -> str:
    """A text as the name of a file, of at most `most` characters without its suffix.

    No character that Windows forbids, none that cannot be seen, no name that it
    keeps for devices, no blank or dot at the end.
    """
    text = unicodedata.normalize("NFC", text).translate(_FORBIDDEN)
    seen = "".join(" " if c.isspace() or unicodedata.category(c)[0] == "C" else c for c in text)
    name = " ".join(seen.split())[:most].strip(" .") or "_"
    if _RESERVED.fullmatch(name.partition(".")[0].strip()):
        name = f"_{name}"
    return name + suffix


def unlike(name: str, taken: Collection[str], suffix: str = "") -> str:
    """`name`, or with a number behind it, so that it is none of those in another case either."""
    known = {each.casefold() for each in taken}
    number = 1
    while (found := (f"{name} {number}" if number > 1 else name) + suffix).casefold() in known:
        number += 1
    return found
