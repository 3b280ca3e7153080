"""Who is named in which record: one page for each, and nobody mistaken for somebody else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.library import Library, People, Person, name_key

from ..portals import make_portal
from .loading import loaded


def honor(date: str, *honorees: str) -> str:
    """An honor record that names these, each a mapping of YAML without its braces."""
    lines = "\n".join(f"  - {{{honoree}}}" for honoree in honorees)
    return f"""---
title: {date}好人名单
date: {date}
award: 身边好人
level: 县级
honorees:
{lines}
---
"""


def two(name: str) -> str:
    """An honor record that names two of one name, of two villages."""
    places = ("石桥村", "上坪村")
    return honor("2024-03-01", *(f"name: {name}, organization: {place}" for place in places))


def lecture(lines: str) -> str:
    return f"""---
title: 道德讲堂
date: 2024-06-01
theme: 一程一站
hall: 总堂
start: 2024-06-01 09:30
venue: 县图书馆
{lines}
---
"""


def family(lines: str, name: str = "陈水根家庭") -> str:
    return f"""---
title: 两把扫帚
date: 2024-07-01
family: {name}
motto: 桥干净了，人走得稳
{lines}
---
"""


def library(folder: Path, records: Mapping[str, str]) -> Library:
    found = loaded(make_portal(folder, records))
    assert found.problems == ()
    return found.library


def people(folder: Path, *honors: str, **others: str) -> People:
    """The people of honor records in the order of their names, and of other columns' records."""
    records = {f"honors/{number}.md": text for number, text in enumerate(honors)}
    return library(folder, records | {f"{c}/a.md": text for c, text in others.items()}).people


def everybody(found: People) -> list[tuple[str, str, str]]:
    """Everybody's name, organization and address."""
    return [(p.name, p.organization, p.url) for names in found for p in names.people]


def the(found: People, name: str) -> Person:
    namesakes = found.find(name)
    assert namesakes
    [person] = namesakes.people
    return person


def test_a_person_named_in_several_records_has_one_page_with_all_of_them(tmp_path: Path) -> None:
    """The newest record first, whatever the column and the role."""
    found = people(
        tmp_path,
        honor("2024-03-01", "name: 陈水根, organization: 石桥村"),
        honor("2024-05-01", "name: 陈水根, organization: shiqiao"),
        lectures=lecture("speakers: [{name: 陈水根, organization: 石桥村}]"),
    )
    assert everybody(found) == [("陈水根", "shiqiao", "/people/陈水根/")]
    mentions = the(found, "陈水根").mentions
    assert [(m.record.collection, m.role, str(m.record.day)) for m in mentions] == [
        ("lectures", "宣讲人", "2024-06-01"),
        ("honors", "上榜者", "2024-05-01"),
        ("honors", "上榜者", "2024-03-01"),
    ]


def test_a_known_organization_is_one_wherever_records_say_that_it_is(tmp_path: Path) -> None:
    """It belongs where the list of organizations has it: under the county, not in itself."""
    found = people(
        tmp_path,
        honor("2024-03-01", "name: 云溪县人民医院, type: unit, organization: 云溪县人民医院"),
        honor("2024-05-01", "name: 云溪县人民医院, type: unit, organization: 石桥村"),
        honor("2024-06-01", "name: 云溪县人民医院, type: unit"),
    )
    [(name, organization, url)] = everybody(found)
    assert (name, url) == ("云溪县人民医院", "/people/云溪县人民医院/")
    assert organization not in ("shiqiao", "")
    assert len(the(found, name).mentions) == 3


def test_people_of_one_name_at_several_organizations_are_kept_apart(tmp_path: Path) -> None:
    """Each has a page below the page of the name; free text tells apart as well."""
    found = people(
        tmp_path,
        two("王秀英"),
        honor("2024-05-01", "name: 王秀英, organization: 邻县纺织厂"),
    )
    assert everybody(found) == [
        ("王秀英", "shangping", "/people/王秀英/shangping/"),
        ("王秀英", "shiqiao", "/people/王秀英/shiqiao/"),
        ("王秀英", "邻县纺织厂", "/people/王秀英/邻县纺织厂/"),
    ]
    assert found.address("王秀英") == "/people/王秀英/"
    assert found.address("王秀英", "shiqiao") == "/people/王秀英/shiqiao/"
    assert found.address("王秀英", "dongmen") == "/people/王秀英/"


def test_a_mention_without_organization_is_of_the_only_one_of_that_name(tmp_path: Path) -> None:
    """An office that leaves the organization out once still means the same person."""
    found = people(
        tmp_path,
        honor("2024-03-01", "name: 陈水根, organization: 石桥村"),
        honor("2024-05-01", "name: 陈水根"),
        lectures=lecture("model: [陈水根]"),
    )
    assert everybody(found) == [("陈水根", "shiqiao", "/people/陈水根/")]
    assert len(the(found, "陈水根").mentions) == 3
    assert found.address("陈水根") == found.address("陈水根", "shiqiao") == "/people/陈水根/"


def test_a_mention_without_organization_stays_by_itself_among_several(tmp_path: Path) -> None:
    """Nobody can tell which of them is meant, so that it is given to none."""
    found = people(
        tmp_path,
        two("王秀英"),
        honor("2024-05-01", "name: 王秀英"),
    )
    namesakes = found.find("王秀英")
    assert namesakes
    assert [len(person.mentions) for person in namesakes.people] == [1, 1]
    assert [str(mention.record.day) for mention in namesakes.unplaced] == ["2024-05-01"]


