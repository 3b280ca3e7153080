"""Everybody who is named has a page, and stands in the index under the right letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenming.library import Library
from wenming.views import Link, View, choices_in_words, pinyin
from wenming.views.people import Letter, letters_of
from wenming.views.pinyin import pinyin_told

from ..portals import MKDOCS_YML, write
from .portal import TODAY, family, honor, lecture, library_of, notice, pages_of, reload


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """People of several kinds, two of them with one name."""
    records = {
        "honors/a": honor(
            "2024年好人",
            "2024-05-01",
            "{name: 王秀英, organization: 石桥村, citation: 照看邻居。}",
            "{name: 陈水根, organization: 石桥村}",
        ),
        "honors/b": honor(
            "2025年好人", "2025-05-01", "{name: 王秀英, organization: 云溪县人民医院}"
        ),
        "honors/c": honor("好少年", "2025-06-01", "{name: 周小满, minor: true, consent: true}"),
        "honors/d": honor(
            "文明单位",
            "2025-07-01",
            "{name: 解放路小学, type: unit}",
            "{name: 阿依古丽·买买提}",
        ),
        "honors/old": honor("旧", "2024-01-01", "赵云山", expires="2025-01-01"),
        "lectures/e": lecture(
            "讲堂",
            "2025-08-01",
            speakers="[{name: 陈水根, organization: 石桥村}]",
            host="何玉梅",
            model="[王秀英]",
        ),
        "family/f": family("两把扫帚", "2026-01-01", "陈水根家庭", narrator="陈水根"),
        "family/g": family("又一年", "2026-02-01", "陈水根家庭"),
    }
    return library_of(tmp_path_factory.mktemp("portal") / "portal", records)


def letter_of(library: Library, name: str) -> str:
    (letter,) = (
        each.letter for each in letters_of(library) if name in [n.name for n in each.names]
    )
    return letter


def people_pages(library: Library) -> dict[str, View]:
    pages = pages_of(library).items()
    return {a: view for a, view in pages if a.startswith("/people/") and "by-letter" not in a}


def test_every_person_household_and_unit_has_a_page(library: Library) -> None:
    """Not minors, not those whom only a host's or a model's field names, not the expired."""
    assert people_pages(library).keys() == {
        "/people/",
        "/people/王秀英/",
        "/people/王秀英/shiqiao/",
        "/people/王秀英/renminyiyuan/",
        "/people/陈水根/",
        "/people/陈水根家庭/",
        "/people/解放路小学/",
        "/people/阿依古丽·买买提/",
    }


def told(view: View) -> dict[int, list[tuple[str, tuple[str, ...]]]]:
    """The timeline of a person's page: titles, and what is told of each."""
    years = view.context["years"]
    return {year: [(deed.record.title, deed.told) for deed in deeds] for year, deeds in years}


def test_the_page_of_a_person_holds_all_that_names_it_by_years(library: Library) -> None:
    """Each record once a year, the newest first, with every role."""
    view = pages_of(library)["/people/陈水根/"]
    assert (view.title, view.template, view.section) == ("陈水根", "person.html", "people")
    assert told(view) == {
        2026: [("又一年", ("家风故事",)), ("两把扫帚", ("讲述家风故事",))],
        2025: [("讲堂", ("在道德讲堂宣讲",))],
        2024: [("2024年好人", ("登上荣誉榜",))],
    }
    assert view.context["sums"] == (
        ("讲述家风故事", 1),
        ("在道德讲堂宣讲", 1),
        ("登上荣誉榜", 1),
    )
    assert view.context["place"] == "石桥村"
    assert view.description == "陈水根（石桥村）：两把扫帚、讲堂、2024年好人"
    assert view.crumbs == (Link("首页", "/"), Link("人物", "/people/"))
    assert f"{view.lastmod:%Y-%m-%d}" == "2026-02-01"


def test_a_household_and_whom_it_is_called_after_lead_to_each_other(library: Library) -> None:
    """Its stories stand in that one's timeline; it tells nothing of the other's honors."""
    pages = pages_of(library)
    person, household = pages["/people/陈水根/"], pages["/people/陈水根家庭/"]
    assert person.context["household"].url == "/people/陈水根家庭/"
    assert household.context["member"].url == "/people/陈水根/"
    assert [title for title, _ in told(household)[2026]] == ["又一年", "两把扫帚"]
    assert set(told(household)) == {2026}


