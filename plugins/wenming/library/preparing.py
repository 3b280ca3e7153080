"""What can be known of a record without the others: read, rendered and checked by itself.

Records are prepared apart from each other, in other processes where there are many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..markup import Body, render_body
from ..parallel import Shared
from ..problems import Problem
from ..records import Reader, Reading, Record
from ..settings import Settings
from .checks import RecordScope
from .naming import check_minors, check_names, check_rare_characters


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came of a file: the record and its body, if there is one, and what is wrong with it."""

    reading: Reading
    body: Body | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def record(self) -> Record | None:
        """The record, or of a faulty one what is sound of it."""
        return self.reading.checkable


@dataclass(frozen=True, slots=True)
class _Preparer:
    """Prepares the record in a file, by its path relative to the portal."""

    content: str
    scope: RecordScope
    readers: Mapping[str, Reader]

    def __call__(self, path: str) -> Prepared:
        collection = path.removeprefix(f"{self.content}/").partition("/")[0]
        reading = self.readers[collection].read(self.scope.root / path, path)
        record = reading.checkable
        if record is None:
            return Prepared(reading, problems=reading.problems)
        alone = [
            problem
            for check in (check_minors, check_names, check_rare_characters)
            for problem in check(record, self.scope)
        ]
        return Prepared(reading, render_body(record.body), (*reading.problems, *alone))


def prepare(paths: Iterable[str], scope: RecordScope, settings: Settings) -> Iterator[Prepared]:
    """The records in those of the files that belong to a declared column, in their order."""
    defaults = {"source": settings.source} if settings.source else {}
    readers = {name: Reader.of(each, defaults) for name, each in scope.collections.items()}
    prefix = f"{settings.content_dir}/"
    records = [
        path
        for path in paths
        if path.endswith(".md") and path.removeprefix(prefix).partition("/")[0] in readers
    ]
    return Shared(_Preparer(settings.content_dir, scope, readers), records).results()
