"""Where a frame of a video differs from the one before, so that somebody who steps in is looked for at once."""

from __future__ import annotations

import cv2
import numpy as np

from ..types import FloatArray, ImageArray

Region = tuple[int, int, int, int]

# tiles along the longer side of a frame, and pixels along a tile that are compared
_TILES, _SAMPLES = 48, 8
# a tile has changed where its grey differs by this much on average (0..255), and by so many times what it used to
_LEAST, _TIMES = 5.0, 4.0
# how fast what is usual follows, 0..1: what goes on changing is heeded twice
_GAIN = 0.15
# what is searched around a change, in tiles: a face whose half has come into view is searched for whole
_MARGIN = 2
# where more than this share of the frame has changed, the light did or everything moves
_MOST = 0.4


class ChangeWatch:
    """Compares every frame with the one before, in tiles. Not thread-safe."""

    def __init__(self) -> None:
        self._before: ImageArray | None = None
        self._usual: FloatArray | None = None

    def step(self, image_bgr: ImageArray) -> list[Region]:
        """Return the regions of the next frame that changed, and don't always: x1, y1, x2, y2 in its pixels.

        Nothing is returned for the first frame, nor where most of the frame changed.
        """
        height, width = image_bgr.shape[:2]
        step = max(1, round(max(width, height) / _TILES / _SAMPLES))
        rows, columns = (max(1, side // step) for side in (height, width))
        # every so many-th pixel, as slices with a step give it; their copy takes three times as long
        whole = image_bgr[: rows * step, : columns * step]
        thinned = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_NEAREST)
        grey: ImageArray = cv2.cvtColor(thinned, cv2.COLOR_BGR2GRAY)  # type: ignore[assignment]
        before, self._before = self._before, grey
        if before is None or before.shape != grey.shape or min(grey.shape) < _SAMPLES:
            self._usual = None
            return []
        change = _per_tile(cv2.absdiff(grey, before))  # type: ignore[arg-type]
        usual = np.zeros_like(change) if self._usual is None else self._usual
        is_new = (change > _LEAST) & (change > _TIMES * cv2.dilate(usual, np.ones((3, 3), np.uint8)))
        self._usual = usual + _GAIN * (change - usual)
        if not 0.0 < is_new.mean() <= _MOST:
            return []
        _, _, boxes, _ = cv2.connectedComponentsWithStats(is_new.astype(np.uint8), connectivity=8)
        tile = step * _SAMPLES
        return [
            (
                max(0, int(x - _MARGIN) * tile),
                max(0, int(y - _MARGIN) * tile),
                min(width, int(x + across + _MARGIN) * tile),
                min(height, int(y + down + _MARGIN) * tile),
            )
            for x, y, across, down, _ in boxes[1:]
        ]

    def reset(self) -> None:
        """Forget the frame before."""
        self._before = self._usual = None


def _per_tile(difference: ImageArray) -> FloatArray:
    """Return the mean of each whole tile of a (H, W) image."""
    rows, columns = difference.shape[0] // _SAMPLES, difference.shape[1] // _SAMPLES
    whole = difference[: rows * _SAMPLES, : columns * _SAMPLES]
    return cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32)
