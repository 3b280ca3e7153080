"""What can only be wrong between records: references, organizations, addresses, files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from wenming.problems import Problem

from ..mistakes import NOTICE, RECORD, picture
from ..office import PDF, ooxml
from ..portals import make_portal
from .loading import loaded, told

Records = Mapping[str, str | bytes]


def notice(lines: str = "", body: str = "") -> str:
    """A sound notice with these lines more, the first of them line 6, and a body in line 9."""
    text = NOTICE.replace("issuer: 县文明办\n", f"issuer: 县文明办\n{lines}")
    return f"{text}{body}"


def problems(folder: Path, text: str, others: Records | None = None) -> tuple[Problem, ...]:
    """What is told of a record with this text, and of the files beside it."""
    beside = {f"notices/2024/{name}": content for name, content in (others or {}).items()}
    return loaded(make_portal(folder, {RECORD: text, **beside})).problems


def codes(folder: Path, text: str, others: Records | None = None) -> list[str]:
    return [problem.code for problem in problems(folder, text, others)]


# References


def test_a_reference_finds_a_record_by_its_id(tmp_path: Path) -> None:
    """Written out, or as its file's name; without the collection where only one is possible."""
    others = {
        "draw.md": NOTICE.replace("type:", "id: draw-1\ntype:"),
        "call.md": NOTICE,
        "draft.md": NOTICE.replace("type:", "draft: true\ntype:"),
        "later.md": NOTICE.replace("2024-05-20", "2099-01-01"),
    }
    text = notice(
        "related: [notices/draw-1, notices/call, notices/draft, notices/later]\n"
        "result: draw-1\nsupersedes: notices/call\n"
    )
    [problem] = problems(tmp_path, text, others)  # of the draft, which is found as well
    assert (problem.code, problem.details["value"]) == ("draft-named", "notices/draft")


def test_drafts_that_are_named_are_warned_of(tmp_path: Path) -> None:
    """However they are: by a field, by their file, by their address or a former one."""
    draft = NOTICE.replace("type:", "draft: true\naliases: [/old/1.html]\ntype:")
    text = notice(
        "related: [notices/draft]\n",
        "\n[甲](draft.md#s-一) [乙](/notices/2024/draft) [丙](/old/1.html)\n",
    )
    found = problems(tmp_path, text, {"draft.md": draft})
    assert told(found) == [
        ("draft-named", RECORD, 6, 11),
        ("draft-named", RECORD, 11, 5),
        ("draft-named", RECORD, 11, 23),
        ("draft-named", RECORD, 11, 48),
    ]
    assert not any(problem.is_error for problem in found)
    assert found[0].message() == (
        "“notices/draft”是草稿，没有登出来。这处引用不会显示，链接只显示文字；它发布以后会自动连上。"
    )
    text = text.replace("type:", "draft: true\ntype:")  # both will be published
    assert problems(tmp_path / "draft", text, {"draft.md": draft}) == ()


def test_a_reference_to_a_record_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    """At the item of the list."""
    text = notice("related:\n  - notices/call\n  - notices/drwa\n")
    [problem] = problems(tmp_path, text, {"call.md": NOTICE, "draw.md": NOTICE})
    assert told([problem]) == [("unknown-record", RECORD, 8, 5)]
    assert problem.field == "related.1"
    assert problem.message() == "找不到“相关”里写的稿件“notices/drwa”。"
    assert problem.action() == (
        "是不是“notices/draw”？要写“栏目/编号”，编号不写就是文件名（不带 .md）。"
    )


def test_a_reference_without_its_collection_gets_it_suggested(tmp_path: Path) -> None:
    """Where records of every collection may be meant."""
    [problem] = problems(tmp_path, notice("related: [feast-pact]\n"), {"feast-pact.md": NOTICE})
    assert problem.action().startswith("是不是“notices/feast-pact”？")


