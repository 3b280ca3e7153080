"""Organizations: the offices, towns, villages and units of `organizations.yml`, as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..problems import Problem
from ..records import FieldDeclaration, Refused, Schema, YamlText, nearest, read_text

KINDS: Mapping[str, str] = {
    "province": "省",
    "city": "市",
    "district": "区",
    "county": "县",
    "department": "部门",
    "town": "镇",
    "township": "乡",
    "street": "街道",
    "village": "村",
    "community": "社区",
    "school": "学校",
    "hospital": "医院",
    "company": "企业",
    "institution": "事业单位",
    "association": "社会组织",
    "other": "其他",
}


@dataclass(frozen=True, slots=True)
class Organization:
    """One organization; `parent` and `children` are slugs, `path` the slugs from the root."""

    name: str
    slug: str
    short: str
    kind: str
    address: str
    phone: str
    path: tuple[str, ...]
    children: tuple[str, ...]

    @property
    def parent(self) -> str | None:
        return self.path[-2] if len(self.path) > 1 else None

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]

    @property
    def url(self) -> str:
        return f"/organizations/{self.slug}/"


@dataclass(frozen=True, slots=True)
class Organizations:
    """All organizations by slug, in the file's order."""

    by_slug: Mapping[str, Organization] = field(default_factory=dict)
    _by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, organizations: list[Organization]) -> Organizations:
        by_name: dict[str, tuple[str, ...]] = {}
        for organization in organizations:
            for name in {organization.slug, organization.name, organization.short}:
                by_name[name] = (*by_name.get(name, ()), organization.slug)
        return cls({o.slug: o for o in organizations}, by_name)

    def __iter__(self) -> Iterator[Organization]:
        return iter(self.by_slug.values())

    def find(self, text: str) -> Organization | None:
        """The one organization of that slug, name or short name; None for none or several."""
        if text in self.by_slug:
            return self.by_slug[text]
        slugs = self._by_name.get(text, ())
        return self.by_slug[slugs[0]] if len(slugs) == 1 else None

    def several(self, text: str) -> tuple[Organization, ...]:
        """The organizations that share a name."""
        return tuple(self.by_slug[slug] for slug in self._by_name.get(text, ()))

    def nearest(self, text: str) -> str:
        return nearest(text, self._by_name)

    def roots(self) -> tuple[Organization, ...]:
        return tuple(o for o in self if len(o.path) == 1)


_FIELDS = {
    field.name: field
    for field in (
        FieldDeclaration(name="name", label="名称", max=60, required=True),
        FieldDeclaration(name="slug", label="网址名", type="slug", required=True),
        FieldDeclaration(name="short", label="简称", max=60),
        FieldDeclaration(name="kind", label="类别", type="choice", choices=KINDS, required=True),
        FieldDeclaration(name="address", label="地址", max=120),
        FieldDeclaration(name="phone", label="电话", type="number-or-text", max=60),
        FieldDeclaration(
            name="children",
            label="下属单位",
            type="list",
            of="group",
            fields={"name": {"label": "名称"}},
        ),
    )
}


def read_organizations(file: Path, path: str) -> tuple[Organizations, list[Problem]]:
    """The tree in `organizations.yml`; an empty one where there is no such file."""
    if not file.exists():
        return Organizations(), []
    try:
        text = YamlText(path, read_text(file, path))
    except Refused as refused:
        return Organizations(), [refused.problem]
    data = text.data()
    if isinstance(data, Problem):
        return Organizations(), [data]
    schema = Schema.of(_FIELDS)
    if not isinstance(data, list):
        return Organizations(), [text.problem("organizations-list", (), schema)]
    found: list[Organization] = []
    problems: list[Problem] = []
    _collect(data, (), (), text, schema, found, problems)
    return Organizations.of(found), problems


def _collect(
    nodes: list[Any],
    path: tuple[str, ...],
    at: tuple[str | int, ...],
    text: YamlText,
    schema: Schema,
    found: list[Organization],
    problems: list[Problem],
) -> list[str]:
    """Append the organizations of a list of nodes, parents first; returns the list's slugs."""
    slugs: list[str] = []
    for index, node in enumerate(nodes):
        loc = (*at, index)
        if not isinstance(node, dict):
            problems.append(text.problem("organizations-list", (), schema, at=loc))
            continue
        own = {key: v for key, v in node.items() if key not in ("children", "下属单位")}
        data, twice = text.canonical(own, schema, loc)
        values, faults = text.validate(data, schema, loc)
        problems += twice + faults
        if values is None:
            continue
        # An organization is taken in after those below it.
        if values["slug"] in path or any(o.slug == values["slug"] for o in found):
            details = {"slug": values["slug"]}
            problems.append(
                text.problem("duplicate-organization", ("slug",), schema, at=loc, details=details)
            )
            continue
        here = (*path, values["slug"])
        position = len(found)
        key = "children" if "children" in node else "下属单位"
        children = node.get(key) or []
        if not isinstance(children, list):
            problems.append(text.problem("organizations-list", (), schema, at=(*loc, key)))
            children = []
        below = _collect(children, here, (*loc, key), text, schema, found, problems)
        found.insert(
            position,
            Organization(
                name=values["name"],
                slug=values["slug"],
                short=values.get("short", values["name"]),
                kind=values["kind"],
                address=values.get("address", ""),
                phone=values.get("phone", ""),
                path=here,
                children=tuple(below),
            ),
        )
        slugs.append(values["slug"])
    return slugs
