"""Opening, playing, stepping, closing: by menus, keys, slider, and drops."""

from __future__ import annotations

import shutil
import threading

import numpy as np
import pytest
from PyQt6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtWidgets import QAbstractButton, QSlider

from app.gui.widgets.banner import Level
from app.gui.widgets.people_panel import describe

from .conftest import CLIP_FRAMES, faces_of, index_of


def test_nothing_is_open_at_first_and_what_needs_a_source_is_off(window):
    assert window.empty.isVisible()
    assert not window.transport.isVisible()
    actions = window.actions_
    for action in (actions.play, actions.snapshot, actions.record, actions.export_table):
        assert not action.isEnabled()
    assert actions.open_file.isEnabled()


def test_a_file_plays_with_its_faces_in_image_panel_and_title(playing, until):
    assert not playing.empty.isVisible()
    assert playing.transport.isVisible()
    assert playing.windowTitle() == "portrait.mp4 – FaceLens"
    until(lambda: len(playing.panel.people.cards) == 1)
    said = playing.view.rendered.result.faces[0].attributes
    assert describe(said, frozenset()) in playing.panel.people.cards[0].accessibleName()
    assert playing.preferences.recent[0].endswith("portrait.mp4")


def test_a_file_is_paused_until_the_models_are_there(make_window, kept_pipeline, clip, until):
    """Otherwise its beginning would pass by without anybody being seen in it."""
    gate = threading.Event()

    class Late:
        def load(self):
            gate.wait(20)

        process, reset, close, facts = (getattr(kept_pipeline, n) for n in ("process", "reset", "close", "facts"))

    window = make_window(open_pipeline=lambda settings: Late())
    window.open(clip)
    until(lambda: index_of(window) == 0)
    assert "Loading" in window.status.text
    gate.set()
    until(lambda: index_of(window) > 0)
    assert faces_of(window) == 1
    assert window.controller.session.statistics().times_s[0] == 0


def test_a_file_that_can_not_be_read_says_why_and_the_invitation_returns(window, until, tmp_path):
    text = tmp_path / "letter.mp4"
    text.write_text("Dear video,")
    window.open(str(text))
    until(lambda: bool(window.banner.text))
    assert window.banner.level is Level.ERROR
    assert "letter.mp4" in window.banner.text
    assert window.empty.isVisible()
    assert window.controller.target is None


def test_try_again_opens_it_once_more(window, until, tmp_path, clip):
    path = tmp_path / "late.mp4"
    window.open(str(path))
    until(lambda: bool(window.banner.text))
    shutil.copy(clip, path)
    (button,) = [one for one in window.banner.findChildren(QAbstractButton) if one.text() == "Try again"]
    button.click()
    until(lambda: faces_of(window) == 1)
    assert window.banner.text == ""


def test_switching_sources_while_one_plays(playing, until, tmp_path, portrait):
    import cv2

    still = str(tmp_path / "two.png")
    cv2.imwrite(still, np.hstack([portrait, portrait]))
    playing.open(still)
    until(lambda: faces_of(playing) == 2)
    assert playing.windowTitle().startswith("two.png")
    assert not playing.actions_.record.isEnabled()
    playing.open("demo")
    until(lambda: playing.windowTitle().startswith("demo") and faces_of(playing) >= 1)
    assert playing.controller.session.statistics().frames >= 1


def test_images_dropped_together_are_turned_one_by_one(window, until, tmp_path, portrait, qtbot):
    import cv2

    for name, image in (("a.png", portrait), ("b.png", np.hstack([portrait, portrait]))):
        cv2.imwrite(str(tmp_path / name), image)
    drop(window, [QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.png", "b.png")])
    until(lambda: faces_of(window) == 1)
    qtbot.keyClick(window, Qt.Key.Key_Right)
    until(lambda: faces_of(window) == 2)
    qtbot.keyClick(window, Qt.Key.Key_Left)
    until(lambda: faces_of(window) == 1)


def drop(window, urls) -> None:
    data = QMimeData()
    data.setUrls(urls)
    at, copy = QPoint(100, 100), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, copy, data, buttons, keys)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(at), copy, data, buttons, keys))