def test_a_reference_to_a_record_of_another_collection_is_told(tmp_path: Path) -> None:
    """`result` names a notice and nothing else."""
    assert codes(tmp_path, notice("result: honors/boats\n")) == ["unknown-record"]


@pytest.mark.parametrize(
    "faulty",
    [
        NOTICE.replace("2024-05-20", "2024-02-30"),
        NOTICE.replace("date: 2024-05-20", "date：2024-05-20"),
        NOTICE.replace("type:", "id: other\ntype:").replace("通知", "通之"),
        "没有头信息\n",
    ],
    ids=["a field", "the YAML", "a field, with an id of its own", "no front matter"],
)
def test_a_reference_to_a_faulty_record_is_no_second_problem(tmp_path: Path, faulty: str) -> None:
    """It will be right when the record is."""
    name = "other" if "id: other" in faulty else "faulty"
    text = notice(f"related: [notices/{name}]\n")
    [problem] = problems(tmp_path, text, {"faulty.md": faulty})
    assert problem.place.path == "content/notices/2024/faulty.md"


def test_a_reference_to_a_record_of_a_faulty_column_is_no_second_problem(tmp_path: Path) -> None:
    portal = make_portal(
        tmp_path,
        {RECORD: notice("related: [honors/a]\n"), "honors/a.md": NOTICE},
        files={"content/honors/_collection.yml": "label: 荣誉榜\n"},
    )
    assert told(loaded(portal).problems) == [("declaration", "honors/_collection.yml", 1, 1)]


# Organizations


@pytest.mark.parametrize("written", ["云溪县文明办", "县文明办", "wenmingban"])
def test_an_organization_is_found_by_name_short_name_or_slug(tmp_path: Path, written: str) -> None:
    """All three mean the same one."""
    found = loaded(make_portal(tmp_path, {RECORD: notice(f"单位: {written}\n")}))
    assert found.problems == ()
    organization = found.library.organization(found.library.records[0].get("organization"))
    assert organization
    assert organization.slug == "wenmingban"


def test_an_organization_that_is_not_known_is_told_with_the_nearest(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, notice("organization: 柳湾卫生院\n"))
    assert told([problem]) == [("unknown-organization", RECORD, 6, 15)]
    assert problem.message() == "单位名录里没有“柳湾卫生院”。"
    assert problem.action() == "是不是“柳湾镇卫生院”？不是的话，请管名录的同事加上这个单位。"


def test_an_honoree_may_belong_to_an_organization_that_is_not_known(tmp_path: Path) -> None:
    """It stays as text."""
    text = """---
title: 好人名单
date: 2024-03-29
award: 身边好人
level: 县级
honorees: [{姓名: 邓伯言, 单位: 外县的一家公司}]
---
"""
    assert loaded(make_portal(tmp_path, {"honors/a.md": text})).problems == ()


TWO_VILLAGES = """\
- {name: 东镇, slug: dong, kind: town, children: [{name: 新村, slug: dong-xin, kind: village}]}
- {name: 西镇, slug: xi, kind: town, children: [{name: 新村, slug: xi-xin, kind: village}]}
"""


def test_a_name_of_several_organizations_is_told_with_their_slugs(tmp_path: Path) -> None:
    """Two towns may each have a village of that name; the slug says which is meant."""
    for written, expected in (("新村", ["ambiguous-organization"]), ("xi-xin", [])):
        portal = make_portal(
            tmp_path / written,
            {RECORD: notice(f"organization: {written}\n")},
            files={"content/organizations.yml": TWO_VILLAGES},
        )
        found = loaded(portal).problems
        assert [problem.code for problem in found] == expected
        assert [problem.action() for problem in found] == (
            ["请写网址名来分清是哪一个：dong-xin、xi-xin。"] if expected else []
        )


FAULTY_ORGANIZATIONS = """\
- name: 云溪县
  slug: yunxi
  kind: county
  childen: []
- 名称: 青石镇
  name: 青石
  网址名: qing shi
  类别: 镇
- name: 柳湾镇
  slug: liuwan
  kind: town
  children:
    - 荷塘村
    - {name: 渡口村, slug: liuwan, kind: village}
    - {name: 柳湾村, kind: 村庄, slug: cun}
- {name: 桥头镇, slug: qiaotou, kind: town, children: 桥头村}
"""


