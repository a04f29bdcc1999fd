"""Parts of a frame, and the way back from what is shown to the frame."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from inference.detection.views import Part, View, cut_out, square_view, starts

from .faces import made_face

FRAME = np.zeros((600, 800, 3), np.uint8)


def shown(view: View, image: np.ndarray = FRAME) -> Part:
    part = cut_out(image, view)
    assert part is not None
    return part


@pytest.mark.parametrize(
    "view",
    [
        View(100, 40, 740, 600, 2.0),
        View(300, 100, 396, 196, 0.5),
        View(-60, -60, 240, 240, 3.0),
        View(700, 500, 1000, 800, 1.0),
        View(-240, -240, 1040, 840, 10.0),
        View(0, 0, 800, 600, 7.3),
    ],
)
def test_what_a_view_shows_comes_back_in_pixels_of_the_frame(view: View) -> None:
    part = shown(view)
    height, width = part.image_bgr.shape[:2]
    assert (width, height) == pytest.approx(
        ((view.x2 - view.x1) / view.shrink, (view.y2 - view.y1) / view.shrink), abs=2
    )
    whole = part.in_frame(made_face(0, 0, width, height))
    assert whole.xyxy == pytest.approx((view.x1, view.y1, view.x2, view.y2), abs=view.shrink)


def test_shrinking_averages_and_does_not_skip() -> None:
    stripes = np.zeros((640, 640, 3), np.uint8)
    stripes[:, ::2] = 200
    image = shown(View(0, 0, 640, 640, 640 / 192), stripes).image_bgr
    assert 95 <= image.min() <= image.max() <= 105


def test_past_the_border_the_border_repeats() -> None:
    image = np.full((100, 100, 3), 50, np.uint8)
    image[:, 0] = 250
    assert (shown(View(-28, 0, 100, 128), image).image_bgr[:, :28] == 250).all()


def test_a_view_outside_the_frame_shows_nothing() -> None:
    assert cut_out(FRAME, View(860, 0, 890, 30)) is None


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 900), (900, 1)])
@pytest.mark.parametrize("shrink", [0.125, 1.0, 50.0])
def test_a_side_of_one_pixel_is_shown(width: int, height: int, shrink: float) -> None:
    image = np.full((height, width, 3), 90, np.uint8)
    assert min(shown(View(0, 0, width, height, shrink), image).image_bgr.shape[:2]) >= 1


def test_only_sides_that_the_frame_goes_on_behind_cut() -> None:
    corner = made_face(0, 0, 40, 40).xyxy
    assert not View(0, 0, 192, 192).cuts(corner, 400, 400)
    assert View(100, 100, 292, 292).cuts(corner + 100, 400, 400)
    assert View(0, 0, 192, 192).cuts(corner + 152, 400, 400)
    assert not View(0, 0, 400, 400).cuts(corner + 360, 400, 400)


def test_a_square_view_is_shown_at_the_size_asked_for() -> None:
    place = np.array([100, 200, 200, 300], dtype=np.float32)
    view = square_view(place, 1.7, 128)
    assert (view.x1, view.y1, view.x2, view.y2) == (65, 165, 235, 335)
    for side in (3, 64, 128, 512):
        near_a_corner = np.array([10, 10, 10 + side, 10 + side], dtype=np.float32)
        assert shown(square_view(near_a_corner, 3.0, 96)).image_bgr.shape == (96, 96, 3)


@pytest.mark.parametrize("length", [1, 100, 101, 187, 1000, 54321])
def test_pieces_cover_a_length_and_overlap(length: int) -> None:
    begins = starts(length, 100, 13)
    assert begins[0] == 0
    assert begins[-1] + 100 >= length
    assert all(0 < later - earlier <= 87 for earlier, later in itertools.pairwise(begins))