def test_a_dropped_file_plays(window, until, clip):
    drop(window, [QUrl.fromLocalFile(clip)])
    until(lambda: faces_of(window) == 1)


def test_an_unreadable_dropped_file_is_told(window, until, tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text("not an image")
    drop(window, [QUrl.fromLocalFile(str(notes))])
    until(lambda: "notes.txt" in window.banner.text)


def test_text_that_is_no_address_is_not_taken(window):
    data = QMimeData()
    data.setText("hello")
    enter = QDragEnterEvent(
        QPoint(1, 1), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.ignore()
    window.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_space_pauses_and_plays(playing, until, qtbot):
    qtbot.keyClick(playing.view, Qt.Key.Key_Space)
    until(lambda: playing.actions_.play.text() == "&Play")
    qtbot.wait(150)  # a frame that was on its way
    standing = index_of(playing)
    qtbot.wait(300)
    assert index_of(playing) == standing
    qtbot.keyClick(playing.view, Qt.Key.Key_Space)
    until(lambda: index_of(playing) != standing)


def test_space_on_a_button_that_was_tabbed_to_presses_the_button(paused, qtbot):
    (loop,) = [b for b in paused.transport.findChildren(QAbstractButton) if b.accessibleName() == "Loop"]
    loop.setFocus(Qt.FocusReason.TabFocusReason)
    assert not paused.toggles["loop"].isChecked()
    qtbot.keyClick(loop, Qt.Key.Key_Space)
    assert paused.toggles["loop"].isChecked()
    assert paused.actions_.play.text() == "&Play"


def test_frames_are_stepped_through(paused, until, qtbot):
    qtbot.keyClick(paused.view, Qt.Key.Key_Period)
    until(lambda: index_of(paused) == 11)
    qtbot.keyClick(paused.view, Qt.Key.Key_Comma)
    until(lambda: index_of(paused) == 10)


def test_the_slider_searches(paused, until):
    slider = paused.transport.findChild(QSlider)
    slider.setValue(1200)
    until(lambda: index_of(paused) == 30)
    assert slider.value() == 1200


def test_a_file_ends_and_plays_again(window, until, clip):
    window.actions_.faster.trigger()
    window.open(clip)
    until(lambda: index_of(window) == CLIP_FRAMES - 1)
    until(lambda: window.actions_.play.text() == "&Play")
    window.actions_.play.trigger()
    until(lambda: 0 <= index_of(window) < CLIP_FRAMES - 1)


def test_closing_the_source_returns_to_the_invitation(playing):
    playing.actions_.close_source.trigger()
    assert playing.empty.isVisible()
    assert playing.windowTitle() == "FaceLens"
    assert playing.panel.people.cards == []


def test_what_was_said_of_a_source_goes_with_it(playing):
    playing.banner.say(Level.ERROR, "Its sound broke off")
    playing.actions_.close_source.trigger()
    assert playing.banner.text == ""


@pytest.mark.parametrize(
    "leave", [lambda window: window.actions_.close_source.trigger(), lambda window: window.open("no.mp4")]
)
def test_what_was_closed_does_not_come_back_with_a_switch(paused, until, leave):
    """Whatever changes the look draws the image anew that was shown last."""
    leave(paused)
    until(lambda: paused.empty.isVisible())
    drawn = []
    paused.controller.frame_rendered.connect(lambda: drawn.append(True))
    for _ in range(2):
        paused.toggles["interval"].trigger()
        paused.toggles["privacy"].trigger()
    until(lambda: bool(drawn))
    assert paused.view.rendered is None
    assert paused.panel.people.in_view.cards == []


def test_images_that_can_not_be_read_are_listed(window, until, tmp_path, portrait):
    import cv2

    for number in range(3):
        cv2.imwrite(str(tmp_path / f"{number}.png"), portrait)
    (tmp_path / "1.png").write_bytes(b"no image")
    window.open(str(tmp_path))
    until(lambda: index_of(window) == 0)
    window.actions_.step_forward.trigger()
    until(lambda: index_of(window) == 2)
    until(lambda: bool(window.status.skips))
    assert len(window.status.skips) == 1
    assert window.status.skips[0].startswith("1.png: not an image")
    window.sources.close()
    assert window.status.skips == []
