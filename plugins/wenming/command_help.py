"""What `--help` says of commands: in English as they declare it, in Chinese from `help.yml`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources

import click
import yaml

from .problems import language_of

_LANG = "wenming.lang"


def language_said() -> str:
    """The language that the arguments of this command ask for, else that of the locale."""
    said: str | None = click.get_current_context().meta.get(_LANG)
    return said or language_of()


class HelpContext(click.Context):
    """The context of a command, which tells its help in the language of messages."""

    def note_language(self, arguments: Sequence[str]) -> None:
        """Know what `--lang` says before the arguments are parsed: `--help` comes first."""
        said = re.search(r"(?:^|\0)--lang[=\0](zh|en)(?:\0|$)", "\0".join(arguments))
        self.meta[_LANG] = said[1] if said else language_of()

    def make_formatter(self) -> click.HelpFormatter:
        if self.meta.get(_LANG) == "zh":
            self.formatter_class = _ChineseFormatter
        return super().make_formatter()


class _ChineseFormatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for words in ("[OPTIONS]", "COMMAND [ARGS]..."):
            args = args.replace(words, _chinese()[words])
        super().write_usage(prog, args, prefix or _chinese()["Usage: "])

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_chinese().get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        super().write_text(_chinese().get(text, text))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        super().write_dl([(term, _told(said)) for term, said in rows], col_max, col_spacing)


def _told(said: str) -> str:
    """Of an option or command in Chinese; what stands in brackets behind it is Click's."""
    text, bracket, more = said.partition("  [") if not said.startswith("[") else ("", "[", said[1:])
    for words in ("required", "default: "):
        more = more.replace(words, _chinese()[words])
    return _chinese().get(text, text) + bracket + more


@functools.cache
def _chinese() -> Mapping[str, str]:
    text = resources.files(__package__).joinpath("help.yml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.load(text, Loader=yaml.CSafeLoader)
    return loaded
