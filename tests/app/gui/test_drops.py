"""What is dropped or pasted, and what the title says of it."""

from __future__ import annotations

import cv2
import pytest
from PyQt6.QtCore import QMimeData, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PyQt6.QtWidgets import QLabel

from app.gui.dialogs.analyse import AnalyseDialog

from .conftest import index_of


def files(*paths: object) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(window, data: QMimeData, *, enters_only: bool = False) -> None:
    where = (window.rect().center(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    window.dragEnterEvent(QDragEnterEvent(*where, Qt.KeyboardModifier.NoModifier))
    if not enters_only:
        point, *rest = where
        window.dropEvent(QDropEvent(QPointF(point), *rest, Qt.KeyboardModifier.NoModifier))


def test_a_drop_over_what_plays_is_announced(playing, clip):
    (hint,) = [one for one in playing.findChildren(QLabel) if one.objectName() == "dropHint"]
    assert not hint.isVisible()
    drop(playing, files(clip), enters_only=True)
    assert hint.isVisible()
    playing.dragLeaveEvent(None)
    assert not hint.isVisible()


def test_several_videos_are_not_passed_over_in_silence(window, clip, until, tmp_path):
    other = tmp_path / "other.mp4"
    other.write_bytes(b"")
    drop(window, files(clip, other))
    until(lambda: index_of(window) >= 0)
    assert window.banner.text == "portrait.mp4 is opened, the first of 2"
    window.banner._action.click()
    (dialog,) = window.findChildren(AnalyseDialog)
    assert dialog.targets == [clip, str(other)]


def test_what_was_copied_elsewhere_is_opened(window, clip, until):
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(files(clip))
    window.actions_.paste.trigger()
    until(lambda: index_of(window) >= 0)


def test_the_image_is_copied_as_it_is_shown(paused):
    paused.actions_.copy_image.trigger()
    copied = QGuiApplication.clipboard().image()
    height, width = paused.view.rendered.image.shape[:2]
    assert (copied.width(), copied.height()) == (width, height)
    assert copied.pixelColor(width // 2, height // 2) == paused.view._image.pixelColor(width // 2, height // 2)


@pytest.mark.parametrize("name", ["door.mp4", "hello world"])
def test_names_keep_their_letters_in_messages(window, until, tmp_path, name):
    window.open(str(tmp_path / name))
    until(lambda: name in window.banner.text)
    assert f"{name[:1].upper()}{name[1:]}" not in window.banner.text


def test_the_title_names_the_image_of_a_folder(window, portrait, until, tmp_path):
    for name in ("a.png", "b.png"):
        cv2.imwrite(str(tmp_path / name), portrait)
    window.open(str(tmp_path))
    until(lambda: window.windowTitle().startswith("a.png – "))
    until(lambda: index_of(window) == 0 and not window.sources.is_playing)
    window.actions_.skip_forward.trigger()
    until(lambda: window.windowTitle().startswith("b.png – "))
