"""What an archive consists of: folders, patterns, files, lists, and tables of jobs."""

from __future__ import annotations

import csv
import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from inference.errors import SourceError, UsageError
from inference.files import VIDEO_EXTENSIONS

# columns of a table of jobs besides `path`: what they are called as options
COLUMNS = (
    "start", "end", "every", "engine", "model", "detector", "min_face", "min_score", "hide", "priority",
)  # fmt: skip


class Input(NamedTuple):
    """A file that is to be analysed, and what differs for it: words by column."""

    path: str
    options: dict[str, str]


def find_inputs(names: Iterable[str]) -> list[Input]:
    """Return the files of inputs, each once, in the order in which they are named.

    Args:
        names: folders, whose videos are found with those of their subfolders; patterns (`day-*/*.mp4`); files; lists
            (`.txt`, a path a line); tables of jobs (`.csv` with the column `path`, and any of `COLUMNS`). Paths in
            lists and tables count from their folder.

    Raises:
        SourceError: an input is not there, or holds no video.
        UsageError: a table of jobs has other columns.
    """
    found: dict[str, Input] = {}
    for name in names:
        inputs = list(_of(name))
        if not inputs:
            raise SourceError(f"{name} holds no video")
        for one in inputs:
            found[os.path.abspath(one.path)] = one._replace(path=os.path.abspath(one.path))
    return list(found.values())


def _of(name: str) -> Iterator[Input]:
    path = Path(name)
    if path.is_dir():
        yield from (Input(str(file), {}) for file in _videos_in(path))
    elif path.is_file() and path.suffix.lower() == ".csv":
        yield from _jobs(path)
    elif path.is_file() and path.suffix.lower() == ".txt":
        lines = (line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines())
        yield from (_listed(line, path, number, {}) for number, line in enumerate(lines, 1) if line)
    elif path.exists():
        yield Input(name, {})
    elif glob.has_magic(name):
        yield from (Input(match, {}) for match in sorted(glob.glob(name, recursive=True)) if os.path.isfile(match))
    else:
        raise SourceError(f"{name}: there is no such file or folder")


def _videos_in(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(files):
            if not file.startswith(".") and Path(file).suffix.lower() in VIDEO_EXTENSIONS:
                yield Path(parent) / file


def _jobs(table: Path) -> Iterator[Input]:
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        columns = rows.fieldnames or ()
        unknown = sorted({*columns} - {"path", *COLUMNS})
        if "path" not in columns or unknown:
            what = f"unknown: {', '.join(unknown)}" if unknown else "`path` is missing"
            raise UsageError(f"{table} has the columns path, {', '.join(COLUMNS)}; {what}")
        for number, row in enumerate(rows, 2):
            options = {name: value for name, value in row.items() if name != "path" and value}
            yield _listed(row["path"] or "", table, number, options)


def _listed(path: str, where: Path, line: int, options: dict[str, str]) -> Input:
    full = where.parent / path
    if not path or not full.is_file():
        raise SourceError(f"{where}, line {line}: there is no file {path!r}")
    return Input(str(full), options)
