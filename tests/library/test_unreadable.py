"""Files and folders that the system does not let us read."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from wenming import pipeline
from wenming.settings import read_settings

from ..mistakes import HONOR, NOTICE, picture
from ..office import ooxml
from ..portals import make_portal
from ..users import ordinary_user
from .loading import TODAY


@pytest.mark.parametrize(
    "locked",
    [
        "honors/2024/a.md",
        "honors/2024/a.jpg",
        "honors/2024/list.docx",
        "honors/2024",
        "honors/_collection.yml",
        "organizations.yml",
        "privacy-exceptions.yml",
        "tombstones.yml",
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_that_follows_from_it(locked: str) -> None:
    """No error of the system's, no reference that cannot be found for that alone."""
    with tempfile.TemporaryDirectory() as folder:  # pytest's own are for one user alone
        given = "cover: {file: a.jpg, alt: 船}\nattachments: [{file: list.docx}]\nhonorees:"
        records = {
            "honors/2024/a.md": HONOR.replace("honorees:", given),
            "honors/2024/a.jpg": picture(),
            "honors/2024/list.docx": ooxml("docx", {}),
            "notices/b.md": NOTICE.replace(
                "type:", "organization: 石桥村\nrelated: [honors/a]\ntype:"
            ),
            "privacy-exceptions.yml": "[]\n",
            "tombstones.yml": "[]\n",
        }
        portal = make_portal(Path(folder) / "portal", records)
        settings = read_settings(portal / "mkdocs.yml")
        assert pipeline.check(portal, settings, TODAY).problems == ()
        Path(folder).chmod(0o755)
        (portal / "content" / locked).chmod(0)
        try:
            with ordinary_user():
                problems = pipeline.check(portal, settings, TODAY).problems
        finally:
            (portal / "content" / locked).chmod(0o755)
        assert [(p.code, p.place.path) for p in problems] == [
            ("file-unreadable", f"content/{locked}")
        ]
