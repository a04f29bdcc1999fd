"""What is masked is black, and nothing else is."""

from __future__ import annotations

import numpy as np

from inference.scenes import Mask
from inference.types import Frame

LEFT = ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))
MIDDLE = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))


def white() -> Frame:
    return Frame(np.full((40, 80, 3), 255, dtype=np.uint8), 0, 0.0, "clip")


def test_masked_areas_are_black_also_where_they_overlap():
    frame = white()
    masked = Mask([LEFT, MIDDLE]).apply(frame).image_bgr
    assert not masked[:, :40].any()
    assert not masked[11:29, 41:59].any()
    assert (masked[:9, 42:] == 255).all()
    assert (masked[:, 62:] == 255).all()
    assert (frame.image_bgr == 255).all(), "the frame itself stays as it is"


def test_without_a_mask_the_frame_is_not_copied():
    frame = white()
    assert Mask([]).apply(frame) is frame
