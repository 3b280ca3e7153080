"""What `--help` says, in the language of whoever asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner

import wenming
from wenming.cli import main

from .portals import make_portal

CHINESE: dict[str, str] = yaml.safe_load(
    (Path(wenming.__file__).parent / "help.yml").read_text(encoding="utf-8")
)
OF_CLICK = {
    *("Usage: ", "Options", "Commands", "[OPTIONS]", "COMMAND [ARGS]...", "required", "default: "),
    *("Show the version and exit.", "Show this message and exit."),
}
ZH, EN = {"LC_ALL": "zh_CN.UTF-8"}, {"LC_ALL": "en_GB.UTF-8"}


def commands() -> dict[str, click.Command]:
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {"": main, **{name: each for name, each in found.items() if each}}


def declared(command: click.Command) -> Iterator[str]:
    """The English of a command and its options, without what stands in brackets behind it."""
    yield command.help or ""
    for each in command.params:
        if isinstance(each, click.Option) and each.help:
            yield each.help.partition("  [")[0]


def asked(*arguments: str, env: dict[str, str]) -> str:
    result = CliRunner(env=env).invoke(main, arguments, prog_name="wenming", catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_there_is_chinese_for_whatever_is_said_in_english() -> None:
    """And for nothing else."""
    english = {text for command in commands().values() for text in declared(command)}
    assert CHINESE.keys() == english | OF_CLICK


@pytest.mark.parametrize("name", commands())
def test_help_is_in_the_language_of_the_locale(name: str) -> None:
    """Names and kinds of values stay; in English it is what Click makes of the declarations."""
    chinese = asked(*name.split(), "--help", env=ZH)
    assert chinese.startswith("用法：wenming")
    assert "选项：\n" in chinese
    assert all(CHINESE[text] in chinese for text in declared(commands()[name]))
    assert not re.search(r"[a-z] [a-z]+ [a-z]|required|default", chinese.replace("git", ""))
    english = asked(*name.split(), "--help", env=EN)
    assert english.startswith("Usage: wenming")
    assert not re.search("[\u4e00-\u9fff]", english.replace("(文明网)", ""))


@pytest.mark.parametrize("arguments", [("--lang", "zh", "-h"), ("check", "-h", "--lang=zh")])
def test_help_is_in_the_language_that_is_asked_for(arguments: tuple[str, ...]) -> None:
    """Wherever that stands."""
    assert asked(*arguments, env=EN).startswith("用法：wenming")
    other = [each.replace("zh", "en") for each in arguments]
    assert asked(*other, env=ZH).startswith("Usage: wenming")


def test_commands_are_listed_with_whole_sentences() -> None:
    """Which go on in the next line where they are long."""
    words = " ".join(asked("--help", env=EN).split())
    assert all(command.help in words for command in commands().values() if command.help)


def test_the_language_before_a_command_is_that_of_its_messages(tmp_path: Path) -> None:
    config = str(make_portal(tmp_path) / "mkdocs.yml")
    june_15 = {**ZH, "SOURCE_DATE_EPOCH": "1781488800"}
    told = asked("--lang", "en", "check", "-f", config, env=june_15)
    assert told == "No problems in 4 records.\n"
