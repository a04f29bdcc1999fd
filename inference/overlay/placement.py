"""Places for labels: near their face, inside the image, over no other face and no other label."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..types import FloatArray

# costs: shares of the label's own area that are covered, times how bad that is
_ON_LABEL, _ON_FACE, _ON_OWN_FACE = 6.0, 3.0, 1.2
# what covering even a little of another face or label costs: more than any free spot
_TOUCHING = 0.36
# how much worse than the first choice the last one is, and how much better the place of the last frame
_RANKING = np.linspace(0, 0.35, 22)
_HABIT = 0.25


class Place(NamedTuple):
    """A spot for a label.

    Attributes:
        x, y: upper left corner, whole pixels.
        slot: which of the candidates it is; kept over frames so that labels don't jump.
        cost: 0 is ideal; above `GOOD` something is covered.
        is_free: it lies on no other face and no other label.
    """

    x: int
    y: int
    slot: int
    cost: float
    is_free: bool


GOOD = 0.5


def best_place(
    own: FloatArray,
    size: tuple[int, int],
    gap: int,
    image_wh: tuple[int, int],
    faces: FloatArray,
    labels: FloatArray,
    habit: int | None = None,
) -> Place | None:
    """Find the cheapest spot for a label around a face.

    Args:
        own: (4,) xyxy box of the face itself.
        size: width and height of the label.
        gap: pixels between box and label.
        image_wh: width and height of the image.
        faces: (N, 4) boxes of the other faces.
        labels: (M, 4) boxes of the labels that have their place already.
        habit: slot of the same face's label in the last frame.

    Returns:
        The spot, or None where the label is larger than the image.
    """
    if size[0] > image_wh[0] or size[1] > image_wh[1]:
        return None
    # whole pixels inside the image
    corners = np.clip(np.round(_candidates(own, size, gap)), 0, np.subtract(image_wh, size))
    boxes = np.hstack([corners, corners + size])
    obstacles = np.vstack([own, faces, labels])
    weights = np.repeat([_ON_OWN_FACE, _ON_FACE, _ON_LABEL], [1, len(faces), len(labels)])
    covered = _covered(boxes, obstacles)
    is_free = covered[:, 1:].sum(axis=1) == 0
    cost = covered @ weights / (size[0] * size[1]) + _RANKING + np.where(is_free, 0, _TOUCHING)
    if habit is not None:
        cost[habit] -= _HABIT
    slot = int(cost.argmin())
    return Place(int(corners[slot, 0]), int(corners[slot, 1]), slot, float(cost[slot]), bool(is_free[slot]))


def _candidates(own: FloatArray, size: tuple[int, int], gap: int) -> FloatArray:
    """Return (K, 2) upper left corners in order of preference: above, below, beside, inside, farther away."""
    x1, y1, x2, y2 = (float(v) for v in own)
    width, height = size
    middle, right = (x1 + x2 - width) / 2, x2 - width
    above, below = y1 - gap - height, y2 + gap
    level, bottom = (y1 + y2 - height) / 2, y2 - height
    beside_right, beside_left = x2 + gap, x1 - gap - width
    step = height + gap
    return np.array(
        [
            (x1, above), (right, above), (middle, above),
            (x1, below), (right, below), (middle, below),
            (beside_right, y1), (beside_left, y1),
            (beside_right, bottom), (beside_left, bottom),
            (beside_right, level), (beside_left, level),
            (beside_right, above), (beside_left - gap, above),
            (beside_right, below), (beside_left - gap, below),
            (middle, bottom - gap), (middle, y1 + gap),
            (x1, above - step), (right, above - step), (x1, below + step), (right, below + step),
        ]
    )  # fmt: skip


def _covered(boxes: FloatArray, obstacles: FloatArray) -> FloatArray:
    """Return (K, N) pixels of each of the K boxes that lie on each of the N obstacles."""
    extent = np.minimum(boxes[:, None, 2:], obstacles[:, 2:]) - np.maximum(boxes[:, None, :2], obstacles[:, :2])
    np.maximum(extent, 0, out=extent)
    return extent[..., 0] * extent[..., 1]  # type: ignore[no-any-return]
