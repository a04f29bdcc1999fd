"""Lines, zones and polygons of a scene. Points are fractions of the shown frame: x to the right, y down, 0..1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from ..errors import UsageError

Point = tuple[float, float]
Polygon = tuple[Point, ...]

# what encloses less than a pixel or two of a large frame encloses nobody
_LEAST_AREA = 1e-6


@dataclass(frozen=True, slots=True)
class Line:
    """A line that people cross: from point to point, "in" from its left to its right as seen along it.

    Attributes:
        name: unique within its source.
        points: two or more.

    Raises:
        UsageError: it has fewer points, or they lie outside of the frame or all in one place.
    """

    name: str
    points: tuple[Point, ...]

    def __post_init__(self) -> None:
        if len(self.points) < 2:
            raise UsageError(f"a line has two points or more; this one has {len(self.points)}")
        _check_inside(self.points)
        if any(first == second for first, second in pairwise(self.points)):
            raise UsageError("a line goes on from point to point; two of these that follow each other are the same")


@dataclass(frozen=True, slots=True)
class Zone:
    """An area that people are in.

    Attributes:
        name: unique within its source.
        polygon: its corners.
        dwell_s: seconds after which somebody has dwelt there; None where that is not wanted.

    Raises:
        UsageError: it is no polygon; see `check_polygon`.
    """

    name: str
    polygon: Polygon
    dwell_s: float | None = None

    def __post_init__(self) -> None:
        check_polygon(self.polygon)


def check_polygon(polygon: Sequence[Point]) -> None:
    """Refuse what is no polygon.

    Raises:
        UsageError: it has fewer than three corners, some lie outside of the frame, it crosses itself, or encloses
            nothing.
    """
    if len(polygon) < 3:
        raise UsageError(f"a polygon has three corners or more; this one has {len(polygon)}")
    _check_inside(polygon)
    corners = list(polygon)
    edges = list(zip(corners, corners[1:] + corners[:1], strict=True))
    for (first, one), (second, other) in combinations(enumerate(edges), 2):
        if (second - first) % len(edges) not in (1, len(edges) - 1) and _cross(one, other):
            raise UsageError(
                f"the polygon crosses itself: the edge from {_shown(one[0])} to {_shown(one[1])} and that from "
                f"{_shown(other[0])} to {_shown(other[1])}; give its corners in the order around it"
            )
    area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in edges) / 2
    if abs(area) < _LEAST_AREA:
        raise UsageError("the polygon encloses nothing: its corners lie on a line")


def _check_inside(points: Sequence[Point]) -> None:
    for x, y in points:
        if not (0.0 <= x <= 1.0 and 0.0 <= y <= 1.0):
            raise UsageError(f"points are fractions of width and height between 0 and 1; {_shown((x, y))} is outside")


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Tell whether two edges share a point."""
    turns = [_turn(*one, other[0]), _turn(*one, other[1]), _turn(*other, one[0]), _turn(*other, one[1])]
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    ends = ((one, other[0]), (one, other[1]), (other, one[0]), (other, one[1]))
    return any(turn == 0 and _is_within(edge, point) for turn, (edge, point) in zip(turns, ends, strict=True))


def _turn(start: Point, end: Point, point: Point) -> float:
    """Return on which side of an edge a point lies: below 0 to its left as seen in the image, above to its right."""
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])


def _is_within(edge: tuple[Point, Point], point: Point) -> bool:
    (x1, y1), (x2, y2) = edge
    return min(x1, x2) <= point[0] <= max(x1, x2) and min(y1, y2) <= point[1] <= max(y1, y2)


def _shown(point: Point) -> str:
    return f"({point[0]:g}, {point[1]:g})"
