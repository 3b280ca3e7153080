"""Those who need large type lose nothing: no button off the screen, no scrolling sideways."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

PAGES = ("/", "/honors/", "/notices/", "/lectures/", "/organizations/chengguan/", "/people/陈水根/")


def opened(chromium: Browser, address: str, width: int) -> Page:
    context = chromium.new_context(base_url=address, viewport={"width": width, "height": 740})
    page = context.new_page()
    page.goto("/")
    return page


@pytest.mark.parametrize("width", [320, 360, 412])
@pytest.mark.parametrize("size", ["大字", "更大"])
def test_a_phone_shows_all_of_a_page_in_large_type(
    chromium: Browser, address: str, width: int, size: str
) -> None:
    """The button beside the search box, too: it stands where nobody could scroll to it."""
    page = opened(chromium, address, width)
    page.get_by_role("button", name=size).click()
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        button = page.locator(".search-box button").bounding_box()
        assert button
        assert button["x"] + button["width"] <= width, path
    page.context.close()


@pytest.mark.parametrize("path", ["/", "/honors/", "/people/陈水根/"])
def test_a_phone_shows_all_of_a_page_at_twice_the_size(
    chromium: Browser, address: str, path: str
) -> None:
    """As the page about the portal promises."""
    page = opened(chromium, address, 360)
    page.goto(path)
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("path", ["/", "/honors/"])
def test_suggestions_lie_above_all_else(
    chromium: Browser, address: str, width: int, path: str
) -> None:
    """Whoever taps one gets there, and not into a column that lies over it."""
    page = opened(chromium, address, width)
    page.goto(path)
    page.get_by_role("combobox", name="搜索").fill("wang")
    options = page.get_by_role("option")
    expect(options.nth(3)).to_be_visible()
    covered = options.evaluate_all(
        """options => options.filter(option => {
            option.scrollIntoView({block: "nearest"});
            const box = option.getBoundingClientRect();
            const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
            return !option.contains(top);
        }).length"""
    )
    assert covered == 0
    page.context.close()