def test_namesakes_of_another_place_have_no_part_in_a_household(tmp_path: Path) -> None:
    """王秀英 of the hospital is not of the village's household."""
    library = library_of(
        tmp_path / "portal",
        {
            "honors/a": honor("村", "2026-01-01", "{name: 王秀英, organization: 石桥村}"),
            "honors/b": honor("院", "2026-01-02", "{name: 王秀英, organization: 云溪县人民医院}"),
            "family/c": family("家", "2026-01-03", "王秀英家庭", organization="石桥村"),
        },
    )
    pages = pages_of(library)
    assert pages["/people/王秀英/shiqiao/"].context["household"].name == "王秀英家庭"
    assert pages["/people/王秀英/renminyiyuan/"].context["household"] is None
    assert pages["/people/王秀英家庭/"].context["member"].url == "/people/王秀英/shiqiao/"


def test_a_lecture_stands_in_the_year_in_which_it_is_held(tmp_path: Path) -> None:
    """Not in that of its announcement; what else the record says follows in words."""
    speakers = "[{name: 陈水根, organization: 石桥村, role: 守桥人}]"
    library = library_of(
        tmp_path / "portal",
        {
            "lectures/a": lecture(
                "新年", "2025-12-20", start="2026-01-10 09:00", speakers=speakers, model="[陈水根]"
            )
        },
    )
    view = pages_of(library)["/people/陈水根/"]
    assert told(view) == {2026: [("新年", ("在道德讲堂宣讲（守桥人）", "道德讲堂的学习对象"))]}
    [(_, [deed])] = view.context["years"]
    assert choices_in_words(deed.record, library) == ("总堂",)


def test_a_units_page_leads_to_that_of_the_organization(tmp_path: Path) -> None:
    """A village that was honored is an organization, too."""
    unit = "{name: 石桥村, type: unit, organization: 青石镇}"
    library = library_of(tmp_path / "portal", {"honors/a": honor("甲", "2026-01-01", unit)})
    assert pages_of(library)["/people/石桥村/"].context["unit"].slug == "shiqiao"


def test_namesakes_share_a_page_that_leads_to_each_of_them(library: Library) -> None:
    """What names no organization is shown there: nobody can tell whom it means."""
    pages = pages_of(library)
    shared = pages["/people/王秀英/"]
    assert (shared.title, shared.template) == ("王秀英（同名）", "namesakes.html")
    assert shared.description == "名为王秀英的有2位，按单位分列。"
    namesakes = shared.context["namesakes"]
    assert [person.url for person in namesakes.people] == [
        "/people/王秀英/renminyiyuan/",
        "/people/王秀英/shiqiao/",
    ]
    assert [mention.record.title for mention in namesakes.unplaced] == ["讲堂"]
    one = pages["/people/王秀英/shiqiao/"]
    assert one.title == "王秀英（石桥村）"
    assert one.crumbs[-1] == Link("王秀英", "/people/王秀英/")


def test_the_index_holds_every_name_once_under_its_letter(library: Library) -> None:
    """Letters in their order, names in that of pinyin."""
    index = {letter.letter: [n.name for n in letter.names] for letter in letters_of(library)}
    assert index == {
        "A": ["阿依古丽·买买提"],
        "C": ["陈水根", "陈水根家庭"],
        "J": ["解放路小学"],
        "W": ["王秀英"],
    }
    view = pages_of(library)["/people/"]
    assert view.context["letters"] == letters_of(library)
    assert view.context["total"] == 5


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("单秀英", "S"),
        ("曾国明", "Z"),
        ("解春来", "X"),
        ("仇志强", "Q"),
        ("查良明", "Z"),
        ("区文轩", "O"),
        ("朴明玉", "P"),
        ("盖文华", "G"),
        ("乐嘉", "Y"),
        ("缪小芳", "M"),
        ("翟建国", "Z"),
        ("覃桂兰", "Q"),
        ("尉建", "W"),
        ("尉迟恭", "Y"),
        ("单于明", "C"),
        ("万俟明", "M"),
        ("长孙明", "Z"),
        ("曾家庭", "Z"),
        ("Anna Wang", "A"),
        ("élan", "other"),
        ("3号楼", "other"),
    ],
)
def test_family_names_are_read_as_families_read_them(name: str, letter: str) -> None:
    """单 is Shan, 曾 is Zeng; what begins with no letter stands at the end."""
    first = pinyin(name)[:1].upper()
    assert (first if "A" <= first <= "Z" else "other") == letter


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("解放路小学", "jie fang lu xiao xue"),
        ("区妇联", "qu fu lian"),
        ("能源局", "neng yuan ju"),
        ("重庆路社区", "chong qing lu she qu"),
    ],
)
def test_units_are_not_read_as_families(name: str, syllables: str) -> None:
    """解放路小学 begins with J."""
    assert pinyin(name, unit=True) == syllables


