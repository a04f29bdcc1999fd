"""Masks: areas that are blacked out before anything looks at a frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from ..types import Frame
from .shapes import Polygon


class Mask:
    """Blacks out areas of frames. Not thread-safe.

    Args:
        polygons: the areas, fractions of width and height.
    """

    def __init__(self, polygons: Sequence[Polygon]) -> None:
        self._polygons = [np.array(polygon, dtype=np.float64) for polygon in polygons]

    def apply(self, frame: Frame) -> Frame:
        """Return the frame with black where it must not be looked at; the frame itself where nothing is masked."""
        if not self._polygons:
            return frame
        image = frame.image_bgr.copy()
        height, width = image.shape[:2]
        corners = [np.round(polygon * (width, height)).astype(np.int32) for polygon in self._polygons]
        for polygon in corners:  # each by itself: where two overlap is masked as well
            cv2.fillPoly(image, [polygon], (0, 0, 0))
        return replace(frame, image_bgr=image)
