"""Rows that wait on disk until the database is there again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

# of more, the oldest are let go
MOST_ROWS = 1_000_000


class Row(NamedTuple):
    """A row on its way: its table's name and its cells."""

    table: str
    cells: dict[str, Any]


class Spool:
    """Keeps rows in order in a file that is made with the first one. Not thread-safe.

    Args:
        path: of the file.
        most: rows that it keeps.
    """

    def __init__(self, path: Path, most: int = MOST_ROWS) -> None:
        self._path, self._most = path, most
        self._database: sqlite3.Connection | None = None
        if path.exists():
            self._open()

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(self._path, check_same_thread=False, timeout=5.0, isolation_level=None)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute(
                "CREATE TABLE IF NOT EXISTS rows (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, cells TEXT)"
            )
        return self._database

    def __len__(self) -> int:
        if self._database is None:
            return 0
        return int(self._database.execute("SELECT COUNT(*) FROM rows").fetchone()[0])

    def put(self, rows: Sequence[Row]) -> int:
        """Keep rows behind the others; return how many of the oldest had to be let go.

        Raises:
            sqlite3.Error, OSError: the disk takes none.
        """
        database = self._open()
        database.execute("BEGIN IMMEDIATE")
        try:
            database.executemany(
                "INSERT INTO rows (name, cells) VALUES (?, ?)",
                [(row.table, json.dumps(row.cells, default=_written)) for row in rows],
            )
            too_many = max(0, len(self) - self._most)
            if too_many:
                database.execute(
                    "DELETE FROM rows WHERE number IN (SELECT number FROM rows ORDER BY number LIMIT ?)", (too_many,)
                )
            database.execute("COMMIT")
        except BaseException:
            database.execute("ROLLBACK")
            raise
        return too_many

    def first(self, count: int) -> tuple[list[Row], int]:
        """Return the oldest rows, and a mark for `drop`."""
        if self._database is None:
            return [], 0
        found = self._database.execute(
            "SELECT number, name, cells FROM rows ORDER BY number LIMIT ?", (count,)
        ).fetchall()
        rows = [Row(name, json.loads(cells, object_hook=_read)) for _, name, cells in found]
        return rows, found[-1][0] if found else 0

    def drop(self, mark: int) -> None:
        """Forget the rows up to a mark of `first`."""
        if self._database is not None:
            self._database.execute("DELETE FROM rows WHERE number <= ?", (mark,))

    def close(self) -> None:
        """Close the file; one that holds nothing is removed."""
        if self._database is None:
            return
        is_empty = len(self) == 0
        self._database.close()
        self._database = None
        if is_empty:
            for ending in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)


def _written(value: object) -> dict[str, str]:
    assert isinstance(value, datetime)
    return {"time": value.isoformat()}


def _read(value: dict[str, Any]) -> Any:
    return datetime.fromisoformat(value["time"]) if set(value) == {"time"} else value
