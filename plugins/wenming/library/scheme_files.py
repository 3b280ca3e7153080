"""From the files of `indicators/` to schemes, or to every problem in them."""

from __future__ import annotations

import re
from collections.abc import Collection as Sized
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ..problems import Place, Problem
from ..records import Collection, FieldDeclaration, Refused, Schema, YamlText, read_text
from .queries import query_fault
from .schemes import FOLDER, Demand, Indicator, Scheme, Schemes

SCHEME = Schema.of(
    {
        each.name: each
        for each in (
            FieldDeclaration(name="title", label="名称", max=60, required=True),
            FieldDeclaration(name="years", label="适用年度", type="list", of="year"),
            FieldDeclaration(name="indicators", label="指标", type="list", of="text"),
        )
    }
)
"""What a file may say of its scheme."""

_CHILDREN = FieldDeclaration(name="children", label="下级", type="list", of="text")
_EVIDENCE = FieldDeclaration(
    name="evidence",
    label="要求材料",
    type="list",
    of="group",
    fields={
        each.name: each
        for each in (
            FieldDeclaration(name="title", label="材料", max=300, required=True),
            FieldDeclaration(name="count", label="份数", type="integer", min=1, max=999, default=1),
            FieldDeclaration(name="collection", label="栏目", max=60),
            FieldDeclaration(name="field", label="字段", max=60),
            FieldDeclaration(name="value", label="值", type="number-or-text", max=120),
            FieldDeclaration(name="tag", label="标签", max=30),
        )
    },
)
INDICATOR = Schema.of(
    {
        each.name: each
        for each in (
            FieldDeclaration(name="code", label="代码", max=30, required=True),
            FieldDeclaration(name="text", label="内容", max=500, required=True),
            FieldDeclaration(name="weight", label="权重", type="number-or-text", max=20),
            FieldDeclaration(name="method", label="测评方式", type="text-or-list", max=60),
            _EVIDENCE,
            _CHILDREN,
        )
    }
)
"""What it may say of an indicator."""

_CONDITIONS = ("collection", "field", "value", "tag")


def read_schemes(
    folder: Path,
    prefix: str,
    files: Iterable[str],
    refused: Sized[str],
    collections: Mapping[str, Collection],
    *,
    all_declared: bool,
) -> tuple[Schemes, list[Problem]]:
    """The schemes of the content folder, and what is wrong with their files.

    `files` are relative to the folder; `refused` are those that are not read, from the portal.
    """
    found: dict[str, Scheme] = {}
    problems: list[Problem] = []
    for path in files:
        top, _, name = path.partition("/")
        suffix = PurePosixPath(path).suffix.lower()
        if top != FOLDER or suffix not in (".yml", ".yaml", ".md") or name.startswith("_"):
            continue
        if "/" in name or not name.endswith(".yml"):
            problems.append(Problem("scheme-file", Place(f"{prefix}/{path}")))
            continue
        reading = _Reading(YamlText(f"{prefix}/{path}", ""), collections, all_declared)
        scheme = reading.of_file(folder / path, name.removesuffix(".yml"))
        problems += reading.problems
        if scheme:
            found[scheme.name] = scheme
    whole = f"{prefix}/{FOLDER}"
    unread = any(path == whole or path.startswith(f"{whole}/") for path in refused)
    return Schemes(found, complete=not problems and not unread), problems


