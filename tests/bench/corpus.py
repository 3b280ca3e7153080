"""Generated records of about 1,400 characters each, the same at every call."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
_GIVEN = "秀英桂兰明国建华小芳志强玉梅春燕德清文轩雨晨子涵守义长庚云山巧珍伯言水根宜庆汉斌良敏"
_WORDS = (
    "石桥 清晨 邻居 老人 孩子 稻田 茶山 竹林 渡口 集市 书屋 灯笼 长廊 溪水 小路 院子 厨房 "
    "木匠 医生 老师 司机 渔民 志愿者 帮忙 打扫 照看 送饭 读书 写字 修路 种树 撑伞 借书 还钱 "
    "记账 唱歌 讲故事 量血压 补衣服 认真 安静 热闹 温和 早早 慢慢 一起 常常 从来 每天 周末 "
    "冬天 春天 秋收 端午 重阳 半夜 门口 桥头 河边 山上 镇里 村里 社区 学校 车站"
).split()
_AWARDS = ("good-person", "moral-model", "volunteer", "integrity-star", "civilized-worker")
_LEVELS = ("city", "county", "town", "village")
_PLACES = ("石桥村", "荷塘村", "茶山村", "江口村", "书院社区", "湖滨村", "大坑村", "渡口村")
_BODY_CHARACTERS = 1300


def make_portal(folder: Path, records: int) -> Path:
    """A portal with that many records in the four columns; returns its `mkdocs.yml`."""
    shutil.copytree(REPOSITORY / "site_src", folder / "site_src")
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    content = folder / "content"
    content.mkdir()
    shutil.copy(REPOSITORY / "content" / "organizations.yml", content)
    for number in range(records):
        chance = random.Random(number)
        date = dt.date(2026, 11, 1) - dt.timedelta(days=number % 1000)
        name, fields = _KINDS[number % 10](chance, date)
        file = content / name / str(date.year) / f"r{number:06}.md"
        if not file.parent.exists():
            file.parent.mkdir(parents=True)
            shutil.copy(REPOSITORY / "content" / name / "_collection.yml", content / name)
        title = f"{_person(chance)}的{chance.choice(_WORDS)}（第{number}号）"
        head = f"title: {title}\ndate: {date}\norganization: {chance.choice(_PLACES)}\n"
        file.write_text(f"---\n{head}{fields}---\n\n{_body(chance)}", encoding="utf-8")
    return folder / "mkdocs.yml"


def _person(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.choice((1, 2, 2, 2))))


def honorees(chance: random.Random, number: int) -> Iterator[tuple[str, str, str]]:
    """Names, places and citations of that many people."""
    for _ in range(number):
        yield _person(chance), chance.choice(_PLACES), _sentence(chance)


def _honor(chance: random.Random, _date: dt.date) -> tuple[str, str]:
    people = "".join(
        f"  - {{name: {_person(chance)}, organization: {chance.choice(_PLACES)}, "
        f"citation: {_sentence(chance)}}}\n"
        for _ in range(chance.randint(1, 4))
    )
    award, level = chance.choice(_AWARDS), chance.choice(_LEVELS)
    return "honors", f"award: {award}\nlevel: {level}\nhonorees:\n{people}"


def _lecture(chance: random.Random, date: dt.date) -> tuple[str, str]:
    return "lectures", (
        f"theme: {_sentence(chance)}\nhall: {chance.choice(('main', 'branch', 'online'))}\n"
        f"start: {date} 09:30\nvenue: {chance.choice(_PLACES)}\n"
        f"speakers: [{{name: {_person(chance)}, organization: {chance.choice(_PLACES)}}}]\n"
        f"steps: [{{name: 唱歌曲, content: {_sentence(chance)}}}, {{name: 谈感悟}}]\n"
    )


def _family(chance: random.Random, _date: dt.date) -> tuple[str, str]:
    return "family", f"family: {_person(chance)}家庭\nmotto: {_sentence(chance)}\n"


def _notice(chance: random.Random, date: dt.date) -> tuple[str, str]:
    return "notices", (
        f"type: {chance.choice(('notice', 'announcement', 'document'))}\n"
        f"issuer: 云溪县文明办\nissued: {date}\n"
    )


_KINDS = (*(_honor,) * 5, _lecture, _lecture, _family, _notice, _notice)


def _sentence(chance: random.Random) -> str:
    return "，".join("".join(chance.choices(_WORDS, k=chance.randint(3, 5))) for _ in range(2))


def _body(chance: random.Random) -> str:
    blocks: list[str] = []
    length = 0
    while length < _BODY_CHARACTERS:
        paragraph = "。".join(_sentence(chance) for _ in range(chance.randint(4, 9))) + "。"
        blocks.append(paragraph)
        length += len(paragraph)
        if chance.random() < 0.2:
            blocks.append(f"## {chance.choice(_WORDS)}{chance.choice(_WORDS)}")
        if chance.random() < 0.1:
            blocks.append("\n".join(f"- {_sentence(chance)}" for _ in range(3)))
        if chance.random() < 0.1:
            blocks.append(f"“**{_sentence(chance)}**”")
    return "\n\n".join(blocks) + "\n"
