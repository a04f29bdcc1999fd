"""Parts of a head that are taken for a face of their own: hair above somebody's face, mouth and neck below it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..boxes import stack_boxes
from ..types import Detection

# where such a part is seen, in widths of the face: how far from its middle, how far to a side at most
_NEAREST, _FARTHEST, _ASIDE = 0.5, 0.9, 0.35
# its width in widths of the face
_NARROWEST, _WIDEST = 0.65, 1.1
# the face is at least this likely, in shares of how likely the part is one
_AS_LIKELY = 0.9


def without_head_parts(faces: Sequence[Detection]) -> list[Detection]:
    """Return the faces but those that are a part of another's head.

    Faces straight above each other do not overlap: the hair of the person in front covers the chin of the one behind.
    But the search model takes curly hair for a face, and in large faces mouth and neck. So one that no close look has
    shown (`Detection.is_confirmed`) is none where it overlaps one of its size from above, or one that a close look
    has shown, mouth and all, from below.
    """
    if len(faces) < 2:
        return list(faces)
    boxes = stack_boxes(faces)
    middles, widths = (boxes[:, :2] + boxes[:, 2:]) / 2, np.maximum(boxes[:, 2] - boxes[:, 0], 1.0)
    scores, confirmed = (np.array([getattr(face, name) for face in faces]) for name in ("score", "is_confirmed"))
    # of each (rows) to each other (columns), along the other's own axes
    aside, above = _along_axes(middles[:, None] - middles[None], faces) / widths[None]
    ratio = widths[:, None] / widths[None]
    fits = (np.abs(aside) < _ASIDE) & (ratio > _NARROWEST) & (ratio < _WIDEST)
    is_near = (above > _NEAREST) & (above < _FARTHEST) | (above < -_NEAREST) & (above > -_FARTHEST) & confirmed[None]
    is_part = (fits & is_near & (scores[None] >= _AS_LIKELY * scores[:, None])).any(axis=1) & ~confirmed
    return [face for face, part in zip(faces, is_part, strict=True) if not part]


def _along_axes(offsets: np.ndarray, faces: Sequence[Detection]) -> np.ndarray:
    """Return (N, M, 2) offsets as (2, N, M) distances across and up each of the M faces, as they are tilted."""
    landmarks = np.stack([face.landmarks_px[:4] for face in faces]).astype(np.float64)
    up = (landmarks[:, 0] + landmarks[:, 1]) / 2 - landmarks[:, 3]
    up /= np.maximum(np.linalg.norm(up, axis=1, keepdims=True), 1e-6)
    across = np.stack((-up[:, 1], up[:, 0]), axis=1)
    return np.stack(((offsets * across).sum(axis=2), (offsets * up).sum(axis=2)))
