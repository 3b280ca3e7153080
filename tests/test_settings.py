"""`mkdocs.yml` is read once, checked whole, and says where it is wrong."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from wenming.problems import Problem
from wenming.records import Refused
from wenming.settings import Settings, read_settings

from .portals import MKDOCS_YML, write


def settings(**options: object) -> Settings:
    """Settings with the least that is needed."""
    least = {
        "site_name": "测试县文明网",
        "site_url": "https://www.example.org/",
        "host": {"name": "测试县文明办"},
    }
    return Settings(**{**least, **options})  # type: ignore[arg-type]


def read(folder: Path, text: str = MKDOCS_YML, **files: str) -> Settings:
    """The settings in a text, with other files beside it."""
    for name, content in files.items():
        write(folder / f"{name}.yml", content)
    return read_settings(write(folder / "mkdocs.yml", text))


def refused(folder: Path, text: str, **files: str) -> Problem:
    with pytest.raises(Refused) as caught:
        read(folder, text, **files)
    return caught.value.problem


def told(problem: Problem) -> tuple[str, int, str]:
    """Path, line and reason."""
    reason = problem.details.get("reason_en", "")
    return problem.place.path, problem.place.line, reason or problem.code


# Reading


def test_the_settings_of_a_portal(tmp_path: Path) -> None:
    """Those of MkDocs, of our plugin, and which outputs are on."""
    found = read(tmp_path)
    assert found.site_name == "测试县文明网"
    assert found.site_description == "测试用的门户。"
    assert found.docs_dir == "site_src/pages"
    assert found.custom_dir == "site_src/overrides"
    assert found.authority == "example.org,2024"
    assert found.host.phone == "0500-6120012"
    assert found.outputs == (("wenming/feeds", {}),)


def test_what_is_not_set_has_its_default() -> None:
    """CONTENT.md: Asia/Shanghai, `content/`, `site/`."""
    found = settings()
    assert (found.timezone, found.content_dir, found.site_dir) == (
        "Asia/Shanghai",
        "content",
        "site",
    )
    assert (found.source, found.icp, found.outputs) == ("", None, ())


def test_the_time_zone_may_stand_at_the_top(tmp_path: Path) -> None:
    """CONTENT.md: `timezone` in `mkdocs.yml`; it goes before the plugin's option."""
    option = MKDOCS_YML.replace("      authority:", "      timezone: Asia/Tokyo\n      authority:")
    assert read(tmp_path, option).timezone == "Asia/Tokyo"
    assert read(tmp_path, option + "timezone: Asia/Urumqi\n").timezone == "Asia/Urumqi"
    assert told(refused(tmp_path, option + "timezone: 北京\n"))[:2] == ("mkdocs.yml", 13)


def test_plugins_may_be_a_list_or_a_mapping(tmp_path: Path) -> None:
    """As in MkDocs; other plugins are none of our business."""
    text = MKDOCS_YML.replace("  - wenming/portal:", "  wenming/portal:").replace(
        "  - wenming/feeds", "  search: {}\n  wenming/feeds: {limit: 5}"
    )
    assert read(tmp_path, text).outputs == (("wenming/feeds", {"limit": 5}),)


def test_a_configuration_may_inherit_from_another(tmp_path: Path) -> None:
    """Mappings are merged, everything else is replaced; each is relative to its own folder."""
    write(tmp_path / "shared" / "county.yml", MKDOCS_YML + "INHERIT: deeper/common.yml\n")
    write(tmp_path / "shared" / "deeper" / "common.yml", "site_dir: public\nsite_name: 别的\n")
    found = read(tmp_path, "INHERIT: shared/county.yml\nsite_name: 青石镇文明网\n")
    assert found.site_name == "青石镇文明网"
    assert found.site_dir == "public"
    assert found.host.name == "测试县文明办"


def test_a_value_may_come_from_the_environment(tmp_path: Path) -> None:
    """`!ENV` with a default, or the first variable that is set."""
    text = MKDOCS_YML.replace("测试用的门户。", "!ENV [WENMING_TEST_NOT_SET, PATH, 没有]").replace(
        "测试县文明网", "!ENV [WENMING_TEST_NOT_SET, 默认的名称]"
    )
    found = read(tmp_path, text)
    assert found.site_description == os.environ["PATH"]
    assert found.site_name == "默认的名称"


def test_names_of_python_things_are_left_to_mkdocs(tmp_path: Path) -> None:
    """They are never made."""
    text = MKDOCS_YML + (
        "markdown_extensions:\n"
        "  - toc: {slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}}\n"
        "  - pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }\n"
        "extra: !!python/object/apply:os.system [exit 1]\n"
    )
    assert read(tmp_path, text) == read(tmp_path)


# What is wrong


