"""Where text becomes HTML: every exception from autoescaping is listed here, with its reason."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

import wenming
from wenming.pages import POLICY

from .portals import MKDOCS_YML, files_in, make_portal, write

PACKAGE = Path(wenming.__file__).parent

MARKUP = {
    (
        "pages/charts.py",
        "chart",
    ): "a figure: an SVG tree that lxml writes, texts escaped",
    ("pages/environment.py", "render"): "a card: rendered by an autoescaped template of ours",
    ("pages/environment.py", "body"): "a body: reduced to the allow-list by nh3, addresses escaped",
    ("pages/environment.py", "image"): "attributes of a picture: each value escaped",
    ("pages/head.py", "_json"): "JSON-LD: `<`, `>` and `&` are written as \\u escapes",
}
"""Each function that marks a text as safe HTML, and why it is."""

SAFE = {
    "archive/page.html": "what the portal's page shows, as lxml writes it, and our own style sheet",
    "feeds/content.html": "the body, as on the page",
}
"""Templates of ours, which are autoescaped, that use `|safe`."""

FRAME = ("main.html", "404.html", "shell.html", "partials")
"""Templates of MkDocs, which are not autoescaped: they see trusted values only."""


def marking() -> Counter[tuple[str, str]]:
    """Functions that call `Markup(…)`, by module."""
    found: Counter[tuple[str, str]] = Counter()

    def visit(node: ast.AST, module: str, function: str) -> None:
        if isinstance(node, ast.FunctionDef):
            function = node.name
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Markup":
            found[module, function] += 1
        for child in ast.iter_child_nodes(node):
            visit(child, module, function)

    for file in sorted(PACKAGE.rglob("*.py")):
        visit(ast.parse(file.read_text(encoding="utf-8")), file.relative_to(PACKAGE).as_posix(), "")
    return found


def test_every_text_that_is_marked_as_safe_is_known() -> None:
    """Once in each of these functions."""
    assert marking() == Counter(dict.fromkeys(MARKUP, 1))


def test_no_other_way_around_autoescaping_is_taken() -> None:
    """Neither `|safe` in a template, nor `autoescape false`, nor another name for Markup."""
    ways = re.compile(r"\|\s*safe\b|autoescape\s+false|autoescape=False|__html__|Markup\s+as\b")
    found = {
        file.relative_to(PACKAGE).as_posix()
        for suffix in ("*.py", "*.html")
        for file in PACKAGE.rglob(suffix)
        if ways.search(file.read_text(encoding="utf-8"))
    }
    assert found == set(SAFE)


@pytest.mark.parametrize("folder", ["theme/portal", "feeds", "archive"])
def test_attributes_are_quoted(folder: str) -> None:
    """Autoescaping protects a quoted attribute alone."""
    for file in (PACKAGE / folder).rglob("*.html"):
        text = re.sub(r"\{#.*?#\}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.search(r'<[a-z][^<>{"]*(?:"[^"]*"[^<>{"]*)*\s[\w-]+=\{\{', text), file


def test_no_template_writes_a_value_into_a_program_or_a_style() -> None:
    """There is none to write it into."""
    for file in (PACKAGE / "theme").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        for attributes in re.findall(r"<script([^>]*)>", text):
            assert "src=" in attributes or "application/ld+json" in attributes, file
        assert not re.search(
            r"<style|\sstyle=|\son[a-z]+=\"", text.replace("replace('style=", "")
        ), file


class Reader(HTMLParser):
    """Programs and handlers of a page, and its policy."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.policies = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.policies += given.get("content") == POLICY
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self.found.append(tag)
        self.found += [name for name in given if name.startswith("on") or name == "style"]


HOSTILE = "</title></footer>\\\"'><script>x</script><i onclick=x>&"


def test_settings_and_labels_do_not_break_a_page(tmp_path: Path) -> None:
    """They are trusted, but the frame's templates are not autoescaped: a `&` is enough."""
    text = f'"{HOSTILE}"'
    settings = MKDOCS_YML.replace("测试县文明网", text).replace("测试用的门户。", text)
    settings = settings.replace("source: 测试县文明办", f"source: {text}\n      notice: {text}")
    settings = settings.replace(
        "name: 测试县文明办, phone: 0500-6120012",
        f"name: {text}, phone: {text}, undertaker: {text}, address: {text}, email: {text}",
    )
    settings = settings.replace(
        "      host:",
        f"      identification_code: {text}\n      links: {{{text}: /about/}}\n"
        f"      icp: {{number: {text}, url: {text}}}\n      host:",
    )
    portal = make_portal(tmp_path, settings=settings)
    declared = portal / "content/honors/_collection.yml"
    label = declared.read_text(encoding="utf-8").replace("label: 荣誉榜", f"label: {text}", 1)
    write(declared, label)
    command = [Path(sys.executable).parent / "wenming", "build", "--as-of", "2026-11-22"]
    done = subprocess.run(command, cwd=portal, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for file in files_in(portal / "site", ".html"):
        page = Reader()
        page.feed(file.read_text(encoding="utf-8"))
        assert (page.found, page.policies) == ([], 1), file
