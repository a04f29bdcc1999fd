"""Distances and sides of points, lines and polygons. Points are (x, y) in pixels: x to the right, y down."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from .shapes import Point


def distance_to_path(point: Point, path: Sequence[Point]) -> float:
    """Return the distance from a point to the nearest of the edges between the points of a path."""
    return min(_distance_to_edge(point, start, end) for start, end in pairwise(path))


def _distance_to_edge(point: Point, start: Point, end: Point) -> float:
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = along_x * along_x + along_y * along_y
    share = ((point[0] - start[0]) * along_x + (point[1] - start[1]) * along_y) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return math.hypot(point[0] - start[0] - share * along_x, point[1] - start[1] - share * along_y)


def passages(before: Point, after: Point, path: Sequence[Point]) -> int:
    """Count how often a step passes a path from its left to its right, less how often the other way.

    A point on the path counts as on its right, so that two steps that meet there pass it once.
    """
    count = 0
    for start, end in pairwise(path):
        was_right, is_right = _turn(start, end, before) >= 0, _turn(start, end, after) >= 0
        if was_right == is_right:
            continue
        # where the edge's ends lie on either side of the step; one end belongs to the edge, so that joints count once
        if (_turn(before, after, start) > 0) != (_turn(before, after, end) > 0):
            count += 1 if is_right else -1
    return count


def _turn(start: Point, end: Point, point: Point) -> float:
    """Return on which side of an edge a point lies: below 0 on its left as seen in the image, above on its right."""
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])


def is_inside(point: Point, polygon: Sequence[Point]) -> bool:
    """Tell whether a polygon holds a point (even-odd rule)."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in pairwise([*polygon, polygon[0]]):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside
