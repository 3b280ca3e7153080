"""Files of office programs as the same bytes whenever they are made."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def undated(data: bytes, replaced: Mapping[str, bytes]) -> bytes:
    """The same package without the times of its making; `replaced` are parts with other bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = replaced[name] if name in replaced else old.read(name)
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
