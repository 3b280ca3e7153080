"""Renditions of pictures are made once, and published as long as their picture is shown."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path
from urllib.parse import unquote

import lxml.html
import pytest
from PIL import Image

from wenming.furnishing import write_files
from wenming.gallery import Gallery
from wenming.library import Library, Media
from wenming.pages import body_html
from wenming.progress import silent
from wenming.release import Release

from .library.loading import loaded
from .portals import make_portal, snapshot, write

NOTICE = """\
---
title: 渡口
date: 2024-03-05
type: 通知
issuer: 县文明办
---

![渡口](ferry.jpg "清早")
"""
NAME = "content/notices/ferry.jpg"


def photograph(width: int = 1000) -> bytes:
    data = io.BytesIO()
    Image.linear_gradient("L").resize((width, 500)).save(data, "JPEG")
    return data.getvalue()


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    records = {"notices/a.md": NOTICE, "notices/ferry.jpg": photograph()}
    return make_portal(tmp_path / "portal", records)


def library_of(portal: Path) -> Library:
    found = loaded(portal)
    assert found.problems == ()
    return found.library


def written(portal: Path, folder: Path) -> dict[str, str]:
    """The published files of a portal, written from nothing, with digests of them."""
    write_files(library_of(portal), Release(folder), silent)
    return snapshot(folder)


def kept(portal: Path) -> list[Path]:
    return sorted((portal / ".wenming" / "pictures").iterdir())


def test_each_address_in_the_markup_is_published(portal: Path, tmp_path: Path) -> None:
    """The original at its own, for browsers that know no better and for whoever wants it."""
    library = library_of(portal)
    [record], media = library.records, library.media[NAME]
    small, middle, large = media.renditions.values()
    assert body_html(record, library) == (
        f'<figure class="picture"><img alt="渡口" src="{media.address}" '
        f'srcset="{small} 480w, {middle} 960w, {large} 1000w" '
        'sizes="(max-width: 832px) 100vw, 832px" width="832" height="416" loading="lazy">'
        "<figcaption>清早</figcaption></figure>"
    )
    assert f'src="https://www.example.org{media.address}" width="1000" height="500">' in (
        body_html(record, library, absolute=True)
    )
    published = {f"/{path}" for path in written(portal, tmp_path / "site")}
    assert published == {media.address, small, middle, large}
    assert (tmp_path / "site" / small[1:]).stat().st_size < 10000


def test_any_name_of_a_file_is_one_address(portal: Path, tmp_path: Path) -> None:
    """Also where it holds what separates addresses, or ends an attribute."""
    name = "a, 480w '&b.jpg"
    text = NOTICE.replace("(ferry.jpg ", "(<a%2C 480w '&b.jpg> ")
    write(portal / "content" / "notices" / "a.md", text)
    write(portal / "content" / "notices" / name, photograph())
    library = library_of(portal)
    [record] = library.records
    [image] = lxml.html.fromstring(body_html(record, library)).iter("img")
    candidates = [each.rsplit(" ", 1) for each in image.get("srcset").split(", ")]
    assert [width for _, width in candidates] == ["480w", "960w", "1000w"]
    published = {f"/{path}" for path in written(portal, tmp_path / "site")}
    assert published == {unquote(address) for address, _ in candidates} | {
        unquote(image.get("src"))
    }


def test_a_rendition_is_made_once(portal: Path, tmp_path: Path) -> None:
    """A later build takes what is kept: here another picture, to tell them apart."""
    written(portal, tmp_path / "one")
    media = library_of(portal).media[NAME]
    assert len(kept(portal)) == 3

    def other() -> bytes:
        return photograph(960)

    def no_content() -> bytes:
        raise AssertionError("the picture was read")

    gallery = Gallery(portal)
    kept(portal)[0].unlink()
    made = gallery.renditions(media, other)
    assert gallery.renditions(media, no_content) == made
    written(portal, tmp_path / "two")
    two = tmp_path / "two"
    assert [(two / address[1:]).read_bytes() for address in media.renditions.values()] == [
        *made.values()
    ]


def test_a_damaged_rendition_is_made_anew(portal: Path, tmp_path: Path) -> None:
    """Whatever happened to what is kept, the same bytes are published."""
    right = written(portal, tmp_path / "site")
    one, two, three = kept(portal)
    one.write_bytes(one.read_bytes()[:-1] + b"?")
    two.write_bytes(b"")
    three.unlink()
    three.mkdir()
    assert written(portal, tmp_path / "again") == right
    for file in (one, two):
        assert len(file.read_bytes()) > 100


def test_only_renditions_of_what_is_shown_are_kept_and_published(
    portal: Path, tmp_path: Path
) -> None:
    """Not those of a draft, of an earlier picture, nor of what is gone."""
    draft = NOTICE.replace("title: 渡口", "title: 草稿\ndraft: true").replace("ferry", "draft")
    write(portal / "content" / "notices" / "draft.md", draft)
    write(portal / "content" / "notices" / "draft.jpg", photograph(990))
    assert len(written(portal, tmp_path / "one")) == 4
    before = kept(portal)
    assert len(before) == 3
    write(portal / NAME, photograph(980))
    assert len(written(portal, tmp_path / "two")) == 4
    assert len(kept(portal)) == 3 and not set(kept(portal)) & set(before)
    (portal / "content" / "notices" / "a.md").unlink()
    assert written(portal, tmp_path / "three") == {}
    assert kept(portal) == []


def test_one_picture_under_two_names_is_published_under_both(portal: Path, tmp_path: Path) -> None:
    """Also where the names differ in their ends alone."""
    text = NOTICE.replace("渡口", "桥").replace("ferry.jpg", "ferry.jpeg")
    write(portal / "content" / "notices" / "b.md", text)
    write(portal / "content" / "notices" / "ferry.jpeg", photograph())
    assert len(written(portal, tmp_path / "site")) == 5


def test_a_picture_is_as_large_as_its_place(portal: Path) -> None:
    """A tall one is made narrower, a small one is not enlarged."""
    library = library_of(portal)
    [record] = library.records

    def measures(width: int, height: int) -> str:
        media = Media(NAME, "/media/1/ferry.jpg", "image/jpeg", 1, width, height)
        html = body_html(record, dataclasses.replace(library, media={NAME: media}))
        return html[html.index("width") : html.index(" loading")]

    assert measures(1000, 2000) == 'width="320" height="640"'
    assert measures(300, 200) == 'width="300" height="200"'
