"""What an editor says of a sheet beforehand: `--map FILE` and `--set FIELD=VALUE`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..problems import Place, Problem
from ..records import Refused, YamlText, nearest, read_text, refuse
from .headings import Target, bare


@dataclass(frozen=True, slots=True)
class Guide:
    """Fields by bare heading (None: not to be imported), and values that all rows have."""

    columns: Mapping[str, Target | None] = field(default_factory=dict)
    values: tuple[tuple[Target, Any], ...] = ()


_COLUMNS, _VALUES = ("columns", "列"), ("values", "值")


def guide_of(map_file: Path | None, given: Iterable[str], targets: Sequence[Target]) -> Guide:
    """From a file of `列: {表头: 字段}`, `值: {字段: 值}`, from `字段=值`; raises `Refused`."""
    columns: dict[str, Target | None] = {}
    values: list[tuple[Target, Any]] = []
    if map_file:
        for key, entries in _sections(map_file):
            for word, meant in entries.items():
                if key in _COLUMNS:
                    named = str(meant or "")
                    columns[bare(word)] = _target(named, targets, map_file.name) if named else None
                else:
                    values.append((_target(str(word), targets, map_file.name), meant))
    for pair in given:
        word, _, value = pair.partition("=")
        values.append((_target(word.strip(), targets, "--set"), value.strip()))
    return Guide(columns, tuple(values))


def _sections(file: Path) -> Iterable[tuple[str, Mapping[str, Any]]]:
    try:
        data = YamlText(file.name, read_text(file, file.name)).mapping()
    except OSError as error:
        raise refuse("import-unreadable", file.name, reason=error.strerror or str(error)) from None
    if isinstance(data, Problem):
        raise Refused(data)
    for key, entries in data.items():
        if key not in (*_COLUMNS, *_VALUES) or not isinstance(entries, dict):
            raise refuse("import-map", file.name, key=str(key))
        yield key, entries


def _target(word: str, targets: Sequence[Target], where: str) -> Target:
    """The field of that name or label; of the record where the people have one called so, too."""
    names = {name: target for target in reversed(targets) for name in names_of(target)}
    for prefix in ("稿件", "record_"):
        plain = word.removeprefix(prefix)
        of_record = [t for t in targets if len(t.loc) == 1 and plain in names_of(t)]
        if plain != word and of_record:
            return of_record[0]
    if word in names:
        return names[word]
    known = [target.label for target in targets]
    details = {"key": word, "suggestion": nearest(word, known), "known": "、".join(known)}
    raise Refused(Problem("import-field", Place(where), details=details))


def names_of(target: Target) -> tuple[str, ...]:
    """What the field may be called: name, label, and both with those it stands in."""
    return (target.label, target.field.label, target.loc[-1], ".".join(target.loc))
