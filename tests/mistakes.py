"""One mistake for every code that content can earn: where it is made, and where it is told."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import office
from .office import picture
from .portals import make_portal, write

RECORD = "notices/2024/boats.md"
"""The record that a mistake is made in, below `content/`. Its front matter ends in line 6."""

NOTICE = """\
---
title: 端午看龙舟
date: 2024-05-20
type: 通知
issuer: 县文明办
---

柳湾镇渡口村，上午九点开船。
"""

BIG5 = """\
---
title: 關於端午節龍舟活動的通知
date: 2024-05-20
---

柳灣鎮渡口村，上午九點開船，請各村按時到場，注意安全。
"""


@dataclass(frozen=True)
class Mistake:
    """What to put into `content/`, and the line and path at which one problem is told."""

    records: Mapping[str, str | bytes]
    line: int = 1
    path: str = RECORD
    column: int | None = None
    plant: Callable[[Path], object] = field(default=lambda content: None)

    def portal(self, folder: Path) -> Path:
        """A portal with this mistake in it."""
        portal = make_portal(folder, self.records)
        self.plant(portal / "content")
        return portal


def text(content: str | bytes, line: int = 1, column: int | None = None) -> Mistake:
    """The record is this text."""
    return Mistake({RECORD: content}, line, column=column)


def given(lines: str, line: int = 6, column: int | None = None) -> Mistake:
    """Lines more in the front matter; the first of them is line 6."""
    return text(NOTICE.replace("issuer: 县文明办\n", f"issuer: 县文明办\n{lines}\n"), line, column)


def changed(old: str, new: str, line: int, column: int | None = None) -> Mistake:
    """Something else in the record than what is right."""
    assert old in NOTICE
    return text(NOTICE.replace(old, new), line, column)


def body(markdown: str, line: int = 8, column: int | None = None) -> Mistake:
    """Another body; its first line is line 8."""
    return changed("柳湾镇渡口村，上午九点开船。", markdown, line, column)


def named(name: str) -> Mistake:
    """The record under another file name."""
    path = f"notices/2024/{name}"
    return Mistake({path: NOTICE}, path=path)


def beside(files: Mapping[str, str | bytes], mistake: Mistake) -> Mistake:
    """The mistake, with other files in the record's folder."""
    more = {f"notices/2024/{name}": content for name, content in files.items()}
    return replace(mistake, records={**mistake.records, **more})


def twin(lines: str, line: int) -> Mistake:
    """A second record with these lines after the date, in line 4."""
    second = NOTICE.replace("type:", f"{lines}\ntype:")
    records = {RECORD: NOTICE, "notices/2024/later.md": second}
    return Mistake(records, line, "notices/2024/later.md")


def planted(plant: Callable[[Path], object], path: str, line: int = 1) -> Mistake:
    """Something done to the content folder."""
    return Mistake({RECORD: NOTICE}, line, path, plant=plant)


def _link(content: Path) -> None:
    (content / "notices/2024/link.md").symlink_to(content / RECORD)


def _bad_name(content: Path) -> None:
    folder = os.fsencode(content / "notices/2024")
    write(Path(os.fsdecode(folder + b"/\xb6\xcb\xce\xe7.md")), NOTICE)


def _pipe(content: Path) -> None:
    os.mkfifo(content / "notices/2024/pipe.md")


def _organizations(text: str) -> Callable[[Path], object]:
    return lambda content: write(content / "organizations.yml", text)


def _scheme(text: str, name: str = "county.yml") -> Callable[[Path], object]:
    return lambda content: write(content / "indicators" / name, text)


SCHEME = """\
名称: 测评体系
指标:
  - {代码: A, 内容: 道德建设, 权重: 10}
  - {代码: B, 内容: 文明实践, 权重: 5}
"""


def _two_schemes(content: Path) -> None:
    for name in ("county.yml", "town.yml"):
        _scheme(SCHEME, name)(content)


