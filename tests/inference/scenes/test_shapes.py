"""Lines and zones that make no sense are refused."""

from __future__ import annotations

import pytest

from inference.errors import UsageError
from inference.scenes import Line, Zone, check_polygon

SQUARE = ((0.2, 0.2), (0.6, 0.2), (0.6, 0.8), (0.2, 0.8))


@pytest.mark.parametrize(
    ("polygon", "words"),
    [
        (SQUARE[:2], "three corners"),
        (((0.2, 0.2), (0.6, 0.8), (0.6, 0.2), (0.2, 0.8)), "crosses itself"),
        # an edge that goes back over another
        (((0.0, 0.0), (0.8, 0.0), (0.8, 0.5), (0.4, 0.0), (0.2, 0.5)), "crosses itself"),
        (((0.1, 0.1), (0.5, 0.5), (0.9, 0.9)), "encloses nothing"),
        (((0.1, 0.1), (1.5, 0.5), (0.9, 0.9)), r"\(1.5, 0.5\) is outside"),
        (((0.1, float("nan")), (0.5, 0.5), (0.9, 0.1)), "is outside"),
    ],
)
def test_what_is_no_polygon_is_refused(polygon, words):
    with pytest.raises(UsageError, match=words):
        check_polygon(polygon)
    with pytest.raises(UsageError, match=words):
        Zone("shelf", polygon)


def test_polygons_with_dents_are_polygons():
    check_polygon(SQUARE)
    check_polygon(((0.0, 0.0), (1.0, 0.0), (0.5, 0.4), (1.0, 1.0), (0.0, 1.0)))


@pytest.mark.parametrize(
    ("points", "words"),
    [(((0.1, 0.1),), "two points"), (((0.1, 0.1), (0.1, 0.1)), "the same"), (((0.1, -0.1), (0.5, 0.1)), "is outside")],
)
def test_what_is_no_line_is_refused(points, words):
    with pytest.raises(UsageError, match=words):
        Line("door", points)
