"""What each format asks for, and where feedgen alone would fail it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree

from ..office import ooxml
from .portal import Feeds, Portal

TABLE_SIZE = str(len(ooxml("xlsx")))

SITE = "https://www.example.org"
TAG = "tag:example.org,2024:"
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def rss_item(feeds: Feeds) -> Any:
    return etree.fromstring(feeds.data("honors/feed.xml")).find("channel/item")


def test_atom_links_keep_rel_type_and_length(feeds: Feeds) -> None:
    """feedgen's issue 135: alone it writes nothing but the address."""
    atom = etree.fromstring(feeds.data("honors/atom.xml"))
    links = [dict(link.attrib) for link in atom.xpath("a:entry/a:link", namespaces=ATOM)]
    page, pdf, table = links
    assert page == {"href": f"{SITE}/honors/2024/good/", "rel": "alternate", "type": "text/html"}
    assert pdf.pop("href").endswith("/list.pdf")
    assert pdf == {"rel": "enclosure", "type": "application/pdf", "title": "名单", "length": "12"}
    assert (table["rel"], table["length"], table["title"]) == (
        "enclosure",
        TABLE_SIZE,
        "table.xlsx",
    )


def test_rss_has_the_first_file_as_its_one_enclosure(feeds: Feeds) -> None:
    """RSS allows one; feedgen would take the last."""
    (enclosure,) = rss_item(feeds).findall("enclosure")
    assert enclosure.get("url").endswith("/list.pdf")
    assert (enclosure.get("type"), enclosure.get("length")) == ("application/pdf", "12")


def test_rss_names_an_author_who_has_no_mail_address(feeds: Feeds) -> None:
    """As dc:creator; the author of RSS is an e-mail address, and feedgen drops all others."""
    item = rss_item(feeds)
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "沈知秋"
    assert item.find("author") is None
    for name in ("honors/feed.xml", "honors/atom.xml"):
        assert feeds.parsed(name).entries[0].author == "沈知秋"
    assert feeds.parsed("family/atom.xml").entries[0].author == "云溪县文明办"


def test_the_summary_is_apart_from_the_content(feeds: Feeds) -> None:
    """Text where a format takes text, HTML where it takes HTML."""
    assert rss_item(feeds).findtext("description") == "三位邻居，A &lt; B &amp; C。"
    atom = etree.fromstring(feeds.data("honors/atom.xml"))
    (summary,) = atom.xpath("a:entry/a:summary", namespaces=ATOM)
    assert (summary.get("type"), summary.text) == ("html", "三位邻居，A &lt; B &amp; C。")
    assert feeds.json("honors/feed.json")["items"][0]["summary"] == "三位邻居，A < B & C。"


def test_the_generator_names_no_version(feeds: Feeds) -> None:
    """An update of a library is no change of a feed."""
    rss = etree.fromstring(feeds.data("feed.xml"))
    assert rss.findtext("channel/generator") == "wenming"
    atom = etree.fromstring(feeds.data("atom.xml")).find("a:generator", ATOM)
    assert (atom.text, dict(atom.attrib)) == ("wenming", {})


def test_xml_prefixes_are_the_usual_ones(feeds: Feeds) -> None:
    """Readers of little brain look for them by prefix."""
    text = feeds.data("honors/feed.xml").decode()
    assert all(tag in text for tag in ("<content:encoded>", "<dc:creator>", "<atom:link "))
    assert "ns0" not in text


@pytest.mark.parametrize("address", ["", "honors/", "lectures/", "organizations/qingshi/"])
def test_a_json_feed_keeps_the_rules_of_version_1_1(feeds: Feeds, address: str) -> None:
    """Required keys, absolute URLs, times of RFC 3339, known keys only."""
    feed = feeds.json(f"{address}feed.json")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["home_page_url"] == f"{SITE}/{address}"
    assert feed["feed_url"] == f"{SITE}/{address}feed.json"
    assert (feed["language"], feed["authors"][0]["name"]) == ("zh-CN", "测试县文明办")
    assert isinstance(feed["title"], str)
    assert set(feed) == {
        *("version", "title", "home_page_url", "feed_url", "description", "language"),
        *("authors", "items"),
    }
    for item in feed["items"]:
        assert {"id", "url", "title", "content_html", "date_published"} <= set(item)
        assert set(item) <= {
            *("id", "url", "title", "content_html", "summary", "image", "date_published"),
            *("date_modified", "authors", "tags", "attachments"),
        }
        assert all(isinstance(item[key], str) and item[key] for key in ("id", "url", "title"))
        for key in ("date_published", "date_modified"):
            assert dt.datetime.fromisoformat(item[key]).tzinfo
        for url in (item["url"], item.get("image", item["url"])):
            assert urlsplit(url).scheme == "https"
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])


