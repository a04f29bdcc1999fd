"""Made-up detections."""

from __future__ import annotations

import numpy as np

from inference.types import Detection

_SPOTS = np.array([[0.3, 0.35], [0.7, 0.35], [0.5, 0.55], [0.5, 0.75], [0.1, 0.4], [0.9, 0.4]], dtype=np.float32)


def made_face(*xyxy: float, score: float = 0.9) -> Detection:
    """Return a frontal face that fills a box the usual way."""
    x1, y1, x2, y2 = xyxy
    size, corner = np.array([x2 - x1, y2 - y1], dtype=np.float32), np.array([x1, y1], dtype=np.float32)
    return Detection(np.array(xyxy, dtype=np.float32), score, _SPOTS * size + corner)
