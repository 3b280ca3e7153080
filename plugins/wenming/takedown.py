"""`wenming takedown`: a record leaves the content, and a tombstone stays in its place."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from .library import TOMBSTONES, Loaded, Tombstone, files_named, load
from .privacy import mask
from .problems import Place, Problem
from .records import Record, collection_called, misspelt
from .settings import Settings
from .writing import may_remove, write_file


@dataclass(frozen=True, slots=True)
class TakenDown:
    """What was done: the addresses that are withdrawn, the files removed and those that stay."""

    addresses: tuple[str, ...]
    removed: tuple[str, ...]
    stay: tuple[str, ...]
    media: tuple[str, ...] = ()
    """The addresses that the removed files were published at, and pictures' renditions."""
    named_at: tuple[str, ...] = ()
    """Where other records refer to it still, `path:line`."""


def take_down(
    root: Path, settings: Settings, key: str, *, reason: str, by: str, today: dt.date
) -> TakenDown | Problem:
    """Remove the record `collection/id` and the files that it alone names.

    The collection may be called by its label. The tombstone is written first: whatever
    happens then, the record is not published again.
    """
    loaded = load(root, settings, today)
    collection, _, own_id = key.partition("/")
    named = collection_called(collection, loaded.library.collections)
    key = f"{named.name}/{own_id}" if named else key
    record = next((each for each in loaded.records if each.key == key), None)
    if record is None or "date" not in record.fields:
        return _unknown(key, loaded)
    mine, others = _files(record, loaded)
    aliases = tuple(record.get("aliases") or ())
    file = root / settings.content_dir / TOMBSTONES
    place = Place(f"{settings.content_dir}/{TOMBSTONES}")
    who = by or _git_user(root)
    stone = Tombstone(record.key, record.url, aliases, mask(reason), today, who, place)
    stone = stone if stone.had_file(record.path) else replace(stone, file=record.path)
    removed = (record.path, *sorted(mine - others))
    for path in removed:
        may_remove(root / path)
    _add(file, stone)
    for path in removed:
        (root / path).unlink(missing_ok=True)
    others_media = _addresses(loaded, loaded.library.media.keys() - set(removed))
    media = sorted(_addresses(loaded, removed) - others_media)
    return TakenDown(
        addresses=stone.addresses,
        removed=removed,
        stay=tuple(sorted(mine & others)),
        media=tuple(media),
        named_at=_named_at(stone, load(root, settings, today)),
    )


def _unknown(key: str, loaded: Loaded) -> Problem:
    """Why nothing can be withdrawn: it was before, or there is no such record."""
    for stone in loaded.library.tombstones:
        if stone.record == key:
            details = {"value": key, "on": stone.on.isoformat()}
            return Problem("takedown-done", stone.place, details=details)
    known = (each.key for each in loaded.records)
    place = Place(loaded.library.settings.content_dir)
    details = {"value": key, "suggestion": misspelt(key, known)}
    return Problem("takedown-unknown", place, details=details)


def _named_at(stone: Tombstone, loaded: Loaded) -> tuple[str, ...]:
    """Where records refer to a withdrawn one."""
    places = (
        problem.place
        for problem in loaded.problems
        if problem.code == "withdrawn-record" and problem.details["key"] == stone.record
    )
    return tuple(dict.fromkeys(f"{place.path}:{place.line}" for place in places))


def _files(record: Record, loaded: Loaded) -> tuple[set[str], set[str]]:
    """The files that a record names, and those that others do."""
    collections = loaded.library.collections
    root = loaded.library.root
    mine: set[str] = set()
    others: set[str] = set()
    for each in loaded.records:
        named = files_named(each, loaded.outlines[each.path], collections[each.collection])
        (mine if each is record else others).update(p for p in named if (root / p).is_file())
    return mine, others


def _addresses(loaded: Loaded, paths: Iterable[str]) -> set[str]:
    """The addresses of those of the files that are published."""
    known = loaded.library.media
    found = (known[path] for path in paths if path in known)
    return {address for each in found for address in (each.address, *each.renditions.values())}


def _add(file: Path, stone: Tombstone) -> None:
    """Append a tombstone to their file; its other lines stay as they are."""
    values = {
        "稿件": stone.record,
        "网址": stone.address,
        **({"曾用网址": list(stone.aliases)} if stone.aliases else {}),
        **({"文件": stone.file} if stone.file else {}),
        "原因": stone.reason,
        "日期": stone.on.isoformat(),
        "撤稿人": stone.by,
    }
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    line = yaml.safe_dump([values], allow_unicode=True, sort_keys=False, width=1000)
    text = before + ("" if before.endswith("\n") or not before else "\n") + line
    write_file(file, text.encode())


def _git_user(root: Path) -> str:
    try:
        command = ["git", "-C", str(root), "config", "user.name"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()


RUNBOOK = """\
已经从内容里撤下，还差这几步才算撤干净：

1. 提交并发布：git add -A && git commit && wenming build。网址上会换成“已撤下”的说明，
   订阅、搜索、公开数据和网站地图里不再有它。
2. 供退回用的旧版本里还有原来的页面：这次发布会把它们删掉，wenming rollback 也不再退回到它们。
   别处另存的网站备份、测评归档，请管它们的同事删掉。
3. 让服务器对这些网址回答 410（永久撤下），搜索引擎清得更快。nginx 可以这样写：
{nginx}
4. git 的历史里还有原文。含个人信息的，请管仓库的同事用 git filter-repo 清掉再强制推送：
{filter_repo}
   之后请每位同事重新克隆；代码托管平台的缓存和合并请求里也可能有，要请平台清理。
5. CDN 和反向代理：登录控制台，按网址清除（刷新）下面这些网址和文件网址的缓存。
6. 搜索引擎：到百度、搜狗、必应、谷歌各自的站长平台提交“死链”或“删除网址”；
   快照里还看得到个人信息的，用它们的“快照投诉/个人信息删除”入口。
7. 订阅的人：阅读器里已经收到的那一条收不回来。转载过的网站和公众号，请逐个联系删除。
8. 告诉当事人：什么时候登的、什么时候撤的、还有哪些地方可能看得到。

撤下的网址：
{addresses}
{media}删掉的文件：
{removed}{stay}{named_at}
"""

_NAMED_AT = """\
还提到它的地方。不妨碍发布，页面上不再连过去，有空请改掉；用 --strict 发布的，要先改掉："""


def runbook(done: TakenDown) -> str:
    """What is still to be done by people, in plain Chinese."""

    def lines(items: tuple[str, ...], form: str = "   {}") -> str:
        return "\n".join(form.format(item) for item in items)

    stay = f"\n别的稿件还在用、没有删的文件：\n{lines(done.stay)}" if done.stay else ""
    named_at = f"\n{_NAMED_AT}\n{lines(done.named_at)}" if done.named_at else ""
    media = f"文件的网址（图片有几种宽度）：\n{lines(done.media)}\n" if done.media else ""
    paths = " ".join(f"--path '{path}'" for path in done.removed)
    return RUNBOOK.format(
        nginx=lines(done.addresses, "   location = {} {{ return 410; }}"),
        filter_repo=f"   git filter-repo --invert-paths {paths}",
        addresses=lines(done.addresses),
        media=media,
        removed=lines(done.removed),
        stay=stay,
        named_at=named_at,
    )
