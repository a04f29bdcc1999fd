"""Where a box will be a moment from now; used by the detector's memory and by the tracker."""

from __future__ import annotations

import numpy as np

from .types import FloatArray

# how fast the notion of speed follows what is seen, 0..1
_GAIN = 0.2
# nobody can tell where it went after a longer while
_FARTHEST_S = 0.5


class Motion:
    """A box that moves at an even speed: an alpha-beta filter with alpha 1 (boxes are precise, speeds are not).

    Attributes:
        xyxy: (4,) float32 pixels, where the box was seen last.
        seen_s: when that was.
        speed: (2,) float32, pixels a second.
    """

    __slots__ = ("seen_s", "speed", "xyxy")

    def __init__(self, xyxy: FloatArray, seen_s: float) -> None:
        self.xyxy = xyxy
        self.seen_s = seen_s
        self.speed: FloatArray = np.zeros(2, dtype=np.float32)

    def shift(self, now_s: float) -> FloatArray:
        """(2,) float32, how far it should have moved since it was seen."""
        return self.speed * min(now_s - self.seen_s, _FARTHEST_S)

    def expected(self, now_s: float) -> FloatArray:
        """(4,) float32, where it should be."""
        shift = self.shift(now_s)
        return self.xyxy + np.concatenate((shift, shift))

    def saw(self, xyxy: FloatArray, now_s: float) -> None:
        """Take in where it is."""
        elapsed = now_s - self.seen_s
        if elapsed > 0:
            moved = (xyxy[:2] + xyxy[2:] - self.xyxy[:2] - self.xyxy[2:]) / 2
            self.speed = ((1 - _GAIN) * self.speed + _GAIN * moved / elapsed).astype(np.float32)
        self.xyxy, self.seen_s = xyxy, now_s
