"""Everybody is suggested by name, by pinyin and by initials."""

from __future__ import annotations

from pathlib import Path

import pytest

from wenming.search.coding import checksum
from wenming.search.readings import readings_of
from wenming.search.suggestions import Somebody, entry_of, everybody, suggestion_pages

from ..views.portal import honor, library_of


@pytest.mark.parametrize(
    ("name", "ways"),
    {
        "谈宜庆": [("tan",), ("yi",), ("qing",)],
        "曾乐": [("zeng", "ceng"), ("le", "yue")],
        "吕布": [("lv",), ("bu",)],
        "方正": [("fang",), ("zheng",)],
        "隗明": [("kui", "wei"), ("ming", "meng")],
        "阿依·古丽": [("a", "e"), ("yi",), ("",), ("gu", "ku"), ("li",)],
        "𠮷a1": [("",), ("a",), ("1",)],
    }.items(),
)
def test_a_character_is_read_in_every_way(name: str, ways: list[tuple[str, ...]]) -> None:
    """A family name as such and as the character mostly is; signs are not read."""
    assert readings_of(name) == ways


def test_a_unit_begins_with_no_family_name() -> None:
    """曾 is céng where no family bears it."""
    assert readings_of("曾经村", unit=True)[0][0] == "ceng"


def test_the_portal_tells_how_its_rare_characters_are_read() -> None:
    """Before what dictionaries know."""
    assert readings_of("沈𠮷𬱖", told={"𠮷": "ji", "𬱖": "ting wei"}) == [
        ("shen",),
        ("ji",),
        ("ting", "wei", "di"),
    ]


def pages(tmp_path: Path) -> dict[str, str]:
    library = library_of(
        tmp_path,
        {
            "honors/one": honor(
                "名单",
                "2026-03-05",
                "{name: 谈宜庆, organization: 石桥村}",
                "{name: 王秀英, organization: 石桥村}",
            ),
            "honors/two": honor("名单", "2025-03-05", "{name: 王秀英, organization: 荷塘村}"),
        },
    )
    return dict(suggestion_pages(everybody(library).values()))


def test_an_entry_tells_who_that_is(tmp_path: Path) -> None:
    """Name, readings, address where it is not the name's, place, award and year, given name."""
    found = pages(tmp_path)
    lines = {
        line for name, text in found.items() if "index" not in name for line in text.split("\n")
    }
    assert lines - {""} == {
        "谈宜庆\ttan yi qing\t\t石桥村 · 身边好人 · 2026年\t1",
        "王秀英\twang xiu ying/yang\t/people/王秀英/shiqiao/\t石桥村 · 身边好人 · 2026年\t1",
        "王秀英\twang xiu ying/yang\t/people/王秀英/hetang/\t荷塘村 · 身边好人 · 2025年\t1",
    }


@pytest.mark.parametrize(
    ("name", "entity", "keys", "more"),
    [
        ("陳水根", "person", {"=8陈水根", "=4水根"}, ["1", "陳陈"]),
        ("欧阳建国", "person", {"=7欧阳建国", "=3阳建国", "=a建国"}, ["1 2"]),
        ("阿依·古丽", "person", {"=f阿依古丽", "=4古丽"}, ["3"]),
        ("方云家庭", "household", {"=9方云家庭", "=1云家庭"}, ["1"]),
        ("云溪县图书馆", "unit", {"=1云溪县图书馆"}, []),
        ("Li Ming", "person", {"=climing"}, []),
    ],
)
def test_somebody_has_the_names_that_are_typed(
    name: str, entity: str, keys: set[str], more: list[str]
) -> None:
    """Without the family name; without dots and blanks; an entry brings its folds."""
    somebody = Somebody(name, entity, "/people/1/", "石桥村 · 2026年")
    line, found = entry_of(somebody)
    typed = set(found)
    assert {key for key in typed if key[0] == "="} == keys
    assert not [key for key in typed if set(key) & set("· ")]
    assert line.rstrip("\n").split("\t")[4:] == more


def test_pages_are_of_one_size_and_a_key_is_on_one(tmp_path: Path) -> None:
    """Full spellings, initials, the first character spelled, and names."""
    surnames, given = "赵钱孙李周吴郑王冯陈", "秀英桂兰明国建华小芳志强玉梅春燕德清"
    names = [f"{a}{b}{c}" for a in surnames for b in given for c in given[:6] if b != c]
    people = [f"{{name: {name}, organization: 石桥村}}" for name in names]
    library = library_of(tmp_path, {"honors/one": honor("名单", "2026-03-05", *people)})
    found = dict(suggestion_pages(everybody(library).values()))
    first = found.pop("n/index.txt").partition("\n")[0].split("\t")
    assert first == sorted(set(first))
    assert len(first) == len(found) > 8
    assert max(map(len, found.values())) < 16_000
    for key in ("zhaoxiuying", "zxy", "zhao秀英", "=5赵秀英"):
        start = max(each for each in first if each <= key)
        assert "赵秀英\t" in found[f"n/{checksum(start):08x}.txt"]
