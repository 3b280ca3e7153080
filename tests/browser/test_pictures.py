"""A browser loads of a picture what its screen can show."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGE = "/family/2026/chen-shuigen-bridge/"


@pytest.mark.parametrize(
    ("width", "scale", "chosen"), [(360, 1, 480), (360, 2, 960), (1280, 1, 960)]
)
def test_a_screen_gets_the_width_that_it_needs(
    chromium: Browser, address: str, width: int, scale: int, chosen: int
) -> None:
    """A phone the small one; and the room for it is there before it is."""
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, device_scale_factor=scale
    )
    page = context.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    picture = page.locator(".record > .picture img")
    page.route("**/media/**", lambda route: route.abort())
    page.goto(address + PAGE)
    room = picture.bounding_box()
    page.unroute("**/media/**")
    page.goto(address + PAGE, wait_until="networkidle")
    there = picture.bounding_box()
    assert room and there
    assert [round(value) for value in there.values()] == [round(value) for value in room.values()]
    assert picture.evaluate("image => image.naturalWidth") > 0
    shown = picture.evaluate("image => new URL(image.currentSrc).pathname")
    assert shown.endswith(f"-{chosen}.webp")
    assert f"{address}{shown}" in loaded
    assert f"{address}{picture.get_attribute('src')}" not in loaded
    context.close()
