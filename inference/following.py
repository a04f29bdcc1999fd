"""Follows a place from one image to another by what is seen in it."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from .types import FloatArray, ImageArray

# a box is shrunk to this many pixels, and followed by a grid of points in its inner part
_SIDE_PX = 40.0
_POINTS = 8
_INNER = 0.8
# it is looked for in its surroundings, this many sides around it
_AROUND = 1.0
_WINDOW = (11, 11)
_LEVELS = 2
# a point counts where the way back leads to where it came from, to within so many of the shrunk pixels
_AGREES_PX = 1.0
_ENOUGH = 0.25


def follow_box(before_bgr: ImageArray, xyxy: FloatArray, after_bgr: ImageArray) -> FloatArray | None:
    """Find where what a box holds in one image lies in another, which was taken shortly before or after it.

    The median movement of a grid of points by optical flow, of those that come back to their start on the way back
    (Kalal, Mikolajczyk and Matas, "Forward-Backward Error", 2010; without its change of size).

    Args:
        before_bgr: (H, W, 3) uint8, the image of the box.
        xyxy: (4,) float32 pixels; may reach past the border.
        after_bgr: (H, W, 3) uint8, the other image.

    Returns:
        (4,) float32 pixels, the box moved; None where nothing can be followed.
    """
    if before_bgr.shape != after_bgr.shape:
        return None
    height, width = before_bgr.shape[:2]
    side = float(max(xyxy[2] - xyxy[0], xyxy[3] - xyxy[1]))
    left, top = (max(0, int(value - _AROUND * side)) for value in xyxy[:2])
    right, bottom = min(width, int(xyxy[2] + _AROUND * side) + 1), min(height, int(xyxy[3] + _AROUND * side) + 1)
    if right - left < _WINDOW[0] or bottom - top < _WINDOW[1]:
        return None
    scale = min(1.0, _SIDE_PX / side)
    before, after = (_shrunk_grey(image[top:bottom, left:right], scale) for image in (before_bgr, after_bgr))
    inner = np.clip(_inner(xyxy), 0, np.array([width, height, width, height], dtype=np.float32))
    points = _grid((inner - np.array([left, top, left, top], dtype=np.float32)) * scale)
    if not len(points):
        return None
    moved, seen = _flow(before, after, points)
    returned, seen_again = _flow(after, before, moved)
    agrees = seen & seen_again & (np.linalg.norm(returned - points, axis=1) < _AGREES_PX)
    if agrees.sum() < _ENOUGH * len(points):
        return None
    shift: FloatArray = np.median((moved - points)[agrees], axis=0).astype(np.float32) / np.float32(scale)
    return xyxy + np.concatenate((shift, shift))


def _inner(xyxy: FloatArray) -> FloatArray:
    margin = (xyxy[2:] - xyxy[:2]) * (1 - _INNER) / 2
    return np.concatenate((xyxy[:2] + margin, xyxy[2:] - margin))


def _grid(xyxy: FloatArray) -> FloatArray:
    """Return (N, 2) float32 points spread over a box; none where it is empty."""
    if xyxy[2] - xyxy[0] < 1 or xyxy[3] - xyxy[1] < 1:
        return np.empty((0, 2), dtype=np.float32)
    x, y = np.meshgrid(np.linspace(xyxy[0], xyxy[2], _POINTS), np.linspace(xyxy[1], xyxy[3], _POINTS))
    return np.stack((x.ravel(), y.ravel()), axis=1).astype(np.float32)


def _shrunk_grey(image_bgr: ImageArray, scale: float) -> ImageArray:
    size = max(1, round(image_bgr.shape[1] * scale)), max(1, round(image_bgr.shape[0] * scale))
    small = cv2.resize(image_bgr, size, interpolation=cv2.INTER_AREA) if scale < 1 else image_bgr
    return cast(ImageArray, cv2.cvtColor(small, cv2.COLOR_BGR2GRAY))


def _flow(before: ImageArray, after: ImageArray, points: FloatArray) -> tuple[FloatArray, np.ndarray]:
    moved, seen, _ = cv2.calcOpticalFlowPyrLK(before, after, points, None, winSize=_WINDOW, maxLevel=_LEVELS)  # type: ignore[call-overload]
    return moved, seen.ravel().astype(bool)
