"""Whether a frame goes on where the one before left off; asked by all that remember people."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .types import Frame, ImageArray

# a longer gap than this is a jump to elsewhere in the video
JUMP_S = 2.0
# where timestamps stand still, time goes on all the same
_SHORTEST_STEP_S = 1 / 120
_SAMPLES = 32
_LEVELS = 4
# share of the picture whose colours must have changed for a cut
_CHANGED = 0.5


class Continuity:
    """Watches the frames of a video go by and keeps the time. Not thread-safe.

    A frame goes on from the one before where it has the same source and size, comes at most `JUMP_S` later and
    not earlier, and shows the same scene: a histogram over 4 x 4 x 4 colours of 32 x 32 sampled pixels does not
    care about what moves within the picture, and changes at once where the video is cut to another scene.

    Attributes:
        now_s: seconds since the video last started afresh; never stands still.
    """

    def __init__(self) -> None:
        self.now_s = 0.0
        self._kind: tuple[str, tuple[int, ...]] | None = None
        self._time_s = 0.0
        self._colours: NDArray[np.float64] = np.zeros(0)

    def step(self, frame: Frame) -> float | None:
        """Seconds since the frame before; None where this frame starts afresh."""
        kind, time_s, colours = self._kind, self._time_s, self._colours
        self._kind = (frame.source, frame.image_bgr.shape)
        self._time_s = frame.timestamp_s
        self._colours = _colours(frame.image_bgr)
        elapsed = frame.timestamp_s - time_s
        goes_on = kind == self._kind and 0.0 <= elapsed <= JUMP_S and _difference(self._colours, colours) <= _CHANGED
        if not goes_on:
            self.now_s = 0.0
            return None
        step_s = max(elapsed, _SHORTEST_STEP_S)
        self.now_s += step_s
        return step_s

    def reset(self) -> None:
        """The next frame starts afresh."""
        self._kind = None


def _colours(image_bgr: ImageArray) -> NDArray[np.float64]:
    height, width = image_bgr.shape[:2]
    rows = np.linspace(0, height - 1, _SAMPLES).astype(int)
    columns = np.linspace(0, width - 1, _SAMPLES).astype(int)
    levels = image_bgr[rows[:, None], columns[None, :]].reshape(-1, 3).astype(np.int64) * _LEVELS // 256
    codes = levels @ np.array([_LEVELS**2, _LEVELS, 1])
    return np.bincount(codes, minlength=_LEVELS**3) / len(codes)


def _difference(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Share of the pixels, 0..1, that would have to change colour to make one histogram of the other."""
    return float(np.abs(first - second).sum()) / 2
