"""Destination: where a portal is published, a folder here or a URL that a folder is brought to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from .built import output_problem
from .problems import Problem
from .progress import Tell
from .records import Refused
from .release import Brought, Target, Waiting, bring, check_url, is_url, lock_of, locked, shown_url


@dataclass(frozen=True, slots=True)
class Destination:
    """A folder, and the URL that it is brought to, if any."""

    site: Path
    url: str = ""

    @property
    def shown(self) -> str:
        """As it is told to somebody: no password, a folder relative to where they are."""
        if self.url:
            return shown_url(self.url)
        cwd = Path.cwd()
        return str(self.site.relative_to(cwd) if self.site.is_relative_to(cwd) else self.site)

    def bring(self, config_file: Path, waiting: Waiting, tell: Tell) -> Brought | Problem:
        """Bring the release that is in the folder to the URL; nothing to do where there is none."""
        if not self.url:
            return Brought()
        notes = self.site.parent / "digests.json"

        def told(done: int, of: int) -> None:
            tell("upload", done, of)

        tell("upload", 0, 0)
        try:
            with locked(lock_of(self.site), waiting):
                return bring(self.site, Target(self.url), self.url, notes, told)
        except Refused as refused:
            return refused.problem
        except OSError as error:
            return output_problem(error, config_file, self.site)


def destination_of(root: Path, said: str) -> Destination:
    """The folder that somebody named, or one of ours for a URL.

    The releases of a URL are made and kept in `.wenming/targets/`, as those of a folder
    are beside it. Raises `Refused` where nothing here can reach the URL, OSError where its
    folder cannot be made.
    """
    if not is_url(said):
        return Destination(Path(said))
    check_url(said)
    url = said.rstrip("/")
    digest = hashlib.blake2b(url.encode(), digest_size=8).hexdigest()
    folder = root / ".wenming" / "targets" / digest
    folder.mkdir(parents=True, exist_ok=True)
    return Destination(folder / "site", url)
