"""A value that its field cannot hold: the error that becomes a problem."""

from __future__ import annotations

from typing import Any

from pydantic_core import PydanticCustomError

from .collection import FieldDeclaration
from .encoding import FORBIDDEN


def wrong(code: str, field: FieldDeclaration, value: Any, **details: str) -> PydanticCustomError:
    """The error of a value that its field cannot hold."""
    context = {"value": shown(value), "label": field.label or field.name, **details}
    return PydanticCustomError(code, "{value}", context)


def shown(value: Any) -> str:
    """A value as an editor wrote it, in at most 40 characters."""
    text = _as_written(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _as_written(value: Any) -> str:
    if value is None:
        return "（空）"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_as_written(v)}" for key, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_as_written, value)) + "]"
    return FORBIDDEN.sub("�", str(value).replace("\n", " "))
