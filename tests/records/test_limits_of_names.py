"""Names that no file system holds, and characters that nobody sees, in whatever way they come."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.records import slug_of
from wenming.records.source import MOST_NAME_BYTES

from ..library.loading import loaded
from ..mistakes import NOTICE, RECORD
from ..office import PDF
from ..portals import make_portal


@settings(deadline=None)
@given(st.text())
def test_a_slug_is_a_name_that_every_file_system_holds(text: str) -> None:
    """However long the text is; making a slug of a slug changes nothing."""
    for each in (text, text * 300):
        slug = slug_of(each)
        assert 0 < len(slug.encode()) <= MOST_NAME_BYTES
        assert slug_of(slug) == slug


def test_long_texts_that_begin_alike_have_slugs_of_their_own() -> None:
    assert slug_of("单位" * 100 + "甲") != slug_of("单位" * 100 + "乙")


def test_texts_without_letters_have_slugs_of_their_own() -> None:
    """So that two names of emoji alone do not share a page."""
    slugs = {slug_of(text) for text in ("🌸", "🌺", "🌸🌸", "！！", "…", "")}
    assert len(slugs) == 6
    assert all(slug.startswith("x-") for slug in slugs)


def codes(folder: Path, lines: str) -> list[str]:
    text = NOTICE.replace("issuer:", f"{lines}\nissuer:")
    return [problem.code for problem in loaded(make_portal(folder, {RECORD: text})).problems]


def test_an_address_that_no_file_system_holds_is_told(tmp_path: Path) -> None:
    """Seventy characters of Chinese are more than two hundred bytes."""
    assert codes(tmp_path / "slug", f"slug: {'龙' * 70}") == ["address-long"]
    assert codes(tmp_path / "alias", f"aliases: [/old/{'龙' * 70}/]") == ["address-long"]
    assert codes(tmp_path / "good", f"slug: {'龙' * 60}\naliases: [/{'a' * 99}/{'b' * 99}/]") == []


@pytest.mark.parametrize("escape", ["\\x08", "\\0", "\\u202e", "\\u2028", "\\e", "\\x7f"])
def test_an_invisible_character_written_as_an_escape_is_told(tmp_path: Path, escape: str) -> None:
    """YAML's double quotes can hold what the file itself may not."""
    assert codes(tmp_path, f'author: "端午{escape}龙舟"') == ["control-character"]


def test_organizations_are_read_from_a_regular_file_alone(tmp_path: Path) -> None:
    """A link is not followed, and a pipe does not hold up the build."""
    for number, make in enumerate((lambda p: p.symlink_to("/etc/passwd"), os.mkfifo)):
        portal = make_portal(tmp_path / str(number), {RECORD: NOTICE})
        file = portal / "content" / "organizations.yml"
        file.unlink()
        make(file)
        [problem] = loaded(portal).problems
        assert problem.code == ("symbolic-link", "special-file")[number]


def test_a_file_with_signs_of_addresses_in_its_name_has_a_plain_address(tmp_path: Path) -> None:
    """`#` would end the path, `%` begin an encoded letter."""
    name = "a#b%2f.pdf"
    text = NOTICE.replace("issuer:", f"attachments: [{{file: '{name}'}}]\nissuer:")
    found = loaded(make_portal(tmp_path, {RECORD: text, f"notices/2024/{name}": PDF}))
    [media] = found.library.media.values()
    assert media.address.endswith("/a-b-2f.pdf")


def test_a_file_in_a_linked_folder_is_not_published(tmp_path: Path) -> None:
    """The folder is told, and only the folder."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/a.pdf").write_bytes(PDF)
    text = NOTICE.replace("issuer:", "attachments: [{file: more/a.pdf}]\nissuer:")
    portal = make_portal(tmp_path / "portal", {RECORD: text})
    (portal / "content/notices/2024/more").symlink_to(tmp_path / "outside")
    found = loaded(portal)
    assert [p.code for p in found.problems] == ["symbolic-link"]
    assert found.library.media == {}


@pytest.mark.parametrize("name", ["aux", "a. ", "a.", " a", "a\u0308", "a:b", "x" * 201])
def test_folders_are_named_like_files(tmp_path: Path, name: str) -> None:
    """Nothing in a folder with a bad name is read."""
    portal = make_portal(tmp_path, {RECORD: NOTICE, f"notices/{name}/b.md": NOTICE})
    codes = [problem.code for problem in loaded(portal).problems]
    assert codes in (["name-portable"], ["name-nfd"])
