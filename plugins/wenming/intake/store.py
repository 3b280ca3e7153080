"""Writing a plan: all of its files or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from ..writing import naming, staged_files, write_file
from .plan import Plan


def write_plan(plan: Plan, root: Path) -> list[str]:
    """Write the files of a plan; returns their paths.

    New records of one import come into a folder of their own, which is put in place
    in one step; a single one is one file. Records that grow are each replaced in
    one step. What fails takes back what was done; raises `OSError`.
    """
    grown = {root / added.path: plan.files[added.path].encode() for added in plan.grown}
    before = {file: file.read_bytes() for file in grown}
    made: list[Path] = []
    with staged_files(grown) as put_in_place:  # which takes up no more of the disk then
        try:
            if plan.new:
                made.append(_put(plan, root))
            put_in_place()
        except BaseException:
            for file, data in before.items():
                if file.read_bytes() != data:
                    write_file(file, data)
            for each in made:
                shutil.rmtree(each) if each.is_dir() else each.unlink()
            raise
    return list(plan.files)


def _put(plan: Plan, root: Path) -> Path:
    """Put the new records in place; returns the folder or the file that was not there before."""
    files = [root / path for path, _ in plan.new]
    folder = files[0].parent
    year = folder.parent if len(files) > 1 else folder
    with naming(folder if len(files) > 1 else files[0]):
        year.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=year, prefix=".import-") as staged:
            for file in files:
                text = plan.files[file.relative_to(root).as_posix()]
                write_file(Path(staged) / file.name, text.encode(), new=True)
            if len(files) == 1:
                os.link(Path(staged) / files[0].name, files[0])  # never over a file that is there
                return files[0]
            shutil.copymode(year, staged)
            inner = Path(staged)
            inner.rename(folder)
            inner.mkdir()  # for the temporary directory to take away
    return folder