def test_all_problems_of_the_organizations_are_told_at_their_places(tmp_path: Path) -> None:
    """And no record is told that its organization is unknown, as that is not known."""
    portal = make_portal(
        tmp_path,
        {RECORD: notice("organization: 青石镇\n")},
        files={"content/organizations.yml": FAULTY_ORGANIZATIONS},
    )
    found = loaded(portal).problems
    assert told(found) == [
        ("unknown-key", "organizations.yml", 4, 3),
        ("duplicate-key", "organizations.yml", 6, 3),
        ("bad-slug", "organizations.yml", 7, 8),
        ("organizations-list", "organizations.yml", 13, 7),
        ("duplicate-organization", "organizations.yml", 14, 25),
        ("unknown-choice", "organizations.yml", 15, 25),
        ("organizations-list", "organizations.yml", 16, 52),
    ]
    assert found[0].action() == "是不是“children”？请改成这个名称。"
    assert found[1].message().startswith("“名称”写了两遍，第一遍在第 5 行。")


def test_a_portal_without_organizations_has_none(tmp_path: Path) -> None:
    """The file may be left out."""
    portal = make_portal(tmp_path, {RECORD: NOTICE})
    (portal / "content/organizations.yml").unlink()
    found = loaded(portal)
    assert found.problems == ()
    assert list(found.library.organizations) == []


# Addresses


def test_two_records_with_one_id_are_told_at_the_second(tmp_path: Path) -> None:
    """By path; case does not count; another collection's id does not either."""
    portal = make_portal(
        tmp_path,
        {
            "notices/2023/a.md": NOTICE.replace("type:", "id: Boats-1\ntype:"),
            "notices/2024/b.md": NOTICE.replace("type:", "编号: boats-1\ntype:"),
            "family/b.md": NOTICE.replace("type: 通知", "id: boats-1\nfamily: 陈家").replace(
                "issuer: 县文明办", "motto: 勤"
            ),
        },
    )
    [problem] = loaded(portal).problems
    assert told([problem]) == [("duplicate-id", "notices/2024/b.md", 4, 5)]
    assert problem.message() == (
        "编号“boats-1”已经被 content/notices/2023/a.md 用了。"
        "订阅和引用都靠编号认稿件，同一栏目里不能重复。"
    )


def test_two_files_of_one_name_in_a_collection_have_one_id(tmp_path: Path) -> None:
    """The file's name is the id; told at the beginning of the second."""
    portal = make_portal(tmp_path, {"notices/2023/a.md": NOTICE, "notices/2024/a.md": NOTICE})
    assert told(loaded(portal).problems) == [("duplicate-id", "notices/2024/a.md", 2, 1)]


def test_two_records_at_one_address_are_told_at_the_slug(tmp_path: Path) -> None:
    """Of the same year; in different years the slug may be the same."""
    portal = make_portal(
        tmp_path,
        {
            "notices/a.md": NOTICE.replace("type:", "slug: boats\ntype:"),
            "notices/b.md": NOTICE.replace("type:", "网址名: Boats\ntype:"),
            "notices/c.md": NOTICE.replace("type:", "slug: boats\ntype:").replace("2024", "2023"),
        },
    )
    [problem] = loaded(portal).problems
    assert told([problem]) == [("duplicate-address", "notices/b.md", 4, 6)]
    assert problem.message() == (
        "网址 /notices/2024/Boats/ 已经被 content/notices/a.md 用了。一个网址只能打开一篇稿件。"
    )