@dataclass(slots=True)
class _Reading:
    """One file being read: what has been found of it, and what is wrong with it."""

    text: YamlText
    collections: Mapping[str, Collection]
    all_declared: bool
    problems: list[Problem] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    """Of the codes, to tell where one stands that comes again."""

    def of_file(self, file: Path, name: str) -> Scheme | None:
        try:
            self.text = YamlText(self.text.path, read_text(file, self.text.path))
        except Refused as refused:
            self.problems.append(refused.problem)
            return None
        data = self.text.data()
        if isinstance(data, Problem):
            self.problems.append(data)
            return None
        if not isinstance(data, dict):
            self._tell("scheme-list", (), SCHEME)
            return None
        own, nodes = _without(data, SCHEME.fields["indicators"])
        values = self._values(own, SCHEME, ())
        if not any(nodes.values()):
            self._tell("scheme-list", ("indicators",), SCHEME)
        for key, below in nodes.items():
            self._collect(below, (key,), ())
        if values is None:
            return None
        return Scheme(
            name, values["title"], tuple(values.get("years") or ()), tuple(self.indicators)
        )

    def _collect(
        self, nodes: Any, at: tuple[str | int, ...], path: tuple[str, ...]
    ) -> list[float | None]:
        """Take in the indicators of a list, each before those below it; returns their weights."""
        weights: list[float | None] = []
        if not isinstance(nodes, list):
            self._tell("scheme-list", (), INDICATOR, at=at)
            return weights
        for index, node in enumerate(nodes):
            loc = (*at, index)
            if not isinstance(node, dict):
                self._tell("scheme-list", (), INDICATOR, at=loc)
                continue
            own, children = _without(node, _CHILDREN)
            values = self._values(_spelt_out(own), INDICATOR, loc)
            code = values["code"] if values else ""
            weight = self._weight(values, loc) if values else None
            weights.append(weight)
            if values:
                self._take(values, weight, loc, path)
            below: list[float | None] = []
            for key, nodes_below in children.items():
                below += self._collect(nodes_below, (*loc, key), (*path, code))
            self._add_up(weight, below, loc)
        return weights

    def _take(
        self,
        values: Mapping[str, Any],
        weight: float | None,
        loc: tuple[str | int, ...],
        path: tuple[str, ...],
    ) -> None:
        code = values["code"]
        place = self.text.problem("duplicate-indicator", ("code",), INDICATOR, at=loc).place
        if code in self.lines:
            details = {"code": code, "first": str(self.lines[code])}
            self._tell("duplicate-indicator", ("code",), INDICATOR, at=loc, details=details)
            return
        self.lines[code] = place.line
        self._check_conditions(values.get("evidence") or (), loc)
        demands = tuple(_demands(values.get("evidence") or ()))
        self.indicators.append(
            Indicator(
                code, values["text"], weight, values.get("method", ""), demands, (*path, code)
            )
        )

    def _weight(self, values: Mapping[str, Any], loc: tuple[str | int, ...]) -> float | None:
        written = values.get("weight")
        if written is None:
            return None
        if re.fullmatch(r"-?\d{1,6}(\.\d{1,4})?", written, re.ASCII):
            return float(written)
        number = re.search(r"\d{1,6}(\.\d{1,4})?", written, re.ASCII)
        details = {"value": written, "suggestion": number[0] if number else ""}
        self._tell("indicator-weight", ("weight",), INDICATOR, at=loc, details=details)
        return None

    def _add_up(
        self, weight: float | None, below: list[float | None], loc: tuple[str | int, ...]
    ) -> None:
        """Tell where the weights below an indicator come to something else than its own."""
        known = [each for each in below if each is not None]
        total = round(sum(known), 4)
        if weight is not None and below and len(known) == len(below) and total != weight:
            details = {"sum": f"{total:g}", "weight": f"{weight:g}"}
            self._tell("indicator-weights", ("weight",), INDICATOR, at=loc, details=details)

    def _check_conditions(
        self, evidence: Iterable[Mapping[str, Any]], loc: tuple[str | int, ...]
    ) -> None:
        for index, each in enumerate(evidence):
            at = ("evidence", index)
            if "collection" not in each and "field" in each:
                self._tell("missing-field", (*at, "collection"), INDICATOR, at=loc)
            if fault := query_fault(each, self.collections, all_declared=self.all_declared):
                code, part, suggestion = fault
                details = {"value": str(each[part]), "suggestion": suggestion}
                self._tell(code, (*at, part), INDICATOR, at=loc, details=details)

    def _values(
        self, own: Mapping[str, Any], schema: Schema, at: tuple[str | int, ...]
    ) -> dict[str, Any] | None:
        data, twice = self.text.canonical(own, schema, at)
        values, faults = self.text.validate(data, schema, at)
        self.problems += [*twice, *faults]
        return values

    def _tell(
        self,
        code: str,
        loc: tuple[str | int, ...],
        schema: Schema,
        *,
        at: tuple[str | int, ...] = (),
        details: Mapping[str, str] | None = None,
    ) -> None:
        self.problems.append(self.text.problem(code, loc, schema, at=at, details=details))


def _without(
    data: Mapping[str, Any], part: FieldDeclaration
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A mapping without what lies below it, and that by the key that was written."""
    keys = (part.name, part.label)
    below = {key: value for key, value in data.items() if key in keys and value is not None}
    return {key: value for key, value in data.items() if key not in keys}, below


def _spelt_out(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node whose required evidence may be given as texts alone."""
    return {
        key: [{"title": each} if isinstance(each, str) else each for each in value]
        if key in (_EVIDENCE.name, _EVIDENCE.label) and isinstance(value, list)
        else value
        for key, value in node.items()
    }


def _demands(evidence: Iterable[Mapping[str, Any]]) -> Iterator[Demand]:
    """What is asked for: each with conditions by itself, then all others together."""
    others: list[Mapping[str, Any]] = []
    for each in evidence:
        query = {part: each[part] for part in _CONDITIONS if part in each}
        if query:
            yield Demand((each["title"],), each["count"], query)
        else:
            others.append(each)
    if others:
        yield Demand(tuple(each["title"] for each in others), sum(e["count"] for e in others))
