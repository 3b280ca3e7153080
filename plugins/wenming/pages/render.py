"""From views to complete HTML pages."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from ..library import Library, Tombstone
from ..records import Record
from ..views import View, Views
from .environment import card_templates, make_environment, own_templates
from .head import head_context
from .house import House, Shell

# A village can be a unit that was honored and an organization: their titles differ by these.
_KINDS = {"people": "人物", "organizations": "单位"}


def _templates(view: View) -> tuple[str, ...]:
    """The names of the templates that may render a view, the best one first."""
    return (view.template, "record.html") if view.record else (view.template,)


class Renderer:
    """Renders views of one library in the shells of one house."""

    def __init__(
        self, library: Library, house: House, own: Mapping[str, str] | None = None
    ) -> None:
        """`own` are the portal's own templates where its folder cannot be looked into."""
        self._settings = library.settings
        self._library = library
        self._house = house
        self._shells = {name: Shell.of(text) for name, text in house.shells.items()}
        self._environment = make_environment(library, house.pages, own)
        self._head = self._environment.get_template("head.html")

    def __reduce__(self) -> tuple[Any, ...]:
        own = own_templates(self._library.root, self._settings)
        return Renderer, (self._library, self._house, own)

    def compile(self, views: Views) -> None:
        """Compile the templates of these views now: forked processes need not, each, again."""
        for names in {_templates(view) for view in views.pages}:
            self._environment.select_template(names)
        for collection in self._library.collections.values():
            self._environment.select_template(card_templates(collection))

    def page(self, view: View) -> str:
        """The complete page of a view."""
        shell = self._shells.get(view.section) or self._shells["portal"]
        site = self._settings.site_name
        kind = _KINDS.get(view.section, "")
        parts = dict.fromkeys(part for part in (view.title, kind, site) if part)
        title = " - ".join(parts)
        return shell.fill(
            {
                "title": html.escape(title),
                "head": self._head.render(head_context(view, self._library)),
                "main": self.main(view),
            }
        )

    def main(self, view: View) -> str:
        """What a page says, without the shell around it."""
        template = self._environment.select_template(_templates(view))
        return template.render(view=view, record=view.record, **view.context)

    def withdrawn(self, stone: Tombstone) -> str:
        """The page at the address of a record that was withdrawn: that it was, and when."""
        return self._environment.get_template("withdrawn.html").render(stone=stone)

    def redirect(self, record: Record) -> str:
        """The page at a former address, which leads to the record's."""
        return self._environment.get_template("redirect.html").render(record=record)
