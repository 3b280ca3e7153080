"""`wenming report`: the figures and lists that a summary of a period's work states.

`outline` says which, `counting` counts them (`figures` is the shape), `draft` puts
them in words, and one module a format writes the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

from ..library import ORGANIZATIONS, Library, Organization, load
from ..problems import Place, Problem
from ..records import Record
from ..settings import Settings
from .as_json import json_of
from .draft import draft_of
from .figures import Report
from .markdown import markdown_of
from .outline import report_of
from .period import Period
from .text import Url
from .word import docx_of

__all__ = ["FORMATS", "Period", "Report", "report_file", "report_of"]


def report_file(
    root: Path, settings: Settings, period: Period, organization: str, form: str, today: dt.date
) -> bytes | list[Problem]:
    """The report as a file of a format, or what is wrong: no such organization, errors in content.

    `organization` is a name, short name or slug, empty for the whole portal; `form`
    a key of `FORMATS`.
    """
    loaded = load(root, settings, today)
    if errors := [problem for problem in loaded.problems if problem.is_error]:
        return errors
    library = loaded.library
    found: Organization | None = None
    if organization:
        found = library.organizations.find(organization)
        if found is None:
            return [_unknown(organization, library)]

    def url(record: Record) -> str:
        return settings.absolute(record.url)

    return FORMATS[form](report_of(library, period, found), url, settings.site_name)


def _unknown(text: str, library: Library) -> Problem:
    known = library.organizations
    place = Place(f"{library.settings.content_dir}/{ORGANIZATIONS}")
    if several := known.several(text):
        slugs = [each.slug for each in several]
        details = {"value": text, "slugs": "、".join(slugs), "slugs_en": ", ".join(slugs)}
        return Problem("ambiguous-organization", place, details=details)
    details = {"value": text, "suggestion": known.nearest(text)}
    return Problem("unknown-organization", place, details=details)


def _md(report: Report, url: Url, site_name: str) -> bytes:
    return markdown_of(draft_of(report, url, site_name), url).encode()


def _docx(report: Report, url: Url, site_name: str) -> bytes:
    return docx_of(draft_of(report, url, site_name), url)


def _json(report: Report, url: Url, _site_name: str) -> bytes:
    return json_of(report, url).encode()


FORMATS: Mapping[str, Callable[[Report, Url, str], bytes]] = {
    "md": _md,
    "docx": _docx,
    "json": _json,
}
"""By the name of the format, which is the suffix of its files, too."""
