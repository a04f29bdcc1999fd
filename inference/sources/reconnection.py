"""Live sources that break off and are opened again: how their frames go on, and who hears of it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Protocol

from ..errors import FaceLensError
from ..types import Frame, Gap

# from one opening to the next; a source that is back at once does not wait, one that breaks off at once does not spin
RETRY_S = 2.0
# frames of a source that comes back before the time of its last one are at least this far behind that
_SHORTEST_STEP_S = 0.001
# gaps that are listed; the others are counted
_MAX_LISTED = 1000


class GapListener(Protocol):
    """Hears of a live source that breaks off; called in the thread that iterates."""

    def broke_off(self, reason: FaceLensError) -> None:
        """No images come; the source is opened again and again."""
        ...

    def came_back(self, gap: Gap) -> None:
        """Images come again, perhaps of another size: `Source.info` is new."""
        ...


class Timeline:
    """Puts the frames of a source that is opened several times in a row: numbers go on, times by the wall clock.

    Not thread-safe.

    Attributes:
        gaps: when no images came, oldest first; of very many the first.
        gap_count: how many there were.
    """

    def __init__(self) -> None:
        self._began_at = time.monotonic()
        self._is_resumed, self._index_shift, self._shift_s = False, 0, 0.0
        self._last_index, self._last_s = -1, 0.0
        self.gaps: list[Gap] = []
        self.gap_count = 0

    @property
    def now_s(self) -> float:
        """Seconds since the start of the source by the wall clock; that of the last frame where it is later."""
        return max(self._last_s, time.monotonic() - self._began_at)

    def begin(self, first: Frame) -> None:
        """Let the clock run from now, when the first frame has come; it may be taken much later."""
        self._began_at = time.monotonic() - first.timestamp_s

    def placed(self, frame: Frame) -> Frame:
        """Return the next frame with the number and the time that it has in the whole."""
        if self._is_resumed:
            frame = replace(frame, index=frame.index + self._index_shift, timestamp_s=frame.timestamp_s + self._shift_s)
        self._last_index, self._last_s = frame.index, frame.timestamp_s
        return frame

    def resume(self, first: Frame) -> float:
        """Let the source go on now, with `first` of those that `placed` is given.

        Returns:
            What is added to their times, seconds.
        """
        self._is_resumed, self._index_shift = True, self._last_index + 1 - first.index
        self._shift_s = max(self.now_s, self._last_s + _SHORTEST_STEP_S) - first.timestamp_s
        return self._shift_s

    def close_gap(self, reason: str) -> Gap:
        """Note that no images have come since the last frame, and return it."""
        gap = Gap(self._last_s, self.now_s, reason)
        self.gap_count += 1
        if len(self.gaps) < _MAX_LISTED:
            self.gaps.append(gap)
        return gap
