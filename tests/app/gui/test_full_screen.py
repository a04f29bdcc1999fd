"""Full screen: controls that come and go with the mouse, and the way in and out."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from app.gui import full_screen


@pytest.fixture(autouse=True)
def soon(monkeypatch) -> None:
    """Controls go after a moment."""
    monkeypatch.setattr(full_screen, "_SHOWN_FOR_MS", 100)


def move_over(widget) -> None:
    at = QPointF(20, 20)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove, at, widget.mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, event)


def test_controls_appear_with_the_mouse_over_the_image_and_go_again(playing, until):
    window = playing
    height = window.transport.height()
    assert window.view.geometry().bottom() < window.bottom.mapTo(window, QPoint()).y()
    window.actions_.fullscreen.trigger()
    until(lambda: not window.bottom.isVisible() and window.view.height() == window.height())
    assert window.view.cursor().shape() == Qt.CursorShape.BlankCursor
    move_over(window.view)
    assert window.bottom.isVisible()
    assert window.view.cursor().shape() != Qt.CursorShape.BlankCursor
    # with the timeline it is higher, once the film is known
    until(lambda: window.bottom.height() >= height)
    # over the image, which keeps its size
    assert window.view.height() == window.height()
    until(lambda: window.bottom.mapTo(window, QPoint()).y() + window.bottom.height() == window.height())
    until(lambda: not window.bottom.isVisible())
    window.actions_.fullscreen.trigger()
    assert window.bottom.isVisible()
    assert window.transport.isVisible()
    until(
        lambda: (
            window.view.mapTo(window, window.view.rect().bottomLeft()).y() < window.bottom.mapTo(window, QPoint()).y()
        )
    )


def test_controls_stay_while_a_menu_is_open_or_somebody_has_tabbed_to_them(playing, until, qtbot):
    window = playing
    window.actions_.fullscreen.trigger()
    button = window.transport.findChildren(type(window.transport._speed))[0]
    move_over(window.view)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.wait(350)
    assert window.bottom.isVisible()
    window.view.setFocus()
    until(lambda: not window.bottom.isVisible())


def test_without_a_source_there_is_nothing_to_control(window):
    window.actions_.fullscreen.trigger()
    move_over(window.view)
    assert not window.transport.isVisible()
    window.actions_.fullscreen.trigger()
    assert not window.transport.isVisible()


def test_a_double_click_on_a_face_leads_in_and_out_and_leaves_who_is_emphasised(paused, until):
    window = paused
    rendered = window.view.rendered
    scale, dx, dy = window.view.viewport.transform(rendered.frame_wh)
    x1, y1, x2, y2 = rendered.result.faces[0].detection.xyxy
    face = QPoint(round((x1 + x2) / 2 * scale + dx), round((y1 + y2) / 2 * scale + dy))
    QTest.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=face)
    number = rendered.result.faces[0].track_id
    assert window.controller.render_options.highlight == number
    window.panel.people.person_chosen.emit(None)
    for is_full in (True, False):
        until(lambda: window.view.viewport.width == window.view.width())
        scale, dx, dy = window.view.viewport.transform(rendered.frame_wh)
        face = QPoint(round((x1 + x2) / 2 * scale + dx), round((y1 + y2) / 2 * scale + dy))
        QTest.mouseClick(window.view, Qt.MouseButton.LeftButton, pos=face)
        QTest.mouseDClick(window.view, Qt.MouseButton.LeftButton, pos=face)
        assert window.actions_.fullscreen.isChecked() is is_full
        assert window.controller.render_options.highlight is None
