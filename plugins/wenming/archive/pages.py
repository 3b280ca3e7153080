"""A record as a page of its own: what its page on the portal shows, to be opened from a disk."""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import resources
from pathlib import PurePosixPath
from urllib.parse import quote

import jinja2
import lxml.html

from ..library import Indicator, Library, Media
from ..pages import House, Renderer
from ..records import Record
from ..views import View, Views
from .evidence import Archive
from .names import file_name, unlike

_LEFT_OUT = ("crumbs", "neighbours", "related", "feeds", "contents", "monogram")
"""Classes of what leads elsewhere, or stands for what is not there."""


class Pages:
    """Renders the records of one archive with the portal's own templates."""

    def __init__(self, library: Library, views: Views, archive: Archive) -> None:
        self._library = library
        self._archive = archive
        self._views = {view.record.key: view for view in views.pages if view.record}
        self._renderer = Renderer(library, House(None, {"portal": ""}, ()))
        self._media = {library.settings.href(m.address): m for m in library.media.values()}
        self._main = functools.cache(self._rendered)

    def page(self, record: Record, indicator: Indicator, folder: str) -> tuple[str, list[Named]]:
        """The page of a record under an indicator, and its files, by their names in `folder`."""
        files: dict[str, Media] = {}

        def name_of(media: Media) -> str:
            for name, known in files.items():
                if known is media:
                    return name
            path = PurePosixPath(media.path)
            suffix = path.suffix.lower()
            name = unlike(file_name(path.stem, 40), files, suffix)
            files[name] = media
            return name

        main = lxml.html.fragment_fromstring(self._main(record.key), create_parent="main")
        self._lead(main, lambda media: quote(f"{folder}/{name_of(media)}"))
        text = _template().render(
            archive=self._archive,
            indicator=indicator,
            record=record,
            address=self._library.settings.absolute(record.url),
            site=self._library.settings.site_name,
            style=_text("page.css"),
            main=lxml.html.tostring(main, encoding="unicode"),
        )
        return text, list(files.items())

    def _rendered(self, key: str) -> str:
        view: View = self._views[key]
        main = lxml.html.fragment_fromstring(self._renderer.main(view), create_parent="main")
        for name in _LEFT_OUT:
            for element in main.find_class(name):
                element.drop_tree()
        for element in main.xpath(".//script | .//*[@hidden]"):
            element.drop_tree()
        # What is out of sight is printed, too; of each picture the original is filed.
        for attribute in ("loading", "decoding", "srcset", "sizes"):
            for element in main.xpath(f".//*[@{attribute}]"):
                del element.attrib[attribute]
        inner = (lxml.html.tostring(child, encoding="unicode") for child in main)
        return "".join(inner)

    def _lead(self, main: lxml.html.HtmlElement, local: Callable[[Media], str]) -> None:
        """Lead to files beside the page, to other pages where they are on the portal."""
        origin = self._library.settings.origin
        for element, attribute, address, _ in list(main.iterlinks()):
            if media := self._media.get(address):
                element.set(attribute, local(media))
            elif address.startswith("/"):
                element.set(attribute, origin + address)


Named = tuple[str, Media]


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_text("page.html"))
