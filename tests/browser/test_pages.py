"""What a reader sees, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from ..portals import REPOSITORY
from .conftest import AS_OF

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "column of honors": "/honors/",
    "second page of a column": "/honors/page/2/",
    "column of lectures": "/lectures/",
    "column of family stories": "/family/",
    "column of notices": "/notices/",
    "year": "/honors/2025/",
    "listing by a field": "/honors/by-award/good-person/",
    "calendar": "/calendar/",
    "month": "/calendar/2024/06/",
    "figures": "/figures/",
    "open data": "/data/",
    "honor": "/honors/2024/good-person-2024-q2/",
    "honor with 26 households": "/honors/2024/shiqiao-ten-star-2023/",
    "lecture": "/lectures/2024/shiqiao-bridge-talk/",
    "lecture to come": "/lectures/2026/main-096-people-of-the-year/",
    "family": "/family/2026/chen-shuigen-bridge/",
    "notice with a period": "/notices/2026/civilized-units-review/",
    "notice with a deadline": "/notices/2026/stream-rhymes/",
    "tree of practice": "/practice/",
    "activities of a festival": "/activities/by-festival/dragon-boat/",
    "document": "/documents/2026/key-points-2026/",
    "convention": "/conventions/2025/shiqiao/",
    "red and black list": "/integrity/",
    "gallery of advertisements": "/ads/",
    "film": "/ads/2026/lamp-film/",
    "venue with its timetable": "/venues/2026/youth-palace/",
    "pair": "/pairs/2025/tea-chashan/",
    "topic": "/topics/2026/clean-plate/",
    "exposure": "/exposure/2026/bikes-on-tactile/",
    "platforms": "/links/",
    "wall": "/honors/wall/",
    "result of a call": "/notices/2026/golden-ideas-result/",
    "people": "/people/",
    "people by letter": "/people/by-letter/c/",
    "person": "/people/陈水根/",
    "namesakes": "/people/王秀英/",
    "one of the namesakes": "/people/王秀英/shiqiao/",
    "organizations": "/organizations/",
    "organization": "/organizations/qingshi/",
    "site map": "/sitemap/",
    "hand-written page": "/about/",
    "handbook with wide tables": "/handbook/columns/",
    "page not found": "/404.html",
}


@pytest.fixture(params=[360, 1280], ids=["phone", "desktop"])
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": request.param, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_quiet_local_and_fits(page: Page, address: str, kind: str) -> None:
    """No console message, no request to another host or without answer, no sideways scrolling."""
    messages: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.on(
        "response", lambda r: messages.append(f"{r.status} {r.url}") if r.status > 399 else None
    )
    page.goto(address + PAGES[kind], wait_until="networkidle")
    assert messages == []
    assert [url for url in requests if not url.startswith(f"{address}/")] == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_reads_the_same_without_javascript(
    chromium: Browser, address: str, kind: str
) -> None:
    """Nothing that a reader needs is made by a script."""
    words = {}
    for enabled in (True, False):
        context = chromium.new_context(java_script_enabled=enabled, locale="zh-CN")
        page = context.new_page()
        if enabled:  # scripts tell the days that are left by the reader's clock
            page.clock.set_fixed_time(f"{AS_OF}T12:00:00+08:00")
        page.goto(address + PAGES[kind], wait_until="networkidle" if enabled else "load")
        words[enabled] = set(page.locator("#content").inner_text().split())
        context.close()
    assert {word for word in words[False] if "还有" not in word} <= words[True]


def test_every_picture_of_a_page_is_there_and_says_what_it_shows(page: Page, address: str) -> None:
    """Loaded, with its measures in the markup, and with an `alt`."""
    for path in (PAGES["home"], PAGES["honor"], PAGES["lecture"], PAGES["family"]):
        page.goto(address + path, wait_until="networkidle")
        pictures = page.locator("img:visible")  # a phone shows fewer of the wall
        for index in range(pictures.count()):
            picture = pictures.nth(index)
            picture.scroll_into_view_if_needed()
            assert picture.get_attribute("alt") is not None
            assert int(picture.get_attribute("width") or 0) > 0
            page.wait_for_function("image => image.complete", arg=picture.element_handle())
            assert picture.evaluate("image => image.naturalWidth") > 0


def test_every_hand_written_page_is_in_the_navigation(page: Page, address: str) -> None:
    """Also on a phone, where there is no other way to it but the footer."""
    page.goto(f"{address}/")
    page.locator(".columns summary", has_text="本站").click()
    for label in ("关于本站", "怎样订阅", "编辑手册"):
        assert page.locator("nav.columns a", has_text=label).is_visible()


def test_the_fields_of_the_handbook_fit_the_screen(page: Page, address: str) -> None:
    """What is to be filled in, and why, is read without scrolling sideways."""
    page.goto(f"{address}/handbook/columns/")
    frames = page.locator(".fields + .table")
    assert frames.count() == 1 + len(list((REPOSITORY / "content").glob("*/_collection.yml")))
    for frame in frames.all():
        assert frame.evaluate("frame => frame.scrollWidth - frame.clientWidth") <= 0


def test_a_group_of_the_navigation_opens_with_and_without_a_script(
    chromium: Browser, address: str
) -> None:
    """Two steps lead to every column; Escape closes the group again."""
    for enabled in (True, False):
        context = chromium.new_context(
            java_script_enabled=enabled, viewport={"width": 360, "height": 800}
        )
        page = context.new_page()
        page.goto(address + "/")
        link = page.locator(".columns a[href='/conventions/']")
        assert not link.is_visible()
        page.locator(".columns summary", has_text="文件服务").click()
        assert link.is_visible()
        if enabled:
            page.keyboard.press("Escape")
            assert not link.is_visible()
            page.locator(".columns summary", has_text="文件服务").click()
        link.click()
        page.wait_for_url(f"{address}/conventions/")
        context.close()


def test_the_wall_is_filtered_over_all_its_pages_and_the_choice_can_be_linked(
    page: Page, address: str
) -> None:
    """By several filters at once; who stands on a later page is found, too."""
    page.goto(address + PAGES["wall"], wait_until="networkidle")
    shown = page.locator(".holders > li:visible")
    assert page.locator(".pager").is_visible()
    page.select_option("select[name=award]", "civilized-village")
    expect(page.locator(".found")).not_to_be_empty()
    villages = shown.count()
    assert page.locator(".found").inner_text() == f"符合的有{villages}个称号。"
    province = page.locator("select[name=level] option[value=province]").inner_text()
    page.select_option("select[name=level]", "province")
    page.wait_for_url("**/wall/?award=civilized-village&level=province")
    assert 0 < shown.count() < villages
    assert province == f"省级（{shown.count()}）"  # told before it was chosen
    names = shown.all_inner_texts()
    page.goto(page.url, wait_until="networkidle")
    expect(page.locator(".found")).not_to_be_empty()
    assert shown.all_inner_texts() == names
    assert not page.locator(".pager").is_visible()


def test_a_document_is_printed_as_an_official_paper(page: Page, address: str) -> None:
    """Its red head and its text, and nothing of the portal around it."""
    page.goto(address + PAGES["document"], wait_until="networkidle")
    assert not page.locator(".red-head").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".red-head").inner_text().split() == [
        "云溪县文明办文件",
        "云文明办〔2026〕2号",
    ]
    for gone in (".masthead", ".columns", ".footer", ".contents", ".record .meta"):
        assert not page.locator(gone).first.is_visible()
    style = "getComputedStyle(document.querySelector('.look-documents .prose p'))"
    assert page.evaluate(f"{style}.lineHeight") == "37.3333px"  # 28 pt


COLOURS = """chip => {
    const light = colour => colour.match(/[\\d.]+/g).slice(0, 3)
        .map(value => value / 255)
        .map(value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4)
        .reduce((sum, value, n) => sum + value * [.2126, .7152, .0722][n], 0);
    const {color, backgroundColor} = getComputedStyle(chip);
    const [high, low] = [light(color), light(backgroundColor)].sort((a, b) => b - a);
    const sign = getComputedStyle(chip, "::before").content;
    return [backgroundColor, (high + .05) / (low + .05), sign.includes("✓")];
}"""


LOW = """() => [...document.querySelectorAll(".page a, .page summary, .footer a")].filter(link => {
    if (link.closest(".prose, .callout, .lead")) return false; // in a sentence
    const boxes = link.getClientRects();
    const {position, content} = getComputedStyle(link, "::after");
    const spread = content != "none" && position == "absolute"; // over all of its card or row
    return boxes.length && boxes[0].width > 1 && !spread
        && link.getBoundingClientRect().height < 43.5;
}).map(link => `${link.parentElement.className} ${link.textContent.trim()}`)"""

TAPPED = (
    *("home", "column of honors", "column of notices", "calendar", "month", "honor", "lecture"),
    *("honor with 26 households", "notice with a period", "document", "wall", "pair", "exposure"),
    *("result of a call", "topic", "venue with its timetable", "tree of practice", "platforms"),
    *("people", "person", "namesakes", "organization", "organizations", "site map", "open data"),
    *("family", "film", "convention", "red and black list", "handbook with wide tables"),
)


@pytest.mark.parametrize("kind", TAPPED)
def test_a_finger_finds_every_link_of_a_page(chromium: Browser, address: str, kind: str) -> None:
    """44 pixels high on a phone, in tables of facts, too; but for those within a sentence."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(address + PAGES[kind], wait_until="networkidle")
    assert page.evaluate(LOW) == []
    context.close()


