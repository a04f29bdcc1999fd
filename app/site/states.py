"""How it goes: the state of every source, for the terminal, Prometheus and Home Assistant."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# rates and means are those of the last seconds
_WINDOW_S = 5.0


class Activity(StrEnum):
    """What a source does.

    Attributes:
        OPENING: it is waited for.
        RUNNING: frames come.
        AWAY: it gives none, and is tried again.
        ENDED: all of it has been analysed.
        FAILED: it can't be opened or went wrong, and is not tried again.
    """

    OPENING = "opening"
    RUNNING = "running"
    AWAY = "away"
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SourceState:
    """The state of a source at one moment.

    Attributes:
        name: of the source.
        activity: what it does.
        reason: why it is away or has failed; None where it is not.
        fps: frames analysed per second, lately.
        staleness_s: seconds from a frame's arrival to its result, lately on average; None where there was none.
        people: who is in view.
        visits: how many visits counted so far.
        frames, dropped: analysed so far, and passed over for newer ones.
        decoder: what decodes.
        counts: of lines and zones, by `name in`, `name out` and `name`.
        dwelt_s: how long people were in each zone on average, of those who have left it.
    """

    name: str
    activity: Activity
    reason: str | None = None
    fps: float = 0.0
    staleness_s: float | None = None
    people: int = 0
    visits: int = 0
    frames: int = 0
    dropped: int = 0
    decoder: str | None = None
    counts: Mapping[str, int] | None = None
    dwelt_s: Mapping[str, float] | None = None


class Pace:
    """How fast results come, and how old they are then. Used under a lock of its owner."""

    def __init__(self) -> None:
        self.frames = 0
        self._results: deque[tuple[float, float]] = deque()
        self._began_at = time.monotonic()

    def add(self, staleness_s: float) -> None:
        """Note a result."""
        self.frames += 1
        self._results.append((time.monotonic(), staleness_s))
        self._forget()

    def fps(self) -> float:
        """Return the results per second, lately."""
        self._forget()
        over_s = min(_WINDOW_S, time.monotonic() - self._began_at)
        return len(self._results) / over_s if over_s > 0 else 0.0

    def staleness_s(self) -> float | None:
        """Return the average age of results, lately; None where there was none."""
        self._forget()
        return sum(age for _, age in self._results) / len(self._results) if self._results else None

    def _forget(self) -> None:
        oldest = time.monotonic() - _WINDOW_S
        while self._results and self._results[0][0] < oldest:
            self._results.popleft()
