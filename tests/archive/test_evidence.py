"""What counts as evidence, what is told of it, and how much of it is missing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from wenming.archive import Archive, Finding, gather

from ..library.test_pictures import SECRETS, photograph
from ..portals import write
from ..test_cli import wenming
from ..views.portal import family, honor, lecture, library_of, notice

SCHEME = """\
名称: 测评体系
指标:
  - 代码: A
    内容: 道德建设
    要求材料:
      - {材料: 讲堂记录, 份数: 2, 栏目: lectures}
      - {材料: 方案, 份数: 1}
      - {材料: 总结, 份数: 2}
  - {代码: B, 内容: 家风}
"""
AS_OF = dt.date(2026, 6, 15)
NAMED = {"indicators": "[A]"}


def archive(folder: Path, records: dict[str, str], year: int = 2026, **files: str) -> Archive:
    more = {"content/indicators/s.yml": SCHEME, **files}
    library = library_of(folder, records, as_of=AS_OF, files=more)
    return gather(library, library.schemes.by_name["s"], year)


def ids(finding: Finding) -> list[str]:
    return [each.record.id for each in finding.evidence]


def test_what_meets_a_condition_counts_for_it_alone(tmp_path: Path) -> None:
    """All other records count for what is asked for without one, together."""
    records = {
        "lectures/l": lecture("讲堂", "2026-03-01", **NAMED),
        "notices/n1": notice("方案", "2026-01-10", indicators="[A, s/A, 道德建设]"),
        "notices/n2": notice("总结", "2026-05-10", **NAMED),
        "notices/n3": notice("别的", "2026-05-11"),
        "family/f": family("家风", "2026-02-01", "陈家", indicators="[B]"),
    }
    found = archive(tmp_path, records)
    first, second = found.findings
    assert ids(first) == ["n1", "l", "n2"]
    assert [(m.demand.title, m.found, m.missing) for m in first.demands] == [
        ("讲堂记录", 1, 1),
        ("方案；总结", 2, 1),
    ]
    assert (first.missing, second.missing, ids(second), found.records) == (2, 0, ["f"], 4)


def test_the_year_is_that_of_the_event_else_of_the_publication(tmp_path: Path) -> None:
    """A lecture of New Year's Eve is told of in January; the 年度 of an honor does not count."""
    records = {
        "lectures/eve": lecture("讲堂", "2026-01-02", **NAMED, start="2025-12-31 19:00"),
        "lectures/new": lecture("讲堂", "2026-01-03", **NAMED),
        "honors/h": honor("名单", "2026-01-20", "王秀英", **NAMED, year=2025),
    }
    assert ids(archive(tmp_path / "a", records).findings[0]) == ["new", "h"]
    assert ids(archive(tmp_path / "b", records, 2025).findings[0]) == ["eve"]


def test_only_what_is_public_and_still_stands_is_evidence(tmp_path: Path) -> None:
    """What is expired was true; drafts, dates to come and revoked titles are no evidence."""
    revoked = "{name: 李四, status: revoked, ended_on: 2026-03-01, reason: 查实}"
    records = {
        "notices/draft": notice("甲", "2026-01-01", **NAMED, draft="true"),
        "notices/later": notice("乙", "2026-07-01", **NAMED),
        "notices/expired": notice("丙", "2026-01-02", **NAMED, expires="2026-02-01"),
        "lectures/coming": lecture("丁", "2026-06-01", **NAMED, start="2026-06-20 09:00"),
        "honors/revoked": honor("戊", "2026-01-03", revoked, **NAMED),
        "honors/half": honor("己", "2026-01-04", revoked, "王秀英", **NAMED),
    }
    found = archive(tmp_path, records)
    assert ids(found.findings[0]) == ["expired", "half"]
    assert [each.id for each in (*found.revoked, *found.coming)] == ["revoked", "coming"]


def test_it_is_told_when_where_who_and_what_the_pictures_show(tmp_path: Path) -> None:
    """Minors are counted, here and wherever else they are named; a cover is told once."""
    records = {
        "honors/youth": honor(
            "好少年",
            "2026-05-30",
            "{name: 小荷, minor: true, consent: true}",
            **{**NAMED, "award": "good-youth"},
        ),
        "lectures/l": lecture(
            "讲堂",
            "2026-03-01",
            **NAMED,
            organization="石桥村",
            host="沈嘉",
            speakers="[{name: 陈水根, organization: 石桥村}]",
            model="[小荷, 王秀英]",
            cover="{file: a.jpg, alt: 桥头}",
            pictures="[{file: a.jpg, alt: 桥头, caption: 陈水根讲桥, place: 石桥, taken: 3月1日, "
            "people: 陈水根、吴阿凤}]",
            attachments="[{file: a.pdf, title: 讲稿}]",
        ),
    }
    media = {"content/lectures/a.jpg": photograph("JPEG"), "content/lectures/a.pdf": b"%PDF-1.4 a"}
    found = archive(tmp_path, records, **media).findings[0]
    told, youth = found.evidence
    assert (f"{told.day:%m-%d %H:%M}", told.place, told.organization) == (
        "03-01 14:30",
        "县图书馆",
        "石桥村",
    )
    assert (told.people, told.minors) == (("沈嘉", "陈水根", "王秀英", "吴阿凤"), 1)
    assert told.captions == ("陈水根讲桥（3月1日，石桥，陈水根、吴阿凤）",)
    assert told.attachments == ("讲稿",)
    assert (youth.people, youth.minors) == ((), 1)

    result = wenming(tmp_path, "archive", "--scheme", "测评体系", "--year", "2026", "-o", "out")
    assert "人员：沈嘉、陈水根、王秀英、吴阿凤、未成年人 1 名" in result.stdout
    [picture] = (tmp_path / "out").rglob("*.jpg")
    assert not any(secret in picture.read_bytes() for secret in SECRETS)
    assert picture.parent.name == "01 图片和附件"


@pytest.mark.parametrize(
    ("scheme", "year", "code", "said"),
    [
        ("测评体糸", "2026", 2, "是不是“测评体系”？"),
        ("s", "2023", 2, "“测评体系”适用 2026 年，不适用 2023 年。"),
        ("s", "2026", 1, "没有写“类型”"),
    ],
)
def test_what_cannot_be_filed_is_said(
    tmp_path: Path, scheme: str, year: str, code: int, said: str
) -> None:
    """2 for wrong usage, 1 for mistakes in the content: a record may be missing for them."""
    text = SCHEME.replace("指标:", "适用年度: [2026]\n指标:", 1)
    library_of(tmp_path, {}, files={"content/indicators/s.yml": text})
    if code == 1:
        write(tmp_path / "content/notices/a.md", "---\ntitle: 甲\ndate: 2026-01-01\n---\n")
    result = wenming(tmp_path, "archive", "--scheme", scheme, "--year", year, "-o", "a.zip")
    assert result.exit_code == code
    assert said in result.stderr
    assert not (tmp_path / "a.zip").exists()


def test_a_portal_without_schemes_says_so(tmp_path: Path) -> None:
    """And how one is made."""
    library_of(tmp_path, {})
    result = wenming(tmp_path, "archive", "--scheme", "s", "--year", "2026", "--lang", "en")
    assert result.exit_code == 2
    assert "[no-schemes]" in result.stderr
