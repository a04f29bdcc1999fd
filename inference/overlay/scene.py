"""Draws the lines and zones of a scene with what was counted there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ..scenes import Direction, Line, Passed, Point, Zone
from ..types import ImageArray
from .labels import Label, Run, measure, render
from .palette import INK, Bgr, Swatch

# as the labels of people: text height and line width grow with the root of the image's area
_TEXT_SHARE, _MIN_TEXT_PX = 0.0155, 12
_LINE_SHARE = 1 / 480
_FILL = 0.14
_LINES, _ZONES = Swatch((66, 228, 240), INK), Swatch((233, 180, 86), INK)
_SHIFT = 4
# an arrow in the middle of a line shows which way is in: its length in heights of text
_ARROW = 1.6


def draw_scene(
    image_bgr: ImageArray,
    lines: Sequence[Line],
    zones: Sequence[Zone],
    passed: Mapping[str, Mapping[Direction, Passed]],
    occupancy: Mapping[str, int],
) -> None:
    """Draw the lines and zones of a scene, in place; best before people and their labels, which lie over them then.

    Args:
        image_bgr: (H, W, 3) uint8, the frame, written into.
        lines, zones: of the scene.
        passed: how often each line was crossed, by its name and direction.
        occupancy: how many are in each zone, by its name.
    """
    height, width = image_bgr.shape[:2]
    extent = float(np.sqrt(height * width))
    text, stroke = max(_MIN_TEXT_PX, round(extent * _TEXT_SHARE)), max(2, round(extent * _LINE_SHARE))
    for zone in zones:
        corners = _pixels(zone.polygon, width, height)
        _tint(image_bgr, corners)
        _stroke(image_bgr, corners, _ZONES.fill, stroke, closed=True)
        number = occupancy.get(zone.name, 0)
        _label(image_bgr, _text(zone.name, f"{number} now"), text, _ZONES, corners[corners[:, 1].argmin()])
    for line in lines:
        points = _pixels(line.points, width, height)
        _stroke(image_bgr, points, _LINES.fill, stroke, closed=False)
        _arrow(image_bgr, points, _ARROW * text, stroke)
        counts = passed.get(line.name, {})
        told = "  ".join(f"{way} {counts.get(way, Passed(0, 0)).crossings}" for way in Direction)
        _label(image_bgr, _text(line.name, told), text, _LINES, points[0])


def _pixels(points: Sequence[Point], width: int, height: int) -> NDArray[np.float64]:
    return np.array(points, dtype=np.float64) * (width - 1, height - 1)


def _text(name: str, told: str) -> Label:
    return ((Run(name, 660), Run(told)),)


def _fixed(points: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.round(points * (1 << _SHIFT)).astype(np.int32)


def _stroke(image: ImageArray, points: NDArray[np.float64], colour: Bgr, width: int, *, closed: bool) -> None:
    """Draw a path with a dark rim, which keeps it visible on any ground."""
    for shade, thickness in ((INK, width + 2), (colour, width)):
        cv2.polylines(image, [_fixed(points)], closed, shade, thickness, cv2.LINE_AA, _SHIFT)


def _tint(image: ImageArray, corners: NDArray[np.float64]) -> None:
    left, top = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 1
    part = image[top:bottom, left:right]
    tinted = part.copy()
    cv2.fillPoly(tinted, [_fixed(corners - (left, top))], _ZONES.fill, cv2.LINE_AA, _SHIFT)
    cv2.addWeighted(tinted, _FILL, part, 1 - _FILL, 0, dst=part)


def _arrow(image: ImageArray, points: NDArray[np.float64], length: float, width: int) -> None:
    """Draw an arrow at a line's middle, to the side that is in: its right."""
    steps = np.array([np.hypot(*(end - start)) for start, end in pairwise(points)])
    middle = steps.sum() / 2
    number = int(np.searchsorted(np.cumsum(steps), middle))
    start, end = points[number], points[number + 1]
    along = (end - start) / max(steps[number], 1e-6)
    at = start + along * (middle - (np.cumsum(steps)[number] - steps[number]))
    tip = at + np.array([-along[1], along[0]]) * length
    for shade, thickness in ((INK, width + 2), (_LINES.fill, width)):
        cv2.arrowedLine(
            image, tuple(_fixed(at).tolist()), tuple(_fixed(tip).tolist()), shade, thickness, cv2.LINE_AA, _SHIFT, 0.35
        )  # fmt: skip


def _label(image: ImageArray, label: Label, text: int, swatch: Swatch, beside: NDArray[np.float64]) -> None:
    """Lay a label over a point, wholly within the image where it fits."""
    height, width = image.shape[:2]
    wide, high = measure(label, text)
    x = int(np.clip(round(float(beside[0])), 0, max(0, width - wide)))
    y = int(np.clip(round(float(beside[1])) - high - text // 2, 0, max(0, height - high)))
    if wide > width or high > height:
        return
    sprite = render(label, text, swatch, 0.94)
    ground = image[y : y + high, x : x + wide]
    cv2.blendLinear(sprite.bgr, ground, sprite.opacity, sprite.transparency, dst=ground)
