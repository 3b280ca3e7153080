"""Planning an import: read the sheet, make drafts, look through them. Writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..problems import Place, Problem
from ..records import Collection, Refused, Schema, parts
from ..settings import Settings
from .drafts import Cell, Draft, Loc, drafts_of, read_rows
from .existing import known_records, merge
from .guide import guide_of
from .headings import find_header, targets_of
from .plan import Plan, cell_of, problem
from .sheets import Workbook, read_workbook
from .trial import trial
from .writing import text_of


def plan_import(
    root: Path,
    settings: Settings,
    collection: Collection,
    table: Path,
    today: dt.date,
    *,
    map_file: Path | None = None,
    given: Iterable[str] = (),
    each_row: bool = False,
) -> Plan:
    """Everything that importing `table` into a column would do, or every problem with it."""
    plan = Plan(table.name, collection)
    try:
        workbook = read_workbook(table)
        _read(plan, workbook, guide_args=(map_file, tuple(given)))
    except Refused as refused:
        plan.problems.append(refused.problem)
        return plan
    drafts = drafts_of(plan.reads, collection, today, table.stem, each_row=each_row)
    plan.problems += _faults(drafts, plan, settings)
    if not plan.problems:
        _sort(drafts, plan, root, settings)
        for each in trial(plan, root, settings, today):
            (plan.problems if each.is_error else plan.warnings).append(each)
    for found in (plan.problems, plan.warnings):
        found.sort(key=lambda p: (p.place.path.partition("!")[0], p.place.line, p.sort_key()))
    return plan


def _read(plan: Plan, workbook: Workbook, guide_args: tuple[Path | None, tuple[str, ...]]) -> None:
    targets = targets_of(plan.collection)
    guide = guide_of(*guide_args, targets)
    plan.hidden = workbook.hidden
    subjects = plan.collection.subjects
    for sheet in workbook.sheets:
        header = find_header(sheet, targets, guide.columns)
        locs = {match.target.loc for match in header.matches} if header else set()
        if header is None or (subjects and (subjects.name, "name") not in locs):
            plan.unread += [sheet.name] if sheet.rows else []
            continue
        found = read_rows(sheet, header, plan.collection, guide)
        plan.reads.append(found)
        for cell, error in found.faults:
            plan.problems.append(problem("import-cell-error", plan, cell, value=error))
    if not plan.reads:
        known = "、".join(target.label for target in targets[:12])
        raise Refused(Problem("import-no-header", Place(plan.table), details={"known": known}))
    if not any(each.rows for each in plan.reads):
        raise Refused(Problem("import-empty", Place(plan.table)))


def _faults(drafts: Sequence[Draft], plan: Plan, settings: Settings) -> Iterator[Problem]:
    """Values that their fields cannot hold, each at its cell; what is missing for all, once."""
    collection = plan.collection
    subjects = collection.subjects
    fields = {n: f for n, f in collection.all_fields.items() if not subjects or n != subjects.name}
    record = Schema.of(fields)
    people = Schema.of(parts(subjects)) if subjects else None
    defaults = {"source": settings.source} if settings.source else {}
    missing: set[str] = set()
    for draft in drafts:
        values = {name: value for name, value in draft.values.items() if name in fields}
        for error in _errors(record, {**defaults, **values, "id": draft.id}):
            name = str(error["loc"][0])
            if error["type"] == "missing" and len(error["loc"]) == 1:
                if name not in missing:
                    missing.add(name)
                    header = plan.reads[0]
                    cell = Cell(header.sheet.name, header.header.row, 0)
                    label = fields[name].label
                    yield problem("import-missing", plan, cell, (name,), label=label, name=name)
            else:
                yield _explained(plan, draft, error["loc"], error, fields)
        if people and subjects:
            for index, item in enumerate(draft.values[subjects.name]):
                for error in _errors(people, item):
                    loc = (subjects.name, index, *error["loc"])
                    yield _explained(plan, draft, loc, error, people.fields)


def _errors(schema: Schema, values: Mapping[str, Any]) -> list[Any]:
    from pydantic_core import ValidationError

    try:
        schema.validator.validate_python(dict(values))
    except ValidationError as error:
        return list(error.errors())
    return []


def _explained(
    plan: Plan, draft: Draft, loc: Loc, error: Any, fields: Mapping[str, Any]
) -> Problem:
    named = [part for part in error["loc"] if isinstance(part, str)]
    declared = fields.get(named[0])
    for part in named[1:]:
        declared = parts(declared).get(part) if declared else None
    label = declared.label if declared else named[-1]
    code = "missing-field" if error["type"] == "missing" else error["type"]
    details = {"label": label, "name": named[-1], **error.get("ctx", {})}
    return problem(code, plan, cell_of(plan, draft, loc), loc, **details)


def _sort(drafts: Sequence[Draft], plan: Plan, root: Path, settings: Settings) -> None:
    """Which drafts are new, which add people to a record, and which are there already."""
    folder = root / settings.content_dir / plan.collection.name
    records = known_records(folder, root)
    for draft in drafts:
        twice = _without_twins(draft, plan)
        plan.known += twice
        if known := records.get(draft.id.casefold()):
            added = merge(known, draft, plan.collection, settings)
            plan.known += added.there
            if added.fault:
                cell = cell_of(plan, draft, ())
                plan.problems.append(problem("import-add", plan, cell, path=known.path))
            elif added.people:
                plan.grown.append(added)
                plan.files[known.path] = added.text
        else:
            plan.new.append(("", draft))
    many = len(plan.new) > 1
    base = f"{settings.content_dir}/{plan.collection.name}"
    for number, (_, draft) in enumerate(plan.new):
        year = str(draft.values["date"])[:4]
        first_year = str(plan.new[0][1].values["date"])[:4]
        place = f"{first_year}/{_folder(plan)}" if many else year
        path = f"{base}/{place}/{draft.id}.md"
        plan.new[number] = (path, draft)
        plan.files[path] = text_of(draft, plan.collection)[0]


def _folder(plan: Plan) -> str:
    """The folder of the records of one import: called by the first of them."""
    return plan.new[0][1].id


def _without_twins(draft: Draft, plan: Plan) -> list[str]:
    """Take out rows that say the same as one before; returns whom they name."""
    subjects = plan.collection.subjects
    if subjects is None:
        return []
    seen: list[Any] = []
    twins: list[str] = []
    kept: dict[Loc, Cell] = {
        loc: c for loc, c in draft.cells.items() if loc[:1] != (subjects.name,)
    }
    for index, item in enumerate(draft.values[subjects.name]):
        if item in seen:
            twins.append(str(item.get("name")))
            continue
        for loc, cell in draft.cells.items():
            if loc[:2] == (subjects.name, index):
                kept[(subjects.name, len(seen), *loc[2:])] = cell
        seen.append(item)
    if twins:
        draft.values[subjects.name] = seen
        draft.cells = kept
    return twins
