"""Places in a film as people type them."""

from __future__ import annotations

import pytest

from app.gui.playback.positions import position_of
from inference.types import SourceInfo, SourceKind

FILM = SourceInfo("film", SourceKind.VIDEO, fps=25.0, frame_count=250_000, duration_s=10_000.0, is_seekable=True)
IMAGES = SourceInfo("photos", SourceKind.STILLS, frame_count=11, is_seekable=True)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("83", 83.0),
        ("1:23", 83.0),
        ("1:02:03.5", 3723.5),
        (" 0:04,25 ", 4.25),
        ("frame 400", 15.99),
        ("FRAME400", 15.99),
        ("frame 0", 0.0),
        ("50%", 5000.0),
        ("100 %", 10_000.0),
        ("101%", None),
        ("1:2:3:4", None),
        ("-3", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_place_in_a_film(text, position):
    found = position_of(text, FILM)
    assert found == (None if position is None else pytest.approx(position))


@pytest.mark.parametrize(
    ("text", "position"), [("1", 0.0), ("image 11", 10.0), ("50%", 5.0), ("0", None), ("1:23", None)]
)
def test_a_place_among_images(text, position):
    assert position_of(text, IMAGES) == position


def test_a_share_of_what_has_no_known_length_is_no_place():
    assert position_of("50%", SourceInfo("film", SourceKind.VIDEO, is_seekable=True)) is None