def test_a_portal_without_settings_is_told_so(tmp_path: Path) -> None:
    """With how to name the file."""
    with pytest.raises(Refused) as caught:
        read_settings(tmp_path / "portal.yml")
    assert (caught.value.problem.code, caught.value.problem.place.path) == (
        "settings-missing",
        "portal.yml",
    )


@pytest.mark.parametrize(
    ("before", "after", "line", "reason"),
    [
        (
            "https://www.example.org/",
            "www.example.org",
            2,
            "site_url: must be an absolute http(s) address, such as https://example.gov.cn/",
        ),
        (
            "https://www.example.org/",
            "ftp://www.example.org/",
            2,
            "site_url: must be an absolute http(s) address, such as https://example.gov.cn/",
        ),
        (
            "https://www.example.org/",
            "https://www.example.org/?a=1",
            2,
            "site_url: must be an absolute http(s) address, such as https://example.gov.cn/",
        ),
        ("site_name: 测试县文明网", "site_name: 5", 1, "site_name must be text; put it in quotes"),
        ("site_name: 测试县文明网", "", 2, "site_name is missing"),
        (
            "      authority: example.org,2024",
            "      timezone: Asia/Peking",
            8,
            "timezone: is no IANA time zone, such as Asia/Shanghai",
        ),
        (
            "      authority: example.org,2024",
            "      timezone: ../etc/passwd",
            8,
            "timezone: is no IANA time zone, such as Asia/Shanghai",
        ),
        (
            "example.org,2024",
            "https://example.org",
            8,
            "authority: must be `domain,date`, such as example.gov.cn,2024 (RFC 4151)",
        ),
        (
            "example.org,2024",
            "example.org,2024-13",
            8,
            "authority: must be `domain,date`, such as example.gov.cn,2024 (RFC 4151)",
        ),
        ("      source:", "      sorce:", 9, "there is no key “sorce”, perhaps source is meant"),
        ("      source:", "      xyz:", 9, "there is no key “xyz”"),
        ("phone: 0500", "fone: 0500", 10, "there is no key “host.fone”, perhaps phone is meant"),
        ("phone: 0500-6120012", "phone: 6120012", 10, "host.phone must be text; put it in quotes"),
        ("      host:", "      icp: {url: x}\n      host:", 10, "icp.number is missing"),
        (
            "      host: {name: 测试县文明办, phone: 0500-6120012}\n",
            "",
            7,
            "host is missing",
        ),
    ],
)
def test_a_faulty_option_is_named_at_its_line(
    tmp_path: Path, before: str, after: str, line: int, reason: str
) -> None:
    """With the nearest one where it is misspelt."""
    assert before in MKDOCS_YML
    problem = refused(tmp_path, MKDOCS_YML.replace(before, after))
    assert told(problem) == ("mkdocs.yml", line, reason)
    assert problem.code == "settings"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("site_name: [甲\nplugins: 1\n", 1, "yaml-bracket"),
        ("甲乙丙\n", 1, "yaml-not-mapping"),
        ("- 甲\n", 1, "yaml-not-mapping"),
        ("site_name: 甲\n", 1, "plugins lacks wenming/portal and its options"),
        ("plugins: 甲\n", 1, "plugins lacks wenming/portal and its options"),
        ("plugins: [search]\n", 1, "plugins lacks wenming/portal and its options"),
        (
            "plugins:\n  - wenming/portal: [甲]\n",
            1,
            "plugins lacks wenming/portal and its options",
        ),
        ("plugins:\n  - wenming/portal\n", 1, "site_name is missing"),
        ("a: 1\nINHERIT: gone.yml\n", 2, "INHERIT names a file that cannot be used, gone.yml"),
        ("a: 1\nINHERIT: mkdocs.yml\n", 2, "INHERIT names a file that cannot be used, mkdocs.yml"),
        ("site_description: 2024-13-45\n", 1, "month must be in 1..12"),
    ],
)
def test_a_configuration_that_is_none_is_told_so(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    """Never with a traceback."""
    assert told(refused(tmp_path, text)) == ("mkdocs.yml", line, reason)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Each in its line, in Chinese and English."""
    text = MKDOCS_YML.replace("https://www.example.org/", "www.example.org").replace(
        "      source:",
        "      timezone: 北京\n      keep_releases: many\n"
        "      readings: {沈𬱖: tǐng}\n      sorce:",
    )
    with pytest.raises(Refused) as caught:
        read(tmp_path, text)
    problems = sorted(caught.value.problems, key=lambda problem: problem.place.line)
    assert [(p.code, p.place.line) for p in problems] == [
        ("settings", 2),
        ("settings", 9),
        ("settings", 10),
        ("settings", 11),
        ("settings", 12),
    ]
    assert [problem.action() for problem in problems] == [
        "请管网站的同事修改：site_url：要写完整的网址，如 https://www.example.gov.cn/。",
        "请管网站的同事修改：timezone：没有这个时区，如 Asia/Shanghai。",
        "请管网站的同事修改：keep_releases 要写整数。",
        "请管网站的同事修改：readings：“沈𬱖: tǐng”要写一个字和不带声调的拼音，如 𠮷: ji。",
        "请管网站的同事修改：没有“sorce”这个设置项，是不是 source。",
    ]
    assert problems[2].action("en") == "Correct this: keep_releases must be a whole number."


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (MKDOCS_YML.replace("site_name: ", "site_name："), "yaml-fullwidth-colon", 1),
        (MKDOCS_YML.replace("      source:", "\tsource:"), "yaml-tab", 9),
        (MKDOCS_YML.replace("测试用的门户。", '"测试用的门户。'), "yaml-quote", 3),
        (MKDOCS_YML.replace("      source:", "       source:"), "yaml-indent", 9),
    ],
)
def test_settings_that_are_no_yaml_are_told_as_other_files_are(
    tmp_path: Path, text: str, code: str, line: int
) -> None:
    """In both languages, not in the parser's words."""
    problem = refused(tmp_path, text)
    assert (problem.code, problem.place.line) == (code, line)
    assert "头信息" not in problem.message() + problem.action()


def test_a_fault_of_the_inherited_configuration_is_told_there(tmp_path: Path) -> None:
    """By its own name and line."""
    assert told(refused(tmp_path, "INHERIT: base.yml\n", base="a: 1\nb: [\n"))[:2] == (
        "base.yml",
        3,
    )


def test_settings_in_another_encoding_are_told_so(tmp_path: Path) -> None:
    """As every other file."""
    file = write(tmp_path / "mkdocs.yml", MKDOCS_YML.encode("gb18030"))
    with pytest.raises(Refused) as caught:
        read_settings(file)
    assert caught.value.problem.code == "file-encoding"


# Addresses and times


@pytest.mark.parametrize(
    ("site_url", "base", "origin"),
    [
        ("https://www.example.org/", "/", "https://www.example.org"),
        ("https://www.example.org", "/", "https://www.example.org"),
        ("http://example.org:8080/wm", "/wm/", "http://example.org:8080"),
        ("https://example.org/a/wm/", "/a/wm/", "https://example.org"),
        ("https://example.org/文明", "/%E6%96%87%E6%98%8E/", "https://example.org"),
    ],
)
def test_the_path_of_the_sites_address_stands_in_front_of_every_address(
    site_url: str, base: str, origin: str
) -> None:
    """With a slash at both ends, whatever the maintainer wrote."""
    found = settings(site_url=site_url)
    assert (found.base, found.origin) == (base, origin)
    assert found.href("/") == base
    assert found.href("/honors/") == f"{base}honors/"
    assert found.absolute("/honors/") == f"{origin}{base}honors/"


@pytest.mark.parametrize(
    ("address", "href"),
    [
        ("/people/谈宜庆/", "/people/%E8%B0%88%E5%AE%9C%E5%BA%86/"),
        ("/people/a·b/", "/people/a%C2%B7b/"),
        ("/notices/2024/a-b_c.d/", "/notices/2024/a-b_c.d/"),
        ("/media/1/照片 1.jpg", "/media/1/%E7%85%A7%E7%89%87%201.jpg"),
        ("/media/1/100%.pdf", "/media/1/100%25.pdf"),
        ("/honors/#s-一", "/honors/#s-%E4%B8%80"),
        ("honors/", "/honors/"),
    ],
)
def test_chinese_addresses_are_percent_encoded(address: str, href: str) -> None:
    """As UTF-8 (RFC 3986); every reader and feed reader takes that."""
    assert settings().href(address) == href
    assert settings().absolute(address) == f"https://www.example.org{href}"


def test_dates_are_meant_in_the_zone_of_the_portal() -> None:
    """A date is its midnight there."""
    shanghai, urumqi = settings(), settings(timezone="Asia/Urumqi")
    assert shanghai.aware(dt.date(2024, 6, 1)).isoformat() == "2024-06-01T00:00:00+08:00"
    morning = dt.datetime(2024, 6, 1, 9, 30)  # noqa: DTZ001
    assert shanghai.aware(morning).isoformat() == "2024-06-01T09:30:00+08:00"
    assert urumqi.aware(morning).isoformat() == "2024-06-01T09:30:00+06:00"


@pytest.mark.parametrize(
    "authority", ["", "example.org,2024", "example.org,2024-06", "wmb@example.org,2024-06-01"]
)
def test_an_authority_of_tags_is_a_domain_or_a_mailbox_with_a_date(authority: str) -> None:
    """RFC 4151: the day on which it was theirs."""
    assert settings(authority=authority).authority == authority
