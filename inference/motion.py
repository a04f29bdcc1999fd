"""Where a box will be a moment from now; used by the detector's memory and by the tracker."""

from __future__ import annotations

import numpy as np

from .types import FloatArray

# how fast the estimate of speed follows what is observed, 0..1
_GAIN = 0.2
# nobody can tell where it went after a longer while
_FARTHEST_S = 0.5


class Motion:
    """A box that moves at an even speed: an alpha-beta filter with alpha 1 (boxes are precise, speeds are not).

    Attributes:
        xyxy: (4,) float32 pixels, where the box was observed last.
        observed_s: when that was.
        speed: (2,) float32, pixels per second.
    """

    __slots__ = ("observed_s", "speed", "xyxy")

    def __init__(self, xyxy: FloatArray, observed_s: float) -> None:
        self.xyxy = xyxy
        self.observed_s = observed_s
        self.speed: FloatArray = np.zeros(2, dtype=np.float32)

    def displacement(self, now_s: float) -> FloatArray:
        """Return how far the box should have moved since it was observed, (2,) float32 pixels."""
        return self.speed * min(now_s - self.observed_s, _FARTHEST_S)

    def predict(self, now_s: float) -> FloatArray:
        """Return where the box should be, (4,) float32 pixels."""
        displacement = self.displacement(now_s)
        return self.xyxy + np.concatenate((displacement, displacement))

    def update(self, xyxy: FloatArray, now_s: float) -> None:
        """Update with where the box was observed, (4,) float32 pixels."""
        elapsed = now_s - self.observed_s
        if elapsed > 0:
            moved = (xyxy[:2] + xyxy[2:] - self.xyxy[:2] - self.xyxy[2:]) / 2
            self.speed = ((1 - _GAIN) * self.speed + _GAIN * moved / elapsed).astype(np.float32)
        self.xyxy, self.observed_s = xyxy, now_s
