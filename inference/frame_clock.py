"""The time of a video's frames, and whether a frame goes on where the one before left off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .scene_cuts import is_cut, sample_image
from .settings import TIME_TOLERANCE_S
from .types import Frame, ImageArray

# after a longer gap than this nobody knows where faces have gone, and all of the search is due anyway
LONG_GAP_S = 0.5
# where timestamps stand still, time goes on all the same
_SHORTEST_STEP_S = 1 / 120


@dataclass(frozen=True, slots=True)
class FrameTime:
    """The time of a frame for the stages that remember people: detector, tracker, schedule of estimates.

    Attributes:
        now_s: seconds since the scene began; never stands still.
        step_s: seconds since the frame before; None where a scene begins.
    """

    now_s: float
    step_s: float | None

    @property
    def is_new_scene(self) -> bool:
        """True where this frame has nothing to do with the one before: whoever was there no longer counts."""
        return self.step_s is None

    @property
    def is_fresh_start(self) -> bool:
        """True where it isn't known where faces are: at a new scene, and after a gap."""
        return self.step_s is None or self.step_s > LONG_GAP_S + TIME_TOLERANCE_S


class FrameClock:
    """Watches the frames of a video go by and keeps the time. Not thread-safe.

    A frame belongs to the scene of the one before where it has the same source and size, does not come earlier, and
    shows no other scene. How much later it comes does not matter: of a time-lapse frames are seconds apart, and a
    recording of a screen has none while nothing moves.
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
        if kind != self._kind or not elapsed >= 0.0 or is_cut(samples, self._samples):
            self._now_s = 0.0
            return FrameTime(0.0, None)
        step_s = max(elapsed, _SHORTEST_STEP_S)
        self._now_s += step_s
        return FrameTime(self._now_s, step_s)

    def reset(self) -> None:
        """Let the next frame begin a scene."""
        self._kind = None
