"""The time of a video's frames, and whether a frame goes on where the one before left off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .scene_cuts import is_cut, sample_image
from .types import Frame, ImageArray

# a longer gap than this is a jump to elsewhere in the video
JUMP_S = 2.0
# where timestamps stand still, time goes on all the same
_SHORTEST_STEP_S = 1 / 120


@dataclass(frozen=True, slots=True)
class FrameTime:
    """The time of a frame for the stages that remember people: detector, tracker, schedule of estimates.

    Attributes:
        now_s: seconds since the video last started afresh; never stands still.
        step_s: seconds since the frame before; None where this frame starts afresh.
    """

    now_s: float
    step_s: float | None

    @property
    def is_fresh_start(self) -> bool:
        """True where this frame has nothing to do with the one before: what was known of people no longer counts."""
        return self.step_s is None


class FrameClock:
    """Watches the frames of a video go by and keeps the time. Not thread-safe.

    A frame goes on from the one before where it has the same source and size, comes at most `JUMP_S` later and
    not earlier, and shows the same scene.
    """

    def __init__(self) -> None:
        self._now_s = 0.0
        self._kind: tuple[str, tuple[int, ...]] | None = None
        self._timestamp_s = 0.0
        self._samples: ImageArray = np.zeros((0, 3), dtype=np.uint8)

    def step(self, frame: Frame) -> FrameTime:
        """Go on to the next frame and return its time."""
        kind, timestamp_s, samples = self._kind, self._timestamp_s, self._samples
        self._kind = (frame.source, frame.image_bgr.shape)
        self._timestamp_s = frame.timestamp_s
        self._samples = sample_image(frame.image_bgr)
        elapsed = frame.timestamp_s - timestamp_s
        if kind != self._kind or not 0.0 <= elapsed <= JUMP_S or is_cut(samples, self._samples):
            self._now_s = 0.0
            return FrameTime(0.0, None)
        step_s = max(elapsed, _SHORTEST_STEP_S)
        self._now_s += step_s
        return FrameTime(self._now_s, step_s)

    def reset(self) -> None:
        """Let the next frame start afresh."""
        self._kind = None
