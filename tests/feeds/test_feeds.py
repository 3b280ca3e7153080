"""Feeds as their readers understand them: which there are, what stands in them, in what order."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree, html

from wenming.feeds import write_feeds
from wenming.release import Release

from .portal import Feeds, Portal

SITE = "https://www.example.org"
HONORS = f"{SITE}/honors/2024/good/"
TAG = "tag:example.org,2024:"
FOLLOWED = {
    *("", "honors/", "lectures/", "family/", "notices/", "honors/by-award/good-person/"),
    *("organizations/yunxi/", "organizations/wenmingban/", "organizations/qingshi/"),
}
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def content(feeds: Feeds, entry: str) -> str:
    """The HTML of an entry of the whole portal's feed."""
    items = {item["id"]: item["content_html"] for item in feeds.json()["items"]}
    return str(items[TAG + entry])


def test_the_portal_each_column_type_and_organization_has_three_feeds(feeds: Feeds) -> None:
    """At the addresses of CONTENT.md, and nothing else is written but the list of them."""
    names = ("feed.xml", "atom.xml", "feed.json")
    expected = {address + name for address in FOLLOWED for name in names}
    assert set(feeds.all()) == {*expected, "feeds.opml"}


@pytest.mark.parametrize("address", sorted(FOLLOWED))
@pytest.mark.parametrize(
    ("name", "version"), [("feed.xml", "rss20"), ("atom.xml", "atom10")], ids=["rss", "atom"]
)
def test_a_strict_parser_forgives_nothing_in_any_feed(
    feeds: Feeds, address: str, name: str, version: str
) -> None:
    """No bozo bit; the language, the page and the feed itself are named."""
    parsed = feeds.parsed(address + name)
    assert parsed.version == version
    assert parsed.feed.language == "zh-CN"
    assert parsed.feed.link == f"{SITE}/{address}"
    selves = [link.href for link in parsed.feed.links if link.rel == "self"]
    assert selves == [f"{SITE}/{address}{name}"]


@pytest.mark.parametrize("address", sorted(FOLLOWED))
def test_the_three_formats_tell_the_same(feeds: Feeds, address: str) -> None:
    """Identity, page, title and times of each entry, in one order."""
    told = [
        (
            item["id"],
            item["url"],
            item["title"],
            dt.datetime.fromisoformat(item["date_published"]).utctimetuple(),
        )
        for item in feeds.json(f"{address}feed.json")["items"]
    ]
    for name in ("feed.xml", "atom.xml"):
        entries = feeds.parsed(address + name).entries
        assert [(e.id, e.link, e.title, e.published_parsed) for e in entries] == told


def test_an_entry_is_known_by_a_tag_of_authority_column_and_id(feeds: Feeds) -> None:
    """In RSS the guid says that it is no address."""
    item = etree.fromstring(feeds.data("honors/feed.xml")).find("channel/item")
    assert item.findtext("guid") == f"{TAG}honors/2024-q2"
    assert item.find("guid").get("isPermaLink") == "false"
    assert feeds.parsed("honors/atom.xml").feed.id == f"{TAG}feed/honors/"


def test_dates_are_those_of_the_portals_zone(feeds: Feeds) -> None:
    """A date without time is the midnight it begins with."""
    dates = [item["date_published"] for item in feeds.json()["items"]]
    assert dates == ["2025-03-02T00:00:00+08:00", "2024-07-05T09:00:00+08:00"]
    rss = etree.fromstring(feeds.data("feed.xml"))
    assert rss.findtext("channel/item/pubDate") == "Sun, 02 Mar 2025 00:00:00 +0800"


def test_updated_is_when_the_file_was_last_changed(portal: Portal, tmp_path: Path) -> None:
    """The feed is as new as the newest change in it, not as the build."""
    checked = portal.checked()
    changed = {"content/honors/2024/good.md": dt.datetime(2026, 1, 2, 3, 4, 5)}  # noqa: DTZ001
    library = dataclasses.replace(checked.library, changed=changed)
    write_feeds(library, checked.views, Release(tmp_path / "site"))
    feeds = Feeds(tmp_path / "site")
    atom = etree.fromstring(feeds.data("atom.xml"))
    assert atom.xpath("a:updated/text()", namespaces=ATOM) == ["2026-01-02T03:04:05+08:00"]
    assert atom.xpath("a:entry/a:updated/text()", namespaces=ATOM) == [
        "2025-03-02T00:00:00+08:00",
        "2026-01-02T03:04:05+08:00",
    ]
    rss = etree.fromstring(feeds.data("feed.xml"))
    assert rss.findtext("channel/lastBuildDate") == "Fri, 02 Jan 2026 03:04:05 +0800"
    assert feeds.json()["items"][1]["date_modified"] == "2026-01-02T03:04:05+08:00"


def test_categories_are_the_choices_it_is_browsed_by_and_its_tags(feeds: Feeds) -> None:
    expected = ["身边好人", "县级", "云溪好人", "季度发布"]
    assert feeds.json("honors/feed.json")["items"][0]["tags"] == expected
    for name in ("honors/feed.xml", "honors/atom.xml"):
        assert [tag.term for tag in feeds.parsed(name).entries[0].tags] == expected


def test_the_content_is_html_that_was_escaped_once(feeds: Feeds) -> None:
    """Each format hands over the same HTML; no format needs CDATA."""
    expected = content(feeds, "honors/2024-q2")
    assert '<a href="https://www.example.org/family/2025/story/">桥</a>' in expected
    rss = etree.fromstring(feeds.data("honors/feed.xml")).find("channel/item")
    assert rss.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") == expected
    atom = etree.fromstring(feeds.data("honors/atom.xml"))
    (element,) = atom.xpath("a:entry/a:content", namespaces=ATOM)
    assert (element.get("type"), element.text) == ("html", expected)
    assert b"CDATA" not in feeds.data("honors/feed.xml") + feeds.data("honors/atom.xml")


