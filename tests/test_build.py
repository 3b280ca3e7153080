"""The whole line, from an editor's Markdown to a portal."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wenming.parallel import PARALLEL_FROM

from .links import broken_links
from .portals import (
    FAMILY,
    HONOR,
    MKDOCS_YML,
    NOTICE,
    RECORDS,
    REPOSITORY,
    files_in,
    make_portal,
    sample_portal,
    snapshot,
    write,
)

WENMING = str(Path(sys.executable).parent / "wenming")
AS_OF = "2026-11-22"


def build(portal: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `wenming build` in a portal, as a person would."""
    return subprocess.run(
        [WENMING, "build", "--as-of", AS_OF],
        cwd=portal,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository's own portal, built in a copy."""
    folder = sample_portal(tmp_path_factory.mktemp("sample"))
    done = build(folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_record_has_its_page_its_listing_entry_and_its_feed_item(tmp_path: Path) -> None:
    """Nothing that an editor wrote is lost on the way."""
    portal = make_portal(tmp_path / "portal")
    assert build(portal).returncode == 0
    for address in (
        "honors/2026/good-people",
        "lectures/2026/main-096",
        "family/2026/brooms",
        "notices/2026/publicity",
    ):
        column = address.partition("/")[0]
        assert (portal / "site" / address / "index.html").is_file()
        assert f'href="/{address}/"' in read(portal, f"{column}/index.html")
        for feed in ("feed.xml", "atom.xml", "feed.json"):
            assert f"https://www.example.org/{address}/" in read(portal, f"{column}/{feed}")
            assert f"https://www.example.org/{address}/" in read(portal, feed)


def test_the_people_of_the_records_have_pages(tmp_path: Path) -> None:
    """An honoree, a speaker, a household."""
    portal = make_portal(tmp_path / "portal")
    assert build(portal).returncode == 0
    page = read(portal, "people/陈水根/index.html")
    assert "/honors/2026/good-people/" in page
    assert "/lectures/2026/main-096/" in page
    assert "/family/2026/brooms/" in read(portal, "people/陈水根家庭/index.html")


def test_the_sample_portal_has_every_address_of_the_contract(sample: Path) -> None:
    """CONTENT.md, Addresses."""
    for path in (
        "index.html",
        "404.html",
        "sitemap.xml",
        "robots.txt",
        "feeds.opml",
        "feed.xml",
        "honors/index.html",
        "honors/page/2/index.html",
        "honors/2025/index.html",
        "honors/by-award/good-person/index.html",
        "honors/by-award/good-person/atom.xml",
        "notices/by-type/publicity/feed.json",
        "organizations/index.html",
        "organizations/qingshi/index.html",
        "organizations/qingshi/feed.xml",
        "people/index.html",
        "people/王秀英/index.html",
        "people/王秀英/shiqiao/index.html",
        "people/王秀英/renminyiyuan/index.html",
        "subscribe/index.html",
        "handbook/columns/index.html",
        "sitemap/index.html",
    ):
        assert (sample / "site" / path).is_file(), path


def test_the_sample_portal_is_large_enough_to_try_everything_on(sample: Path) -> None:
    """At least 120 records over three years, in 6 towns."""
    records = [*(sample / "content").glob("*/*/*.md")]
    assert len(records) >= 120
    assert {file.parent.name for file in records} >= {"2024", "2025", "2026"}


def test_no_link_of_the_sample_portal_leads_nowhere(sample: Path) -> None:
    """Every link, picture and style of every page is a file of the site."""
    broken = [*broken_links(sample / "site")]
    assert broken == []


def test_the_handbook_lists_the_declared_fields(sample: Path) -> None:
    """A field that is declared is explained, without anybody writing it again."""
    page = read(sample, "handbook/columns/index.html")
    for word in ("上榜者", "honorees", "公示期", "period", "道德讲堂", "家训"):
        assert word in page
    assert "wenming:fields" not in page


def test_building_twice_gives_the_same_bytes_and_touches_nothing(sample: Path) -> None:
    """What did not change keeps its time, and so its ETag."""
    site = sample / "site"
    before = snapshot(site)
    times = {path: (site / path).stat().st_mtime_ns for path in before}
    assert build(sample).returncode == 0
    assert snapshot(site) == before
    assert {path: (site / path).stat().st_mtime_ns for path in before} == times


def test_path_zone_locale_and_mask_do_not_matter(sample: Path, tmp_path: Path) -> None:
    """Another place, time zone, language and umask, files made in another order: the same bytes."""
    other = tmp_path / "elsewhere" / "a deeper folder"
    mask = os.umask(0o077)
    try:
        for name in ("mkdocs.yml", "site_src", "content"):
            for file in sorted((sample / name).rglob("*"), reverse=True) or [sample / name]:
                if file.is_file():
                    write(other / file.relative_to(sample), file.read_bytes())
        done = build(other, TZ="America/Lima", LC_ALL="C", PYTHONHASHSEED="7")
    finally:
        os.umask(mask)
    assert done.returncode == 0, done.stderr
    assert snapshot(other / "site") == snapshot(sample / "site")


def test_the_number_of_workers_does_not_matter(sample: Path, tmp_path: Path) -> None:
    """One process does everything, or three share records and pages."""
    other = tmp_path / "portal"
    shutil.copytree(sample, other, ignore=shutil.ignore_patterns("site"))
    for number in range(PARALLEL_FROM):
        text = NOTICE.replace("云溪好人", f"第{number}批云溪好人")
        write(other / f"content/notices/2026/n{number}.md", text)
    sites = []
    for workers in "13":
        done = build(other, WENMING_WORKERS=workers)
        assert done.returncode == 0, done.stderr
        sites.append(snapshot(other / "site"))
        shutil.rmtree(other / "site")
    assert sites[0] == sites[1]
    assert len(sites[0]) > PARALLEL_FROM + len(snapshot(sample / "site"))


def test_no_path_of_the_machine_gets_into_the_site(sample: Path) -> None:
    """Nor the folder the build ran in."""
    for file in files_in(sample / "site", ".html"):
        assert str(sample) not in file.read_text(encoding="utf-8")


def test_a_portal_can_live_below_a_path(tmp_path: Path) -> None:
    """`site_url` with a path: every address begins with it."""
    portal = make_portal(tmp_path / "portal")
    settings = portal / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    write(settings, text.replace("https://www.example.org/", "https://www.example.org/wm/"))
    assert build(portal).returncode == 0
    page = read(portal, "honors/2026/good-people/index.html")
    assert 'href="/wm/honors/"' in page
    assert 'href="/honors/' not in page
    assert (
        '<link rel="canonical" href="https://www.example.org/wm/honors/2026/good-people/">' in page
    )
    assert [*broken_links(portal / "site", base="/wm/")] == []


def test_a_former_address_leads_to_the_record(tmp_path: Path) -> None:
    """As a page, since nothing but files is published."""
    text = FAMILY.replace("honors:", "aliases: [/old/12.html, /jiafeng/brooms/]\nhonors:")
    portal = make_portal(tmp_path / "portal", {**RECORDS, "family/2026/brooms.md": text})
    assert build(portal).returncode == 0
    for path in ("old/12.html", "jiafeng/brooms/index.html"):
        assert 'content="0; url=/family/2026/brooms/"' in read(portal, path)


def test_a_new_column_needs_no_python(tmp_path: Path) -> None:
    """One `_collection.yml` gives pages, listing, years, checks, feed and handbook table."""
    declaration = (
        "label: 村规民约\ndescription: 各村的约定。\norder: 9\nbrowse: [kind]\nfields:\n"
        "  kind: {label: 类别, type: choice, required: true, choices: {village: 村规}}\n"
        "  articles: {label: 条文, type: list, of: text}\n"
    )
    record = (
        "---\ntitle: 石桥村村规民约\ndate: 2026-05-01\n"
        "类别: 村规\n条文: [红白事从简, 门前三包]\n---\n\n全村议定。\n"
    )
    portal = make_portal(
        tmp_path / "portal",
        {
            **RECORDS,
            "conventions/_collection.yml": declaration,
            "conventions/2026/shiqiao.md": record,
        },
    )
    done = build(portal)
    assert done.returncode == 0, done.stderr
    page = read(portal, "conventions/2026/shiqiao/index.html")
    assert "红白事从简" in page
    assert "全村议定。" in page
    assert 'href="/conventions/by-kind/village/"' in page
    assert 'href="/conventions/"' in read(portal, "index.html")
    assert "石桥村村规民约" in read(portal, "conventions/feed.xml")


def test_every_look_shows_a_column_that_declares_none_of_its_fields(tmp_path: Path) -> None:
    """What a look has a place for, it does not ask for."""
    looks = [file.stem for file in (REPOSITORY / "plugins/wenming/theme/portal/cards").iterdir()]
    record = "---\ntitle: 甲\ndate: 2024-01-01\n---\n\n正文。\n"
    files = {
        f"content/x-{look}/_collection.yml": f"label: 栏目{look}\ndescription: 测试\nlook: {look}\n"
        for look in looks
    }
    portal = make_portal(
        tmp_path / "portal", {f"x-{look}/a.md": record for look in looks}, files=files
    )
    built = build(portal)
    assert built.returncode == 0, built.stdout + built.stderr
    for look in looks:
        assert "<h1>甲</h1>" in read(portal, f"x-{look}/2024/a/index.html")
        assert "甲" in read(portal, f"x-{look}/index.html")


def test_the_last_of_a_listing_may_expire(tmp_path: Path) -> None:
    """Its page stays, and links to no listing that is gone with it."""
    old = HONOR.replace("2026-03-05 09:30", "2019-03-05\nexpires: 2020-01-01")
    portal = make_portal(tmp_path / "portal", {**RECORDS, "honors/2019/good-people.md": old})
    (portal / "content" / "honors" / "2026" / "good-people.md").unlink()
    write(
        portal / "content" / "family" / "2026" / "brooms.md", FAMILY.replace("honors: [", "tags: [")
    )
    done = build(portal)
    assert done.returncode == 0, done.stderr
    assert (portal / "site" / "honors" / "2019" / "good-people" / "index.html").is_file()
    assert not (portal / "site" / "honors" / "2019" / "index.html").exists()
    assert [*broken_links(portal / "site")] == []


def test_hostile_values_stay_text(tmp_path: Path) -> None:
    """A script in a title is shown, not run."""
    hostile = "</script><script>alert(1)</script>"
    text = HONOR.replace("2026年第一季度好人名单", f"'{hostile}'")
    portal = make_portal(tmp_path / "portal", {**RECORDS, "honors/2026/good-people.md": text})
    assert build(portal).returncode == 0
    for file in files_in(portal / "site", ".html"):
        assert "<script>alert" not in file.read_text(encoding="utf-8"), file


def read(portal: Path, path: str) -> str:
    return (portal / "site" / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "alias",
    [
        "/feed.xml",
        "/notices/atom.xml",
        "/robots.txt",
        "/404.html",
        "/assets/logo.svg",
        "/honors/index.html",
        "/about/",
        "/",
        "/notices/2026/publicity/",
        "/feed.xml/x",
    ],
)
def test_a_former_address_that_is_taken_is_one_problem_at_its_place(
    tmp_path: Path, alias: str
) -> None:
    """It would put a page of the portal, or a file of an output, out of reach."""
    text = FAMILY.replace("honors:", f"aliases: [{alias}]\nhonors:")
    portal = make_portal(tmp_path / "portal", {**RECORDS, "family/2026/brooms.md": text})
    done = subprocess.run(
        [WENMING, "check", "--format", "json"], cwd=portal, capture_output=True, check=False
    )
    problems = json.loads(done.stdout)
    assert [p["field"].partition(".")[0] for p in problems] in (["aliases"], ["slug"])


def test_without_the_feeds_no_page_speaks_of_them(tmp_path: Path) -> None:
    """Neither for people nor in the head."""
    settings = MKDOCS_YML.replace("  - wenming/feeds\n", "")
    portal = make_portal(tmp_path / "portal", settings=settings)
    assert build(portal).returncode == 0
    assert [*broken_links(portal / "site")] == []
    assert "feed.xml" not in read(portal, "index.html")
    assert "feed.xml" not in read(portal, "honors/index.html")


def test_hand_written_pages_link_to_the_portal_below_a_path(tmp_path: Path) -> None:
    """`[荣誉榜](/honors/)` means the portal's own, wherever it lives."""
    portal = make_portal(
        tmp_path / "portal",
        settings=MKDOCS_YML.replace("https://www.example.org/", "https://www.example.org/a/b/"),
        files={
            "site_src/pages/about.md": "# 关于\n\n[荣誉榜](/honors/)，[外面](//example.com/)。\n"
        },
    )
    assert build(portal).returncode == 0
    assert 'href="/a/b/honors/"' in read(portal, "about/index.html")
    assert [*broken_links(portal / "site", base="/a/b/")] == []


def test_the_site_map_lists_hand_written_pages_as_the_navigation_does(tmp_path: Path) -> None:
    """Whatever their files are called; what the navigation does not name comes last."""
    nav = "nav:\n  - zebra.md\n  - 手册:\n      - book/two.md\n      - book/one.md\n"
    portal = make_portal(
        tmp_path / "portal",
        settings=nav + MKDOCS_YML,
        files={
            f"site_src/pages/{name}.md": f"# {name}\n"
            for name in ("apart", "book/one", "book/two", "zebra")
        },
    )
    assert build(portal).returncode == 0
    shown = re.findall(r'href="?(/(?:zebra|apart|book)/[^">]*)', read(portal, "sitemap/index.html"))
    assert list(dict.fromkeys(shown)) == ["/zebra/", "/book/two/", "/book/one/", "/apart/"]


def test_titles_are_each_pages_own(sample: Path) -> None:
    """No two pages of the sample portal share one."""
    titles: dict[str, list[str]] = {}
    for file in files_in(sample / "site", ".html"):
        text = file.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' not in text:
            title = text.partition("<title>")[2].partition("</title>")[0]
            titles.setdefault(title, []).append(str(file.relative_to(sample)))
    assert {title: files for title, files in titles.items() if len(files) > 1} == {}
