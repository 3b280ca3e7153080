"""The index answers as a plain look through the texts would, and holds nothing else."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.search.coding import number, rising
from wenming.search.documents import document_of
from wenming.search.grams import merged, partial, terms_of
from wenming.search.normal_form import normalise

from ..views.portal import TODAY, family, honor, lecture, library_of, notice, record
from .portal import RARE, index_of, indexed
from .reader import Index, entry, numbers
from .reader import rising as summed


@given(st.lists(st.integers(0, 10**7), unique=True).map(sorted))
def test_numbers_are_read_as_they_were_written(values: list[int]) -> None:
    """Whatever their size and their differences."""
    assert summed(numbers(rising(values), 0)[0]) == values
    assert numbers("".join(map(number, values)), 0) == (values, len("".join(map(number, values))))


texts = st.text(alphabet="石桥村人水ab12，。· \n𠮷", max_size=40)


@given(st.lists(st.tuples(texts, texts, texts, texts, texts), max_size=12), st.integers(1, 3))
def test_a_term_has_exactly_the_documents_that_hold_it(
    fields: list[tuple[str, str, str, str, str]], groups: int
) -> None:
    """In whatever chunks they come; the rank is that of the best field and of the count."""
    normal = [tuple(map(normalise, each)) for each in fields]
    chunks = [
        (at, partial(normal[at : at + 5], groups))  # type: ignore[arg-type]
        for at in range(0, len(normal), 5)
    ]
    found: dict[str, dict[int, int]] = {}
    for group in range(groups):
        data = [(at, parts[group]) for at, parts in chunks]
        for _, text in merged(group, data, groups, 2):
            for line in text.splitlines():
                term, lists = line.split("\t")
                assert term not in found
                pairs = ((doc, rank) for rank, docs in entry(lists)[0] for doc in docs)
                found[term] = dict(pairs)
    expected: dict[str, dict[int, int]] = {}
    for at, (names, title, headings, facts, body) in enumerate(normal):
        for term in set(terms_of("\n".join((names, title, headings, facts, body)))):
            if " " in term or "\n" in term:
                continue
            best = next(
                rank
                for rank, places in (
                    (0, (names, title)),
                    (3, (headings,)),
                    (6, (facts,)),
                    (9, (body,)),
                )
                if any(term in set(terms_of(place)) for place in places)
            )
            whole = "\n".join((names, title, facts, body))
            count = max(1, list(terms_of(whole)).count(term))
            size = 0 if count > 4 else 1 if count > 1 else 2
            expected.setdefault(term, {})[at] = best + size
    assert found == expected


def test_terms_are_characters_neighbours_and_pieces() -> None:
    """Over signs, but not over the end of a sentence; words of Latin letters by their pieces."""
    assert {each for each in terms_of("人，村15号。桥\n·!家") if not {" ", "\n"} & {*each}} == {
        *"人村15号桥·家",
        *("人-村", "村1", "15", "5号", "村15", "15号"),
    }
    pieces = {each for each in terms_of("a2024b5年") if len(each) > 2}
    assert pieces == {"a20", "a202", "202", "2024", "024", "024b", "24b", "24b5", "4b5", "b5年"}


def test_a_term_of_many_records_makes_no_big_shard() -> None:
    """Its best stand in the shard, the rest in parts of their own."""
    count = 9_000
    chunks = []
    for start in range(0, count, 500):
        fields = [
            ("", f"桥{at}", "", "", "石桥石桥" if at % 7 else "石桥")
            for at in range(start, start + 500)
        ]
        chunks.append((start, partial(fields, 1)[0]))
    files = dict(merged(0, chunks, 1, 40))
    shards = {name: text for name, text in files.items() if name.startswith("g/")}
    shard = next(text for text in shards.values() if "石桥\t" in text)
    lists, more = entry(
        next(line for line in shard.splitlines() if line.startswith("石桥\t")).split("\t")[1]
    )
    assert sum(len(documents) for _, documents in lists) == 400
    assert more[0] == count
    parts = [text for name, text in files.items() if name.startswith("p/")]
    assert max(len(text.encode()) for text in (*shards.values(), *parts)) < 40_000


RECORDS = {
    "honors/bridge": honor(
        "石桥村好人", "2026-03-05", "{name: 陳水根, organization: 石桥村, citation: 掃橋三十年。}"
    ),
    "honors/rare": honor(
        "ＡＢＣ工程", "2026-03-04", "𠮷田", body="## 小标题\n\n阿依・古丽 在 2024 年。"
    ),
    "lectures/one": lecture("一程一站", "2026-04-10", reflections="[{text: 桥很干净}]"),
    "family/one": family("两把扫帚", "2026-05-15", "陈水根家庭", rules="[先人后己]"),
    "notices/one": notice("关于征集的通知", "2026-02-02", contact="{phone: 0500-6120012}"),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return indexed(tmp_path_factory.mktemp("index"), RECORDS)


@pytest.mark.parametrize(
    ("term", "keys"),
    {
        "水根": {"/honors/2026/bridge/", "/family/2026/one/"},
        "扫桥": {"/honors/2026/bridge/"},
        "𠮷": {"/honors/2026/rare/"},
        "abc": {"/honors/2026/rare/"},
        "024": {"/honors/2026/rare/"},
        "依·": {"/honors/2026/rare/"},
        "干净": {"/lectures/2026/one/"},
        "先人": {"/family/2026/one/"},
        "6120": {"/notices/2026/one/"},
        "掃橋": set(),
    }.items(),
)
def test_every_shown_field_is_found_in_its_normal_form(
    index: Index, term: str, keys: set[str]
) -> None:
    """Names, facts, headings and bodies; traditional, full-width, astral characters."""
    assert set(index.documents(term)) == keys


def test_what_may_not_be_found_is_not_in_the_index(tmp_path: Path) -> None:
    """Drafts, what is to come, expired and hidden minors: nothing of them stands in any file."""
    index = indexed(
        tmp_path,
        {
            "notices/draft": notice("草稿甲乙", "2026-01-01", draft="true"),
            "notices/later": notice("将来丙丁", "2026-12-01"),
            "notices/over": notice("过期戊己", "2026-01-01", expires="2026-02-01"),
            "honors/young": honor(
                "好少年钱小壬",
                "2026-01-01",
                "{name: 钱小壬, organization: 石桥村, citation: 钱小壬爱读书。}",
                award="good-youth",
                body="钱小壬的故事。",
                tags="[钱小壬]",
            ),
            "notices/shown": notice(
                "公开庚辛", "2026-01-01", editor="审稿人", summary="摘要里的话"
            ),
        },
    )
    held = index.everything()
    assert "庚辛" in held
    for hidden in ("甲乙", "丙丁", "戊己", "钱小", "小壬", "摘要里"):
        assert hidden not in held
    assert [record["a"] for record in map(index_record(index), range(2))] == [
        "/notices/2026/shown/",
        "/honors/2026/young/",
    ]


def index_record(index: Index):  # type: ignore[no-untyped-def]
    segment = index.manifest["segments"][0]["id"]
    return lambda number: index.record(segment, number)


def test_minors_who_are_listed_are_found(tmp_path: Path) -> None:
    """Where a column lists them."""
    from ..portals import REPOSITORY

    declared = (REPOSITORY / "content/honors/_collection.yml").read_text("utf-8")
    library = library_of(
        tmp_path / "portal",
        {"honors/young": honor("好少年", "2026-01-01", "钱小壬", award="good-youth")},
        files={"content/honors/_collection.yml": f"{declared}\nlist_minors: true\n"},
    )
    assert set(index_of(library, tmp_path / "site").documents("小壬")) == {"/honors/2026/young/"}


def test_a_portal_without_records_has_an_empty_index(tmp_path: Path) -> None:
    """And no file is missing that the manifest speaks of."""
    index = indexed(tmp_path, {})
    assert index.documents("石桥") == {}
    assert index.manifest["segments"][0]["records"] == 0


def test_the_same_content_gives_the_same_files(tmp_path: Path) -> None:
    """Byte for byte."""
    library = library_of(tmp_path / "portal", RECORDS, files=RARE)
    one = index_of(library, tmp_path / "one").everything()
    assert index_of(library, tmp_path / "other").everything() == one


def test_a_document_is_what_its_page_writes_out(tmp_path: Path) -> None:
    """Labels of choices, names of organizations, dates; no keys, no file names, no references."""
    library = library_of(
        tmp_path / "portal",
        {
            "honors/one": honor(
                "名单",
                "2026-03-05 09:30",
                "{name: 王秀英, organization: 石桥村, status: held, until: 2027-01-02}",
                related="[honors/two]",
                category="helping",
            ),
            "honors/two": honor("另一份名单", "2026-03-04", "李明"),
        },
    )
    document = document_of(library.records[0], library)
    assert document.names == ("王秀英",)
    assert document.facts == (
        "2026-03-05 09:30",
        "测试县文明办",
        "身边好人",
        "县级",
        "助人为乐",
        "2026年",
        "石桥村",
        "保留",
        "2027年1月2日",
    )
    assert document.labels == ("荣誉榜", "测试县文明办", "身边好人", "县级", "助人为乐")


def test_a_record_of_another_column_needs_no_python(tmp_path: Path) -> None:
    """Its declared fields are searched as its page shows them."""
    declared = (
        "label: 志愿活动\ndescription: 志愿活动\nfields:\n"
        "  place: {label: 地点}\n  secret: {label: 内部, facts: false}\n"
    )
    library = library_of(
        tmp_path / "portal",
        {"volunteers/one": record("清洁河道", "2026-01-01", place="柳湾渡口", secret="不公开的")},
        files={"content/volunteers/_collection.yml": declared},
    )
    index = index_of(library, tmp_path / "site")
    assert set(index.documents("渡口")) == {"/volunteers/2026/one/"}
    assert index.documents("公开") == {}


def test_today_decides_what_has_expired(tmp_path: Path) -> None:
    """A day later a record may be gone."""
    library = library_of(
        tmp_path / "p", {"notices/a": notice("甲乙", "2026-01-01", expires="2026-06-15")}
    )
    assert len(index_of(library, tmp_path / "one").documents("甲乙")) == 1
    later = dataclasses.replace(library, today=TODAY + dt.timedelta(days=1))
    assert index_of(later, tmp_path / "two").documents("甲乙") == {}
