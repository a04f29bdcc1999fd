"""What is known of videos, in SQLite: a server that is started again goes on where it was."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from inference.errors import SinkError

from .job import Job, State

T = TypeVar("T")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    options TEXT NOT NULL,
    state TEXT NOT NULL,
    touched_at REAL NOT NULL,
    error TEXT,
    frames INTEGER NOT NULL,
    people INTEGER,
    number INTEGER NOT NULL
)
"""


class JobRecords:
    """The table of all videos. Its methods may be called from any thread.

    Args:
        folder: of the table and of the videos; made where it is absent.

    Raises:
        SinkError: it can't be written, or another server has it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._connection = sqlite3.connect(folder / "jobs.db", check_same_thread=False, timeout=1.0)
            # no other server may take its videos from under this one
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.execute("PRAGMA secure_delete = ON")
            self._connection.execute(_SCHEMA)
            self._connection.execute("BEGIN EXCLUSIVE")
            self._connection.commit()
        except sqlite3.OperationalError as error:
            busy = "another server is using it" if "locked" in str(error) else str(error)
            raise SinkError(f"videos can't be kept in {folder}: {busy}") from error
        except (OSError, sqlite3.Error) as error:
            raise SinkError(f"videos can't be kept in {folder}: {getattr(error, 'strerror', None) or error}") from error

    def load(self) -> list[Job]:
        """Return the videos of before, oldest first; those that were being analysed wait again."""
        rows = self._do(lambda: self._connection.execute("SELECT * FROM jobs ORDER BY number").fetchall())
        jobs = [self._job(row) for row in rows]
        for job in jobs:
            if not job.folder.is_dir():
                self.erase(job)
        return [job for job in jobs if job.folder.is_dir()]

    def _job(self, row: tuple[str, str, int, str, str, float, str | None, int, int | None, int]) -> Job:
        number, name, size, options, state, touched_at, error, frames, people, _ = row
        job = Job(number, name, size, self.folder / number, json.loads(options), None, State(state))
        job.touched_at, job.error, job.frames, job.people = touched_at, error, frames, people
        if job.video.is_file():
            job.received = min(size, job.video.stat().st_size)
        if job.state is State.RUNNING:
            job.state = State.QUEUED
        job.progress = 1.0 if job.state is State.DONE else None
        return job

    def save(self, job: Job) -> None:
        """Write down how it is with a video."""
        values = (
            job.id,
            job.name,
            job.bytes,
            json.dumps(job.options),
            str(job.state),
            job.touched_at,
            job.error,
            job.frames,
            job.people,
            job.number,
        )
        self._do(lambda: self._connection.execute(f"REPLACE INTO jobs VALUES ({', '.join('?' * len(values))})", values))

    def erase(self, job: Job) -> None:
        """Forget a video."""
        self._do(lambda: self._connection.execute("DELETE FROM jobs WHERE id = ?", (job.id,)))

    def _do(self, action: Callable[[], T]) -> T:
        try:
            with self._lock, self._connection:
                return action()
        except sqlite3.Error as error:
            raise SinkError(f"the list of videos can't be written: {error}") from error

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()
