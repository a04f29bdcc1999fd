"""Lines and zones on an image."""

from __future__ import annotations

import numpy as np
import pytest

from inference.overlay.scene import draw_scene
from inference.scenes import Direction, Line, Passed, Zone

GREY = 90
LINE = Line("door", ((0.1, 0.5), (0.5, 0.5), (0.9, 0.6)))
ZONE = Zone("shelf", ((0.3, 0.6), (0.7, 0.6), (0.7, 0.9), (0.3, 0.9)))


def drawn(lines=(), zones=(), size=(480, 640), passed=None, occupancy=None) -> np.ndarray:
    image = np.full((*size, 3), GREY, dtype=np.uint8)
    draw_scene(image, lines, zones, passed or {}, occupancy or {})
    return np.abs(image.astype(int) - GREY).max(axis=2)


def test_a_line_lies_where_it_is_and_its_arrow_to_its_right():
    changed = drawn([LINE])
    for x in (0.15, 0.3, 0.45):
        assert changed[240, round(x * 640)] > 60
    below, above = changed[246:300, 160:480], changed[150:234, 320:480]
    assert below.any()
    assert not above.any()


def test_a_zone_is_tinted_inside_and_not_outside():
    changed = drawn(zones=[ZONE])
    assert 0 < changed[360, 320] < 40
    assert changed[288, 320] > 60
    assert not changed[100:200, 200:400].any()


def test_labels_tell_counts_and_stay_within_the_image():
    counted = {"door": {Direction.IN: Passed(12, 9), Direction.OUT: Passed(3, 3)}}
    assert not np.array_equal(drawn([LINE]), drawn([LINE], passed=counted))
    assert not np.array_equal(drawn(zones=[ZONE]), drawn(zones=[ZONE], occupancy={"shelf": 4}))


@pytest.mark.parametrize("size", [(16, 16), (2160, 3840), (40, 2000)])
def test_any_image_is_drawn_on(size):
    corner = Line("a name that is far longer than anything that fits", ((0.0, 0.0), (1.0, 1.0)))
    assert drawn([corner], [ZONE], size).any()
