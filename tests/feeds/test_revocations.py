"""A title that is revoked: the feeds that told of it tell of that, too."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from wenming.feeds import write_feeds
from wenming.release import Release
from wenming.views import plan

from ..views.portal import honor, library_of, reload

REVOKED = "status: 撤销, ended_on: 2026-05-08, reason: 两次<b>短秤"


def items(folder: Path, day: dt.date, address: str) -> list[dict[str, Any]]:
    """The entries of a JSON feed as of a day."""
    library = reload(folder / "portal", day)
    release = Release(folder / f"site-{day}")
    write_feeds(library, plan(library), release, items=2)
    found: list[dict[str, Any]] = json.loads(
        (release.folder / address).read_text(encoding="utf-8")
    )["items"]
    return found


def test_a_revocation_is_an_entry_of_its_own(tmp_path: Path) -> None:
    """On its day, among the records by date; the record's entry no longer praises who lost it."""
    library_of(
        tmp_path / "portal",
        {
            "honors/a": honor(
                "诚信店",
                "2026-01-01",
                "{name: 甲店}",
                f"{{name: 乙店, citation: 足斤足两, {REVOKED}}}",
            ),
            "honors/b": honor("六月", "2026-06-01", "丙"),
        },
    )
    before = items(tmp_path, dt.date(2026, 5, 7), "honors/feed.json")
    assert [each["title"] for each in before] == ["诚信店"]
    assert "足斤足两" in before[0]["content_html"]
    after = items(tmp_path, dt.date(2026, 5, 8), "honors/feed.json")
    assert [each["title"] for each in after] == ["撤销称号：乙店（诚信店）", "诚信店"]
    told, praised = after
    assert told["id"] == f"{praised['id']}/revoked/1"
    assert told["url"] == praised["url"]
    assert told["date_published"] == "2026-05-08T00:00:00+08:00"
    assert "2026年5月8日撤销乙店的称号。原因：两次&lt;b&gt;短秤" in told["content_html"]
    assert "足斤足两" not in praised["content_html"]
    later = items(tmp_path, dt.date(2026, 6, 1), "feed.json")
    assert [each["title"] for each in later] == ["六月", "撤销称号：乙店（诚信店）"]
