"""Libraries of small portals, from records of a few words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from wenming.library import Library, load
from wenming.settings import read_settings
from wenming.views import View, Views, plan

from ..portals import make_portal

TODAY = dt.date(2026, 6, 15)


def record(title: str, date: str, /, *, body: str = "正文。", **fields: object) -> str:
    """The text of a record; the values of `fields` are YAML."""
    lines = [f"{name}: {value}" for name, value in fields.items()]
    return "\n".join(["---", f"title: {title}", f"date: {date}", *lines, "---", "", body, ""])


def honor(title: str, date: str, *honorees: str, **fields: object) -> str:
    """An honor for honorees such as `王秀英`, or `{name: 王秀英, organization: 石桥村}`."""
    named = [each if each.startswith("{") else f"{{name: {each}}}" for each in honorees]
    given = {"award": "good-person", "level": "county", "honorees": f"[{', '.join(named)}]"}
    return record(title, date, **{**given, **fields})


def lecture(title: str, date: str, **fields: object) -> str:
    """A lecture in the main hall, held at half past two on the day it is announced."""
    given = {"theme": title, "hall": "main", "start": f"{date[:10]} 14:30", "venue": "县图书馆"}
    return record(title, date, **{**given, **fields})


def family(title: str, date: str, name: str, **fields: object) -> str:
    """A household's story."""
    return record(title, date, **{"family": name, "motto": "桥是大家的", **fields})


def notice(title: str, date: str, **fields: object) -> str:
    """A plain notice."""
    return record(title, date, **{"type": "notice", "issuer": "县文明办", **fields})


def library_of(
    folder: Path,
    records: Mapping[str, str],
    *,
    as_of: dt.date = TODAY,
    files: Mapping[str, str | bytes] | None = None,
    warned: Sequence[str] = (),
) -> Library:
    """The library of a portal in the new folder `folder`, in which nothing is wrong.

    `records` are texts by `collection/id`; `warned` are the codes of all that is warned of.
    """
    paths = {f"{key}.md": text for key, text in records.items()}
    make_portal(folder, paths, files=files)
    return reload(folder, as_of, warned)


def reload(folder: Path, as_of: dt.date, warned: Sequence[str] = ()) -> Library:
    """The library of a portal that is there, as of a day."""
    loaded = load(folder, read_settings(folder / "mkdocs.yml"), as_of)
    assert [each.as_dict() for each in loaded.problems if each.code not in warned] == []
    assert [each.code for each in loaded.problems] == [*warned]
    return loaded.library


def pages_of(library: Library) -> dict[str, View]:
    """All pages by address."""
    return pages_in(plan(library))


def pages_in(views: Views) -> dict[str, View]:
    """The pages of a plan by address."""
    pages = {view.address: view for view in views.pages}
    assert len(pages) == len(views.pages), "an address twice"
    return pages


def titles(view: View) -> list[str]:
    """Titles of the records that a page lists."""
    return [each.title for each in view.context["records"]]