def test_names_without_any_organization_are_one(tmp_path: Path) -> None:
    found = people(
        tmp_path, honor("2024-03-01", "name: 白云飞"), honor("2024-05-01", "name: 白云飞")
    )
    assert everybody(found) == [("白云飞", "", "/people/白云飞/")]


def test_minors_are_left_out(tmp_path: Path) -> None:
    """Their record names them; no page gathers what is known of a child."""
    found = people(
        tmp_path,
        honor("2024-03-01", "name: 周小满, minor: true, consent: true", "name: 沈知秋"),
        honor("2024-05-01", "姓名: 周小满, 未成年: 是"),
    )
    assert everybody(found) == [("沈知秋", "", "/people/沈知秋/")]


def test_who_only_hosts_or_tells_has_no_page(tmp_path: Path) -> None:
    """Until an honor names them; then what they hosted and told is on it too."""
    others = {
        "lectures": lecture("host: 何玉梅\nreflections: [{by: 何玉梅, text: 感动。}]"),
        "family": family("narrator: 何玉梅"),
    }
    alone = people(tmp_path / "alone", **others)
    assert everybody(alone) == [("陈水根家庭", "", "/people/陈水根家庭/")]
    assert alone.find("何玉梅") is None
    assert alone.address("何玉梅") is None
    found = people(tmp_path / "named", honor("2024-03-01", "name: 何玉梅"), **others)
    assert [mention.role for mention in the(found, "何玉梅").mentions] == [
        "讲述人",
        "主持人",
        "感悟",
        "上榜者",
    ]


def test_a_host_of_a_name_that_several_bear_is_given_to_none(tmp_path: Path) -> None:
    """A lecture says nothing of the host's organization."""
    found = people(
        tmp_path,
        two("何玉梅"),
        lectures=lecture("host: 何玉梅"),
    )
    namesakes = found.find("何玉梅")
    assert namesakes
    assert [mention.role for mention in namesakes.unplaced] == ["主持人"]


def test_a_narrator_is_found_by_the_storys_organization(tmp_path: Path) -> None:
    """Where the declaration says that the record's organization is that of the one named."""
    found = people(
        tmp_path,
        two("陈水根"),
        family=family("organization: 石桥村\nnarrator: 陈水根"),
    )
    namesakes = found.find("陈水根")
    assert namesakes
    assert {p.organization: [m.role for m in p.mentions] for p in namesakes.people} == {
        "shiqiao": ["讲述人", "上榜者"],
        "shangping": ["上榜者"],
    }


def test_kinds_of_the_middle_dot_and_white_space_make_no_other_name(tmp_path: Path) -> None:
    """As other keyboards give them, and as lists of names are set."""
    dots = [f"name: 阿依古丽{dot}买买提" for dot in "·•‧・･∙⋅．"]
    spaces = ["name: 李明", "name: 李　明", "name: 李 明", "name: '阿依古丽 · 买买提'"]
    portal = make_portal(tmp_path, {"honors/a.md": honor("2024-03-01", *dots, *spaces)})
    found = loaded(portal).library.people
    assert [url for _, _, url in everybody(found)] == ["/people/李明/", "/people/阿依古丽·买买提/"]
    assert found.address("阿依古丽•买买提") == "/people/阿依古丽·买买提/"
    assert len(the(found, "阿依古丽·买买提").mentions) == 9


def test_names_of_emoji_alone_are_names_of_their_own(tmp_path: Path) -> None:
    """Neither shares a page with the other; the letters of a name tell it from others."""
    found = people(
        tmp_path, honor("2024-03-01", "name: 🌸", "name: 🌺", "name: ★王芳", "name: 王芳")
    )
    addresses = [found.address(name) for name in ("🌸", "🌺", "★王芳", "王芳")]
    assert len(set(addresses)) == 3
    assert addresses[2:] == ["/people/王芳/", "/people/王芳/"]


def test_words_of_latin_letters_stay_apart() -> None:
    """White space means nothing only beside a Han character."""
    assert name_key("Anna  Maria Li") == "Anna-Maria-Li"


def test_people_households_and_units_are_told_apart(tmp_path: Path) -> None:
    """By the honoree's type, or by the field that names them."""
    found = people(
        tmp_path,
        honor("2024-03-01", "name: 县图书馆, type: unit", "name: 陈水根"),
        honor("2024-04-01", "姓名: 两兄弟, 类型: 搭档"),
        family=family("", "陈水根家庭"),
    )
    assert {name.name: name.people[0].entity for name in found} == {
        "县图书馆": "unit",
        "陈水根": "person",
        "两兄弟": "pair",
        "陈水根家庭": "household",
    }


@pytest.mark.parametrize("hidden", ["draft: true", "expires: 2024-06-01"])
def test_drafts_and_what_has_expired_name_nobody(tmp_path: Path, hidden: str) -> None:
    text = honor("2024-03-01", "name: 白云飞").replace("award:", f"{hidden}\naward:")
    assert everybody(people(tmp_path, text)) == []


@given(st.text(min_size=1))
def test_the_key_of_a_name_is_its_own_key(name: str) -> None:
    """The same address comes of it, wherever it is asked for."""
    assert name_key(name_key(name)) == name_key(name)


def test_a_minor_whom_a_lecture_names_as_model_gets_no_page_by_that(tmp_path: Path) -> None:
    """A name without organization that is a minor's is taken for the minor's."""
    found = people(
        tmp_path,
        honor("2024-06-01", "name: 蓝小溪, minor: true, consent: true", "name: 陈水根"),
        lectures=lecture("model: [蓝小溪, 陈水根]"),
    )
    assert found.find("蓝小溪") is None
    assert len(the(found, "陈水根").mentions) == 2
