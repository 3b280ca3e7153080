"""A plan in words: how the sheet was understood, and what would be written."""

from __future__ import annotations

from collections.abc import Iterator

from .drafts import Read
from .headings import SURE
from .plan import Plan
from .sheets import letters

_MOST = 8
"""Of each kind that are named; of the others only how many there are."""


def told(plan: Plan, lang: str) -> str:
    return "\n".join(_zh(plan) if lang == "zh" else _en(plan))


def _zh(plan: Plan) -> Iterator[str]:
    for each in plan.reads:
        row, rows = each.header.row + 1, len(each.rows)
        yield f"工作表“{each.sheet.name}”：第 {row} 行是表头，下面有 {rows} 行内容。"
        for column, heading, label, sure in _columns(each):
            yield f"  {column} 列 {heading} → {label}{'' if sure else '（猜的，请核对）'}"
        if each.header.ignored:
            yield f"  不导入的列：{_some(each.header.ignored, '、', '等 {} 列')}"
        for cell, text in each.skipped[:_MOST]:
            yield f"  第 {cell.row + 1} 行不是名单，跳过：{text}"
        if len(each.skipped) > _MOST:
            yield f"  另有 {len(each.skipped) - _MOST} 行跳过。"
    if plan.hidden:
        yield f"隐藏的工作表没有读：{_some(plan.hidden, '、', '等 {} 张')}"
    if plan.unread:
        yield f"没有认出表头、没有读的工作表：{_some(plan.unread, '、', '等 {} 张')}"
    for path, draft in plan.new[:_MOST]:
        people = _people(plan, draft.values)
        count = f"，{len(people)} 个{_subject(plan)}" if people else ""
        yield f"新建 {path}：{draft.values['title']}{count}"
        for name, label in draft.inferred.items():
            yield f"  {plan.collection.fields[name].label}：{label}（从标题看出来的）"
    if len(plan.new) > _MOST:
        yield f"另外新建 {len(plan.new) - _MOST} 篇。"
    for added in plan.grown:
        names = [str(item.get("name")) for _, item in added.people]
        yield f"补进 {added.path}：{_some(names, '、', '等 {} 个')}"
    if plan.known:
        yield f"已经有了、不再导入：{_some(plan.known, '、', '等 {} 个')}"


def _en(plan: Plan) -> Iterator[str]:
    for each in plan.reads:
        row, rows = each.header.row + 1, len(each.rows)
        yield f"Sheet {each.sheet.name}: headings in row {row}, {rows} rows below."
        for column, heading, label, sure in _columns(each):
            yield f"  column {column} {heading} → {label}{'' if sure else ' (a guess)'}"
        if each.header.ignored:
            yield f"  Not imported: {_some(each.header.ignored, ', ', ' and others, {} in all')}"
        for cell, text in each.skipped[:_MOST]:
            yield f"  Row {cell.row + 1} is no entry: {text}"
        if len(each.skipped) > _MOST:
            yield f"  {len(each.skipped) - _MOST} other rows are none either."
    if plan.hidden:
        yield f"Hidden sheets, not read: {_some(plan.hidden, ', ', ' and others, {} in all')}"
    if plan.unread:
        yield f"No headings known in: {_some(plan.unread, ', ', ' and others, {} in all')}"
    for path, draft in plan.new[:_MOST]:
        people = _people(plan, draft.values)
        count = f", {len(people)} people" if people else ""
        yield f"New {path}: {draft.values['title']}{count}"
        for name, label in draft.inferred.items():
            yield f"  {name}: {label} (told by the title)"
    if len(plan.new) > _MOST:
        yield f"{len(plan.new) - _MOST} more new records."
    for added in plan.grown:
        names = [str(item.get("name")) for _, item in added.people]
        yield f"Added to {added.path}: {_some(names, ', ', ' and others, {} in all')}"
    if plan.known:
        yield f"There already, not imported: {_some(plan.known, ', ', ' and others, {} in all')}"


def _columns(read: Read) -> Iterator[tuple[str, str, str, bool]]:
    for match in read.header.matches:
        heading = " ".join(match.heading.split())
        yield letters(match.column), heading, match.target.label, match.likeness >= SURE


def _subject(plan: Plan) -> str:
    return plan.collection.subjects.label if plan.collection.subjects else ""


def _people(plan: Plan, values: dict[str, object]) -> list[object]:
    found = values.get(plan.collection.subjects.name) if plan.collection.subjects else None
    return found if isinstance(found, list) else []


def _some(names: list[str] | tuple[str, ...], between: str, more: str) -> str:
    """The first few names, and how many there are in all where these are not all."""
    shown = between.join(" ".join(name.split()) for name in names[:_MOST])
    return shown + (more.format(len(names)) if len(names) > _MOST else "")