def test_names_without_a_letter_stand_last(tmp_path: Path) -> None:
    """Under an address of their own."""
    library = library_of(
        tmp_path / "portal",
        {"honors/a": honor("甲", "2026-01-01", '"3号楼"', "张三", "曾四", "单五")},
    )
    assert [letter.letter for letter in letters_of(library)] == ["S", "Z", "other"]
    assert letter_of(library, "曾四") == "Z"
    pages = pages_of(library)
    assert pages["/people/by-letter/s/"].title == "人物 S"
    assert pages["/people/by-letter/other/"].title == "人物 其他"
    assert [n.name for n in pages["/people/by-letter/z/"].context["names"]] == ["曾四", "张三"]


def test_characters_are_filed_as_the_portal_says_they_are_read(tmp_path: Path) -> None:
    """As the search finds them; in a build that follows, too."""
    portal, records = tmp_path / "portal", {"honors/a": honor("甲", "2026-01-01", "沈𬱖", "𠮷田")}
    rare = ("rare-character", "rare-character")
    before = library_of(portal, records, warned=rare)
    assert [letter.letter for letter in letters_of(before)] == ["S", "other"]
    told = MKDOCS_YML.replace("source:", "readings: {𠮷: ji, 𬱖: di wei, 沈: chen}\n      source:")
    write(portal / "mkdocs.yml", told)
    after = reload(portal, TODAY, rare)
    assert [letter.letter for letter in letters_of(after)] == ["C", "J"]
    assert pinyin_told("沈𬱖", {"𬱖": "di wei"}) == "shen di"
    assert pinyin_told("𠮷曾", {"𠮷": "ji"}) == "ji ceng"


def test_a_letter_of_many_names_has_several_pages(tmp_path: Path) -> None:
    """Two hundred a page; the index shows the first forty."""
    people = [f"张{chr(0x4E00 + n)}" for n in range(201)]
    library = library_of(tmp_path / "portal", {"honors/a": honor("甲", "2026-01-01", *people)})
    (letter,) = letters_of(library)
    assert isinstance(letter, Letter)
    assert len(letter.first) == 40
    pages = pages_of(library)
    assert len(pages["/people/by-letter/z/"].context["names"]) == 200
    assert pages["/people/by-letter/z/page/2/"].context["names"] == letter.names[200:]
    assert pages["/people/by-letter/z/page/2/"].title == "人物 Z（第2页）"


def test_a_portal_without_people_has_an_empty_index(tmp_path: Path) -> None:
    """Its page is in the navigation."""
    library = library_of(tmp_path / "portal", {"notices/a": notice("甲", "2026-01-01")})
    assert people_pages(library).keys() == {"/people/"}
    assert pages_of(library)["/people/"].context["letters"] == ()


def test_people_leave_with_the_record_that_expired(tmp_path: Path) -> None:
    """What else names them keeps their page."""
    library = library_of(
        tmp_path / "portal",
        {
            "honors/a": honor("旧", "2026-01-01", "张三", "李四", expires="2026-02-01"),
            "honors/b": honor("新", "2026-03-01", "李四"),
        },
    )
    pages = people_pages(library)
    assert pages.keys() == {"/people/", "/people/李四/"}
    assert pages["/people/李四/"].description == "李四：新"
