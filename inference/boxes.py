"""How boxes overlap: the one place for it, used by the detector and the tracker."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .types import Detection, FloatArray

_TINY = np.finfo(np.float32).tiny


def stacked(faces: Sequence[Detection]) -> FloatArray:
    """The boxes of N faces as (N, 4) float32 xyxy; (0, 4) for none."""
    return np.array([face.xyxy for face in faces], dtype=np.float32).reshape(-1, 4)


def overlaps(first_xyxy: FloatArray, second_xyxy: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Two measures of overlap for every pair of boxes.

    Args:
        first_xyxy: (N, 4) float32.
        second_xyxy: (M, 4) float32.

    Returns:
        (N, M) intersection over union, and (N, M) intersection over the smaller of the two boxes, both 0..1.
    """
    # column by column: for the few boxes of a frame, numpy's calls cost more than its arithmetic
    x1, y1, x2, y2 = first_xyxy.T[:, :, None]
    u1, v1, u2, v2 = second_xyxy.T[:, None, :]
    width = np.minimum(x2, u2) - np.maximum(x1, u1)
    height = np.minimum(y2, v2) - np.maximum(y1, v1)
    shared = np.maximum(width, 0) * np.maximum(height, 0)
    area_1, area_2 = (x2 - x1) * (y2 - y1), (u2 - u1) * (v2 - v1)
    over_union = shared / np.maximum(area_1 + area_2 - shared, _TINY)
    over_smaller = shared / np.maximum(np.minimum(area_1, area_2), _TINY)
    return over_union, over_smaller


# two boxes with more in common than this hold the same face
SAME_FACE_UNION = 0.3
SAME_FACE_SMALLER = 0.7


def same_face(first_xyxy: FloatArray, second_xyxy: FloatArray) -> NDArray[np.bool_]:
    """(N, M) bool: which boxes of (N, 4) and (M, 4) hold the same face.

    Besides the usual intersection over union this catches the box that lies inside another: half of a face
    that a border cut off, or an eye region reported on its own.
    """
    over_union, over_smaller = overlaps(first_xyxy, second_xyxy)
    return (over_union > SAME_FACE_UNION) | (over_smaller > SAME_FACE_SMALLER)


def one_a_place(xyxy: FloatArray) -> list[int]:
    """Indices of those of (N, 4) boxes that stay when of all that hold the same face only the first does."""
    same = same_face(xyxy, xyxy)
    kept: list[int] = []
    for index in range(len(xyxy)):
        if not same[index, kept].any():
            kept.append(index)
    return kept
