"""What the menus list, and what a choice opens."""

from __future__ import annotations

from app.gui.playback.cameras import CameraChoice


def test_a_camera_of_the_menu_is_opened_by_its_number(window, monkeypatch):
    monkeypatch.setattr(window.cameras, "available", lambda: [CameraChoice(2, "Door")])
    window.cameras.changed.emit()
    opened = []
    window.camera_menu.chosen.disconnect()
    window.camera_menu.chosen.connect(opened.append)
    (door,) = window.camera_menu.actions()
    door.trigger()
    assert opened == [2]


def test_what_was_open_last_is_opened_again_from_the_menu(window):
    window.set_preferences(window.preferences.with_recent("/films/a & b.mp4"))
    opened = []
    window._recent_menu.chosen.disconnect()
    window._recent_menu.chosen.connect(opened.append)
    (film,) = window._recent_menu.actions()
    assert film.text() == "a && b.mp4"
    film.trigger()
    assert opened == ["/films/a & b.mp4"]


def test_every_action_stands_in_the_menus_once(window):
    listed = [entry for bar in window.menuBar().actions() for entry in bar.menu().actions()]
    assert all(listed.count(action) == 1 for action in (*window.actions_.all(), *window.toggles.all()))
