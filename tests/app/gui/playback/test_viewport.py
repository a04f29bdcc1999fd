"""Which part of a frame is shown where."""

from __future__ import annotations

import pytest

from app.gui.playback.viewport import MAX_ZOOM, Region, Viewport

FRAME = (1920, 1080)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ((960, 540), (0.5, 0.0, 0.0)),
        ((960, 600), (0.5, 0.0, 30.0)),
        ((1000, 540), (0.5, 20.0, 0.0)),
        ((3840, 2160), (2.0, 0.0, 0.0)),
    ],
)
def test_the_whole_frame_fits_in_the_middle_and_keeps_its_shape(view, expected):
    assert Viewport(*view).transform(FRAME) == expected
    assert Viewport(*view).region(FRAME) == Region(0, 0, *FRAME)


def test_zooming_keeps_the_point_under_the_pointer():
    view = Viewport(960, 540)
    zoomed = view.zoomed(4.0, (240.0, 405.0), FRAME)
    for one in (view, zoomed):
        scale, dx, dy = one.transform(FRAME)
        assert ((240.0 - dx) / scale, (405.0 - dy) / scale) == pytest.approx((480.0, 810.0))
    assert zoomed.zoom == 4.0


def test_zoom_has_ends():
    view = Viewport(960, 540)
    assert view.zoomed(0.1, (0.0, 0.0), FRAME).zoom == 1.0
    assert view.zoomed(1000.0, (0.0, 0.0), FRAME).zoom == MAX_ZOOM


def test_a_zoomed_region_is_what_is_visible_with_its_border_pixels():
    zoomed = Viewport(960, 540, zoom=2.0)
    region = zoomed.region(FRAME)
    assert region == pytest.approx((480, 270, 1440, 810), abs=1)


def test_dragging_stops_at_the_border_and_comes_back_at_once():
    zoomed = Viewport(960, 540, zoom=2.0)
    far = zoomed.panned(100_000.0, 0.0, FRAME)
    assert far.region(FRAME).x1 == 0
    back = far.panned(-100.0, 0.0, FRAME)
    assert back.region(FRAME).x1 == pytest.approx(100, abs=1)


def test_a_view_without_a_size_shows_the_frame():
    assert Viewport().region(FRAME) == Region(0, 0, *FRAME)
