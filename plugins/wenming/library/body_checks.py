"""What is wrong in the body of a record: links, pictures, and what no page shows."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import PurePosixPath

from ..markup import Excess, Outline, Reference, miswritten, written_pictures
from ..problems import Place, Problem
from ..records import Record, Source
from .library import media_path
from .scope import Scope, place_of


def check_writing(source: Source, excess: Excess | None) -> Iterator[Problem]:
    """What of a body cannot be rendered, and links that are not written as links."""
    lines = source.body.split("\n")
    if excess:
        place = Place(source.path, source.body_line + excess.line, 1, lines[excess.line])
        yield Problem("body-too-complex", place, details={"mark": excess.mark})
    for each in miswritten(source.body):
        line = lines[each.line]
        place = Place(source.path, source.body_line + each.line, each.column + 1, line)
        details = {"value": each.value, "suggestion": each.value.replace("\\", "/")}
        yield Problem(each.code, place, details=details)


def check_body(record: Record, outline: Outline, scope: Scope) -> Iterator[Problem]:
    """Pictures without text or from elsewhere, links that lead nowhere."""
    for reference in outline.references:
        target = reference.target
        if "\\" in target and not reference.is_remote:
            right = target.replace("\\", "/")
            yield scope.body_problem(
                "media-backslash", record, target, value=target, suggestion=right
            )
            continue
        if reference.picture:
            yield from _check_picture(record, reference, scope)
        else:
            yield from _check_link(record, reference, scope)


def _check_picture(record: Record, reference: Reference, scope: Scope) -> Iterator[Problem]:
    """A picture from elsewhere or without text, where this very one is written."""
    target = reference.target
    if not target:
        yield from _check_dropped(record, reference, scope)
    elif reference.is_remote or reference.is_rooted:
        yield scope.picture_problem("picture-remote", record, reference)
    elif not reference.alt.strip() and media_path(record, target.partition("#")[0]) in scope.paths:
        code = "picture-without-alt"
        if reference.is_played:
            code = "player-without-caption"
        yield scope.picture_problem(code, record, reference)


def _check_dropped(record: Record, reference: Reference, scope: Scope) -> Iterator[Problem]:
    """Pictures of that text that have no source, or one that no page keeps."""
    source = scope.source(record)
    told = False
    for each in written_pictures(source.body):
        if each.is_dropped and each.alt == reference.alt:
            told = True
            code = "picture-remote"
            if not each.source:
                code = "picture-without-file"
            yield Problem(code, place_of(each, source), details={"target": reference.alt})
    if not told:  # written in a way of its own, such as with its address below
        yield scope.body_problem("picture-remote", record, reference.alt, after="![")


def _check_link(record: Record, reference: Reference, scope: Scope) -> Iterator[Problem]:
    """A link to a record that is not there, or not published.

    Whether there is anything at an address from the root is known with all pages.
    """
    if reference.is_local and reference.address.lower().endswith(".md"):
        at = linked_path(record, reference.target)
        stone = None
        if at not in scope.paths:
            stone = next((each for each in scope.withdrawn.values() if each.had_file(at)), None)
            if stone is None:
                yield scope.body_problem("broken-link", record, reference.target)
    elif reference.is_rooted:
        at = reference.address.rstrip("/")
        stone = scope.withdrawn_at.get(at) if at not in scope.addresses else None
    else:
        return
    target = reference.target
    if stone:
        yield scope.body_problem("withdrawn-record", record, target, value=target, **stone.details)
    elif at in scope.drafts and not record.draft:
        yield scope.body_problem("draft-named", record, target, value=target)


def linked_path(record: Record, target: str) -> str:
    """The path, relative to the portal, of a file that a body links to."""
    folder = PurePosixPath(record.path).parent
    return posixpath.normpath(f"{folder}/{target.partition('#')[0]}")
