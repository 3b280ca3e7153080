"""A trial: what `wenming check` will say of records that are not written yet."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..inspect import Inspection
from ..library import ORGANIZATIONS, TOMBSTONES, load
from ..problems import Problem
from ..records import DECLARATION
from ..settings import Settings
from ..writing import naming
from .drafts import Draft, Loc
from .existing import known_records
from .plan import Plan, cell_of, problem
from .writing import text_of

_BESIDE = (ORGANIZATIONS, TOMBSTONES, "privacy-exceptions.yml")


def trial(plan: Plan, root: Path, settings: Settings, today: dt.date) -> Iterator[Problem]:
    """What is wrong or to be warned of in the files of a plan, each at its cell.

    They are checked in a portal of nothing but them, the declarations and the lists of
    the content folder: what they refer to is looked for in the real one.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        content = root / settings.content_dir
        for file in [*content.glob(f"*/{DECLARATION}"), *(content / name for name in _BESIDE)]:
            if file.is_file():
                target = place / file.relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, target)
        for path, text in plan.files.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            with naming(place / path):
                (place / path).write_text(text, encoding="utf-8")
        loaded = load(place, settings, today)
        found = [*loaded.problems, *Inspection.of(loaded).run().problems]
    yield from _at_cells(found, plan, root, settings)


def _at_cells(
    found: list[Problem], plan: Plan, root: Path, settings: Settings
) -> Iterator[Problem]:
    new = dict(plan.new)
    grown = {added.path: added for added in plan.grown}
    for each in found:
        if _is_there(each, root, settings):
            continue
        draft: Draft | None = None
        loc: Loc = ()
        if draft := new.get(each.place.path):
            loc = _loc(each, draft, plan)
        elif added := grown.get(each.place.path):
            # Of a record that grows only the new lines are looked at: each is one of the people.
            number = each.place.line - added.first_line
            if 0 <= number < len(added.people) and plan.collection.subjects:
                draft = added.draft
                loc = (plan.collection.subjects.name, added.people[number][0])
        if draft:
            details = {**each.details, "suggestion": _suggestion(each)}
            yield problem(each.code, plan, cell_of(plan, draft, loc), loc, **details)


def _suggestion(found: Problem) -> str:
    """What to write instead; private data is masked in the sheet, by hand."""
    return "" if found.code.startswith("private-") else found.details.get("suggestion", "")


def _loc(found: Problem, draft: Draft, plan: Plan) -> Loc:
    """The location that a problem's field names, in names or in labels."""
    labels = text_of(draft, plan.collection)[1]
    if found.field in labels:
        return labels[found.field]
    return tuple(int(part) if part.isdigit() else part for part in found.field.split(".") if part)


def _is_there(found: Problem, root: Path, settings: Settings) -> bool:
    """Whether a problem is only that the trial does not know all other records."""
    if found.code != "unknown-record":
        return False
    collection, _, key = found.details["value"].partition("/")
    folder = root / settings.content_dir / collection
    return bool(key) and folder.is_dir() and key.casefold() in known_records(folder, root)