TWO_VILLAGES = """\
- {name: 东村, slug: dong, kind: village}
- {name: 东村, slug: xidong, kind: village}
"""
ONE_SLUG = TWO_VILLAGES.replace("xidong", "dong")
DECLARATION = """\
label: 节日
description: 我们的节日
orders: 3
"""
COLUMN = """\
label: 督察
description: 测试用的栏目
masked_pictures: true
fields:
  list: {label: 榜单, type: choice, choices: {red: 红榜, black: 黑榜}}
  entity: {label: 主体, type: name, forbidden_when: {person: {list: [black]}}}
  level: {label: 层级, type: choice, choices: {center: 中心, station: 站}}
  parent: {label: 上级, type: reference, to: watch, above: level}
  site: {label: 网址, type: url}
  spot: {label: 坐标, type: coordinates}
  open: {label: 每周开放, type: list, of: weekly}
  queries: {label: 收集, type: list, of: query}
"""


def watched(lines: str, line: int = 4, column: int | None = None, **others: str | bytes) -> Mistake:
    """A record of a column that asks much; these lines follow the date, the first is line 4."""
    head = "---\ntitle: 甲\ndate: 2024-05-20\n"
    records: dict[str, str | bytes] = {
        "watch/_collection.yml": COLUMN,
        "watch/a.md": f"{head}{lines}\n---\n\n正文。\n",
        "watch/b.md": f"{head}level: station\n---\n\n正文。\n",
        **{f"watch/{name.replace('_', '.')}": content for name, content in others.items()},
    }
    return Mistake(records, line, "watch/a.md", column)


CALL = """\
---
title: 征集
date: 2024-04-20
type: 征集
issuer: 县文明办
deadline: 2024-05-01
result: boats
prizes: [{name: 一等奖, count: 1}, {name: 二等奖, count: 1}]
quota: [{whom: 各镇、村, most: 1}]
---

请报送。
"""


def result(winner: str, line: int, column: int) -> Mistake:
    """The result of a call, with one winner more."""
    first = "  - {prize: 一等奖, name: 张三, organization: 石桥村}"
    winners = f"issuer: 县文明办\nwinners:\n{first}\n  - {winner}\n"
    outcome = NOTICE.replace("issuer: 县文明办\n", winners)
    return Mistake({RECORD: outcome, "notices/2024/call.md": CALL}, line, column=column)


LECTURE = """\
---
title: 第96场
date: 2024-05-20
theme: 一程一站
hall: 总堂
venue: 县图书馆
start: 2024-05-20 14:30
attendance: -3
---
"""

HONOR = """\
---
title: 好人
date: 2024-05-20
award: 身边好人
level: 县级
honorees:
  - {name: 小荷, citation: 拾金不昧。}
---
"""


def honoree(parts: str, name: str = "小荷") -> Mistake:
    """An honor with other parts of its honoree, in line 7."""
    text = HONOR.replace("name: 小荷, citation: 拾金不昧。", f"name: {name}, {parts}")
    return Mistake({"honors/2024/a.md": text}, 7, "honors/2024/a.md")


def beside_honor(mistake: Mistake) -> Mistake:
    """With a picture beside the honor."""
    return replace(mistake, records={**mistake.records, "honors/2024/a.jpg": picture()})


