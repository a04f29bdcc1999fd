"""Times and speeds as people write them."""

from __future__ import annotations

import pytest

from app.gui.widgets.transport_bar import format_time, next_speed


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (65.9, "1:05"), (3729, "1:02:09"), (36000, "10:00:00")])
def test_times_as_people_write_them(seconds, text):
    assert format_time(seconds) == text


def test_tenths_and_speeds():
    assert format_time(65.97, tenths=True) == "1:05.9"
    assert [next_speed(1.0, 1), next_speed(1.0, -1), next_speed(4.0, 1), next_speed(0.25, -1)] == [1.5, 0.5, 4.0, 0.25]