def test_every_link_and_picture_is_an_absolute_url(feeds: Feeds) -> None:
    """Those of the body, of footnotes, of facts and of files."""
    found = html.fromstring(content(feeds, "honors/2024-q2")).iterlinks()
    links = [link for _, _, link, _ in found]
    assert {urlsplit(link)[:2] for link in links} == {("https", "www.example.org")}
    assert f"{SITE}/people/#c" in links
    assert f"{HONORS}#fn:1" in links
    assert any(link.endswith("/bridge.png") for link in links)


def test_the_content_says_what_the_page_says(feeds: Feeds) -> None:
    """Facts, honorees, pictures with captions and files, whatever they hold escaped."""
    text = content(feeds, "honors/2024-q2")
    assert re.search(r"<dt>奖项</dt>\s*<dd><a [^>]*>身边好人</a></dd>", text)
    assert "陈水根</a>（青石镇）：扫桥 &lt;b&gt;三十&lt;/b&gt; 年。" in text
    assert 'alt="石桥 &#34;老&#34; 桥"' in text
    assert "<figcaption>桥上 &lt;i&gt;的&lt;/i&gt; 人</figcaption>" in text
    assert "名单</a>（PDF，1 KB）" in text
    assert "table.xlsx</a>（XLSX，1 KB）" in text
    story = content(feeds, "family/story")
    assert "<p><strong>家训</strong>：桥是大家的</p>" in story
    assert "<li>不争</li>\n<li>不懒</li>" in story


def test_of_a_minor_only_the_name_is_told(feeds: Feeds) -> None:
    """No school, no deed, no link to somebody of the same name."""
    text = content(feeds, "honors/2024-q2")
    assert "<li>小满</li>" in text
    assert "青石小学" not in text
    assert "拾到钱包" not in text


def test_what_a_column_keeps_out_of_its_facts_stays_out(columns: Portal) -> None:
    """Unless its look shows it on the page by name."""
    columns.write(
        "visits/_collection.yml",
        "label: 走访\ndescription: 走访记录\n"
        "fields:\n  remark: {label: 备注, facts: false}\n  place: {label: 地点}\n",
    )
    front = "title: 走访\ndate: 2025-01-01\nsource: 县文明办\nremark: 内部\nplace: 石桥"
    columns.write("visits/a.md", f"---\n{front}\n---\n\n正文。\n")
    text = content(columns.feeds(), "visits/a")
    assert "石桥" in text
    assert "内部" not in text


def test_no_script_of_a_record_reaches_a_feed(feeds: Feeds) -> None:
    assert not any(b"alert(1)" in data for data in feeds.all().values())


TITLES = [
    "<script>alert(2)</script>",
    "A ]]> B",
    "&amp; &lt;b&gt; 与 &",
    "“引号”'\"",
    "🎉 表情 👨‍👩‍👧",
    "𠮷野家",
    "{{ 7*7 }} {% raw %}",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_arrives_as_it_was_written(columns: Portal, title: str) -> None:
    """Escaped once, whatever it looks like."""
    columns.notice("a", title)
    feeds = columns.feeds()
    (atom,) = feeds.parsed("atom.xml").entries
    assert (atom.title, atom.title_detail.type) == (title, "text/plain")
    rss = etree.fromstring(feeds.data("feed.xml"))
    assert rss.findtext("channel/item/title") == title
    assert feeds.json()["items"][0]["title"] == title


def test_characters_that_xml_cannot_hold_are_left_out(columns: Portal) -> None:
    """They come in as character references, which are valid Markdown."""
    columns.notice("a", "通知")
    path = columns.root / "content/notices/a.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n前&#1;&#x1b;&#xFFFE;后\n", "utf-8")
    (entry,) = columns.feeds().parsed("notices/feed.xml").entries
    assert "前后" in entry.content[0].value


def test_drafts_and_what_is_to_come_or_has_expired_is_in_no_feed(columns: Portal) -> None:
    columns.notice("shown", "通知")
    columns.notice("draft", "未定稿", draft="是")
    columns.notice("future", "明天的事", "2026-11-23")
    columns.notice("expired", "昨天的事", expires="2026-11-21")
    written = columns.feeds()
    assert written.ids() == ["notices/shown"]
    for word in ("未定稿", "明天的事", "昨天的事"):
        assert not any(word.encode() in data for data in written.all().values())


def test_the_newest_come_first_and_no_more_than_wanted(columns: Portal) -> None:
    for day in range(1, 8):
        columns.notice(f"n{day}", "通知", f"2024-06-0{day}")
    written = columns.feeds(items=3)
    expected = ["notices/n7", "notices/n6", "notices/n5"]
    assert written.ids() == expected
    for name in ("feed.xml", "atom.xml"):
        assert [e.id for e in written.parsed(name).entries] == [TAG + each for each in expected]


def test_a_feed_without_entries_is_valid_and_older_than_all(columns: Portal) -> None:
    """A new town can be followed before it publishes; its feed knows no clock."""
    written = columns.feeds()
    parsed = written.parsed("organizations/qingshi/atom.xml")
    assert (parsed.entries, parsed.feed.updated) == ([], "2000-01-01T00:00:00+08:00")
    assert written.parsed("feed.xml").entries == []
    assert written.json()["items"] == []


def test_the_same_records_give_the_same_bytes(portal: Portal, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert portal.feeds(into=first).all() == portal.feeds(into=second).all()
