"""The inspection: private data in what is about to be published becomes problems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ..library import Loaded
from ..privacy import Finding, find, mask
from ..problems import Problem
from ..records import field_at
from .exceptions import Excepted, Exceptions, hash_of, read_exceptions
from .offices import Offices, offices_of
from .sighting import Sighting, sightings, sightings_in_drafts, text_files


@dataclass(frozen=True, slots=True)
class Inspected:
    """The problems, and the exceptions that were used, with what each let pass (masked)."""

    problems: tuple[Problem, ...] = ()
    excepted: tuple[tuple[Excepted, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """The content, and what may pass in it."""

    loaded: Loaded
    offices: Offices
    exceptions: Exceptions
    problems: tuple[Problem, ...] = field(default=())
    """What is wrong with the file of exceptions itself."""

    @classmethod
    def of(cls, loaded: Loaded) -> Inspection:
        library = loaded.library
        folder, prefix = library.root / library.settings.content_dir, library.settings.content_dir
        exceptions, problems = read_exceptions(folder, prefix, library.settings)
        offices = offices_of(
            loaded.coming, library.collections, library.organizations, library.settings
        )
        return cls(loaded, offices, exceptions, tuple(problems))

    @property
    def texts(self) -> tuple[str, ...]:
        """The text files that are looked through, by path relative to the portal."""
        return text_files(self.loaded)

    def run(self) -> Inspected:
        """Look through everything once."""
        problems = list(self.problems)
        used: dict[str, tuple[Excepted, str]] = {}
        for sighting in sightings(self.loaded):
            finding = sighting.finding
            if self.offices.own(finding):
                continue
            if excepted := self.exceptions.covering(finding.value):
                used[excepted.value_hash] = (excepted, finding.masked)
            else:
                problems.append(self._problem(sighting))
        problems += self._in_drafts(used)
        for value_hash, line in self.exceptions.by_hash.items():
            if value_hash not in used:
                details = {"reason": line.reason}
                problems.append(Problem("exception-unused", line.place, details=details))
        return Inspected(tuple(problems), tuple(used[key] for key in sorted(used)))

    def _in_drafts(self, used: dict[str, tuple[Excepted, str]]) -> Iterator[Problem]:
        """Warnings: it is not published, but whoever has the repository can read it."""
        for sighting in sightings_in_drafts(self.loaded):
            finding = sighting.finding
            if not finding.code.startswith("private-") or self.offices.own(finding):
                continue
            if excepted := self.exceptions.covering(finding.value):
                used[excepted.value_hash] = (excepted, finding.masked)
            else:
                yield self._problem(sighting, code="draft-private")

    def _problem(self, sighting: Sighting, code: str = "") -> Problem:
        finding, place = sighting.finding, sighting.place
        name = ""
        if sighting.in_text:
            name = field_at(self.loaded.library.root / place.path, place)
        details = {
            "masked": finding.masked,
            "zh": sighting.zh or "这里",
            "en": sighting.en or "This line",
            "suggestion": finding.masked if sighting.in_text else "",
        }
        return Problem(code or finding.code, place, field=name, details=details)

    def masked(self, path: str) -> tuple[str, str]:
        """A text file as it is, and masked; the names of files in it stay, or they were lost."""
        text = (self.loaded.library.root / path).read_bytes().decode("utf-8")
        files = (*self.loaded.media, *self.texts)
        parts = {part for each in files for part in PurePosixPath(each).parts}
        names = sorted(filter(find, parts), key=lambda name: (-len(name), name))
        among = re.compile(f"({'|'.join(map(re.escape, names))})") if names else None
        pieces = among.split(text) if among else [text]

        def stays(finding: Finding) -> bool:
            own = self.offices.own(finding)
            return own or self.exceptions.covering(finding.value) is not None

        pieces[::2] = [mask(piece, stays) for piece in pieces[::2]]
        return text, "".join(pieces)

    def exceptions_for(self, path: str) -> list[tuple[str, str]]:
        """For what is found in one file: the masked form, and the hash for an exception."""
        found = {
            s.finding.value: s.finding.masked
            for s in sightings(self.loaded)
            if s.place.path == path and not self.offices.own(s.finding)
        }
        return [(masked, hash_of(value, self.exceptions.salt)) for value, masked in found.items()]
