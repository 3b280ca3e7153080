"""`mkdocs.yml` as data: MkDocs' own dialect of YAML, read without MkDocs."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag  # type: ignore[import-untyped]

from .problems import Place, Problem
from .records.front_matter import locate
from .records.source import Refused, read_text, refuse
from .records.yaml_faults import explained

PLUGIN = "wenming/portal"


class _ConfigLoader(yaml.CSafeLoader):
    """MkDocs' own dialect: `!ENV`, and Python names that only MkDocs needs."""


_ConfigLoader.add_constructor("!ENV", construct_env_tag)
_ConfigLoader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def config_files(config_file: Path) -> list[Path]:
    """`mkdocs.yml` and the files that it inherits from, one after the other."""
    files = [config_file]
    while parent := re.search(r"^INHERIT:\s*['\"]?([^'\"#\n]+)", _text_of(files[-1]), re.MULTILINE):
        inherited = (files[-1].parent / parent[1].strip()).resolve()
        if inherited in files:
            break
        files.append(inherited)
    return files


def hooks(config_file: Path) -> list[Path]:
    """The Python files that MkDocs is told to run; what cannot be read, MkDocs will tell."""
    with contextlib.suppress(Refused, OSError):
        named = load_config(_text_of(config_file), config_file, config_file.name).get("hooks")
        return [config_file.parent / str(each) for each in named or ()]
    return []


def _text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def load_config(text: str, file: Path, name: str, above: tuple[Path, ...] = ()) -> dict[str, Any]:
    """The configuration in a text, on top of the one that it inherits."""
    config: Any
    try:
        config = yaml.load(text, Loader=_ConfigLoader)
    except yaml.MarkedYAMLError as error:
        fault = explained(error, text)
        place = Place(name, fault.line + 1, fault.column + 1)
        raise Refused(Problem(fault.code, place, details=fault.details)) from None
    except (ValueError, yaml.YAMLError) as error:  # a date that there is not
        zh = f"有一个值读不懂（{error}）"
        raise refuse("settings", name, reason=zh, reason_en=str(error)) from None
    if not isinstance(config, dict):
        raise refuse("yaml-not-mapping", name)
    if parent := config.pop("INHERIT", None):
        inherited = file.parent / str(parent)
        if not inherited.is_file() or inherited in above:
            line, column = locate(text, ("INHERIT",), {})
            reason = {
                "reason": f"INHERIT 写的文件“{parent}”不能用",
                "reason_en": f"INHERIT names a file that cannot be used, {parent}",
            }
            place = Place(name, line + 1, column + 1)
            raise Refused(Problem("settings", place, details=reason))
        inherits = (*above, inherited)
        below = load_config(read_text(inherited, str(parent)), inherited, str(parent), inherits)
        return _merged(below, config)
    return dict(config)


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = {
        key: _merged(below[key], value)
        for key, value in above.items()
        if isinstance(value, dict) and isinstance(below.get(key), dict)
    }
    return {**below, **above, **both}


def plugins_of(config: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Options by plugin name; MkDocs takes a list of names and mappings, or one mapping."""
    found: dict[str, Mapping[str, Any]] = {}
    listed = config.get("plugins")
    if isinstance(listed, dict):
        listed = [listed]
    for item in listed if isinstance(listed, list) else []:
        for name, options in item.items() if isinstance(item, dict) else [(item, None)]:
            found[str(name)] = options or {}
    return found


def plugin_at(config: Mapping[str, Any], plugin: str = PLUGIN) -> tuple[str | int, ...]:
    """Where a plugin's options stand in MkDocs' configuration."""
    listed = config["plugins"]
    if isinstance(listed, dict):
        return ("plugins", plugin)
    names = [list(item) if isinstance(item, dict) else [item] for item in listed]
    index = next(n for n, named in enumerate(names) if plugin in named)
    return ("plugins", index, plugin)
