"""How boxes overlap: the one place for it, used by the detector and the tracker."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .types import Detection, FloatArray

# two boxes with more in common than this hold the same face
SAME_FACE_IOU = 0.3
SAME_FACE_IOS = 0.7
_TINY = np.finfo(np.float32).tiny


def stack_boxes(faces: Sequence[Detection]) -> FloatArray:
    """Return the boxes of N faces as (N, 4) float32 xyxy; (0, 4) for none."""
    return np.array([face.xyxy for face in faces], dtype=np.float32).reshape(-1, 4)


def iou(first_xyxy: FloatArray, second_xyxy: FloatArray) -> FloatArray:
    """Compute the intersection over union of every pair of boxes.

    Args:
        first_xyxy: (N, 4) float32.
        second_xyxy: (M, 4) float32.

    Returns:
        (N, M), 0..1.
    """
    return _over_union(*_intersections(first_xyxy, second_xyxy))


def ios(first_xyxy: FloatArray, second_xyxy: FloatArray) -> FloatArray:
    """Compute the intersection over the smaller of the two boxes, for every pair.

    Args:
        first_xyxy: (N, 4) float32.
        second_xyxy: (M, 4) float32.

    Returns:
        (N, M), 0..1.
    """
    return _over_smaller(*_intersections(first_xyxy, second_xyxy))


def same_face(first_xyxy: FloatArray, second_xyxy: FloatArray) -> NDArray[np.bool_]:
    """Tell for every pair of (N, 4) and (M, 4) boxes whether both hold the same face, as (N, M) bool.

    Besides the usual intersection over union this catches the box that lies inside another: half of a face
    that a border cut off, or an eye region reported on its own.
    """
    areas = _intersections(first_xyxy, second_xyxy)
    return (_over_union(*areas) > SAME_FACE_IOU) | (_over_smaller(*areas) > SAME_FACE_IOS)


def other_faces(found: Sequence[Detection], known: Sequence[Detection]) -> list[Detection]:
    """Return the faces that are none of the known ones."""
    pairs = same_face(stack_boxes(found), stack_boxes(known))
    return [face for face, is_known in zip(found, pairs, strict=True) if not is_known.any()]


def non_max_suppression(xyxy: FloatArray) -> list[int]:
    """Return the indices of the boxes that stay when of all that hold the same face only the first does.

    Args:
        xyxy: (N, 4) float32, best first.
    """
    same = same_face(xyxy, xyxy)
    kept: list[int] = []
    for index in range(len(xyxy)):
        if not same[index, kept].any():
            kept.append(index)
    return kept


def _intersections(first_xyxy: FloatArray, second_xyxy: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the areas of (N, M) intersections, (N, 1) first boxes and (1, M) second boxes."""
    # column by column: for the few boxes of a frame, numpy's calls cost more than its arithmetic
    x1, y1, x2, y2 = first_xyxy.T[:, :, None]
    u1, v1, u2, v2 = second_xyxy.T[:, None, :]
    width = np.minimum(x2, u2) - np.maximum(x1, u1)
    height = np.minimum(y2, v2) - np.maximum(y1, v1)
    shared = np.maximum(width, 0) * np.maximum(height, 0)
    return shared, (x2 - x1) * (y2 - y1), (u2 - u1) * (v2 - v1)


def _over_union(shared: FloatArray, area_1: FloatArray, area_2: FloatArray) -> FloatArray:
    return shared / np.maximum(area_1 + area_2 - shared, _TINY)  # type: ignore[no-any-return]


def _over_smaller(shared: FloatArray, area_1: FloatArray, area_2: FloatArray) -> FloatArray:
    return shared / np.maximum(np.minimum(area_1, area_2), _TINY)  # type: ignore[return-value]
