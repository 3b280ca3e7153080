"""The field tables of the editors' handbook, from the declarations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..records import (
    BUILT_IN_CHOICES,
    FIELD_TYPES,
    Collection,
    FieldDeclaration,
    common_fields,
    example_of,
    parts,
)

MARKER = "{{ wenming:fields }}"


def insert_field_tables(markdown: str, collections: Mapping[str, Collection]) -> str:
    """A page's Markdown with the marker replaced by a table for each column."""
    if MARKER not in markdown:
        return markdown
    lines = ["## 所有栏目都有的字段", "", *_table(common_fields())]
    for collection in collections.values():
        lines += [
            "",
            f"## {collection.label}（{collection.name}）",
            "",
            f"{collection.description}。",
        ]
        lines += ["", *_table(collection.fields)]
    return markdown.replace(MARKER, "\n".join(lines))


def _table(fields: Mapping[str, FieldDeclaration]) -> Iterator[str]:
    yield '<div class="fields"></div>'  # by which the style sheet knows the table after it
    yield ""
    yield "| 中文键 | 英文键 | 必填 | 填什么 | 说明 |"
    yield "|---|---|---|---|---|"
    yield from _rows(fields, "")


def _rows(fields: Mapping[str, FieldDeclaration], prefix: str) -> Iterator[str]:
    for field in fields.values():
        required = "必填" if field.required else "有时必填" if field.required_when else ""
        label = f"{prefix}{field.label}"
        cells = (label, f"`{field.name}`", required, _kind(field), field.help)
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
        yield from _rows(parts(field), f"{label}·")


def _kind(field: FieldDeclaration) -> str:
    choices = field.choices or BUILT_IN_CHOICES.get(field.type)
    if choices:
        return "、".join(f"{label}（`{key}`）" for key, label in choices.items())
    if field.type == "list":
        return f"列表，每项是{_kind(field.item)}"
    if field.type == "group":
        return "一组："
    kind = FIELD_TYPES[field.type]
    example = "" if parts(field) or not kind.example else f"，如 `{example_of(field)}`"
    limit = f"，不超过 {field.max} 字" if field.max and field.type == "text" else ""
    return f"{kind.zh}{limit}{'' if field.type in ('text', 'name') else example}"
