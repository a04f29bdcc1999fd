"""Preview and time under the pointer, on seek bar and timeline, in the window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PyQt6.QtCore import QEvent, QPoint, Qt
from PyQt6.QtGui import QCursor
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from inference.settings import DisplaySettings, Privacy

from .conftest import faces_of


@pytest.fixture(autouse=True)
def _elsewhere() -> Iterator[None]:
    """Take the pointer off the controls in the end: in full screen they stay below it."""
    yield
    QCursor.setPos(0, 0)
    QApplication.processEvents()


def point(widget, x: float) -> None:
    QTest.mouseMove(widget, QPoint(round(x) + 9, widget.height() // 2))  # from elsewhere: else nothing is told
    QTest.mouseMove(widget, QPoint(round(x), widget.height() // 2))


def leave(widget) -> None:
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))


def brightness(window) -> int:
    image = window.previews.popup.image
    return -1 if image.isNull() else image.pixelColor(image.width() - 3, 12).red()


def test_the_seek_bar_shows_what_is_under_the_pointer_and_a_click_goes_there(paused, until):
    slider, popup = paused.transport._slider, paused.previews.popup
    point(slider, slider.x_of(800))
    assert popup.words in ("0:00.7", "0:00.8")  # a pixel is some milliseconds wide
    until(lambda: abs(brightness(paused) - 38) < 7)
    assert popup.geometry().bottom() <= slider.mapTo(paused, QPoint()).y()
    point(slider, slider.x_of(1600))
    until(lambda: abs(brightness(paused) - 78) < 7)
    point(slider, 1)
    assert popup.x() >= 0
    leave(slider)
    assert popup.isHidden()
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(round(slider.x_of(1200)), slider.height() // 2))
    until(lambda: paused.transport.time_text.startswith(("0:01.1", "0:01.2")))


def test_the_timeline_says_who_is_there_too(known, until):
    chart, popup = known.timeline.chart, known.previews.popup
    point(chart, chart.x_of(1.0))
    assert popup.words in ("0:00.9  #1", "0:01.0  #1")
    until(lambda: abs(brightness(known) - 47) < 7)
    leave(chart)
    assert popup.isHidden()


def test_a_preview_is_protected_as_the_image_is(paused, until):
    slider, popup = paused.transport._slider, paused.previews.popup
    point(slider, slider.x_of(800))
    until(lambda: brightness(paused) >= 0)
    paused.set_preferences(replace(paused.preferences, display=DisplaySettings(privacy=Privacy.PIXELATE)))
    assert popup.isHidden()
    assert popup.image.isNull()
    point(slider, slider.x_of(800))
    until(lambda: brightness(paused) >= 0)
    image = popup.image
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert len(seen) <= 5 * 5


def test_nothing_is_left_of_a_file_that_is_closed_and_none_is_opened_unasked(paused, until):
    slider, popup = paused.transport._slider, paused.previews.popup
    assert paused.previews._previews is None
    point(slider, slider.x_of(800))
    until(lambda: brightness(paused) >= 0)
    paused.actions_.close_source.trigger()
    assert popup.isHidden()
    assert faces_of(paused) == -1
    until(lambda: paused.previews._previews._source is None)
