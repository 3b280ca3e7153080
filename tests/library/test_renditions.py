"""Renditions of pictures: WebP, never enlarged, upright, without metadata."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from wenming.library import examining, stamps
from wenming.library.media import read_media
from wenming.library.pictures import published
from wenming.library.renditions import render

from ..portals import MKDOCS_YML, make_portal, write
from .loading import loaded
from .test_pictures import SECRETS, photograph


def saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    data = io.BytesIO()
    picture.save(data, form, **options)
    return data.getvalue()


def plain(form: str, width: int, height: int, mode: str = "RGB") -> bytes:
    return saved(Image.new(mode, (width, height)), form)


def animated(form: str) -> bytes:
    frames = [Image.new("RGB", (600, 400), colour) for colour in ("red", "blue")]
    return saved(frames[0], form, save_all=True, append_images=frames[1:])


WIDTHS = {
    "wide": (".jpg", plain("JPEG", 2000, 100), (480, 960, 1600)),
    "as wide as the widest": (".png", plain("PNG", 1600, 10), (480, 960, 1600)),
    "narrower": (".jpg", plain("JPEG", 1200, 10), (480, 960, 1200)),
    "small": (".png", plain("PNG", 300, 10), (300,)),
    "wide WebP": (".webp", plain("WEBP", 2000, 10), (480, 960, 1600)),
    "WebP that is its own widest": (".webp", plain("WEBP", 1200, 10), (480, 960)),
    "small WebP": (".webp", plain("WEBP", 400, 10), ()),
    "taller than WebP can be": (".png", plain("PNG", 1000, 20000, "1"), (480,)),
    "moving PNG": (".png", animated("PNG"), ()),
    "moving WebP": (".webp", animated("WEBP"), ()),
    "sixteen bits": (".png", plain("PNG", 600, 10, "I;16"), ()),
}


@pytest.mark.parametrize("kind", WIDTHS)
def test_a_picture_has_three_widths_or_as_many_as_it_is_wide(tmp_path: Path, kind: str) -> None:
    """None is wider than the picture itself."""
    suffix, data, widths = WIDTHS[kind]
    file = write(tmp_path / f"a{suffix}", data)
    media = read_media(file, file.name)
    assert media.widths == widths
    for width, rendition in zip(widths, render(data, widths) if widths else [], strict=True):
        with Image.open(io.BytesIO(rendition), formats=("WEBP",)) as picture:
            assert picture.size == (width, round(media.height * width / media.width))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(("orientation", "corner"), [(1, 0), (6, 2)])
def test_a_rendition_is_upright_and_tells_nothing(form: str, orientation: int, corner: int) -> None:
    """No place, no serial number; its colours are the picture's."""
    [rendition] = render(published(photograph(form, orientation)), (20,))
    assert [secret for secret in SECRETS if secret in rendition] == []
    picture = Image.open(io.BytesIO(rendition)).convert("RGB")
    expected = [(200, 0, 0), (0, 200, 0), (0, 0, 200), (200, 200, 0)][corner]
    pixel = picture.getpixel((1, 1))
    assert isinstance(pixel, tuple)
    assert all(abs(a - b) < 60 for a, b in zip(pixel, expected, strict=True))


@pytest.mark.parametrize(
    ("mode", "colour", "form", "shown"),
    [
        ("RGBA", (200, 0, 0, 0), "PNG", (0, 0, 0, 0)),
        ("L", 128, "JPEG", (128, 128, 128, 255)),
        ("CMYK", (0, 255, 255, 0), "JPEG", (254, 0, 0, 255)),
        ("P", 0, "PNG", (0, 0, 0, 255)),
    ],
)
def test_a_rendition_has_the_colours_of_the_picture(
    mode: str, colour: Any, form: str, shown: tuple[int, ...]
) -> None:
    """Also of one that is transparent, grey, made for print, or of few colours."""
    [rendition] = render(saved(Image.new(mode, (600, 10), colour), form), (480,))
    pixel = Image.open(io.BytesIO(rendition)).convert("RGBA").getpixel((9, 5))
    assert isinstance(pixel, tuple)
    visible = shown[3] > 0
    assert pixel[3] == shown[3]
    assert all(abs(a - b) < 8 for a, b in zip(pixel[:3], shown, strict=False)) or not visible


NOTICE = """\
---
title: 渡口
date: 2024-03-05
type: 通知
issuer: 县文明办
cover: {file: a.jpg, alt: 渡口}
---

船开了。
"""


def test_a_picture_that_is_cut_off_is_a_problem(tmp_path: Path) -> None:
    """Its header is sound; half of its pixels are not there. A turned one, too."""
    whole = Image.effect_noise((400, 400), 50)
    exif = Image.Exif()
    exif[0x0112] = 6
    for name, options in (("upright", {}), ("turned", {"exif": exif})):
        data = saved(whole, "JPEG", **options)
        records = {"notices/a.md": NOTICE, "notices/a.jpg": data[: len(data) // 2]}
        [problem] = loaded(make_portal(tmp_path / name, records)).problems
        assert problem.code == "unreadable-picture"
        assert problem.place.line == 6


def test_what_was_found_out_of_a_file_holds_until_it_changes(tmp_path: Path) -> None:
    """Or until the portal allows less."""
    records = {"notices/a.md": NOTICE, "notices/a.jpg": plain("JPEG", 500, 10)}
    portal = make_portal(tmp_path, records)
    path = "content/notices/a.jpg"
    first = loaded(portal).library.media[path]
    assert loaded(portal).library.media[path] == first
    write(portal / path, plain("JPEG", 700, 10))
    second = loaded(portal).library.media[path]
    assert (second.width, second.widths) == (700, (480, 700))
    assert second.address != first.address
    write(portal / path, plain("JPEG", 700, 10) + bytes(2 * 1024 * 1024))
    assert loaded(portal).problems == ()
    settings = MKDOCS_YML.replace("source:", "limits: {picture_mb: 1}\n      source:")
    write(portal / "mkdocs.yml", settings)
    assert [problem.code for problem in loaded(portal).problems] == ["media-too-large"]


def test_a_file_that_did_not_change_is_not_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once its times are old enough to tell."""
    portal = make_portal(tmp_path, {"notices/a.md": NOTICE, "notices/a.jpg": plain("JPEG", 500, 9)})
    monkeypatch.setattr(stamps, "SETTLED", 0)  # no test waits for two seconds
    first = loaded(portal).library.media
    for module, opens in ((examining, "_look"), (stamps, "digest_in")):
        monkeypatch.delattr(module, opens)
    assert loaded(portal).library.media == first
    (portal / "content" / "notices" / "a.jpg").touch()
    with pytest.raises(NameError):
        loaded(portal)
