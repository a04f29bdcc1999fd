"""Whether a frame goes on where the one before left off; asked by all that remember people."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .types import Frame, ImageArray

# a longer gap than this is a jump to elsewhere in the video
JUMP_S = 2.0
# where timestamps stand still, time goes on all the same
_SHORTEST_STEP_S = 1 / 120
_SAMPLES = 32
_LEVELS = 4
# at a cut this share of the pixels change colour (measured: 0.06 at most from frame to frame, 0.2 to 0.7 between
# scenes) and light and dark lie elsewhere; a flash or a lamp changes the colours alone
_CHANGED = 0.25
_ALIKE = 0.7


class Continuity:
    """Watches the frames of a video go by and keeps the time. Not thread-safe.

    A frame goes on from the one before where it has the same source and size, comes at most `JUMP_S` later and
    not earlier, and shows the same scene. Two views of 32 x 32 sampled pixels tell: a histogram over 4 x 4 x 4
    colours, which does not care about what moves within the picture, and the correlation of brightness from
    place to place, which does not care about light.

    Attributes:
        now_s: seconds since the video last started afresh; never stands still.
    """

    def __init__(self) -> None:
        self.now_s = 0.0
        self._kind: tuple[str, tuple[int, ...]] | None = None
        self._time_s = 0.0
        self._samples: ImageArray = np.zeros((0, 3), dtype=np.uint8)

    def step(self, frame: Frame) -> float | None:
        """Seconds since the frame before; None where this frame starts afresh."""
        kind, time_s, samples = self._kind, self._time_s, self._samples
        self._kind = (frame.source, frame.image_bgr.shape)
        self._time_s = frame.timestamp_s
        self._samples = _sampled(frame.image_bgr)
        elapsed = frame.timestamp_s - time_s
        if kind != self._kind or not 0.0 <= elapsed <= JUMP_S or _is_cut(samples, self._samples):
            self.now_s = 0.0
            return None
        step_s = max(elapsed, _SHORTEST_STEP_S)
        self.now_s += step_s
        return step_s

    def reset(self) -> None:
        """The next frame starts afresh."""
        self._kind = None


def _sampled(image_bgr: ImageArray) -> ImageArray:
    """(1024, 3) pixels spread over a picture."""
    samples: ImageArray = image_bgr[_grid(*image_bgr.shape[:2])].reshape(-1, 3)
    return samples


@lru_cache(maxsize=4)
def _grid(height: int, width: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of the pixels that are sampled."""
    rows, columns = (np.linspace(0, side - 1, _SAMPLES).astype(np.intp) for side in (height, width))
    return rows[:, None], columns[None, :]


def _is_cut(before: ImageArray, after: ImageArray) -> bool:
    moved_colours = float(np.abs(_histogram(after) - _histogram(before)).sum()) / 2 / len(after)
    return moved_colours > _CHANGED and _correlation(before, after) < _ALIKE


def _histogram(samples: ImageArray) -> NDArray[np.int64]:
    levels = samples.astype(np.int64) * _LEVELS // 256
    return np.bincount(levels @ np.array([_LEVELS**2, _LEVELS, 1]), minlength=_LEVELS**3)


def _correlation(before: ImageArray, after: ImageArray) -> float:
    first, second = (samples.mean(axis=1) - samples.mean() for samples in (before, after))
    spread = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / spread if spread > 0 else 0.0
