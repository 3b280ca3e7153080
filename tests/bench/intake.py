"""`python -m tests.bench.intake`: importing an office's sheet of 1,000 people, as one table.

From the command to the records on disk, checked; the portal has none before.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

import openpyxl

from .__main__ import measure
from .corpus import honorees, make_portal

_WENMING = str(Path(sys.executable).parent / "wenming")
_HEADINGS = ("序号", "姓名", "单位", "奖项", "级别", "授予日期", "主要事迹")


def make_sheet(file: Path, rows: int) -> Path:
    """A workbook as offices keep it: a title over all columns, headings, a row for each."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["云溪县历年先进典型名单"])
    sheet.merge_cells("A1:G1")
    sheet.append(list(_HEADINGS))
    for number, (name, place, citation) in enumerate(honorees(random.Random(1), rows), start=1):
        day = f"{2015 + number % 10}年{number % 12 + 1}月{number % 28 + 1}日"
        sheet.append([number, name, place, "身边好人", "县级", day, citation])
    book.save(file)
    return file


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.intake", description=__doc__)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5, help="runs of each; the median counts")
    options = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{time.strftime('%Y-%m-%d')}, {machine}\n")
    print("| wenming import | rows | records | seconds | peak MB |")
    print("|---|---|---|---|---|")
    for name, more in (("people of an award together", ()), ("a record each", ("--each",))):
        with tempfile.TemporaryDirectory() as folder:
            config_file = make_portal(Path(folder), 10)
            content = config_file.parent / "content"
            records = content / "honors"
            sheet = make_sheet(Path(folder) / "list.xlsx", options.rows)

            def clean(content: Path = content) -> None:
                for record in content.glob("*/*/*.md"):
                    record.unlink()
                shutil.rmtree(content.parent / ".wenming", ignore_errors=True)

            command = [_WENMING, "import", "honors", str(sheet), *more, "--yes"]
            figure = measure([*command, "-f", str(config_file)], clean, options.runs)
            made = len([*records.rglob("*.md")])
            numbers = f"{options.rows} | {made} | {figure.seconds:.2f} | {figure.megabytes:.0f}"
            print(f"| {name} | {numbers} |")


if __name__ == "__main__":
    main()