MISTAKES: Mapping[str, Mistake] = {
    # Files and folders
    "file-encoding": text(NOTICE.encode("gb18030")),
    "file-bad-byte": text(NOTICE.encode().replace("龙舟".encode(), b"\xb6\xcb", 1), 2, 11),
    "file-encoding-unsure": text(BIG5.encode("big5")),
    "file-binary": text(bytes(range(256))),
    "file-empty": text(b""),
    "file-too-large": text(NOTICE + "甲" * 400_000),
    "control-character": changed("端午看", "端午\x08看", 2, 10),
    "merge-conflict": changed("title: 端午看龙舟\n", "<<<<<<< HEAD\ntitle: 端午看龙舟\n", 2),
    "symbolic-link": planted(_link, "notices/2024/link.md"),
    "special-file": planted(_pipe, "notices/2024/pipe.md"),
    "name-encoding": planted(_bad_name, "notices/2024/\\xb6\\xcb\\xce\\xe7.md"),
    "name-dots": named("a..b.md"),
    "name-hidden": named(".boats.md"),
    "name-nfd": named("cafe\u0301.md"),
    "name-portable": named("aux.md"),
    "case-twin": Mistake(
        {"notices/2024/Boats.md": NOTICE.replace("date", "slug: other\ndate"), RECORD: NOTICE}
    ),
    "file-suffix": named("boats.MD"),
    "outside-collection": Mistake({"boats.md": NOTICE}, path="boats.md"),
    "undeclared-collection": Mistake({"festivals/a.md": NOTICE}, path="festivals/_collection.yml"),
    "reserved-collection": Mistake(
        {"people/_collection.yml": "label: 人物\ndescription: 人物。\n"},
        path="people/_collection.yml",
    ),
    # Front matter
    "front-matter-missing": text("端午看龙舟\n"),
    "front-matter-empty": text("---\n# 待填\n---\n正文\n"),
    "front-matter-unclosed": text("---\ntitle: 端午看龙舟\n"),
    "front-matter-fence": text(NOTICE.replace("---", "———"), 1, 1),
    "front-matter-long": given(f"summary: {'长' * 140_000}", 1),
    "yaml-fullwidth-colon": changed("date: 2024", "日期：2024", 3, 3),
    "yaml-colon": given("summary: 注意: 河堤路不通车", 6, 12),
    "yaml-no-colon": changed("date: 2024", "date:2024", 3, 1),
    "yaml-quote": changed("端午看龙舟", '"端午看龙舟', 2, 8),
    "yaml-leftover": changed("端午看龙舟", '"端午"看龙舟', 2, 12),
    "yaml-bracket": given("tags: [端午，龙舟】", 6, 7),
    "yaml-indent": changed("date:", "  date:", 3),
    "yaml-tab": given("contact:\n\tphone: 0500-6120012", 7, 1),
    "yaml-special": changed("端午看龙舟", "@所有人", 2, 8),
    "yaml-comment": changed("端午看龙舟", "第 #3 号龙舟", 2, 10),
    "yaml-blank": changed("type: 通知", "type:\u3000通知", 4, 6),
    "yaml-dash": given("tags:\n  -端午\n  -龙舟", 7, 3),
    "yaml-fullwidth-comma": given("tags: [端午，龙舟]", 6, 10),
    "yaml-escape": given('cover: {file: "D:\\照片\\船.jpg", alt: 渡船}', 6, 18),
    "yaml-alias": changed("端午看龙舟", "*重要* 端午看龙舟", 2, 8),
    "yaml-tag": changed("端午看龙舟", "!重要 端午看龙舟", 2, 8),
    "yaml-documents": given("--- 附注", 6, 1),
    "yaml-depth": given(f"tags: {'[' * 30}{']' * 30}", 6),
    "yaml-key": given("[通知]: 端午", 6, 1),
    "yaml-not-mapping": text("---\n端午看龙舟\n---\n正文\n", 2),
    "yaml-syntax": text("---\n%YAML\n---\n正文\n", 2),
    "duplicate-key": given("标题: 端午", 6, 1),
    # Fields
    "missing-field": changed("type: 通知\n", "", 2),
    "unknown-key": changed("title:", "tilte: 一\ntitle:", 2, 1),
    "wrong-type": given("tags: 端午", 6, 7),
    "needs-quotes": changed("端午看龙舟", "2024", 2, 8),
    "too-long": changed("端午看龙舟", "龙" * 121, 2, 8),
    "out-of-range": Mistake({"lectures/a.md": LECTURE}, 8, "lectures/a.md", 13),
    "bad-date": changed("2024-05-20", "2024年5月20日", 3, 7),
    "impossible-date": changed("2024-05-20", "2024-02-30", 3, 7),
    "year-range": changed("2024-05-20", "1899-12-31", 3, 7),
    "unknown-choice": changed("通知", "通之", 4, 7),
    "bad-identifier": given("编号: 端午", 6, 5),
    "bad-slug": given("slug: -boats", 6, 7),
    "address-long": given(f"slug: {'长' * 67}", 6, 7),
    "bad-address": given("aliases: [https://old.example/1.html]", 6, 11),
    "bad-reference": given("related: [notices/2024/boats]", 6, 11),
    "media-path": given("cover: {file: 'D:\\照片\\渡船.jpg', alt: 渡船靠岸}", 6, 15),
    "media-outside": given("cover: {file: ../../ferry.jpg, alt: 渡船靠岸}", 6, 15),
    "period-order": given("period: {start: 2024-05-27, end: 2024-05-20}", 6, 9),
    "date-order": given("expires: 2024-05-19", 6, 10),
    "period-short": given("period: {start: 2024-05-24, end: 2024-05-27}", 6, 9),
    "empty-list": given("tags: []", 6, 7),
    "picture-without-alt": beside(
        {"ferry.jpg": picture()}, body("[大图](ferry.jpg) ![](ferry.jpg)", 8, 21)
    ),
    # Minors and names
    "minor-photo": beside_honor(honoree("photo: a.jpg, minor: true")),
    "minor-class": honoree("citation: 六年级学生，捡到钱包。, minor: true"),
    "minor-birthday": honoree("citation: 生于2014年，捡到钱包。, minor: true"),
    "name-dot": honoree("citation: 拾金不昧。", name="阿依古丽•买买提"),
    "several-people": honoree("citation: 拾金不昧。", name="陈水根、王秀英"),
    "unshowable-character": body("姓名：王\ue5e5", 8, 5),
    # Between records
    "unknown-record": given("related: [notices/boat]", 6, 11),
    "draft-named": beside(
        {"draft.md": NOTICE.replace("type:", "draft: true\ntype:")},
        given("related: [notices/draft]", 6, 11),
    ),
    "unknown-organization": given("organization: 青十镇", 6, 15),
    "ambiguous-organization": replace(
        given("organization: 东村", 6, 15), plant=_organizations(TWO_VILLAGES)
    ),
    "duplicate-id": twin("id: boats", 4),
    "duplicate-address": twin("slug: boats", 4),
    # Bodies, pictures and files
    "broken-link": body("详见[去年的通知](last-year.md)。", 8, 11),
    "picture-remote": body("![龙舟](https://other.example/boat.jpg)", 8, 7),
    "picture-without-file": body('<img data-src="boat.jpg" alt="龙舟">', 8, 1),
    "media-backslash": body("![龙舟](照片\\boat.jpg)", 8, 7),
    "table-marks": body("｜姓名｜单位｜\n｜---｜---｜\n｜甲｜乙｜", 9, 1),
    "body-unwritten": body("在这里写正文。", 8, 1),
    "link-marks": body("报名见【名单】(list.pdf)。", 8, 4),
    "element-left-out": body('看视频：<iframe src="https://v.example/1"></iframe>', 8, 5),
    "link-without-address": body("名单[见这里]()。", 8, 3),
    "link-scheme": body("见[县政府网站](www.yunxi.example)。", 8, 10),
    "missing-media": beside({"ferry.jpeg": b"x"}, body("![渡船靠岸](ferry.jpg)", 8, 9)),
    "media-type": beside({"ferry.gif": b"GIF89a"}, body("![渡船靠岸](ferry.gif)", 8, 9)),
    "media-svg": beside({"ferry.svg": b"<svg/>"}, body("![渡船靠岸](ferry.svg)", 8, 9)),
    "media-zip": beside({"list.zip": office.archive({})}, given("attachments: [{file: list.zip}]")),
    "media-too-large": beside(
        {"ferry.jpg": picture() + bytes(20 * 1024 * 1024)}, body("![渡船靠岸](ferry.jpg)", 8, 9)
    ),
    "picture-pixels": beside(
        {"ferry.png": office.huge_picture()}, body("![渡船靠岸](ferry.png)", 8, 9)
    ),
    "media-lfs": beside({"ferry.jpg": office.LFS_POINTER}, body("![渡船靠岸](ferry.jpg)", 8, 9)),
    "media-content": beside({"list.pdf": b"<html>"}, body("[名单](list.pdf)", 8, 6)),
    "media-macros": beside(
        {"list.docx": office.ooxml("docx", {"word/vbaProject.bin": b"x"})},
        body("[名单](list.docx)", 8, 6),
    ),
    "media-bomb": beside(
        {"list.docx": office.bomb()},
        body("[名单](list.docx)", 8, 6),
    ),
    "player-without-caption": beside({"ferry.mp4": office.MP4}, body("![](ferry.mp4)", 8, 5)),
    "body-too-complex": body(f"开船。\n\n{'[' * 5000}", 10, 1),
    "too-many": given(f"tags: [{', '.join(['端午'] * 2001)}]", 6, 7),
    "unreadable-picture": beside({"ferry.jpg": b"x"}, body("![渡船靠岸](ferry.jpg)", 8, 9)),
    # What a column asks for beyond its fields
    "bad-url": watched("site: www.example.cn", 4, 7),
    "bad-coordinates": watched("spot: 118.03，30.57", 4, 7),
    "bad-weekdays": watched("open:\n  - {day: 周八, time: 全天}", 5, 11),
    "bad-hours": watched("open:\n  - {day: 周一, time: 上午9点到10点}", 5, 21),
    "forbidden-value": watched("list: 黑榜\nentity: 张三", 5, 9),
    "picture-untold": watched("cover: {file: p.png, alt: 桥}", 4, 8, p_png=picture("PNG")),
    "picture-unmasked": watched(
        "cover: {file: p.png, alt: 桥, 可辨认: 人}", 4, 8, p_png=picture("PNG")
    ),
    "picture-names": watched(
        "cover: {file: p.png, alt: 桥, masked: 是, people: 张三}", 4, 49, p_png=picture("PNG")
    ),
    "picture-attached": watched("attachments: [{file: p.png}]", 4, 15, p_png=picture("PNG")),
    "query-unknown": watched("queries: [{栏目: 荣誉榜, 字段: 奖项, 值: 身边的好人}]", 4),
    "query-value": watched("queries: [{栏目: 荣誉榜, 值: 身边好人}]", 4),
    "revocation-untold": Mistake(
        {
            "honors/a.md": "---\ntitle: 甲\ndate: 2024-05-20\naward: 身边好人\nlevel: 县级\n"
            "honorees:\n  - {name: 张三, status: 撤销, reason: 查实}\n---\n\n正文。\n"
        },
        7,
        "honors/a.md",
        24,
    ),
    "reference-circle": watched("parent: a", 4, 9),
    "reference-above": watched("level: center\nparent: b", 5, 9),
    # A call and its result
    "prize-unknown": result("{prize: 一等, name: 李四}", 8, 13),
    "prize-too-many": result("{prize: 一等奖, name: 李四}", 8, 13),
    "quota-exceeded": result("{prize: 二等奖, name: 李四, organization: 石桥村}", 8, 24),
    # Organizations and declarations
    "organizations-list": planted(_organizations("name: 云溪县\n"), "organizations.yml"),
    "duplicate-organization": planted(_organizations(ONE_SLUG), "organizations.yml", 2),
    # Assessment schemes, and the records that name their indicators
    "unknown-indicator": replace(given("indicators: [A, C]", 6, 17), plant=_scheme(SCHEME)),
    "ambiguous-indicator": replace(given("indicators: [county/A, A]", 6, 24), plant=_two_schemes),
    "scheme-file": planted(_scheme(SCHEME, "2024/county.yml"), "indicators/2024/county.yml"),
    "scheme-list": planted(_scheme("- {代码: A, 内容: 道德建设}\n"), "indicators/county.yml"),
    "duplicate-indicator": planted(
        _scheme(SCHEME.replace("代码: B", "代码: A")), "indicators/county.yml", 4
    ),
    "indicator-weight": planted(
        _scheme(SCHEME.replace("权重: 5", "权重: 5分")), "indicators/county.yml", 4
    ),
    "indicator-weights": planted(
        _scheme(SCHEME.replace("10}", "10, 下级: [{代码: A1, 内容: 讲堂, 权重: 9}]}")),
        "indicators/county.yml",
        3,
    ),
    "declaration": Mistake(
        {"festivals/_collection.yml": DECLARATION}, 3, "festivals/_collection.yml"
    ),
}
