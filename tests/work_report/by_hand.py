"""Counts made from the files alone: YAML and arithmetic, nothing of the product."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml


class Files:
    """The records of a content folder, as their front matter says them, keys in English."""

    def __init__(self, content: Path, today: str) -> None:
        self.today = today
        self.labels: dict[str, dict[str, Any]] = {}
        self.records: dict[str, list[dict[str, Any]]] = {}
        for file in sorted(content.glob("*/_collection.yml")):
            name = file.parent.name
            self.labels[name] = yaml.safe_load(file.read_text("utf-8"))["fields"]
            self.records[name] = [*self._read(file.parent, self.labels[name])]

    def _read(self, folder: Path, fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
        common = {"日期": "date", "标题": "title", "下线日期": "expires", "草稿": "draft"}
        keys = common | {each["label"]: name for name, each in fields.items()}
        for file in sorted(folder.rglob("*.md")):
            data = yaml.load(file.read_text("utf-8").split("\n---\n")[0], yaml.BaseLoader)
            record = {keys.get(key, key): value for key, value in data.items()}
            hidden = (
                record.get("draft") in ("true", "是")
                or record["date"][:10] > self.today
                or record.get("expires", "9") < self.today
                or record.get("removed_by", "9") <= self.today
            )
            if not hidden:
                yield record

    def day(self, record: dict[str, Any]) -> str:
        return str(record.get("start", record["date"]))[:10]

    def within(self, name: str, first: str, last: str) -> list[dict[str, Any]]:
        """What a column has of these days, and that is over or under way."""
        last = min(last, self.today)
        return [each for each in self.records[name] if first <= self.day(each) <= last]

    def by(self, name: str, field: str, records: list[dict[str, Any]]) -> dict[str, int]:
        """How many records have each choice, by its key."""
        return dict(Counter(self.choice(name, field, each[field]) for each in records))

    def choice(self, name: str, field: str, value: str) -> str:
        levels = ("国家级", "省级", "市级", "县级", "镇级", "村级")
        english = ("national", "province", "city", "county", "town", "village")
        choices = self.labels[name][field].get("choices", dict(zip(english, levels, strict=True)))
        return next(key for key, label in choices.items() if value in (key, label))

    def honorees(self, first: str, last: str) -> Counter[tuple[str, str, str]]:
        """Award, level and name of everybody whose title was not revoked."""
        keys = {"姓名": "name", "称号状态": "status"}
        found: Counter[tuple[str, str, str]] = Counter()
        for record in self.within("honors", first, last):
            award = self.choice("honors", "award", record["award"])
            level = self.choice("honors", "level", record["level"])
            for honoree in record["honorees"]:
                one = {keys.get(key, key): value for key, value in honoree.items()}
                if one.get("status") not in ("revoked", "撤销"):
                    found[award, level, one["name"]] += 1
        return found

    def stated(self) -> list[dict[str, str]]:
        keys = {
            "注册志愿者": "registered",
            "队伍": "teams",
            "活动": "activities",
            "统计截至": "as_of",
        }
        given = [r["figures"] for r in self.records["volunteers"] if "figures" in r]
        return [{keys.get(key, key): value for key, value in each.items()} for each in given]

    def actions(self, first: str, last: str) -> list[dict[str, str]]:
        """What was done in these days for all pairs."""
        keys = {"日期": "date", "金额（元）": "amount", "受益户数": "households"}
        given = [
            {keys.get(key, key): value for key, value in each.items()}
            for record in self.records["pairs"]
            for each in record.get("actions", ())
        ]
        return [each for each in given if first <= each["date"] <= min(last, self.today)]


def year_before(day: str) -> str:
    date = dt.date.fromisoformat(day)
    return str(date.replace(year=date.year - 1))