def test_an_event_of_many_days_is_seen_and_read_on_each_of_them(
    chromium: Browser, address: str
) -> None:
    """With a sign that it goes on, and which day of how many it is."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{address}/calendar/2026/11/")
    days = page.locator(".month > li")
    for day, told, sign in ((16, 1, "none"), (23, 8, '"→" / ""'), (27, 12, '"→" / ""')):
        event = days.nth(day - 1).locator(".running li", has_text="云溪好人")
        assert event.is_visible()
        assert event.inner_text().endswith(f"（第{told}天，共12天）")
        assert event.evaluate("li => getComputedStyle(li, '::before').content") == sign
    assert not days.nth(27).locator(".running li", has_text="云溪好人").count()
    page.close()


def test_what_is_put_right_does_not_look_like_what_is_to_be_put_right(
    page: Page, address: str
) -> None:
    """Another colour, a sign for those who see none, and contrast enough."""
    page.goto(f"{address}/exposure/")
    red, contrast, signed = page.locator(".state", has_text="待整改").first.evaluate(COLOURS)
    assert contrast >= 4.5
    assert not signed
    over = [page.locator(".state", has_text="已整改").first.evaluate(COLOURS)]
    page.goto(f"{address}/exposure/2026/pole-ads/")
    over += [page.locator(".record-head", has_text="已整改").locator(".state").evaluate(COLOURS)]
    page.goto(f"{address}/integrity/")
    over += [page.locator(".state", has_text="已修复").first.evaluate(COLOURS)]
    for colour, contrast, signed in over:
        assert colour != red
        assert contrast >= 4.5
        assert signed


def test_a_notice_is_printed_with_who_says_it_and_when(page: Page, address: str) -> None:
    """As a paper ends; nothing that is true only on the day on which it is printed."""
    page.goto(f"{address}/notices/2026/stream-rhymes/")
    assert not page.locator(".signature").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".signature").inner_text().split("\n") == [
        "云溪县文明办、云溪县教育局、云溪县图书馆",
        "2026年11月5日",
    ]
    page.goto(address + PAGES["notice with a period"])
    page.emulate_media(media="print")
    assert page.locator(".signature").is_visible()
    for gone in (".state[data-end]", ".remaining", "progress", ".passed", ".tags"):
        assert not page.locator(gone).first.is_visible()


def test_an_example_of_the_handbook_is_read_and_copied_on_a_phone(
    chromium: Browser, address: str
) -> None:
    """Long lines scroll in their own frame; a button with a Chinese word copies all of them."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(f"{address}/handbook/writing/")
    examples = page.locator(".prose pre > code")
    wide = [each for each in examples.all() if each.evaluate("c => c.scrollWidth > c.clientWidth")]
    assert wide
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert float(wide[0].evaluate("c => parseFloat(getComputedStyle(c).fontSize)")) >= 16
    buttons = page.get_by_role("button", name="复制这段")
    assert buttons.count() == examples.count()
    box = buttons.first.bounding_box()
    assert box
    assert box["height"] >= 44
    buttons.first.click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == examples.first.text_content()
    context.close()


STATES = {
    "2026-11-18T09:00:00+08:00": "未开始",
    "2026-11-19T00:00:00+08:00": "进行中",
    "2026-12-04T23:59:00+08:00": "进行中",
    "2026-12-05T00:00:00+08:00": "已结束",
}


@pytest.mark.parametrize("now", STATES)
def test_the_state_of_a_period_follows_the_readers_clock(
    page: Page, address: str, now: str
) -> None:
    """A page that was built on another day does not lie."""
    page.clock.set_fixed_time(now)
    page.goto(address + PAGES["notice with a period"], wait_until="networkidle")
    assert STATES[now] in page.locator("[data-start] , [data-end]").first.inner_text()


def test_the_keyboard_reaches_the_content_first(page: Page, address: str) -> None:
    """The first stop of Tab is the link that skips the masthead."""
    page.goto(address + PAGES["home"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"
