"""Colours that tell people apart and can be read."""

from __future__ import annotations

import pytest

from inference.overlay.palette import contrast, swatch_of


@pytest.mark.parametrize("track_id", [None, *range(1, 15)])
def test_text_is_readable_on_every_plate(track_id):
    swatch = swatch_of(track_id)
    assert contrast(swatch.fill, swatch.text) >= 4.5


def test_colours_tell_fourteen_people_apart():
    assert len({swatch_of(number).fill for number in range(1, 15)}) == 14
    assert swatch_of(1) == swatch_of(15)


def test_contrast_is_that_of_wcag():
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    # #777777 on white: 4.48, the textbook's nearly
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)
