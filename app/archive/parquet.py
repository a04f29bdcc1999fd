"""The tables of a file as Parquet, parts of one data set over the whole archive.

`faces/day=2026-05-01/KEY.parquet` has the columns of the table, `people/…` those of the people file. Both have `file`,
the path, in front, and people have `seen_at`, the moment in which they were first seen.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pyarrow
import pyarrow.compute
import pyarrow.csv
import pyarrow.parquet

from inference.sinks.people import PEOPLE_COLUMNS
from inference.sinks.table import COLUMNS

from .task import RESULTS, TABLES, Task

_TEXTS = ("source", "gender", "ethnicity", "basis", "corrected")
_NUMBERS = ("frame", "frames", "track_id", "person_id", "visits")


def write_tables(task: Task, folder: Path) -> None:
    """Write `faces.parquet` and `people.parquet` into a folder from the CSV files of its results."""
    for name, columns in zip(TABLES, (COLUMNS, PEOPLE_COLUMNS), strict=True):
        table = _read(folder / RESULTS / f"{name}.csv", columns)
        if name == "people":
            table = table.append_column("seen_at", _seen_at(task, table["first_seen_s"]))
        path = pyarrow.array([task.path] * len(table), pyarrow.string())
        table = table.add_column(0, "file", path)
        pyarrow.parquet.write_table(table, folder / f"{name}.parquet", compression="zstd")


def _read(path: Path, columns: tuple[str, ...]) -> pyarrow.Table:
    types = {name: _type(name) for name in columns}
    if not path.exists():
        return pyarrow.schema(list(types.items())).empty_table()
    options = pyarrow.csv.ConvertOptions(
        column_types=types, include_columns=list(columns), include_missing_columns=True, strings_can_be_null=True
    )
    return pyarrow.csv.read_csv(path, convert_options=options)


def _type(column: str) -> pyarrow.DataType:
    if column in _TEXTS:
        return pyarrow.string()
    return pyarrow.int64() if column in _NUMBERS else pyarrow.float64()


def _seen_at(task: Task, first_seen_s: pyarrow.ChunkedArray) -> pyarrow.Array:
    """Return moments, in UTC to the millisecond."""
    began_at = datetime.fromisoformat(task.began_at)
    moments = [None if s is None else began_at + timedelta(seconds=s) for s in first_seen_s.to_pylist()]
    return pyarrow.array(moments, pyarrow.timestamp("ms", "UTC"))
