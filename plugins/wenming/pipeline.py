"""The pipeline: check the content, furnish a house with it, swap the release in."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from . import unchanged
from .amending import changes_of, pages_of, remember_all, rewrite
from .built import Built, occupied, output_problem
from .configuration_checks import configuration_problems
from .crew import Crew
from .furnishing import furnish
from .house_cache import ShellMaker, house_of
from .inspect import Inspected, Inspection
from .library import (
    Forgotten,
    Library,
    Loaded,
    Tombstone,
    load,
    remember_changes,
)
from .pages import House, hand_written_addresses, unknown_looks
from .parallel import apart
from .problems import Problem, ordered
from .progress import Tell, silent
from .records import Refused
from .release import (
    Manifests,
    Owner,
    Release,
    Waiting,
    lock_of,
    locked,
    looks_like_site,
    staged,
)
from .settings import Settings
from .unchanged import Done, State
from .views import Views, plan
from .views.addresses import collisions, unknown_links


@dataclass(frozen=True, slots=True)
class Checked:
    """All that is known before anything is written."""

    library: Library
    views: Views
    problems: tuple[Problem, ...]
    inspection: Inspection
    inspected: Inspected
    read: int = 0
    """Records whose files were read anew."""

    @property
    def loaded(self) -> Loaded:
        return self.inspection.loaded

    @property
    def has_errors(self) -> bool:
        return any(problem.is_error for problem in self.problems)


def check(root: Path, settings: Settings, today: dt.date, crew: Crew | None = None) -> Checked:
    """The library and the views, and every problem of the content."""
    loaded = load(root, settings, today, crew)
    inspection = Inspection.of(loaded)
    with apart(inspection.run) as inspected:
        views = plan(loaded.library)
        found = inspected()
    hand_written = hand_written_addresses(root / settings.docs_dir)
    problems = [
        *loaded.problems,
        *found.problems,
        *collisions(loaded.library, views, hand_written),
        *unknown_links(loaded.library, views, hand_written),
        *unknown_looks(loaded.library),
        *configuration_problems(root, settings, views, hand_written),
    ]
    library = loaded.library
    return Checked(library, views, tuple(ordered(problems)), inspection, found, loaded.read)


def _goes_ahead(_owner: Owner) -> None:
    """Waits for another build in silence."""


def build(
    config_file: Path,
    settings: Settings,
    site: Path,
    today: dt.date,
    make_house: ShellMaker,
    *,
    strict: bool = False,
    tell: Tell = silent,
    waiting: Waiting = _goes_ahead,
    crew: Crew | None = None,
    state: State | None = None,
) -> Built:
    """Check everything, write a new release and swap it into `site`.

    With an error anywhere (`strict`: a warning too) `site` stays as it was, also
    where the release cannot be written. Builds of one site take turns; `waiting`
    is told whom this one waits for. The content is read when it is its turn.
    """
    root = config_file.parent
    if not looks_like_site(site):
        problem = occupied(site, config_file)
        return Built((problem, *check(root, settings, today).problems), published=False)
    checked: Checked | None = None
    try:
        site.parent.mkdir(parents=True, exist_ok=True)
        with locked(lock_of(site), waiting):
            state = state or unchanged.state_of(root, config_file, settings, today)
            done = unchanged.done_before(root, site) if state else None
            if state and done and not (strict and done.problems):
                there = functools.partial(house_of, config_file, settings, make_house, waiting)
                if built := _amend(root, settings, site, today, done, state, there, tell):
                    return built
            unchanged.forget(root)
            with (
                house_of(config_file, settings, make_house, waiting) as house_there,
                contextlib.ExitStack() as meanwhile,
            ):
                tell("check", 0, 0)
                checked = check(root, settings, today, crew)
                if checked.has_errors or (strict and checked.problems):
                    return Built(checked.problems, published=False)
                tell("house", 0, 0)
                house = house_there()
                assert house.folder
                library, views = checked.library, checked.views
                with _staged(root, site, settings, library.tombstones) as release:
                    release.add_folder(house.folder)
                    changed = furnish(library, views, house, release, tell, crew)
                    new = changed if done else views.pages
                    remember: Callable[[], bool]
                    remember = functools.partial(remember_all, checked.loaded, views, new)
                    if done:  # of a first build another process would come to own all memory
                        remember = meanwhile.enter_context(apart(remember))
                    tell("publish", 0, 0)
                built = Built(
                    problems=checked.problems,
                    published=True,
                    records=len(library.records),
                    read=checked.read,
                    pages=len(views.pages),
                    rendered=len(changed),
                    written=release.counts.written,
                    carried_over=release.counts.carried_over,
                    purged=release.purged,
                )
                untold = any(problem.code == "history-unread" for problem in checked.problems)
                if state and not untold and remember():
                    _note(root, state, site, built)
                return built
    except Refused as refused:
        others = checked.problems if checked else ()
        return Built((refused.problem, *others), published=False)
    except OSError as error:
        checked = checked or check(root, settings, today)
        problem = output_problem(error, config_file, site)
        return Built((problem, *checked.problems), published=False)


def _amend(
    root: Path,
    settings: Settings,
    site: Path,
    today: dt.date,
    done: Done,
    state: State,
    house_there: Callable[[], AbstractContextManager[Callable[[], House]]],
    tell: Tell,
) -> Built | None:
    """What a build does after one that was `done`, if hardly anything changed since.

    None where it has to be an ordinary one.
    """
    as_before = done.as_before
    if state.is_that_of(done.state):
        return as_before
    amended = changes_of(root, settings, today, done, state)
    if amended is None:
        return None
    unchanged.forget(root)
    built = as_before
    if amended.records:
        tell("pages", 0, 0)
        try:
            with (
                house_there() as house,
                apart(lambda: pages_of(amended, house())) as pages,
                _staged(root, site, settings, amended.library.tombstones) as release,
            ):
                rewrite(amended, pages, release)
        except Forgotten:
            return None
        built = replace(
            as_before,
            read=len(amended.records),
            rendered=len(amended.addresses),
            written=release.counts.written,
            carried_over=release.counts.carried_over,
            purged=release.purged,
        )
    remember_changes(root, amended.memory)
    _note(root, state, site, built)
    return built


def _note(root: Path, state: State, site: Path, built: Built) -> None:
    files = built.written + built.carried_over
    counts = (built.records, built.pages, files)
    unchanged.note(root, Done(state, unchanged.stamp(site), *counts, built.problems))


def _staged(
    root: Path, site: Path, settings: Settings, tombstones: Iterable[Tombstone]
) -> AbstractContextManager[Release]:
    return staged(
        site,
        keep=settings.keep_releases,
        withdrawn=sorted({stone.record for stone in tombstones}),
        manifests=Manifests(root / ".wenming" / "releases"),
    )
