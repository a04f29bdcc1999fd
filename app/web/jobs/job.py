"""One video of a client, from its upload to its end."""

from __future__ import annotations

import asyncio
import itertools
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

# numbers of states go on after a restart: they count from the milliseconds of the first
_numbers: Iterator[int] = itertools.count(time.time_ns() // 1_000_000)
# of the name that a client gives a file: it is shown, and nothing else is done with it
_NAME_CHARACTERS = 120

VIDEO = "video"
# what is written beside the video: name, kind, media type
RESULTS: tuple[tuple[str, str, str], ...] = (
    ("copy.mp4", "video", "video/mp4"),
    ("table.csv", "table", "text/csv; charset=utf-8"),
    ("summary.json", "summary", "application/json"),
    ("people.jsonl", "people", "application/jsonl"),
    ("people.html", "people-page", "text/html; charset=utf-8"),
)


class State(StrEnum):
    """Where a job is.

    Attributes:
        UPLOADING: parts of the video are waited for.
        QUEUED: others are before it.
        RUNNING: it is analysed.
        DONE: its results can be fetched.
        FAILED: it can't be analysed; `error` says why.
    """

    UPLOADING = "uploading"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """True where nothing more will come."""
        return self in (State.DONE, State.FAILED)


@dataclass(eq=False)
class Job:
    """A video and what becomes of it. Used from the event loop alone.

    Attributes:
        id: can't be guessed: whoever has it may have the results.
        name: what the client calls the file.
        bytes: of the whole file.
        folder: of the file and its results.
        options: what was asked for: `privacy`, `hide`.
        client: whose it is; not written down, None after a restart.
        state: where it is.
        received: bytes that are there.
        touched_at: when something of it came or changed last, seconds since 1970.
        error: why it failed.
        progress: 0 to 1; None where that can't be told.
        frames, people: analysed and seen so far.
        number: of its state; each change has a higher one.
        changed: is set at the next change.
        writing: held while a part is being written.
    """

    id: str
    name: str
    bytes: int
    folder: Path
    options: dict[str, str]
    client: str | None = None
    state: State = State.UPLOADING
    received: int = 0
    touched_at: float = field(default_factory=time.time)
    error: str | None = None
    progress: float | None = None
    frames: int = 0
    people: int | None = None
    number: int = field(default_factory=lambda: next(_numbers))
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def video(self) -> Path:
        return self.folder / VIDEO

    def touch(self) -> None:
        """Let everybody know who waits for a change."""
        self.touched_at, self.number = time.time(), next(_numbers)
        changed, self.changed = self.changed, asyncio.Event()
        changed.set()

    def told(self, root: str, kept_s: float) -> dict[str, Any]:
        """Return what a client is told of it.

        Args:
            root: path before that of the interface.
            kept_s: seconds for which it is kept.
        """
        erased_at = datetime.fromtimestamp(self.touched_at + kept_s, UTC).isoformat(timespec="seconds")
        return {
            "id": self.id,
            "name": self.name,
            "state": str(self.state),
            "bytes": self.bytes,
            "received": self.received,
            "progress": self.progress,
            "frames": self.frames,
            "people": self.people,
            "error": self.error,
            "erased_at": None if self.state in (State.QUEUED, State.RUNNING) else erased_at,
            "files": [*self._files(root)] if self.state is State.DONE else [],
        }

    def _files(self, root: str) -> Iterator[dict[str, Any]]:
        for name, kind, _ in RESULTS:
            path = self.folder / name
            if path.is_file():
                url = f"{root}/api/v1/jobs/{self.id}/files/{name}"
                yield {"name": name, "kind": kind, "bytes": path.stat().st_size, "url": url}


def new_id() -> str:
    """Return the id of a new job."""
    return secrets.token_urlsafe(16)


def shown_name(name: str) -> str:
    """Return what a client calls a file as it may be shown: its last part, without what can't be printed."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(one for one in last if one.isprintable())[:_NAME_CHARACTERS] or VIDEO
