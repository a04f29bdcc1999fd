"""Where tiles lie."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QRect

from app.gui.site.arrangement import arrange, columns_of


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (4, 2), (6, 3), (9, 3)])
def test_a_wide_window_has_as_many_columns_as_make_the_tiles_large(count, columns):
    assert columns_of(count, 1280, 720) == columns


def test_a_tall_window_puts_two_below_each_other():
    assert columns_of(2, 600, 900) == 1


@pytest.mark.parametrize("size", [(1280, 720), (500, 900), (240, 160)])
@pytest.mark.parametrize("count", range(1, 10))
def test_tiles_lie_within_the_room_and_never_over_each_other(count, size):
    room = QRect(0, 0, *size)
    for large in (None, 0, count - 1):
        places = arrange(count, *size, large)
        assert len(places) == count
        assert all(room.contains(place) for place in places)
        assert not any(one.intersects(other) for n, one in enumerate(places) for other in places[:n])
        if large is not None:
            areas = [place.width() * place.height() for place in places]
            assert areas.index(max(areas)) == large or count == 1
