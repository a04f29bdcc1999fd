"""Where a video is cut from one scene to another."""

from __future__ import annotations

import numpy as np

from .types import ImageArray

_SAMPLES = 48
_BINS = 4
# share of the picture whose colour must have changed
_CHANGED = 0.5


class SceneCuts:
    """Compares each frame's colours with those of the frame before.

    A histogram over 4 x 4 x 4 colours of 48 x 48 sampled pixels does not care about what moves within the
    picture, and changes at once when another scene begins.
    """

    def __init__(self) -> None:
        self._before: np.ndarray | None = None

    def is_cut(self, image_bgr: ImageArray) -> bool:
        """True where this frame, (H, W, 3) uint8, shows another scene than the one before."""
        before, self._before = self._before, _colours(image_bgr)
        return before is not None and float(np.abs(self._before - before).sum()) / 2 > _CHANGED

    def reset(self) -> None:
        """The next frame has none before it."""
        self._before = None


def _colours(image_bgr: ImageArray) -> np.ndarray:
    height, width = image_bgr.shape[:2]
    rows = np.linspace(0, height - 1, _SAMPLES).astype(int)
    columns = np.linspace(0, width - 1, _SAMPLES).astype(int)
    levels = image_bgr[rows[:, None], columns[None, :]].reshape(-1, 3).astype(np.int64) * _BINS // 256
    codes = levels @ np.array([_BINS * _BINS, _BINS, 1])
    return np.bincount(codes, minlength=_BINS**3) / len(codes)
