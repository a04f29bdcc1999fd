"""Which of a frame's faces is which of those known, by their boxes."""

from __future__ import annotations

import numpy as np

from ..boxes import iou
from ..types import FloatArray

# two boxes belong to one person where they overlap by this much, or, for small and fast faces that do not
# overlap, where their middles are nearer than this many sides and their sizes alike
_MIN_OVERLAP = 0.15
_MAX_DISTANCE = 0.8
_MAX_SIZE_RATIO = 1.6


def box_scores(predicted_xyxy: FloatArray, found_xyxy: FloatArray, reach: float = 1.0) -> FloatArray:
    """Return how well M boxes fit N others, (N, M): 1..2 where they overlap, 0..1 where they are near, else 0.

    Args:
        predicted_xyxy: (N, 4) float32, where faces should be.
        found_xyxy: (M, 4) float32, where faces are.
        reach: how many times as far from each other as from frame to frame they may be.
    """
    over_union = iou(predicted_xyxy, found_xyxy)
    side_1 = (predicted_xyxy[:, 2] - predicted_xyxy[:, 0])[:, None]
    side_2 = (found_xyxy[:, 2] - found_xyxy[:, 0])[None, :]
    middle_1 = (predicted_xyxy[:, None, :2] + predicted_xyxy[:, None, 2:]) / 2
    middle_2 = (found_xyxy[None, :, :2] + found_xyxy[None, :, 2:]) / 2
    distance = np.linalg.norm(middle_1 - middle_2, axis=2) / np.maximum(np.minimum(side_1, side_2), 1e-6)
    alike = np.maximum(side_1, side_2) <= _MAX_SIZE_RATIO * np.minimum(side_1, side_2)
    near = np.where(alike, np.clip(1.0 - distance / (_MAX_DISTANCE * reach), 0.0, None), 0.0)
    return np.where(over_union >= _MIN_OVERLAP, 1.0 + over_union, near).astype(np.float32)


def assign(scores: FloatArray) -> dict[int, int]:
    """Assign faces to people greedily, best scores first: {column: row} of an (N, M) table."""
    links: dict[int, int] = {}
    order = np.argsort(-scores, axis=None, kind="stable")
    for flat in order[: int((scores > 0).sum())]:
        person, face = divmod(int(flat), scores.shape[1])
        if face not in links and person not in links.values():
            links[face] = person
    return links