def test_an_alias_that_another_record_has_is_told(tmp_path: Path) -> None:
    """As an address or as an alias, with or without the slash at its end."""
    portal = make_portal(
        tmp_path,
        {
            "notices/a.md": NOTICE.replace("type:", "aliases: [/old/1.html, /old/2/]\ntype:"),
            "notices/b.md": NOTICE.replace("type:", "曾用网址:\n  - /old/3\n  - /OLD/2\ntype:"),
            "notices/c.md": NOTICE.replace("type:", "aliases: [/notices/2024/a/]\ntype:"),
        },
    )
    found = loaded(portal).problems
    assert told(found) == [
        ("duplicate-address", "notices/b.md", 6, 5),
        ("duplicate-address", "notices/c.md", 4, 11),
    ]
    assert found[0].field == "aliases.1"


# Files


def test_a_file_that_is_not_there_is_told_with_the_nearest_beside_the_record(
    tmp_path: Path,
) -> None:
    """In every field that names files, and in the body; case counts."""
    others: Records = {
        "Ferry.JPG": picture(),
        "img/bridge.jpg": picture(),
        "form.docx": ooxml("docx"),
    }
    text = notice(
        "cover: {file: ferry.jpg, alt: 渡船}\n"
        "pictures:\n  - file: img/brigde.jpg\n    alt: 石桥\n"
        "attachments: [{file: from.docx}]\n",
        "\n![渡船](nothing-like-it.webp)\n\n[报名表](from.docx)\n",
    )
    found = problems(tmp_path, text, others)
    assert told(found) == [
        ("missing-media", RECORD, 6, 15),
        ("missing-media", RECORD, 8, 11),
        ("missing-media", RECORD, 10, 22),
        ("missing-media", RECORD, 15, 7),
        ("missing-media", RECORD, 17, 7),
    ]
    assert found[0].message() == "稿件旁边没有“ferry.jpg”这个文件。"
    assert [problem.details["suggestion"] for problem in found] == [
        "Ferry.JPG",
        "img/bridge.jpg",
        "form.docx",
        "",
        "form.docx",
    ]


@pytest.mark.parametrize(
    ("named", "there", "differs"),
    [
        ("ferry.jpg", "Ferry.JPG", "（只有大小写不同）"),
        ("ferry.jpg", "ferry.JPEG", "（只有后缀的写法不同）"),
        ("img/Ferry.jpg", "IMG/ferry.jpg", "（只有大小写不同）"),
        ("fery.jpg", "ferry-2.jpg", ""),
    ],
)
def test_a_picture_whose_name_differs_slightly_is_the_one_that_is_meant(
    tmp_path: Path, named: str, there: str, differs: str
) -> None:
    """Before others that look more alike letter by letter."""
    others: Records = {there: picture(), "ferry-2.jpg": picture()}
    [found] = problems(tmp_path, notice(body=f"\n![渡船]({named})\n"), others)
    assert found.action() == (
        f"旁边有一个“{there}”{differs}，是不是它？文件名要一字不差，大小写也要一样。"
    )


@pytest.mark.parametrize(
    ("markdown", "code"),
    [
        ("![](nofile.png)", "missing-media"),
        ("![](../ferry.jpg)", "media-outside"),
        ("![](https://other.example/a.jpg)", "picture-remote"),
        ("![](ferry.jpg)", "picture-without-alt"),
    ],
)
def test_a_picture_has_one_problem_at_a_time(tmp_path: Path, markdown: str, code: str) -> None:
    """Its alternative text is looked at when the file is there."""
    text = notice(body=f"\n{markdown}\n")
    assert codes(tmp_path, text, {"ferry.jpg": picture()}) == [code]


def test_a_file_that_is_refused_is_not_missing_too(tmp_path: Path) -> None:
    """A symbolic link, or what is in a folder that is one, is told once."""
    text = notice("attachments: [{file: form.pdf}, {file: forms/a.pdf}]\n", "\n[表](form.pdf)\n")
    portal = make_portal(tmp_path, {RECORD: text})
    folder = (portal / "content" / RECORD).parent
    (folder / "form.pdf").symlink_to(portal / "mkdocs.yml")
    (folder / "forms").symlink_to(portal)
    assert [(code, path) for code, path, _, _ in told(loaded(portal).problems)] == [
        ("symbolic-link", "notices/2024/form.pdf"),
        ("symbolic-link", "notices/2024/forms"),
    ]


