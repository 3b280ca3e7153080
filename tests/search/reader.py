"""Another reader of the index, made from the handbook's page on its format alone."""

from __future__ import annotations

import json
import zlib
from pathlib import Path
from typing import Any


def crc(text: str) -> int:
    return zlib.crc32(text.encode())


class Index:
    """An index below a folder `search/`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.manifest = json.loads((folder / "manifest.json").read_text("utf-8"))

    def text(self, path: str) -> str:
        """A file's text; its first line has to be the checksum of the rest."""
        seal, _, text = (self._folder / path).read_text("utf-8").partition("\n")
        assert int(seal, 16) == crc(text), path
        return text

    def documents(self, term: str) -> dict[str, int]:
        """Addresses of the living records that have a term, each with its rank."""
        found: dict[str, int] = {}
        for segment in self.manifest["segments"]:
            if not segment["records"]:
                continue
            dead = set(rising(numbers(segment.get("dead", ""), 0)[0]))
            shard = crc(term) % segment["terms"]
            lines = dict(
                line.split("\t")
                for line in self.text(f"{segment['id']}/g/{shard}.txt").splitlines()
            )
            lists, more = entry(lines.get(term, ""))
            if more:
                count, slot, parts = more
                for part in range(parts):
                    path = f"{segment['id']}/p/{shard}-{slot}-{part}.txt"
                    lists += entry(self.text(path))[0]
                assert sum(len(documents) for _, documents in lists) == count
            for rank, documents in lists:
                for number in set(documents) - dead:
                    record = self.record(segment["id"], number)
                    assert record["a"] not in found, "a record twice"
                    found[record["a"]] = rank
        return found

    def record(self, segment: str, number: int) -> dict[str, Any]:
        record: dict[str, Any] = json.loads(self.text(f"{segment}/t/{number}.txt"))
        return record

    def everything(self) -> str:
        """All texts of all files, to look for what must not be in them."""
        files = sorted(self._folder.rglob("*"))
        return "\n".join(file.read_text("utf-8") for file in files if file.is_file())


def entry(line: str) -> tuple[list[tuple[int, list[int]]], list[int]]:
    """The postings by rank, and count, slot and parts of a long one."""
    lists, more, at = [], [], 0
    while at < len(line):
        sign = ord(line[at])
        values, at = numbers(line, at + 1)
        if sign == 48:
            more = values
        else:
            lists.append((sign - 33, rising(values)))
    return lists, more


def numbers(text: str, at: int) -> tuple[list[int], int]:
    """Numbers from a place on, and where they end."""
    found, value, shift = [], 0, 0
    while at < len(text) and ord(text[at]) >= 63:
        group = ord(text[at]) - 63
        value |= (group & 31) << shift
        shift += 5
        if group < 32:
            found.append(value)
            value = shift = 0
        at += 1
    return found, at


def rising(values: list[int]) -> list[int]:
    total, found = 0, []
    for value in values:
        total += value
        found.append(total)
    return found
