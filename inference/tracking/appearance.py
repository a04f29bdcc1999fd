"""A rough appearance of heads: enough to notice that somebody else took a person's place."""

from __future__ import annotations

import cv2
import numpy as np

from ..types import FloatArray, ImageArray

Appearance = FloatArray

# what is compared: a square of two face widths, a little above the face's middle, in 8 x 8 colours
_SIDES = 2.0
_RAISED = 0.1
_CELLS = 8
_SAMPLES = 32
# Root mean square difference in Lab (0..255 each): measured on a street scene within a second of each other, 98 % of
# pairs of the same person differ by less than 34, 90 % of pairs of different people by more than 29.
_MOST_DIFFERENT = 35.0


def compute_appearance(image_bgr: ImageArray, xyxy: FloatArray) -> Appearance:
    """Return (8, 8, 3) float32 Lab colours of the head at a box, (4,) pixels; past the border its pixels repeat."""
    height, width = image_bgr.shape[:2]
    side = max(_SIDES * float(xyxy[2] - xyxy[0]), 1.0)
    x = float(xyxy[0] + xyxy[2]) / 2
    y = float(xyxy[1] + xyxy[3]) / 2 - _RAISED * float(xyxy[3] - xyxy[1])
    x1, y1 = int(np.clip(x - side / 2, 0, width - 1)), int(np.clip(y - side / 2, 0, height - 1))
    x2, y2 = int(np.clip(x + side / 2, x1 + 1, width)), int(np.clip(y + side / 2, y1 + 1, height))
    step = max(1, int(side) // _SAMPLES)
    cells = cv2.resize(image_bgr[y1:y2:step, x1:x2:step], (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(cells, cv2.COLOR_BGR2LAB).astype(np.float32)


def likeness(first: Appearance, second: Appearance) -> float:
    """Return how alike two appearances are: 1 for the same, 0 where they can't be the same person's."""
    return max(0.0, 1.0 - float(np.sqrt(np.mean((first - second) ** 2))) / _MOST_DIFFERENT)
