"""Compiled templates are kept as Python keeps compiled modules, where that can be done."""

from __future__ import annotations

import sys
from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

from wenming.pages.engine import Compiled, Environment

NAME = "page.html"


def rendered(folder: Path) -> str:
    """The template in a folder, rendered by an environment that knows nothing yet."""
    loader = jinja2.FileSystemLoader(folder)
    environment = Environment(loader=loader, bytecode_cache=Compiled(folder, folder))
    return environment.get_template(NAME).render(name="桥")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / NAME).write_text("石{{ name }}村", "utf-8")
    return tmp_path


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "__pycache__").glob("*"))


def test_a_template_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it changes."""
    assert rendered(folder) == "石桥村"
    assert len(kept(folder)) == 1
    with monkeypatch.context() as patch:
        patch.setattr(Environment, "_generate", None)
        assert rendered(folder) == "石桥村"
    (folder / NAME).write_text("木{{ name }}村", "utf-8")
    assert rendered(folder) == "木桥村"


def test_what_is_damaged_is_compiled_again(folder: Path) -> None:
    rendered(folder)
    (file,) = kept(folder)
    file.write_bytes(file.read_bytes()[:-20])
    assert rendered(folder) == "石桥村"


def test_where_nothing_may_be_written_nothing_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file where the folder would be; and who told Python to write none."""
    (folder / "__pycache__").write_text("", "utf-8")
    assert rendered(folder) == "石桥村"
    (folder / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(folder) == "石桥村"
    assert kept(folder) == []


def test_only_our_own_templates_are_kept(folder: Path, tmp_path: Path) -> None:
    """Those of a portal belong to it; nobody would ever remove them."""
    (tmp_path / "ours").mkdir()
    loader = jinja2.FileSystemLoader(folder)
    environment = Environment(loader=loader, bytecode_cache=Compiled(tmp_path / "ours", folder))
    assert environment.get_template(NAME).render(name="桥") == "石桥村"
    assert kept(folder) == []


TEXTS = [
    *("桥", "", "<b>", "a & b", "\"'", "&amp;", "1 > 0", 7, None, Markup("<b>&amp;</b>")),
    *(["<", Markup("<i>")], {"<": "&"}),
]


@pytest.mark.parametrize("value", TEXTS)
@pytest.mark.parametrize(
    "template",
    [
        "{{ value }}",
        "{% macro cell(text) %}<td>{{ text }}</td>{% endmacro %}{{ cell(value) }}{{ cell('&') }}",
        "{% set both %}{{ value }}<br>{{ value }}{% endset %}{{ both }}",
        "{% for each in [value, value] %}{{ loop.index }}{{ each }}{% endfor %}",
        "{{ value ~ '<' }}{{ '<'|safe ~ value }}{{ [value, '<']|join(', ') }}",
    ],
)
def test_what_is_written_is_escaped_as_jinja2_does(template: str, value: object) -> None:
    ours, theirs = Environment(autoescape=True), jinja2.Environment(autoescape=True)
    expected = theirs.from_string(template).render(value=value)
    assert ours.from_string(template).render(value=value) == expected
