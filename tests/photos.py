"""The two photographs that come with FaceLens."""

from __future__ import annotations

import cv2

from inference.sources.demo_scene import EILEEN_COLLINS, GRACE_HOPPER
from inference.types import ImageArray


def grace_hopper() -> ImageArray:
    """Return Grace Hopper's portrait: (600, 512, 3) uint8 BGR, her face 195 px wide around (266, 240)."""
    return cv2.imread(str(GRACE_HOPPER))  # type: ignore[return-value]


def eileen_collins() -> ImageArray:
    """Return Eileen Collins' portrait: (512, 512, 3) uint8 BGR, her face around (225, 120)."""
    return cv2.imread(str(EILEEN_COLLINS))  # type: ignore[return-value]
