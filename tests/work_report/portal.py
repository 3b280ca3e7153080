"""A fictional half-year of the shape that the summaries of real offices have."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..portals import make_portal
from ..test_cli import wenming
from ..views.portal import family, honor, lecture, notice, record

TODAY = "2024-07-08"
HALF = ("--from", "2024-01-01", "--to", "2024-06-30", "--as-of", TODAY)

VOLUNTEERS = """\
label: 志愿服务
description: 志愿服务队伍
report: {section: practice, lead: 有志愿服务队伍, unit: 支, standing: true}
browse: [form]
fields:
  form: {label: 形式, type: choice, required: true, choices: {corps: 总队, team: 服务队}}
  figures:
    label: 统计数字
    type: group
    facts: false
    data: true
    fields:
      registered: {label: 注册志愿者, type: integer, unit: 人}
      teams: {label: 队伍, type: integer, unit: 支}
      activities: {label: 活动, type: integer, unit: 项}
      as_of: {label: 统计截至, type: day, required: true}
"""
RINGS = """\
label: 邻里节
description: 每个小区一年一次
browse: [kind]
fields:
  kind: {label: 形式, type: choice, choices: {table: 长桌, stage: 舞台}}
"""
FIGURES = "{registered: 2168, teams: 23, activities: 892, as_of: %s}"

RECORDS = {
    "honors/city": honor(
        "2024年上半年“州城好人”",
        "2024-06-30",
        *"钱小满 周大河 吴青 郑怀谷 冯安".split(),
        level="city",
    ),
    "honors/province": honor(
        "2024年上半年“东省好人”", "2024-06-30", *"褚云 卫长川 蒋禾 沈竹君".split(), level="province"
    ),
    "honors/household": honor(
        "韩梅家庭获评全国最美家庭",
        "2024-05-15",
        "{name: 韩梅家庭, type: household}",
        award="beautiful-family",
        level="national",
    ),
    "honors/before": honor("2023年上半年“州城好人”", "2023-06-30", "杨柳", level="city"),
    "honors/later": honor("七月好人", "2024-07-01", "秦岭", level="city"),
    "honors/village": honor(
        "石桥村好人",
        "2024-02-01",
        "{name: 何田, organization: 石桥村}",
        "{name: 吕泊, organization: 石桥村, status: revoked, ended_on: 2024-07-01, reason: 失信}",
        organization="石桥村",
        level="village",
    ),
    "honors/youths": honor(
        "2024年新时代好少年",
        "2024-06-01",
        "{name: 施小禾, organization: 青石镇}",
        "{name: 张小米, organization: 城关镇}",
        award="good-youth",
    ),
    "family/household": family("韩梅家庭的家风", "2024-05-16", "韩梅家庭"),
    "lectures/a": lecture("一", "2024-01-05", attendance=120),
    # Announced before the period and held in it, told after it: what counts is when it was.
    "lectures/b": lecture("二", "2023-12-28", start="2024-01-01 09:00", attendance=80),
    "lectures/c": lecture("三", "2024-07-02", start="2024-06-30 09:00", hall="branch"),
    "lectures/d": lecture("四", "2024-06-20", start="2024-07-10 09:00"),
    "notices/a": notice("通知", "2024-03-01"),
    "notices/b": notice("草稿", "2024-03-01", draft="true"),
    "notices/c": notice("过期", "2024-03-01", expires="2024-04-01"),
    "notices/d": notice("还没到", "2024-07-09"),
    "volunteers/corps": record(
        "志愿总队", "2024-07-02", form="corps", figures=FIGURES % "2024-06-30"
    ),
    "volunteers/team": record("护桥队", "2022-03-05", form="team"),
    "neighbours/a": record("长桌宴", "2024-05-01", kind="table", organization="石桥村"),
    "neighbours/b": record("邻居|<i>节</i> [x](y) *!*", "2024-05-02"),
}


def half_year(folder: Path) -> Path:
    """The portal, in a new folder."""
    files = {
        "content/volunteers/_collection.yml": VOLUNTEERS,
        "content/neighbours/_collection.yml": RINGS,
    }
    return make_portal(folder, {f"{key}.md": text for key, text in RECORDS.items()}, files=files)


def reported(portal: Path, *arguments: str) -> dict[str, Any]:
    """What the report says as JSON."""
    result = wenming(portal, "report", *HALF, "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    made: dict[str, Any] = json.loads(result.stdout)
    return made


def drafted(portal: Path, *arguments: str) -> str:
    """What it says as Markdown."""
    result = wenming(portal, "report", *HALF, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout
