"""Searching as a reader does it: typing, keys, filters, a bad network, no JavaScript."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from wenming.search.grams import terms_of
from wenming.search.normal_form import folds, normalise

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def search(page: Page, query: str, more: str = "") -> None:
    page.goto(f"/search/?q={quote(query)}{more}")
    expect(status(page)).to_have_text(re.compile("^(找到|没有|减号|请输入)"))


def status(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("#found [role=status]")


def titles(page: Page, kind: str = "exact") -> list[str]:
    return page.locator(f"[data-kind={kind}] h3").all_inner_texts()


def test_the_browser_normalises_every_character_as_the_index_does(page: Page, address: str) -> None:
    """All that may ever be one, between Latin letters and between Han characters."""
    page.goto("/about/")
    planes = chain(range(0x40000), range(0xE0000, 0xF0000))  # the others are private or empty
    codes = [code for code in planes if not 0xD800 <= code < 0xE000 and code != 10]
    plain = {code: {*unicodedata.normalize("NFKC", chr(code))} for code in codes}
    folded = {code for code in codes if folds().keys() & plain[code]}
    for before, after in (("x", "y"), ("中", "国")):
        text = "\n".join(f"{before}{chr(code)}{after}" for code in codes)
        expected = normalise(text).split("\n")
        for pairs, left in ((list(map(list, folds().items())), set()), (None, folded)):
            made = page.evaluate(
                "([text, folds]) => wenmingSearch.normal(text, folds && new Map(folds)).text",
                [text, pairs],
            )
            rows = zip(codes, made.split("\n"), expected, strict=True)
            assert [hex(n) for n, one, other in rows if one != other and n not in left] == []


def test_every_place_of_a_normal_form_is_known(page: Page) -> None:
    """Where it comes from in the text, so that the hit itself is marked; with and without folds."""
    page.goto("/about/")
    for text, folds_, places in (
        ("石 桥，２0２4 ①Ab", None, [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
        ("扫 帚e\u0301 \u200b𠮷桥", [["帚", "箒"]], [0, 2, 3, 5, 7, 7, 9, 10]),
    ):
        made = page.evaluate(
            "([text, folds]) => wenmingSearch.normal(text, folds && new Map(folds)).at",
            [text, folds_],
        )
        assert made == places


def test_the_browser_looks_for_terms_that_the_index_has(page: Page) -> None:
    """Of every part of a text; otherwise a record would be missed."""
    page.goto("/search/")
    text = normalise("“石桥村2024年好人”（第15号）：A座3层，wifi 5G，扫𠮷帚·阿 b2b人5人。好！a，b")
    parts = [text[at:end] for at in range(len(text)) for end in range(at + 1, len(text) + 1)]
    asked = page.evaluate("parts => parts.map(part => wenmingSearch.termsOf(part, 99))", parts)
    for part, terms in zip(parts, asked, strict=True):
        assert {*terms} <= {*terms_of(part)}, part
        assert terms or not any(map(str.isalnum, part)), part


def test_a_name_is_found_with_its_excerpt(page: Page) -> None:
    """First the record that has the name, with who, where and when; the hit is marked."""
    search(page, "吴长庚")
    hit = page.locator(".hits li").first
    expect(hit.locator("mark").first).to_have_text("吴长庚")
    expect(hit).to_contain_text("2026-07-13 · 道德讲堂 · 云溪县文明办")
    assert "/lectures/" in (hit.locator("h3 a").get_attribute("href") or "")
    assert page.title().startswith("吴长庚 - ")


def test_the_order_is_name_title_heading_fact_text(page: Page) -> None:
    """A whole title comes first, whatever else holds the words."""
    search(page, "除夕家会")
    assert titles(page)[0] == "除夕家会"
    search(page, "王秀英")
    named = page.locator(".hits li:has(p.name)").count()
    rows = page.locator(".hits li")
    assert all(rows.nth(index).locator("p.name").count() for index in range(named))


def test_traditional_full_width_and_rare_characters_are_found(page: Page) -> None:
    """As the simplified, half-width ones."""
    search(page, "陈水根")
    plain = titles(page)
    search(page, "陳水根")
    assert titles(page) == plain
    search(page, "２０２４年")
    assert titles(page)
    search(page, "㛃")
    assert len(titles(page)) == 1


def test_several_words_a_phrase_and_a_minus(page: Page) -> None:
    """All the words, though not adjacent, and named so; the phrase as it is; without a word."""
    search(page, "石桥 扫帚")
    assert titles(page) == []
    both = titles(page, "loose")
    assert "长扫帚，短扫帚" in both
    expect(page.locator("[data-kind=loose] h2")).to_have_text("包含全部词语，但不相连")
    search(page, "扫帚")
    every = titles(page)
    search(page, "扫帚 -石桥")
    assert set(titles(page)) == set(every) - set(both)
    search(page, '"长扫帚，短扫帚"')
    assert titles(page)[0] == "长扫帚，短扫帚"


def test_an_absent_name_gives_nothing_but_ways_on(page: Page) -> None:
    """Nothing is called exact; looser queries and the columns are offered."""
    search(page, "陈水银")
    assert titles(page) == []
    expect(status(page)).to_have_text("没有找到")
    expect(page.get_by_role("link", name="试试“陈水”")).to_be_visible()
    expect(page.get_by_role("heading", name="按栏目找")).to_be_visible()


@pytest.mark.parametrize("typed", ["chenshuigen", "csg", "chen水", "陈水", "CHENSHUI"])
def test_people_are_suggested(page: Page, typed: str) -> None:
    """By pinyin, initials, mixed and by the name, with who that is; Enter goes there."""
    page.goto("/about/")
    box = page.get_by_role("combobox", name="搜索")
    box.fill(typed)
    option = page.get_by_role("option").first
    expect(option).to_contain_text("陈水根")
    expect(option).to_contain_text("石桥村")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    box.press("Enter")
    page.wait_for_url("**/people/**")
    expect(page.locator("h1")).to_have_text("陈水根")


@pytest.mark.parametrize(
    ("typed", "name"),
    {
        "陈水根": "陈水根",
        "陳水根": "陈水根",
        "呂曉峰": "吕晓峰",
        "水根": "陈水根",
        "云溪县图书馆": "云溪县图书馆",
        "沈𬱖": "沈𬱖",
        "shendi": "沈𬱖",
        "sd": "沈𬱖",
        "阿依古丽·买买提": "阿依古丽·买买提",
        "阿依古丽买买提": "阿依古丽·买买提",
        "阿依古丽.买买提": "阿依古丽·买买提",
        "买买提": "阿依古丽·买买提",
    }.items(),
)
def test_whoever_types_a_name_is_led_to_the_page(page: Page, typed: str, name: str) -> None:
    """While typing and after Enter, above the records that have the name."""
    page.goto("/about/")
    box = page.get_by_role("combobox", name="搜索")
    box.fill(typed)
    expect(page.get_by_role("option").first.locator(".name")).to_have_text(name)
    box.press("Enter")
    page.wait_for_url("**/search/?q=**")
    first = page.locator("#found a").first
    expect(first.locator(".name")).to_have_text(name)
    if not typed.isascii():
        assert page.locator(".hits p.name mark").first.inner_text() in name
    first.click()
    expect(page.locator("h1")).to_have_text(name)


def test_all_who_are_called_so_are_above_the_records(page: Page) -> None:
    """Namesakes before others whose names begin so; of those a few."""
    search(page, "张丽华")
    told = page.locator(".people-found small").all_inner_texts()
    assert {text.split(" · ")[0] for text in told} == {"竹桥竹编合作社", "云溪县实验小学"}
    search(page, "陈")
    expect(page.locator(".people-found li")).to_have_count(4)
    page.get_by_role("button", name="再看十二位").click()
    assert page.locator(".people-found li").count() > 10
    search(page, "扫帚")
    expect(page.locator(".people-found")).to_have_count(0)


def test_exact_syllables_come_before_beginnings(page: Page) -> None:
    """And no family is suggested by a reading that no family has."""
    page.goto("/search/?q=chen")
    names = page.locator(".people-found .name")
    expect(names.first).to_have_text(re.compile("^陈"))
    found = names.all_inner_texts()
    page.get_by_role("button", name="再看十二位").click()
    expect(names).not_to_have_count(len(found))
    families = [name[0] for name in names.all_inner_texts()]
    assert set(families) == {"陈", "程"}
    assert families == sorted(families, key="陈程".index)
    page.goto("/search/?q=wang")
    expect(names.first).to_be_visible()
    assert {name[0] for name in names.all_inner_texts()} == {"王", "汪", "望"}


def test_only_what_finds_something_is_offered(page: Page) -> None:
    """Where a query finds nothing."""
    search(page, "shenwei")
    expect(page.locator(".empty a")).to_have_text(["试试“shen” "])
    search(page, "caoxiaoxi")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".empty a")).to_have_count(0)


def test_namesakes_are_suggested_apart(page: Page) -> None:
    """Each with the place."""
    page.goto("/about/")
    page.get_by_role("combobox", name="搜索").fill("wxy")
    told = page.get_by_role("option").locator("small")
    expect(told.first).to_be_visible()
    assert {text.split(" · ")[0] for text in told.all_inner_texts()} >= {"石桥村", "云溪县人民医院"}


def test_everybody_who_fits_can_be_reached(page: Page, site: Path) -> None:
    """Of many the last honored of the shortest names; the search page lists all of them."""
    [folder] = {file.parent for file in site.glob("search/*/n/*.txt")}
    lines = {
        line
        for file in folder.iterdir()
        if file.name != "index.txt"
        for line in file.read_text("utf-8").split("\n")[1:-1]
    }
    fitting = [line.split("\t") for line in lines if re.match("[^\t]+\t[^ ]*\\bw", line)]
    ranked = sorted(
        (
            not ways.startswith("w"),  # read so only otherwise
            len(name),
            -int(told[-5:-1]),
            name + (address or f"/people/{name}/"),
            name,
            told,
        )
        for name, ways, address, told, *_ in fitting
    )
    assert len(ranked) > 12
    page.goto("/about/")
    page.get_by_role("combobox", name="搜索").fill("w")
    options = page.get_by_role("option")
    shown = [f"{name}{told}" for *_, name, told in ranked[:10]]
    expect(options).to_have_text([*shown, f"还有{len(ranked) - 10}位，全部列出"])
    options.last.click()
    page.wait_for_url("**/search/?q=w")
    further = page.get_by_role("button", name="再看十二位")
    expect(page.locator(".people-found li")).to_have_count(12)
    for count in range(12, len(ranked), 12):
        further.click()
        expect(page.locator(".people-found li")).to_have_count(min(count + 12, len(ranked)))
    expect(further).to_have_count(0)
    assert page.locator(".people-found .name").all_inner_texts() == [name for *_, name, _ in ranked]


def test_the_keyboard_is_enough(page: Page) -> None:
    """`/` to the box, Esc closes, Enter searches, arrows walk the results."""
    page.goto("/about/")
    page.keyboard.press("/")
    page.keyboard.type("石桥")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=**")
    expect(status(page)).to_have_text(re.compile("^找到"))
    page.keyboard.press("/")
    expect(page.locator("#query")).to_be_focused()
    for link in (".people-found a >> nth=0", ".people-found a >> nth=1", ".hits h3 a >> nth=0"):
        page.keyboard.press("ArrowDown")
        expect(page.locator(link)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hits h3 a").nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#query")).to_be_focused()


def test_filters_count_combine_and_stand_in_the_address(page: Page) -> None:
    """A count is the number of results behind it; the address is the search."""
    search(page, "石桥")
    page.locator(".filters summary").first.click()
    link = page.locator(".filters").get_by_role("link", name=re.compile("^荣誉榜"))
    number = int(re.sub(r"\D", "", link.inner_text()))
    link.click()
    expect(status(page)).to_have_text(f"找到{number}篇")
    assert "collection=honors" in page.url
    kept = titles(page)
    page.goto(page.url)
    expect(status(page)).to_have_text(f"找到{number}篇")
    assert titles(page) == kept
    page.go_back()
    search(page, "", "&organization=qingshi&sort=date")
    dates = [text[:10] for text in page.locator(".hits p.small").all_inner_texts()]
    assert dates
    assert dates == sorted(dates, reverse=True)


def test_an_organization_counts_those_below_it(page: Page) -> None:
    """A town with its villages: as many as its own page says they published."""
    page.goto("/organizations/qingshi/")
    count = re.search(r"共发布(\d+)篇", page.content())
    assert count
    search(page, "", "&organization=qingshi")
    expect(status(page)).to_have_text(f"找到{count[1]}篇")


def test_more_results_follow_and_take_the_focus(page: Page) -> None:
    """Ten at a time, no record twice."""
    search(page, "的")
    first = titles(page)
    page.get_by_role("button", name="再看十篇").click()
    expect(page.locator(".hits h3 a").nth(10)).to_be_focused()
    links = page.locator(".hits h3 a").evaluate_all("links => links.map(link => link.href)")
    assert len(links) == len(set(links)) == 20
    assert titles(page)[:10] == first


def test_the_count_is_certain_once_all_are_shown(page: Page) -> None:
    """An estimate while there are more."""
    search(page, "陈水根")
    expect(status(page)).to_have_text("找到约20篇")
    page.get_by_role("button", name="再看十篇").click()
    expect(page.locator(".hits li")).to_have_count(20)
    expect(status(page)).to_have_text("找到20篇")
    expect(page.get_by_role("button", name="再看十篇")).to_have_count(0)


def test_who_comes_back_finds_what_was_shown(page: Page) -> None:
    """As many, and the place; another query begins anew."""
    search(page, "石桥")
    for count in (20, 30):
        page.get_by_role("button", name="再看十篇").click()
        expect(page.locator(".hits li")).to_have_count(count)
    page.locator(".hits h3 a").nth(27).click()
    page.wait_for_url(lambda url: "/search/" not in url)
    page.go_back()
    expect(page.locator(".hits li")).to_have_count(30)
    expect(page.locator(".hits h3 a").nth(27)).to_be_in_viewport()
    page.locator("#query").fill("的")
    expect(page.locator(".hits li")).to_have_count(10)


def test_a_cut_network_is_told_and_tried_again(page: Page) -> None:
    """In the middle of a query; nothing wrong is shown."""
    page.goto("/search/")
    page.context.set_offline(True)
    page.locator("#query").fill("石桥")
    expect(status(page)).to_contain_text("没有查完")
    assert page.locator(".hits").count() == 0
    page.context.set_offline(False)
    page.get_by_role("button", name="再试一次").click()
    expect(status(page)).to_have_text(re.compile("^找到"))


def _missing(route: Route) -> None:
    route.fulfill(status=404, body="")


def _html(route: Route) -> None:
    route.fulfill(status=200, body="<!doctype html><p>请先登录", content_type="text/html")


def _changed(route: Route) -> None:
    text = route.fetch().text()
    route.fulfill(status=200, body=text.replace("@", "A", 1) if "@" in text else text[:-3] + "???")


@pytest.mark.parametrize("pattern", ["**/g/*.txt", "**/w/*.txt", "**/t/*.txt"])
@pytest.mark.parametrize("damage", [_missing, _html, _changed])
def test_a_missing_or_damaged_file_is_told(page: Page, pattern: str, damage) -> None:  # type: ignore[no-untyped-def]
    """A message and a retry, never a wrong result."""
    page.route(pattern, damage)
    page.goto("/search/?q=" + quote("扫帚"))
    expect(status(page)).to_contain_text("没有查完")
    assert page.locator(".hits").count() == 0
    page.unroute_all(behavior="wait")
    page.get_by_role("button", name="再试一次").click()
    expect(status(page)).to_have_text(re.compile("^找到"))


def test_only_the_last_query_is_answered(page: Page) -> None:
    """An earlier one, whose files come late, is dropped."""
    page.goto("/search/")
    held: list[Route] = []
    page.route("**/g/*.txt", lambda route: held.append(route))
    page.locator("#query").fill("扫帚")
    expect(status(page)).to_have_text("正在查找……")
    page.unroute("**/g/*.txt")
    page.locator("#query").fill("除夕家会")
    expect(page.locator(".hits h3").first).to_have_text("除夕家会")
    for route in held:
        route.fallback()
    page.wait_for_load_state("networkidle")
    assert titles(page)[0] == "除夕家会"
    assert "扫帚" not in page.locator("#found h2").first.inner_text()


def test_the_first_results_take_two_round_trips(chromium: Browser, address: str) -> None:
    """Shards, then texts; what was loaded once is not asked for again."""
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/search/")[2]))
    search(page, "吴长庚")
    kinds = [
        "".join(re.findall(r"/([gwt])/", each)) for each in asked if re.search("/[gwt]/", each)
    ]
    assert kinds == sorted(kinds, key="gwt".index) or "t" not in kinds[: kinds.count("g")]
    assert not [each for each in asked if "/p/" in each or "/f/" in each]
    assert len([each for each in asked if "/n/" in each]) == 2  # the first keys, then one page
    before = len(asked)
    page.locator("#query").fill("吴长庚 ")
    page.locator("#query").fill("吴长庚")
    page.wait_for_load_state("networkidle")
    assert [each for each in asked[before:] if re.search("/[gwt]/", each)] == []
    context.close()


@pytest.mark.parametrize("query", ["帚，短", "到88家"])
def test_no_other_texts_are_read_where_signs_or_figures_tell(page: Page, query: str) -> None:
    """Characters around a sign, or beside figures, are terms of the index."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    search(page, query)
    assert titles(page)
    assert len([url for url in asked if "/t/" in url]) == len(titles(page))


