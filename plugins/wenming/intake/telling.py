"""A plan in words: how the sheet was understood, and what would be written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .drafts import Read
from .headings import SURE
from .plan import Plan
from .sheets import letters

_MOST = 8
"""Of each kind that are named; of the others only how many there are."""


_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "between": "、",
        "more": "等 {} 个",
        "sheet": "工作表“{name}”：第 {row} 行是表头，下面有 {rows} 行内容。",
        "column": "  {column} 列 {heading} → {label}",
        "guess": "（猜的，请核对）",
        "ignored": "  不导入的列：{names}",
        "skipped": "  第 {row} 行不是名单，跳过：{text}",
        "skipped-more": "  另有 {count} 行跳过。",
        "hidden": "隐藏的工作表没有读：{names}",
        "unread": "没有认出表头、没有读的工作表：{names}",
        "new": "新建 {path}：{title}",
        "people": "，{count} 个{subject}",
        "inferred": "  {field}：{label}（从标题看出来的）",
        "new-more": "另外新建 {count} 篇。",
        "assumed-title": "标题：{where}没有，用文件名 {table}；要用别的，加上 --set 标题=…",
        "assumed-date": "日期：{where}没有，用今天 {value}；"
        "要用别的日子，加上 --set 日期=2024-06-01，或用 --map 指明是哪一列。",
        "in-table": "表里",
        "in-some": "有 {count} 篇",
        "grown": "补进 {path}：{names}",
        "known": "已经有了、不再导入：{names}",
    },
    "en": {
        "between": ", ",
        "more": " and others, {} in all",
        "sheet": "Sheet {name}: headings in row {row}, {rows} rows below.",
        "column": "  column {column} {heading} → {label}",
        "guess": " (a guess)",
        "ignored": "  Not imported: {names}",
        "skipped": "  Row {row} is no entry: {text}",
        "skipped-more": "  {count} other rows are none either.",
        "hidden": "Hidden sheets, not read: {names}",
        "unread": "No headings known in: {names}",
        "new": "New {path}: {title}",
        "people": ", {count} people",
        "inferred": "  {name}: {label} (told by the title)",
        "new-more": "{count} more new records.",
        "assumed-title": "Title: none {where}, so the file's name, {table}; "
        "for another give --set title=…",
        "assumed-date": "Date: none {where}, so today, {value}; for another day give "
        "--set date=2024-06-01, or name its column with --map.",
        "in-table": "in the table",
        "in-some": "in {count} records",
        "grown": "Added to {path}: {names}",
        "known": "There already, not imported: {names}",
    },
}


def told(plan: Plan, lang: str) -> str:
    words = _WORDS[lang]
    return "\n".join([*_read(plan, words), *_written(plan, words)])


def _read(plan: Plan, words: Mapping[str, str]) -> Iterator[str]:
    """How the sheets were understood."""
    for each in plan.reads:
        row, rows = each.header.row + 1, len(each.rows)
        yield words["sheet"].format(name=each.sheet.name, row=row, rows=rows)
        for column, heading, label, sure in _columns(each):
            line = words["column"].format(column=column, heading=heading, label=label)
            yield line if sure else line + words["guess"]
        yield from _named("ignored", each.header.ignored, words)
        for cell, text in each.skipped[:_MOST]:
            yield words["skipped"].format(row=cell.row + 1, text=text)
        if len(each.skipped) > _MOST:
            yield words["skipped-more"].format(count=len(each.skipped) - _MOST)
    yield from _named("hidden", plan.hidden, words)
    yield from _named("unread", plan.unread, words)


def _written(plan: Plan, words: Mapping[str, str]) -> Iterator[str]:
    """What would be written."""
    for path, draft in plan.new[:_MOST]:
        count = len(_people(plan, draft.values))
        people = words["people"].format(count=count, subject=_subject(plan)) if count else ""
        yield words["new"].format(path=path, title=draft.values["title"]) + people
        for name, label in draft.inferred.items():
            field = plan.collection.fields[name].label
            yield words["inferred"].format(name=name, field=field, label=label)
    if len(plan.new) > _MOST:
        yield words["new-more"].format(count=len(plan.new) - _MOST)
    yield from _assumed(plan, words)
    for added in plan.grown:
        names = [str(item.get("name")) for _, item in added.people]
        yield from _named("grown", names, words, path=added.path)
    yield from _named("known", plan.known, words)


def _assumed(plan: Plan, words: Mapping[str, str]) -> Iterator[str]:
    """Which titles and dates the table does not say, and what they are instead."""
    for name in ("title", "date"):
        drafts = [draft for _, draft in plan.new if name in draft.assumed]
        if drafts:
            where = words["in-some" if len(drafts) < len(plan.new) else "in-table"]
            told = {"table": plan.table, "value": drafts[0].values[name]}
            yield words[f"assumed-{name}"].format(where=where.format(count=len(drafts)), **told)


def _columns(read: Read) -> Iterator[tuple[str, str, str, bool]]:
    for match in read.header.matches:
        heading = " ".join(match.heading.split())
        yield letters(match.column), heading, match.target.label, match.likeness >= SURE


def _subject(plan: Plan) -> str:
    return plan.collection.subjects.label if plan.collection.subjects else ""


def _people(plan: Plan, values: dict[str, object]) -> list[object]:
    found = values.get(plan.collection.subjects.name) if plan.collection.subjects else None
    return found if isinstance(found, list) else []


def _named(
    word: str, names: Sequence[str], words: Mapping[str, str], **details: str
) -> Iterator[str]:
    """A line with the first few names, and how many there are where these are not all."""
    if names:
        shown = words["between"].join(" ".join(name.split()) for name in names[:_MOST])
        shown += words["more"].format(len(names)) if len(names) > _MOST else ""
        yield words[word].format(names=shown, **details)
