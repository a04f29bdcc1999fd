"""What o'clock it is in a source's frames."""

from __future__ import annotations

import time
from datetime import datetime

from inference.types import Frame

# a live source whose frames say another time than the clock by so much, seconds, has lost it, or the clock was set
_DRIFT_S = 2.0
# a recording that is shown is not made up for where it is further behind the clock than this, seconds
_BEHIND_S = 0.5


class SourceClock:
    """Turns the times of a source's frames into seconds since 1970 in UTC.

    Those of a recording count from when it was begun. Those of a live source go on evenly from frame to frame, and
    are set anew where they are off by more than two seconds. How long something takes is told by the frames' own times,
    which no clock that is set disturbs.

    Args:
        starts_at: when a recording was begun; None for when its first frame was read.
        is_live: frames come as they happen.
    """

    def __init__(self, starts_at: datetime | None, *, is_live: bool) -> None:
        self._starts_at, self._is_live = starts_at, is_live
        self._offset_s: float | None = None

    def time_of(self, frame: Frame) -> float:
        """Return the time of the next frame."""
        now_s = time.time()
        if self._offset_s is None:
            start_s = None if self._starts_at is None or self._is_live else self._starts_at.timestamp()
            self._offset_s = now_s - frame.timestamp_s if start_s is None else start_s
        elif self._is_live and abs(frame.timestamp_s + self._offset_s - now_s) > _DRIFT_S:
            self._offset_s = now_s - frame.timestamp_s
        return frame.timestamp_s + self._offset_s


class ClockPace:
    """Lets the frames of a recording come no faster than the clock; after a delay they go on from there."""

    def __init__(self) -> None:
        self._offset_s: float | None = None

    def wait_s(self, timestamp_s: float) -> float:
        """Return the seconds to wait before the next frame is due."""
        now_s = time.monotonic()
        if self._offset_s is None or timestamp_s + self._offset_s < now_s - _BEHIND_S:
            self._offset_s = now_s - timestamp_s
        return max(0.0, timestamp_s + self._offset_s - now_s)
