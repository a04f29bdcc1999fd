"""The line below the image that shows all of a file."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent

from app.gui.widgets.theme import LIGHT
from app.gui.widgets.timeline import Timeline, TimelineFacts


def facts(people: int = 2, **changes) -> TimelineFacts:
    visits = {number + 1: [(10.0 * number, 10.0 * number + 5)] for number in range(people)}
    times = np.arange(0, 100, 1.0)
    given = {"length_s": 100.0, "known": (0.0, 40.0), "visits": visits, "times_s": times, "in_view": times % 3}
    return TimelineFacts(**given | changes)


@pytest.fixture
def timeline(qtbot):
    widget = Timeline(LIGHT)
    qtbot.addWidget(widget)
    widget.resize(700, 80)
    widget.show_facts(facts())
    widget.show()
    return widget


def colour_at(timeline, time_s: float, y: int) -> str:
    image = timeline.chart.grab().toImage()
    return image.pixelColor(round(timeline.chart.x_of(time_s)), y).name()


def test_what_is_known_is_told_from_what_is_not(timeline):
    assert colour_at(timeline, 20, 5) == LIGHT.accent
    assert colour_at(timeline, 70, 5) != LIGHT.accent
    timeline.show_facts(facts(is_whole=True))
    assert colour_at(timeline, 99, 5) == LIGHT.accent


def test_each_person_has_a_row_until_there_are_too_many(timeline):
    rows = [colour_at(timeline, 2, 13), colour_at(timeline, 12, 13)]
    assert rows[0] != rows[1]
    assert timeline.chart.has_rows
    timeline.show_facts(facts(people=30))
    assert not timeline.chart.has_rows
    timeline.chart.resize(700, timeline.chart.sizeHint().height())
    assert colour_at(timeline, 2.5, 15) != colour_at(timeline, 0.5, 15)


def test_a_click_goes_there(timeline, qtbot):
    asked = []
    timeline.seek_asked.connect(asked.append)
    x = round(timeline.chart.x_of(30))
    qtbot.mouseClick(timeline.chart, Qt.MouseButton.LeftButton, pos=QPoint(x, 8))
    assert asked == [pytest.approx(30, abs=0.3)]


def test_the_wheel_zooms_about_the_pointer_and_never_beyond_the_file(timeline):
    chart = timeline.chart

    def turn(steps: int) -> None:
        place = QPointF(chart.x_of(30), 8)
        event = QWheelEvent(
            place, place, QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        chart.wheelEvent(event)

    before = chart.x_of(30)
    turn(4)
    assert chart.x_of(30) == pytest.approx(before, abs=1)
    assert chart.x_of(31) - chart.x_of(30) > 2 * chart.width() / 100
    turn(-20)
    assert (chart.x_of(0), chart.x_of(100)) == (pytest.approx(0), pytest.approx(chart.width()))


def test_the_pointer_is_told_the_time_and_who_is_there(timeline):
    assert timeline.chart.words_at(QPointF(timeline.chart.x_of(12), 5)).split() == ["0:12.0", "#2"]


def test_what_lies_outside_the_chosen_part_is_shaded(timeline):
    before = colour_at(timeline, 2, 13)
    timeline.set_marks(8.0, None)
    assert colour_at(timeline, 2, 13) != before
    timeline.set_marks(None, None)
    assert colour_at(timeline, 2, 13) == before


def test_nothing_is_shown_of_nothing(timeline):
    timeline.show_facts(None)
    assert timeline.isHidden()