def test_only_the_search_page_has_what_shows_results(site: Path) -> None:
    """Other pages have the box and its suggestions."""
    for path, count in (("index.html", 1), ("search/index.html", 3), ("about/index.html", 1)):
        text = (site / path).read_text("utf-8")
        assert len(re.findall(r'<script src="[./]*assets/javascripts/search[.-]', text)) == count


def test_without_javascript_the_page_leads_on(chromium: Browser, address: str) -> None:
    """Columns, people by letter and the site map."""
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/about/")
    page.locator("#find").fill("石桥")
    page.locator("#find").press("Enter")
    page.wait_for_url("**/search/?q=**")
    expect(page.get_by_text("搜索要用到浏览器的脚本功能")).to_be_visible()
    for name in ("荣誉榜", "网站地图"):
        expect(page.locator(".lead-on").get_by_role("link", name=name)).to_be_visible()
    page.get_by_label("按姓名拼音首字母").get_by_role("link", name="C").click()
    expect(page.get_by_role("link", name="陈水根", exact=True)).to_be_visible()
    context.close()


PLACEHOLDER_ROOM = """box => {
  const style = getComputedStyle(box), pen = document.createElement("canvas").getContext("2d");
  pen.font = `${style.fontSize} ${style.fontFamily}`;
  return box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    - pen.measureText(box.placeholder).width;
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_results_fit_the_screen(chromium: Browser, address: str, width: int) -> None:
    """No sideways scrolling, with the filters open and suggestions shown."""
    context = chromium.new_context(base_url=address, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto("/search/")
    for size in ("大字", "更大"):
        assert page.locator("#query").evaluate(PLACEHOLDER_ROOM) >= 0
        page.get_by_role("button", name=size).click()
    assert page.locator("#query").evaluate(PLACEHOLDER_ROOM) >= 0
    page.get_by_role("button", name="更大").click()
    search(page, "石桥")
    page.locator(".filters summary").first.click()
    expect(page.locator(".filters h2").first).to_be_visible()
    page.locator("#query").fill("ch")
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()


def test_the_portal_has_no_box_where_search_is_switched_off(site: Path) -> None:
    """The line in mkdocs.yml is all there is to it."""
    template = (
        Path(__file__).parents[2] / "plugins/wenming/theme/partials/header.html"
    ).read_text()
    assert 'has_output("wenming/search")' in template
    assert 'data-search="box"' in (site / "about" / "index.html").read_text("utf-8")