def test_a_declaration_that_is_a_symbolic_link_is_told_once(tmp_path: Path) -> None:
    """Not as one that is not there."""
    portal = make_portal(tmp_path, {"festivals/1.md": NOTICE})
    declaration = portal / "content/festivals/_collection.yml"
    declaration.symlink_to(portal / "content/notices/_collection.yml")
    assert told(loaded(portal).problems) == [("symbolic-link", "festivals/_collection.yml", 1, 1)]


def test_an_honorees_photo_is_looked_for_as_well(tmp_path: Path) -> None:
    text = """---
title: 好人名单
date: 2024-03-29
award: 身边好人
level: 县级
上榜者:
  - 姓名: 邓伯言
    照片: deng.webp
---
"""
    portal = make_portal(tmp_path, {"honors/a.md": text})
    assert told(loaded(portal).problems) == [("missing-media", "honors/a.md", 8, 9)]


def test_a_name_with_blanks_is_found_as_it_is_written_or_encoded(tmp_path: Path) -> None:
    """And a missing one is told where it stands, however it is written."""
    body = "\n![渡船](<渡 船.jpg>)\n![渡船](渡%20船.jpg)\n![石桥](石%20桥.jpg)\n"
    found = problems(tmp_path, notice(body=body), {"渡 船.jpg": picture()})
    assert told(found) == [("missing-media", RECORD, 12, 7)]


def test_a_file_of_a_kind_that_cannot_be_shown_is_told(tmp_path: Path) -> None:
    """As a picture only pictures, as an attachment documents too, and never a program."""
    others = {"a.pdf": PDF, "a.exe": b"x", "a.svg": b"<svg/>", "a.html": b"x"}
    text = notice(
        "cover: {file: a.pdf, alt: 渡船}\nattachments: [{file: a.exe}, {file: a.pdf}]\n",
        "\n![徽标](a.svg) [网页](a.html) [文件](a.pdf)\n",
    )
    found = problems(tmp_path, text, others)
    assert [problem.code for problem in found] == [
        *("media-type", "media-type", "media-svg", "media-type"),
    ]
    assert [problem.details["value"] for problem in found] == ["a.pdf", "a.exe", "a.svg", "a.html"]
    assert found[0].action() == "请另存成这几种之一：jpg、jpeg、png、webp。"
    assert found[0].action("en") == "Save it as one of these: jpg, jpeg, png, webp."


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", picture()[:20]]
)
def test_a_picture_that_cannot_be_read_is_told(tmp_path: Path, data: bytes) -> None:
    """Nor is a GIF one that calls itself JPEG."""
    text = notice("cover: {file: ferry.jpg, alt: 渡船}\n")
    [problem] = problems(tmp_path, text, {"ferry.jpg": data})
    assert told([problem]) == [("unreadable-picture", RECORD, 6, 15)]
    assert problem.message().startswith("图片“ferry.jpg”打不开。")


