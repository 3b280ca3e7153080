"""The page that says which open data there is, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..library import Library
from ..records import Collection
from .listings import HOME
from .tables import Column, columns_of, rows_of
from .view import View

OUTPUT = "wenming/data"
"""The output that writes the files."""

ADDRESS = "/data/"


@dataclass(frozen=True, slots=True)
class DataSet:
    """A table to download: how many rows it has, and of which columns."""

    collection: Collection
    rows: int

    @property
    def columns(self) -> tuple[Column, ...]:
        return columns_of(self.collection)

    def file(self, form: str) -> str:
        return f"{ADDRESS}{self.collection.name}.{form}"


def open_data_views(library: Library) -> Iterator[View]:
    """The page, where the output is switched on."""
    options = dict(library.settings.outputs).get(OUTPUT)
    if options is None:
        return
    sets = tuple(
        DataSet(each, sum(1 for _ in rows_of(each, library)))
        for each in library.collections.values()
    )
    yield View(
        address=ADDRESS,
        template="data.html",
        title="开放数据",
        description=f"{library.settings.site_name}各栏目的数据，可以下载后用表格软件打开，也可以供程序读取。",
        crumbs=(HOME,),
        lastmod=library.last_change,
        sources=library.listed,
        content={
            "sets": sets,
            "package": f"{ADDRESS}datapackage.json",
            "license": options.get("license_title") or options.get("license", ""),
            "license_url": options.get("license_url", ""),
        },
    )
