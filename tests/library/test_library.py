"""The library: what is published as of a day, in one order, whatever the order of the files."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.library import Library

from ..mistakes import NOTICE, picture
from ..office import PDF, ooxml
from ..portals import make_portal
from .loading import TODAY, loaded


def notice(date: str = "2024-05-20", lines: str = "") -> str:
    return NOTICE.replace("2024-05-20", date).replace("type:", f"{lines}\ntype:")


def library(folder: Path, records: Mapping[str, str | bytes], today: dt.date = TODAY) -> Library:
    found = loaded(make_portal(folder, records), today)
    assert found.problems == ()
    return found.library


def test_records_are_newest_first_everywhere(tmp_path: Path) -> None:
    """A day counts as its midnight; of one moment the greater key comes first."""
    found = library(
        tmp_path,
        {
            "notices/a.md": notice("2024-05-20"),
            "notices/b.md": notice("2024-05-20 09:30"),
            "notices/c.md": notice("2024-05-20 00:00"),
            "notices/d.md": notice("2023-12-31 23:59"),
        },
    )
    assert [record.id for record in found.records] == ["b", "c", "a", "d"]
    assert found.listed == found.by_collection["notices"] == found.records


DATES = ("2024-05-20", "2024-05-20 09:30", "2024-05-19", "2023-01-01", "2024-06-01")


@settings(max_examples=12, deadline=None)
@given(st.permutations(["e", "2024/a", "d", "2023/b", "c"]))
def test_the_order_of_records_ignores_the_order_of_files(names: list[str]) -> None:
    """Only dates and ids count: files may be called and laid out as an editor likes."""
    records = {
        f"notices/{name}.md": notice(date, f"id: n{number}\nslug: s{number}")
        for number, (name, date) in enumerate(zip(names, DATES, strict=True))
    }
    with tempfile.TemporaryDirectory() as folder:
        found = library(Path(folder) / "portal", records)
    assert [record.id for record in found.records] == ["n4", "n1", "n0", "n2", "n3"]


def test_drafts_and_dates_to_come_are_not_published(tmp_path: Path) -> None:
    """As of the portal's day; nothing of theirs is found by key, path or address."""
    records = {
        "notices/now.md": notice("2024-12-01 23:59"),
        "notices/later.md": notice("2024-12-02"),
        "notices/draft.md": notice(lines="draft: true"),
        "notices/草稿.md": notice(lines="草稿: 是\nslug: caogao"),
    }
    found = library(tmp_path, records)
    assert [record.id for record in found.records] == ["now"]
    assert found.record("notices/later") is None
    assert found.record_at("content/notices/draft.md") is None
    assert found.record("now", "notices") == found.records[0]


def test_a_date_to_come_is_published_on_its_day(tmp_path: Path) -> None:
    portal = make_portal(tmp_path, {"notices/later.md": notice("2024-12-02 18:00")})
    assert loaded(portal, dt.date(2024, 12, 1)).library.records == ()
    assert len(loaded(portal, dt.date(2024, 12, 2)).library.records) == 1


@pytest.mark.parametrize(("expires", "listed"), [("2024-11-30", False), ("2024-12-01", True)])
def test_what_has_expired_stays_but_is_not_listed(
    tmp_path: Path, expires: str, listed: bool
) -> None:
    """Its last day is still a day of it."""
    found = library(tmp_path, {"notices/a.md": notice(lines=f"expires: {expires}")})
    assert found.record("notices/a") is not None
    assert bool(found.listed) == listed
    assert bool(found.by_collection["notices"]) == listed


def test_files_are_published_with_the_records_that_name_them(tmp_path: Path) -> None:
    """Those of drafts and of nobody stay private; one named twice is there once."""
    found = library(
        tmp_path,
        {
            "notices/a.md": notice(lines="cover: {file: ./img/a.jpg, alt: 船}")
            + "\n![船](img/a.jpg) [表](form.docx)\n",
            "notices/b.md": notice(lines="draft: true") + "\n![船](b.jpg)\n",
            "notices/img/a.jpg": picture(),
            "notices/b.jpg": picture(),
            "notices/form.docx": ooxml("docx"),
            "notices/nobody.pdf": b"x",
        },
    )
    assert list(found.media) == ["content/notices/form.docx", "content/notices/img/a.jpg"]
    form, shown = found.media.values()
    assert (form.kind, form.size, form.shown_size, form.width) == (
        *("DOCX", len(ooxml("docx")), "1 KB", 0),
    )
    assert (shown.kind, shown.mime, shown.width, shown.height) == ("JPG", "image/jpeg", 4, 3)
    assert shown.address.startswith("/media/")
    assert shown.address.endswith("/a.jpg")
    assert found.media_of(found.records[0], "./img/a.jpg") == shown


def test_the_address_of_a_file_follows_its_content(tmp_path: Path) -> None:
    """So that it can be kept for ever, and changes when the file does."""
    texts = [PDF, PDF + b"two", PDF]
    addresses = [
        next(
            iter(
                library(
                    tmp_path / str(number),
                    {
                        "notices/a.md": notice(lines="attachments: [{file: a.pdf}]"),
                        "notices/a.pdf": text,
                    },
                ).media.values()
            )
        ).address
        for number, text in enumerate(texts)
    ]
    assert addresses[0] == addresses[2] != addresses[1]


def test_columns_come_in_the_order_that_they_declare(tmp_path: Path) -> None:
    """Not by the names of their folders."""
    found = library(tmp_path, {})
    assert list(found.collections) == ["honors", "lectures", "family", "notices"]
    assert found.records == ()
