"""The handbook of this portal says everything that a declaration may say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wenming.library.scheme_files import INDICATOR, SCHEME
from wenming.records import (
    FIELD_TYPES,
    Collection,
    FieldDeclaration,
    ReportDeclaration,
    read_collection,
)

from .library.loading import loaded
from .portals import REPOSITORY, make_portal, write

SAMPLE = REPOSITORY / "content"
PAGE = (REPOSITORY / "site_src/pages/handbook/declaring.md").read_text(encoding="utf-8")


def keys_in(title: str) -> set[str]:
    """The words set as code in the first column of a section's table."""
    section = PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE)
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("栏目", Collection.model_fields.keys() - {"name"}),
        ("字段", FieldDeclaration.model_fields.keys() - {"name"}),
        ("字段类型", FIELD_TYPES.keys()),
        ("总结里怎么统计", ReportDeclaration.model_fields.keys()),
    ],
)
def test_every_key_of_a_declaration_is_in_the_handbook(title: str, known: set[str]) -> None:
    """And none that there is not; a name comes from the folder or the key itself."""
    assert keys_in(title) == known


def test_the_example_of_the_handbook_is_a_column(tmp_path: Path) -> None:
    """It can be copied as it stands."""
    example = PAGE.partition("```yaml\n")[2].partition("```")[0]
    file = write(tmp_path / "_collection.yml", example)
    collection, problems = read_collection(file, "_collection.yml", "pacts")
    assert problems == []
    assert collection
    assert [*collection.fields] == ["kind", "articles", "signed", "until"]
    there = {path.read_text(encoding="utf-8") for path in SAMPLE.glob("*/_collection.yml")}
    assert not [text for text in there if f"label: {collection.label}\n" in text]


def test_the_scheme_of_the_handbook_is_a_scheme(tmp_path: Path) -> None:
    """It can be copied as it stands, and its keys are those in the tables."""
    page = (REPOSITORY / "site_src/pages/handbook/archive.md").read_text(encoding="utf-8")
    example = page.partition("```yaml\n名称")[2].partition("```")[0]
    portal = make_portal(tmp_path, files={"content/indicators/county.yml": f"名称{example}"})
    found = loaded(portal)
    assert found.problems == ()
    assert [each.code for each in found.library.schemes.by_name["county"].indicators] == [
        *("A", "A1", "A2")
    ]
    keys = {field.name for each in (SCHEME, INDICATOR) for field in each.fields.values()}
    keys |= INDICATOR.fields["evidence"].fields.keys()
    assert set(re.findall(r"`([a-z]+)`", page)) & keys == keys