def test_a_json_feed_lists_every_file_with_its_size(feeds: Feeds) -> None:
    item = feeds.json("honors/feed.json")["items"][0]
    assert [(a["mime_type"], a["title"], a["size_in_bytes"]) for a in item["attachments"]] == [
        ("application/pdf", "名单", 12),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "table.xlsx",
            int(TABLE_SIZE),
        ),
    ]
    assert item["image"].endswith("/bridge.png")


def test_the_list_of_feeds_groups_them_and_each_is_there(feeds: Feeds) -> None:
    """OPML 2.0: the portal, columns, types, organizations."""
    opml = etree.fromstring(feeds.data("feeds.opml"))
    assert (opml.tag, opml.get("version")) == ("opml", "2.0")
    groups = {
        group.get("text"): [each.get("text") for each in group] for group in opml.find("body")
    }
    assert groups == {
        "全站": ["测试县文明网"],
        "栏目": ["荣誉榜", "道德讲堂", "家风家训", "通知公告"],
        "专题": ["身边好人 - 荣誉榜"],
        "单位": ["云溪县", "云溪县文明办", "青石镇"],
    }
    for outline in opml.iterfind("body/outline/outline"):
        assert outline.get("type") == "rss"
        assert outline.get("htmlUrl") + "feed.xml" == outline.get("xmlUrl")
        feeds.parsed(outline.get("xmlUrl").removeprefix(f"{SITE}/"))


class TestIdentity:
    """A reader shows an entry whose identity changed a second time, for ever."""

    def test_it_does_not_depend_on_the_file_name(self, portal: Portal, tmp_path: Path) -> None:
        before = portal.feeds(into=tmp_path / "before").ids()
        content = portal.root / "content" / "honors"
        (content / "2024" / "good.md").rename(content / "2024" / "renamed.md")
        after = portal.feeds(into=tmp_path / "after")
        assert after.ids() == before
        assert after.json("honors/feed.json")["items"][0]["url"] == f"{SITE}/honors/2024/renamed/"

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("title: 2024年第二季度“云溪好人”", "title: 更正后的标题"),
            ("id: 2024-q2", "id: 2024-q2\nslug: other"),
            ("date: 2024-07-05 09:00", "date: 2025-07-06"),
            ("award: good-person", "award: good-deeds"),
        ],
        ids=["title", "slug", "date", "award"],
    )
    def test_it_does_not_depend_on_what_is_edited(
        self, portal: Portal, tmp_path: Path, old: str, new: str
    ) -> None:
        before = portal.feeds(into=tmp_path / "before").ids("honors/feed.json")
        path = portal.root / "content/honors/2024/good.md"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        assert portal.feeds(into=tmp_path / "after").ids("honors/feed.json") == before

    def test_it_does_not_depend_on_the_domain(self, portal: Portal) -> None:
        portal.options["site_url"] = "http://wenming.example.org/portal/"
        item = portal.feeds().json("honors/feed.json")["items"][0]
        assert item["id"] == f"{TAG}honors/2024-q2"
        assert item["url"] == "http://wenming.example.org/portal/honors/2024/good/"

    def test_without_an_authority_it_is_made_of_the_domain_and_a_fixed_year(
        self, portal: Portal
    ) -> None:
        """The same in every year; a port is no part of it."""
        portal.options |= {"authority": "", "site_url": "http://WWW.example.org:8000/"}
        item = portal.feeds().json("honors/feed.json")["items"][0]
        assert item["id"] == "tag:www.example.org,2024:honors/2024-q2"

    def test_a_chinese_id_and_domain_are_encoded(self, columns: Portal) -> None:
        """RFC 4151 knows ASCII only."""
        columns.notice("通知", "通知")
        columns.options |= {"authority": "", "site_url": "https://云溪.政务/"}
        (entry,) = columns.feeds().parsed("notices/atom.xml").entries
        assert entry.id == "tag:xn--9kq759e.xn--zfr164b,2024:notices/%E9%80%9A%E7%9F%A5"
