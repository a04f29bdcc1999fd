"""The list of cameras."""

from __future__ import annotations

from app.gui.playback import cameras as cameras_module
from app.gui.playback.cameras import CameraChoice, Cameras


def test_without_qts_watcher_the_system_is_asked_and_changes_are_noticed(qtbot, monkeypatch):
    monkeypatch.setattr(cameras_module, "media_devices", lambda parent: None)
    monkeypatch.setattr(cameras_module, "_POLL_EVERY_MS", 10)
    plugged = [CameraChoice(0, "Desk")]
    monkeypatch.setattr(Cameras, "available", lambda self: list(plugged))
    cameras = Cameras()
    with qtbot.waitSignal(cameras.changed, timeout=20_000):
        plugged.append(CameraChoice(2, "Door", "1920 × 1080, 30 fps"))


def test_the_menu_lists_cameras_by_name_or_says_that_there_is_none(window, monkeypatch):
    monkeypatch.setattr(window.cameras, "available", lambda: [CameraChoice(2, "Door & Yard", "1280 × 720, 30 fps")])
    window.cameras.changed.emit()
    assert [action.text() for action in window.camera_menu.actions()] == ["Door && Yard  (1280 × 720, 30 fps)"]
    monkeypatch.setattr(window.cameras, "available", list)
    window.cameras.changed.emit()
    (only,) = window.camera_menu.actions()
    assert not only.isEnabled()