def test_a_picture_without_alternative_text_is_told(tmp_path: Path) -> None:
    """In a field written short or long, and in the body at that very picture."""
    text = notice(
        "cover: ferry.jpg\npictures:\n  - {file: ferry.jpg, alt: 渡船}\n  - {file: ferry.jpg}\n",
        "\n见 ferry.jpg，![渡船](ferry.jpg)\n\n![](ferry.jpg)\n\n![ ](ferry.jpg)\n",
    )
    found = problems(tmp_path, text, {"ferry.jpg": picture()})
    assert told(found) == [
        ("picture-without-alt", RECORD, 6, 8),
        ("picture-without-alt", RECORD, 9, 5),
        ("picture-without-alt", RECORD, 16, 5),
        ("picture-without-alt", RECORD, 18, 6),
    ]
    assert {problem.message() for problem in found} == {
        "这张图片没有替代文字。看不见图片的读者，靠这句话知道画面里是什么。"
    }


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("![渡船](https://other.example/a.jpg)", "https://other.example/a.jpg"),
        ("![渡船](//other.example/a.jpg)", "//other.example/a.jpg"),
        ("![渡船](/media/a.jpg)", "/media/a.jpg"),
        ('<img src="http://other.example/a.jpg" alt="渡船">', "http://other.example/a.jpg"),
        ("![渡船](data:image/png;base64,AAAA)", "渡船"),
        ("![渡船](D:\\照片\\渡船.jpg)", "渡船"),
    ],
)
def test_a_picture_that_is_not_beside_the_record_is_told(
    tmp_path: Path, markdown: str, shown: str
) -> None:
    """The published site asks no other host for anything."""
    [problem] = problems(tmp_path, notice(body=f"\n先有一段。\n\n{markdown}\n"))
    assert (problem.code, problem.place.line) == ("picture-remote", 12)
    assert problem.details["target"] == shown
    assert problem.place.text == markdown


def test_of_pictures_with_one_text_the_faulty_one_is_told(tmp_path: Path) -> None:
    """Also where neither has an address that could tell them apart, and not code."""
    body = """
`![渡船](data:image/png;base64,A)` 和 ferry.jpg

![渡船](ferry.jpg)

![渡船](data:image/png;base64,A)

![渡船](D:\\ferry.jpg)

<img src="ferry.jpg" alt="渡船"> <img alt='' src=ferry.jpg>
"""
    found = problems(tmp_path, notice(body=body), {"ferry.jpg": picture()})
    assert told(found) == [
        ("picture-remote", RECORD, 14, 7),
        ("picture-remote", RECORD, 16, 7),
        ("picture-without-alt", RECORD, 18, 48),
    ]


def test_a_missing_picture_is_told_where_it_is_shown(tmp_path: Path) -> None:
    """And not where the text speaks of its file."""
    body = '\n原图叫 ferry.jpg。\n\n<img src="ferry.jpg" alt="渡船">\n'
    assert told(problems(tmp_path, notice(body=body))) == [("missing-media", RECORD, 12, 11)]


def test_a_picture_with_its_address_below_is_told_at_its_text(tmp_path: Path) -> None:
    body = "\n见下。\n\n![渡船][1]\n\n[1]: data:image/png;base64,A\n"
    found = problems(tmp_path, notice(body=body))
    assert told(found) == [("picture-remote", RECORD, 12, 3)]


@pytest.mark.parametrize(
    "copied",
    [
        '<img data-src="ferry.jpg">',
        '<img class="rich_pages" data-src="https://mmbiz.example/z/640" alt="图片" />',
        '<IMG\n  alt="图片"\n  data-src="ferry.jpg">',
        "![图片]()",
    ],
)
def test_a_picture_that_names_no_file_is_told_once(tmp_path: Path, copied: str) -> None:
    """As articles of WeChat have them: at its own line, whatever has the same text before it."""
    body = f"\n![图片](ferry.jpg)\n\n{copied}\n"
    [found] = problems(tmp_path, notice(body=body), {"ferry.jpg": picture()})
    assert (found.code, found.place.line) == ("picture-without-file", 12)


def test_links_to_other_sites_pages_and_marks_are_no_business_of_the_check(tmp_path: Path) -> None:
    body = (
        "\n[a](https://other.example/a.pdf) [b](/notices/) [c](#s-开船) [d](mailto:a@b.example)"
        " [e](tel:05006120012) <https://other.example/>\n"
    )
    assert problems(tmp_path, notice(body=body)) == ()


def test_an_address_without_its_scheme_is_told_as_such(tmp_path: Path) -> None:
    """It is not called a missing file."""
    body = "\n[县政府](www.yunxi.example) [网](yunxi.gov.cn/index.html) [表](yunxi.docx)\n"
    found = problems(tmp_path, notice(body=body))
    assert [problem.code for problem in found] == ["link-scheme", "link-scheme", "missing-media"]
    assert found[0].action() == "写完整的网址，如 https://www.yunxi.example。"


