"""Open data: what stands in it, what never does, and what programs make of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import frictionless
import pytest

from wenming.data import csv_bytes, json_bytes, write_data
from wenming.library import Library
from wenming.release import Release
from wenming.settings import read_settings
from wenming.views import plan, table_of

from ..portals import MKDOCS_YML, make_portal
from ..views.portal import TODAY, family, honor, lecture, library_of, notice, pages_of, record

WITH_DATA = MKDOCS_YML + "  - wenming/data: {license: CC-BY-4.0}\n"

RECORDS = {
    "honors/good": honor(
        "三月好人",
        "2026-03-05 09:30",
        "{name: 陈水根, organization: 石桥村, citation: 扫桥三十年。, photo: a.png}",
        "{name: 王秀英, status: 撤销, ended_on: 2026-05-08, reason: 材料不实, until: 2026-12-31}",
        "{name: 小满, minor: true}",
        category="helping",
        organization="石桥村",
    ),
    "honors/youth": honor("好少年", "2026-03-06", "林晓", award="good-youth"),
    "lectures/spring": lecture(
        "春分",
        "2026-03-20",
        speakers="[{name: 陈水根, organization: 石桥村, role: 好人}, {name: 小满}]",
        steps="[{name: 唱歌曲, content: 《茉莉花》}, {name: 谈感悟}]",
        model="[王秀英, 林晓]",
        attendance="80",
        reflections="[{by: 老周, text: 好}]",
    ),
    "notices/open": notice(
        "公示",
        "2026-06-01",
        type="publicity",
        period="{start: 2026-06-01, end: 2026-06-10}",
        contact="{phone: 0500-6120012, person: 许知远}",
        editor="沈知秋",
        review="{first: {by: 陆晓禾, on: 2026-05-31}}",
        result="notices/draft",
    ),
    "notices/draft": notice("草稿", "2026-06-02", draft="true"),
    "notices/later": notice("将来", "2026-07-01"),
    "notices/over": notice("过期", "2026-01-01", expires="2026-02-01"),
    "notices/formula": notice("=1+2", "2026-05-01", tags="['@sum', '-1', b]", issuer="+86县文明办"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library with one of everything that is, or is not, published."""
    folder = tmp_path_factory.mktemp("portals") / "portal"
    picture = {"content/honors/a.png": _png()}
    return library_of(folder, RECORDS, files=picture, warned=["draft-named"])


def _png() -> bytes:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (8, 6)).save(made, "png")
    return made.getvalue()


