"""What can only be wrong between records: references, addresses, files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from ..markup import Outline
from ..problems import Problem
from ..records import (
    Collection,
    Finder,
    OrganizationName,
    Record,
    nearest,
)
from .examining import Examined, examine
from .file_types import FILE_TYPES, PICTURES, PLAYED, Details
from .library import full_key, media_path
from .media import Media
from .organizations import Organizations
from .schemes import counted_day
from .scope import NAMING_FILES, Loc, Scope


def check_fields(record: Record, scope: Scope) -> Iterator[Problem]:
    """References and organizations that are not there."""
    for loc, field, value in scope.linking[record.collection](record.fields):
        if field.type == "reference":
            key = full_key(value, field.to)
            wrong_collection = bool(field.to) and not key.startswith(f"{field.to}/")
            if stone := scope.withdrawn.get(key):
                yield scope.problem("withdrawn-record", record, loc, value=value, **stone.details)
            elif key in scope.drafts and not (record.draft or wrong_collection):
                yield scope.problem("draft-named", record, loc, value=value)
            elif wrong_collection or not scope.may_have(key):
                known = (k for k in scope.keys if not field.to or k.startswith(f"{field.to}/"))
                yield scope.problem(
                    "unknown-record", record, loc, value=value, suggestion=nearest(key, known)
                )
        elif isinstance(value, OrganizationName) and not value.free and scope.organizations:
            yield from _check_organization(record, loc, value.text, scope.organizations, scope)


def _check_organization(
    record: Record, loc: Loc, text: str, known: Organizations, scope: Scope
) -> Iterator[Problem]:
    if known.find(text):
        return
    if several := known.several(text):
        slugs = [organization.slug for organization in several]
        details = {"slugs": "、".join(slugs), "slugs_en": ", ".join(slugs)}
        yield scope.problem("ambiguous-organization", record, loc, value=text, **details)
    else:
        nearest_one = known.nearest(text)
        yield scope.problem("unknown-organization", record, loc, value=text, suggestion=nearest_one)


def check_indicators(record: Record, scope: Scope) -> Iterator[Problem]:
    """Indicators that no scheme has, or several; where there is no scheme, any word will do."""
    schemes = scope.schemes
    if not schemes.by_name or not schemes.complete:
        return
    day = counted_day(record)
    year = day.year if day else None
    for index, word in enumerate(record.get("indicators") or ()):
        found = schemes.find(word, year)
        if len(found) > 1:
            names = [each.full for each in found]
            details = {"names": "、".join(names), "names_en": ", ".join(names)}
            code = "ambiguous-indicator"
            yield scope.problem(code, record, ("indicators", index), value=word, **details)
        elif not found:
            near = schemes.elsewhere(word) or nearest(word, schemes.words(year))
            loc = ("indicators", index)
            yield scope.problem("unknown-indicator", record, loc, value=word, suggestion=near)


def check_addresses(records: Iterable[Record], scope: Scope) -> Iterator[Problem]:
    """Two records with one id or one address, in files ordered by path."""
    ids: dict[str, Record] = {}
    addresses: dict[str, Record] = {}
    for record in sorted(records, key=lambda r: r.path):
        key = record.key.casefold()
        first = ids.setdefault(key, record)
        if first is not record:
            yield scope.problem("duplicate-id", record, ("id",), other=first.path, id=record.id)
            continue
        claimed: list[tuple[str, Loc]] = [(record.url, ("slug",))]
        claimed += [(alias, ("aliases", n)) for n, alias in enumerate(record.get("aliases") or [])]
        for address, loc in claimed:
            first = addresses.setdefault(address.casefold().rstrip("/"), record)
            if first is not record:
                yield scope.problem(
                    "duplicate-address", record, loc, other=first.path, address=address
                )


def media_named(record: Record, outline: Outline, finder: Finder) -> Iterator[tuple[str, str, Loc]]:
    """Files that a record names: name, what for, and the field.

    What for: `picture`; `figure`, a picture, sound or film in the body; or `file`.
    `finder` finds values of `NAMING_FILES`.
    """
    kind = ""
    for loc, field, value in finder(record.fields):
        if field.type in ("picture", "attachment"):
            kind = field.type
        elif field.type in ("file", "portrait"):
            shown = field.type == "portrait" or kind == "picture"
            yield value, "picture" if shown else "file", loc
    for reference in outline.references:
        name = reference.target.partition("#")[0]
        if reference.is_local and not name.lower().endswith(".md"):
            yield name, "figure" if reference.picture else "file", ()


def files_named(record: Record, outline: Outline, collection: Collection) -> set[str]:
    """The same as paths relative to the portal."""
    finder = Finder(collection.all_fields, NAMING_FILES)
    return {media_path(record, name) for name, _, _ in media_named(record, outline, finder)}


def collect_media(
    records: Iterable[tuple[Record, Outline]], scope: Scope
) -> tuple[dict[str, Media], list[Problem]]:
    """Every file that is published, by path, and the problems with the others."""
    named = [
        (record, name, media_path(record, name), use, loc)
        for record, outline in records
        for name, use, loc in media_named(record, outline, scope.media[record.collection])
    ]
    there = {path for _, name, path, _, _ in named if not _leads_outside(name)} & scope.paths
    known = sorted(path for path in there if PurePosixPath(path).suffix.lower() in FILE_TYPES)
    examined = examine(known, scope.root, scope.limits)
    media: dict[str, Media] = {}
    problems: list[Problem] = []
    for record, name, path, use, loc in named:
        code, details = _media_fault(name, path, use, examined, scope)
        if code and loc:
            problems.append(scope.problem(code, record, loc, value=name, **details))
        elif code:
            problems.append(scope.body_problem(code, record, name, value=name, **details))
        elif path in examined and (found := examined[path].media):
            media[path] = found
    return media, problems


def _leads_outside(name: str) -> bool:
    return ".." in name.split("/") or name.startswith("/")


def _meant(name: str, beside: Iterable[str]) -> Details:
    """The file beside a record that seems to be meant, and how it differs where that is slight."""
    there = sorted(beside)
    for alike, zh, en in _SLIGHTLY:
        if same := next((each for each in there if alike(each) == alike(name)), ""):
            return {"suggestion": same, "differs": zh, "differs_en": en}
    return {"suggestion": nearest(name, there), "differs": "", "differs_en": ""}


_SLIGHTLY: Sequence[tuple[Callable[[str], str], str, str]] = (
    (str.casefold, "（只有大小写不同）", " (other letter case)"),
    (
        lambda name: re.sub(r"\.jpe?g$", "", name.casefold()),
        "（只有后缀的写法不同）",
        " (other spelling of the suffix)",
    ),
)
"""What two names of one picture may differ by, the least first."""

_DOMAIN = re.compile(r"www\.|[\w-]+(?:\.[\w-]+)*\.(?:cn|com|net|org)(?:/|$)")


def _media_fault(
    name: str, path: str, use: str, examined: Mapping[str, Examined], scope: Scope
) -> tuple[str, Details]:
    """The code and details of what is wrong with a file that is named so, or an empty code."""
    if _leads_outside(name):
        return "media-outside", {}
    if path not in scope.paths:
        if scope.is_refused(path) or "\\" in name:
            return "", {}
        if _DOMAIN.match(name):
            return "link-scheme", {}
        folder = path.removesuffix(posixpath.normpath(name))
        beside = [
            p.removeprefix(folder)
            for p in scope.paths
            if p.startswith(folder) and not p.endswith(".md")
        ]
        return "missing-media", _meant(name, beside)
    published = tuple(s for s in FILE_TYPES if s != ".zip" or scope.limits.allow_zip)
    allowed = {"picture": PICTURES, "figure": (*PICTURES, *PLAYED)}.get(use, published)
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in allowed:
        types = [each[1:] for each in allowed]
        code = "media-type"
        if suffix == ".svg":
            code = "media-svg"
        elif suffix == ".zip" and use == "file":
            code = "media-zip"
        return code, {"types": "、".join(types), "types_en": ", ".join(types)}
    found = examined[path]
    return found.code, {"kind": suffix[1:].upper(), **found.details}
