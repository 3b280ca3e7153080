"""Which files an editor may publish, in a portal."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenming.pages import body_html
from wenming.problems import Problem

from .. import office
from ..mistakes import NOTICE, RECORD
from ..portals import MKDOCS_YML, make_portal
from .loading import loaded


def problems(folder: Path, body: str, files: dict[str, bytes], limits: str = "") -> list[Problem]:
    text = MKDOCS_YML.replace("source:", f"limits: {{{limits}}}\n      source:")
    beside = {f"notices/2024/{name}": data for name, data in files.items()}
    portal = make_portal(folder, {RECORD: NOTICE + body, **beside}, settings=text)
    return [*loaded(portal).problems]


def test_archives_pass_where_the_portal_allows_them(tmp_path: Path) -> None:
    """They are off unless a maintainer says otherwise."""
    files = {"a.zip": office.archive({"a.txt": "甲"})}
    [refused] = problems(tmp_path / "no", "\n[全部](a.zip)\n", files)
    assert refused.code == "media-zip"
    assert problems(tmp_path / "yes", "\n[全部](a.zip)\n", files, "allow_zip: true") == []
    [picture] = problems(tmp_path / "shown", "\n![全部](a.zip)\n", files, "allow_zip: true")
    assert picture.code == "media-type"


def test_the_portal_sets_how_large_files_may_be(tmp_path: Path) -> None:
    """Pictures and everything else apart."""
    large = bytes(2 * 1024 * 1024)
    files = {"a.pdf": office.PDF + large, "b.png": office.picture("PNG") + large}
    body = "\n[名单](a.pdf) ![桥](b.png)\n"
    assert problems(tmp_path / "default", body, files) == []
    found = problems(tmp_path / "small", body, files, "picture_mb: 1, attachment_mb: 1")
    assert [problem.code for problem in found] == ["media-too-large"] * 2
    assert found[0].message() == (
        "“a.pdf”有 2.0 MB，超过了 1 MB。读者多半用手机看，太大的文件打不开，也费流量。"
    )


def test_film_and_sound_are_played_from_files_beside_the_record(tmp_path: Path) -> None:
    """By the syntax of pictures; the text in the brackets stands below."""
    body = "\n![渡口 <开船>](ferry.MP4)\n\n![扫桥](s.mp3)\n"
    files = {"ferry.MP4": office.MP4, "s.mp3": office.MP3}
    beside = {f"notices/2024/{name}": data for name, data in files.items()}
    found = loaded(make_portal(tmp_path, {RECORD: NOTICE + body, **beside}))
    assert found.problems == ()
    [record] = found.library.records
    film, sound = (found.library.media[f"content/notices/2024/{name}"].address for name in files)
    html = body_html(record, found.library)
    assert (
        '<figure class="media"><video controls preload="metadata" '
        f'aria-label="渡口 &lt;开船&gt;" src="{film}"></video>'
        "<figcaption>渡口 &lt;开船&gt;</figcaption></figure>"
    ) in html
    assert f'<audio controls preload="metadata" aria-label="扫桥" src="{sound}"></audio>' in html


@pytest.mark.parametrize("name", ["https://v.example/a.mp4", "/media/a.mp4", "//v.example/a.mp3"])
def test_film_from_elsewhere_is_a_problem(tmp_path: Path, name: str) -> None:
    [problem] = problems(tmp_path, f"\n![船]({name})\n", {})
    assert problem.code == "picture-remote"


def test_film_is_no_cover(tmp_path: Path) -> None:
    """Only the body plays it."""
    text = NOTICE.replace("issuer:", "cover: {file: a.mp4, alt: 船}\nissuer:")
    portal = make_portal(tmp_path, {RECORD: text, "notices/2024/a.mp4": office.MP4})
    assert [problem.code for problem in loaded(portal).problems] == ["media-type"]


def test_a_film_under_a_false_name_is_not_published(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, "\n![船](a.mp4)\n", {"a.mp4": b"<html><script>"})
    assert problem.code == "media-content"


def test_two_thousand_items_of_a_list_pass_and_one_more_does_not(tmp_path: Path) -> None:
    """Of honorees as of everything else."""
    for count, codes in ((2000, []), (2001, ["too-many"])):
        tags = f"tags: [{', '.join(['节'] * count)}]\nissuer:"
        text = NOTICE.replace("issuer:", tags)
        portal = make_portal(tmp_path / str(count), {RECORD: text})
        assert [problem.code for problem in loaded(portal).problems] == codes