def json_rows(library: Library, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(
        json_bytes(table_of(library.collections[name], library))
    )
    return rows


def csv_rows(library: Library, name: str) -> list[dict[str, str]]:
    text = csv_bytes(table_of(library.collections[name], library)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def only(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


# Rows


def test_a_column_about_people_has_a_row_for_each_of_them(library: Library) -> None:
    """With what the record says of all; a field that both have is told apart."""
    first, second = json_rows(library, "honors")
    names = ("id", "number", "name", "organization", "award", "record_organization", "date")
    assert only(first, *names) == {
        "id": "good",
        "number": 1,
        "name": "陈水根",
        "organization": "石桥村",
        "award": "good-person",
        "record_organization": "石桥村",
        "date": "2026-03-05T09:30:00+08:00",
    }
    assert only(second, "number", "name", "status", "until") == {
        "number": 2,
        "name": "王秀英",
        "status": "revoked",
        "until": "2026-12-31",
    }


def test_any_other_column_has_a_row_a_record(library: Library) -> None:
    """Newest first, as in its listing; a group of fields has a column for each of them."""
    rows = json_rows(library, "notices")
    assert [row["id"] for row in rows] == ["open", "formula"]
    assert only(rows[0], "type", "period_start", "period_end", "url") == {
        "type": "publicity",
        "period_start": "2026-06-01",
        "period_end": "2026-06-10",
        "url": "https://www.example.org/notices/2026/open/",
    }


def test_lists_are_arrays_in_json_and_one_text_in_csv(library: Library) -> None:
    """What a person in Excel and what a program wants."""
    (row,) = json_rows(library, "lectures")
    assert row["steps"] == [{"name": "唱歌曲", "content": "《茉莉花》"}, {"name": "谈感悟"}]
    (text,) = csv_rows(library, "lectures")
    assert text["steps"] == "唱歌曲，《茉莉花》；谈感悟"
    assert text["speakers"] == "陈水根，石桥村，好人"
    assert only(text, "hall", "start", "attendance") == {
        "hall": "总堂",
        "start": "2026-03-20 14:30",
        "attendance": "80",
    }


# What is not published stays out


def test_minors_stand_nowhere(library: Library) -> None:
    """Neither as honorees, nor where another record names them; counting does not show them."""
    everything = "".join(
        csv_bytes(table_of(each, library)).decode() for each in library.collections.values()
    )
    assert "小满" not in everything
    assert "林晓" not in everything
    (row,) = json_rows(library, "lectures")
    assert row["model"] == ["王秀英"]


def test_a_column_that_lists_its_minors_has_them(library: Library) -> None:
    """As on its pages."""
    listed = library.collections["honors"].model_copy(update={"list_minors": True})
    rows = table_of(listed, library).rows
    assert len(rows) == 4


def test_drafts_future_and_expired_records_are_not_there(library: Library) -> None:
    """A reference to one of them is empty."""
    rows = json_rows(library, "notices")
    assert {row["title"] for row in rows} == {"公示", "=1+2"}
    assert rows[0]["result"] is None


def test_fields_that_no_page_shows_and_people_to_ask_are_left_out(library: Library) -> None:
    """Who reviewed it, whom to telephone, photographs, what listeners said."""
    text = csv_bytes(table_of(library.collections["notices"], library)).decode()
    assert "沈知秋" in text
    for hidden in ("陆晓禾", "许知远", "6120012"):
        assert hidden not in text
    assert "photo" not in json_rows(library, "honors")[0]
    assert "reflections" not in json_rows(library, "lectures")[0]


def test_a_field_is_published_or_not_as_its_declaration_says(tmp_path: Path) -> None:
    """`data` decides; without it a field that the facts panel shows is open."""
    column = (
        "label: 场馆\ndescription: 场馆\nfields:\n"
        "  shown: {label: 甲}\n  hidden: {label: 乙, facts: false}\n"
        "  open: {label: 丙, facts: false, data: true}\n  kept: {label: 丁, data: false}\n"
        "  url: {label: 网址}\n"
    )
    values = {"shown": "a", "hidden": "b", "open": "c", "kept": "d", "url": "e"}
    library = library_of(
        tmp_path / "portal",
        {"venues/a": record("礼堂", "2026-01-01", **values)},
        files={"content/venues/_collection.yml": column},
    )
    (row,) = json_rows(library, "venues")
    assert [name for name in values if name in row] == ["shown", "open", "url"]
    assert row["url"] == "e"
    assert row["record_url"] == "https://www.example.org/venues/2026/a/"


# Files


def test_no_cell_of_a_csv_is_run_as_a_formula(library: Library) -> None:
    """An apostrophe stands before it; JSON has the text as it was written."""
    row = csv_rows(library, "notices")[1]
    assert only(row, "title", "issuer", "tags") == {
        "title": "'=1+2",
        "issuer": "'+86县文明办",
        "tags": "'@sum；-1；b",
    }
    assert json_rows(library, "notices")[1]["title"] == "=1+2"


def test_excel_knows_the_encoding_by_the_bom(library: Library) -> None:
    """And lines end as RFC 4180 has it."""
    data = csv_bytes(table_of(library.collections["family"], library))
    assert data.startswith(b"\xef\xbb\xbfid,title,date,")
    assert data.endswith(b"\r\n")


def written(library: Library, folder: Path) -> dict[str, bytes]:
    write_data(
        library, plan(library), Release(folder), license="CC-BY-4.0", license_url="https://x.org/"
    )
    return {file.name: file.read_bytes() for file in (folder / "data").iterdir()}


def test_frictionless_finds_nothing_wrong(library: Library, tmp_path: Path) -> None:
    """Every file is described: heading, types, checksum; empty columns, too."""
    written(library, tmp_path)
    report = frictionless.validate(str(tmp_path / "data" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    assert sorted(task.place for task in report.tasks) == sorted(
        f"{name}.{form}"
        for name in ("honors", "lectures", "family", "notices")
        for form in ("csv", "json")
    )


def test_the_package_tells_licence_labels_and_when_it_was_updated(
    library: Library, tmp_path: Path
) -> None:
    """The date is that of the last change of a record, not of the build."""
    package = json.loads(written(library, tmp_path)["datapackage.json"])
    assert package["licenses"] == [{"name": "CC-BY-4.0", "path": "https://x.org/"}]
    assert package["updated"] == "2026-06-01T00:00:00+08:00"
    fields = {field["name"]: field for field in package["resources"][0]["schema"]["fields"]}
    assert fields["name"]["title"] == "姓名"
    assert fields["record_organization"]["title"] == "稿件单位"
    assert fields["level"]["keys"]["县级"] == "county"


def test_the_same_content_gives_the_same_bytes(library: Library, tmp_path: Path) -> None:
    """In every build."""
    assert written(library, tmp_path / "a") == written(library, tmp_path / "b")


def test_a_portal_without_a_record_has_data_without_a_row(tmp_path: Path) -> None:
    """And no date of an update."""
    files = written(library_of(tmp_path / "portal", {}), tmp_path / "site")
    assert files["honors.json"] == b"[]\n"
    assert "updated" not in json.loads(files["datapackage.json"])
    assert frictionless.validate(str(tmp_path / "site/data/datapackage.json")).valid


# The page


def test_a_page_leads_to_the_files_where_the_output_is_switched_on(tmp_path: Path) -> None:
    """And there is none where its line is deleted."""
    make_portal(tmp_path / "portal", {"family/a.md": family("甲", "2026-01-01", "陈家")})
    from wenming.library import load

    root = tmp_path / "portal"
    assert "/data/" not in pages_of(load(root, read_settings(root / "mkdocs.yml"), TODAY).library)
    (root / "mkdocs.yml").write_text(WITH_DATA, "utf-8")
    page = pages_of(load(root, read_settings(root / "mkdocs.yml"), TODAY).library)["/data/"]
    sets = {each.collection.name: each for each in page.context["sets"]}
    assert {name: each.rows for name, each in sets.items()} == {
        "honors": 0,
        "lectures": 0,
        "family": 1,
        "notices": 0,
    }
    assert sets["family"].file("csv") == "/data/family.csv"
    assert page.context["license"] == "CC-BY-4.0"