def test_a_link_to_another_record_is_the_path_of_its_file(tmp_path: Path) -> None:
    """From where the record lies; also with a mark behind."""
    body = "\n[a](other.md) [b](../2024/other.md#s-a) [c](../../honors/x.md) [d](../2023/d.md)\n"
    found = problems(tmp_path, notice(body=body), {"other.md": NOTICE})
    assert told(found) == [("broken-link", RECORD, 10, 45), ("broken-link", RECORD, 10, 68)]
    assert found[0].message() == "链接指向的稿件文件“../../honors/x.md”不存在。"


def test_a_file_outside_the_records_folder_is_told(tmp_path: Path) -> None:
    """From the body as from a field."""
    text = notice(
        "cover: {file: ../../a.jpg, alt: 渡船}\n", "\n![渡船](../a.jpg) [表](../../../mkdocs.yml)\n"
    )
    found = problems(tmp_path, text)
    assert [problem.code for problem in found] == ["media-outside"] * 3
    assert found[1].message() == "“../a.jpg”不在稿件所在的文件夹里。"


# Everything at once


def test_a_faulty_records_other_problems_are_told_in_the_same_run(tmp_path: Path) -> None:
    """What is sound of it is checked, so that one run is enough."""
    text = notice(
        "organization: 青十镇\nrelated: [notices/nowhere]\ncover: {file: a.jpg, alt: 渡船}\n",
        "\n![](b.jpg) [去年](last.md)\n",
    ).replace("通知", "通之")
    assert [(code, line) for code, _, line, _ in told(problems(tmp_path, text))] == [
        ("unknown-choice", 4),
        ("unknown-organization", 6),
        ("unknown-record", 7),
        ("missing-media", 8),
        ("missing-media", 13),
        ("broken-link", 13),
    ]


def test_the_body_of_a_record_whose_front_matter_is_no_yaml_is_checked(tmp_path: Path) -> None:
    text = notice(body="\n![渡船](a.jpg)\n").replace("date: 2", "date：2")
    assert codes(tmp_path, text) == ["yaml-fullwidth-colon", "missing-media"]


def test_one_record_less_leaves_no_problem_of_the_others(tmp_path: Path) -> None:
    """Problems of one file are told in that file alone."""
    others = {"good.md": NOTICE, "bad.md": NOTICE.replace("通知", "通之")}
    [problem] = problems(tmp_path, NOTICE, others)
    assert problem.place.path == "content/notices/2024/bad.md"


@pytest.mark.parametrize("name", ["a.markdown", "a.MD", "a.mkd"])
def test_a_record_under_another_suffix_is_told(tmp_path: Path, name: str) -> None:
    """It would not be published, and nobody would know."""
    portal = make_portal(tmp_path, {f"notices/{name}": NOTICE})
    assert told(loaded(portal).problems) == [("file-suffix", f"notices/{name}", 1, 1)]


def test_records_outside_of_declared_columns_are_told(tmp_path: Path) -> None:
    """A folder once, however many records it holds."""
    portal = make_portal(
        tmp_path, {"a.md": NOTICE, "festivals/1.md": NOTICE, "festivals/2024/2.md": NOTICE}
    )
    assert told(loaded(portal).problems) == [
        ("outside-collection", "a.md", 1, 1),
        ("undeclared-collection", "festivals/_collection.yml", 1, 1),
    ]


def test_a_portal_without_content_is_told(tmp_path: Path) -> None:
    """Nothing is loaded, nothing breaks."""
    portal = make_portal(tmp_path, {})
    (portal / "content").rename(portal / "contents")
    [problem] = loaded(portal).problems
    assert (problem.code, problem.place.path) == ("content-missing", "mkdocs.yml")
    assert problem.message() == "找不到存放稿件的文件夹“content”。"
