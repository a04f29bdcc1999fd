"""The book of an archive: what is done, with what outcome; SQLite in its folder, written by the driver alone."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Self

from inference.errors import SinkError, UsageError

from .task import Outcome, Task

_VERSION = 1
_TABLE = """
CREATE TABLE files (
    key TEXT PRIMARY KEY, path TEXT, size INTEGER, changed_ns INTEGER, how TEXT, day TEXT, began_at TEXT, state TEXT,
    attempts INTEGER, reason TEXT, frames INTEGER, people INTEGER, seconds REAL, took_s REAL, worker TEXT, ended_at REAL
)
"""


class State(StrEnum):
    """How it goes with a file; `partly`: it breaks off, what there was is in the results."""

    WAITING = "waiting"
    DONE = "done"
    PARTLY = "partly"
    FAILED = "failed"


class Entry(NamedTuple):
    """A file as the ledger has it; fields as in `Task` and `Outcome`."""

    key: str
    path: str
    size: int
    changed_ns: int
    how: str
    day: str
    began_at: str
    state: State
    attempts: int
    reason: str | None
    frames: int
    people: int
    seconds: float
    took_s: float
    worker: str
    ended_at: float | None


class Ledger:
    """The ledger of an archive; a context manager. Used from one thread.

    Args:
        path: of its file, which is made where it is absent.

    Raises:
        UsageError: a newer program wrote it, or it is no ledger.
        SinkError: it can't be opened.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._database = sqlite3.connect(path, isolation_level=None, timeout=10)
            self._database.execute("PRAGMA synchronous = FULL")
            (version,) = self._database.execute("PRAGMA user_version").fetchone()
            if version == 0:
                self._database.execute("BEGIN IMMEDIATE")
                self._database.execute(_TABLE)
                self._database.execute(f"PRAGMA user_version = {_VERSION}")
                self._database.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise SinkError(f"the ledger {path} can't be used: {error}") from error
        if version > _VERSION:
            raise UsageError(f"the ledger {path} was written by a newer FaceLens; use that, or another folder")

    def plan(self, tasks: Sequence[Task]) -> list[Task]:
        """Take files in; return those that are to be done: new ones, changed ones, and those that were not finished.

        Of what failed before, and has not changed, there is no further try here: `retry_failed` is for that.
        """
        known = {entry.key: entry for entry in self.entries()}
        wanted = self.wanted(tasks)
        self._database.execute("BEGIN IMMEDIATE")
        for task in wanted:
            before = known.get(task.key)
            is_same = before is not None and _is_same(task, before)
            self._database.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0, 0, 0, 0, '', NULL)",
                (
                    task.key, task.path, task.size, task.changed_ns, task.how, task.day, task.began_at, State.WAITING,
                    before.attempts if before is not None and is_same else 0,
                ),
            )  # fmt: skip
        self._database.execute("COMMIT")
        return wanted

    def wanted(self, tasks: Sequence[Task]) -> list[Task]:
        """Return which of the files are to be done, and note nothing."""
        known = {entry.key: entry for entry in self.entries()}
        return [task for task in tasks if _is_to_be_done(task, known.get(task.key))]

    def retry_failed(self) -> None:
        """Let what has failed be tried again."""
        self._database.execute(
            "UPDATE files SET state = ?, attempts = 0 WHERE state IN (?, ?)",
            (State.WAITING, State.FAILED, State.PARTLY),
        )

    def attempt(self, key: str) -> None:
        """Note that a file is tried once more."""
        self._database.execute("UPDATE files SET attempts = attempts + 1 WHERE key = ?", (key,))

    def attempts(self, key: str) -> int:
        """Return how often a file was tried."""
        (attempts,) = self._database.execute("SELECT attempts FROM files WHERE key = ?", (key,)).fetchone()
        return int(attempts)

    def finish(self, outcome: Outcome) -> None:
        """Note what became of a file."""
        state = State.DONE if outcome.reason is None else State.PARTLY if outcome.has_results else State.FAILED
        self._database.execute(
            "UPDATE files SET state = ?, reason = ?, frames = ?, people = ?, seconds = ?, took_s = ?, worker = ?, "
            "ended_at = ? WHERE key = ?",
            (
                state, outcome.reason, outcome.frames, outcome.people, outcome.seconds, outcome.took_s, outcome.worker,
                time.time(), outcome.key,
            ),
        )  # fmt: skip

    def entries(self) -> Iterator[Entry]:
        """Yield all files, by path."""
        for row in self._database.execute("SELECT * FROM files ORDER BY path"):
            entry = Entry(*row)
            yield entry._replace(state=State(entry.state))

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _is_same(task: Task, entry: Entry) -> bool:
    return (task.size, task.changed_ns, task.how) == (entry.size, entry.changed_ns, entry.how)


def _is_to_be_done(task: Task, entry: Entry | None) -> bool:
    return entry is None or entry.state is State.WAITING or not _is_same(task, entry)
