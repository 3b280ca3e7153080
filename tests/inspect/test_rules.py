"""What private data is, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenming.privacy import blot, find, mask

from .samples import CARD, EMAIL, EVERYTHING, IDENTITY, MOBILE, identities, spaced

FOUND = [
    # Identity numbers
    ("身份证号11010519491231002X。", "private-identity-number", "11*************02X"),
    ("身份证：11010519491231002x", "private-identity-number", "11*************02X"),
    ("１１０１０５１９４９１２３１００２Ｘ", "private-identity-number", "11*************02X"),
    ("110105 1949 1231 002X", "private-identity-number", "11*************02X"),
    ("110105-19491231-002X", "private-identity-number", "11*************02X"),
    ("44052418800101001413812345678", "private-identity-number", "44*************014"),
    ("1101051949123\n1002X", "private-identity-number", "11*************02X"),
    ("110105/19491231/002X", "private-identity-number", "11*************02X"),
    ("| 110105491231002 |", "private-identity-number", "11**********002"),
    ("110105 491231 002", "private-identity-number", "11**********002"),
    # Mobile numbers
    ("请拨13812345678。", "private-mobile", "138****5678"),
    ("138 1234 5678", "private-mobile", "138****5678"),
    ("138-1234-5678", "private-mobile", "138****5678"),
    ("+86 13812345678", "private-mobile", "138****5678"),
    ("8613812345678", "private-mobile", "138****5678"),
    ("0086-199-1234-5678", "private-mobile", "199****5678"),
    ("１３８１２３４５６７８", "private-mobile", "138****5678"),
    ("1 3 8 1 2 3 4 5 6 7 8", "private-mobile", "138****5678"),
    ("138\u20111234\u20115678", "private-mobile", "138****5678"),
    ("张三13812345678李四", "private-mobile", "138****5678"),
    ("电话1381234\n5678", "private-mobile", "138****5678"),
    ("> 电话1381234\r\n> 5678", "private-mobile", "138****5678"),
    ("138\t1234\t5678", "private-mobile", "138****5678"),
    ("138 12345 678", "private-mobile", "138****5678"),
    ("1381 234 5678", "private-mobile", "138****5678"),
    ("13812345-678", "private-mobile", "138****5678"),
    ("138-1234-56-78", "private-mobile", "138****5678"),
    ("(138)12345678", "private-mobile", "138****5678"),
    ("（138）1234-5678", "private-mobile", "138****5678"),
    ("138·1234·5678", "private-mobile", "138****5678"),
    ("138/1234/5678", "private-mobile", "138****5678"),
    ("6120012/13812345678", "private-mobile", "138****5678"),
    ("一三八一二三四五六七八", "private-mobile", "一三八****五六七八"),
    ("①③⑧①②③④⑤⑥⑦⑧", "private-mobile", "①③⑧****⑤⑥⑦⑧"),
    # Bank cards
    ("6222020000000000018", "private-bank-card", "6222***********0018"),
    ("卡号：4111 1111 1111 1111", "private-bank-card", "4111********1111"),
    ("农业银行 370000000000002", "private-bank-card", "3700*******0002"),
    # E-mail
    ("写信到chen.shuigen@qq.com。", "private-email", "c***@qq.com"),
    ("ｃｈｅｎ＠ｑｑ．ｃｏｍ", "private-email", "c***@qq.com"),
    # Plates
    ("车牌苏A12345的车主", "private-plate", "苏A***45"),
    ("苏A·12345", "private-plate", "苏A***45"),
    ("粤BD12345", "private-plate", "粤B***45"),
    ("京A1234警", "private-plate", "京A***4警"),
    # Birth dates
    ("陈水根，1951年3月7日出生", "private-birth-date", "1951年"),
    ("生于1951-03-07", "private-birth-date", "1951年"),
    ("出生日期：19510307", "private-birth-date", "1951年"),
    ("陈水根（1951.3.7生）", "private-birth-date", "1951年"),
    ("他的生日是1951年3月7日", "private-birth-date", "1951年"),
    # Addresses
    ("柳湾镇渡口村3组12号", "private-address", "柳湾镇渡口村"),
    ("渡口村三组十二号", "private-address", "渡口村"),
    ("渡口村第三村民小组村民", "private-address", "渡口村"),
    ("家住渡口村3组", "private-address", "渡口村"),
    ("住址：文昌路12号", "private-address", "文昌路"),
    ("文昌路12号3栋2单元501室", "private-address", "文昌路"),
    ("延安路12弄3号501室", "private-address", "延安路"),
    ("阳光小区3栋501", "private-address", "阳光小区"),
    ("3栋2单元501室", "private-address", "（住址略）"),
]


@pytest.mark.parametrize(("text", "code", "masked"), FOUND)
def test_private_data_is_found_and_a_masked_form_proposed(
    text: str, code: str, masked: str
) -> None:
    """However it is written."""
    assert [(each.code, each.masked) for each in find(text)] == [(code, masked)]


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # the check character is wrong
        "11010519491331002X",  # no such day
        "99010519491231002X",  # no such province
        "91320102MA1MK2YP3X",  # a credit code
        "110105491331002",  # no such day
        "2024-06-01 09:30 2024-06-02 10:30",
        "0500-6120012",
        "12813812345678",  # a longer number
        "23812345678",
        "12012345678",
        "15 20 18 22 19 3",  # figures of a table
        "150 200 180 22",
        "150\t200\t180\t22",
        "138\n1234\n5678",  # a column of figures
        "- 138\n- 12345678",
        "138\n\n12345678",  # two paragraphs
        "编号19981010-001",
        "1949/1959/1969",
        "130/85、150/90",
        "(2024)12813812345678",
        "一九八五、一九九五、二〇〇五",
        "一三八一二三四五六七八九",
        "6222020000000000019",  # the check digit is wrong
        "4111111111111111",  # nothing says that it is a card
        "订单2024060100001",
        "@所有人",
        "苏A座",
        "云溪县第A1234号",
        "新能源汽车A12345",
        "1951年3月7日，县里开会",
        "党的生日是1921年7月1日",
        "1951年出生",
        "出生835人，2008年9月30日统计",
        "2024年6月1日生产",
        "石桥村3组",
        "石桥村3组12户",
        "石桥村3组、4组",
        "文昌路1号",
        "文昌路1号2号楼",
        "云文明办〔2026〕4号",
        "3路、5路公交到书院街站",
        "社区12号线公交",
        "长乐社区一是开展活动",
        "全村5组龙舟",
        "道路2024年6月1日通车",
        "138****1234",
        "35*************123",
        "c***@qq.com",
        "苏A***45",
    ],
)
def test_what_only_looks_like_private_data_is_left_alone(text: str) -> None:
    """A false alarm teaches people to ignore alarms."""
    assert find(text) == []


def test_the_head_of_a_column_tells_what_is_below_it() -> None:
    """In a table nothing else does."""
    assert find("1951-03-07") == []
    assert find("4111111111111111") == []
    assert [each.code for each in find("1951-03-07", "出生日期")] == ["private-birth-date"]
    assert [each.code for each in find("4111111111111111", "银行卡号")] == ["private-bank-card"]


@settings(deadline=None)
@given(spaced(identities()))
def test_an_identity_number_is_found_however_it_is_spaced(text: str) -> None:
    assert "private-identity-number" in [each.code for each in find(f"证号{text}。")]


WORDS = st.sampled_from(
    [
        *EVERYTHING,
        *(text for text, _, _ in FOUND),
        "村",
        "路",
        "号",
        "1",
        "138 ",
        " ",
        "-",
        "，",
        "\n",
        "\t",
        "/",
        "（",
        "①③⑧",
        "一三八",
    ]
)
TEXTS = st.lists(st.one_of(WORDS, st.text("0123456789 -xX@.村路号室栋组", max_size=12))).map(
    "".join
)


@settings(deadline=None)
@given(TEXTS)
def test_nothing_is_found_in_what_is_masked(text: str) -> None:
    assert find(mask(text)) == []


@settings(deadline=None)
@given(TEXTS)
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@settings(deadline=None)
@given(TEXTS)
def test_a_line_that_is_shown_keeps_its_length_and_no_private_data(text: str) -> None:
    """So that the mark under it stands where it should; a number may go on in the next."""
    shown = blot(text)
    assert [*map(len, shown.split("\n"))] == [*map(len, text.split("\n"))]
    assert find(shown) == []


@pytest.mark.parametrize("value", [IDENTITY, MOBILE, CARD, EMAIL])
def test_a_masked_value_does_not_hold_the_value(value: str) -> None:
    [finding] = find(f" {value} ")
    assert value not in finding.masked
    assert sum(c.isalnum() for c in finding.masked) < len(value) - 3
