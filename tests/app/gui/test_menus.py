"""What the menus list, and what a choice opens."""

from __future__ import annotations

from app.gui.dialogs.shortcuts import ShortcutsDialog
from app.gui.playback.cameras import CameraChoice
from app.gui.widgets.empty_state import listed_names


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
    film = window._recent_menu.actions()[0]
    assert film.text() == "a && b.mp4"
    film.trigger()
    assert opened == ["/films/a & b.mp4"]


def test_every_action_stands_in_the_menus_once(window):
    listed = [entry for bar in window.menuBar().actions() for entry in bar.menu().actions()]
    assert all(listed.count(action) == 1 for action in (*window.actions_.all(), *window.toggles.all()))


def test_the_list_of_what_was_open_last_can_be_cleared(window, store):
    window.set_preferences(window.preferences.with_recent("/films/a.mp4"))
    window._recent_menu.actions()[-1].trigger()
    assert window.preferences.recent == ()
    assert store.load().recent == ()
    assert not window._recent_menu.isEnabled()


def test_what_can_not_be_opened_is_not_listed(window, until, tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    for name in (str(tmp_path / "notes.txt"), str(tmp_path / "absent.mp4")):
        window.open(name)
        until(lambda: window.banner.text != "")
        assert window.preferences.recent == ()


def test_long_names_and_equal_names_are_told_apart(window):
    long = f"/films/{'a' * 100} the end.mp4"
    names = listed_names([long, "/one/walk.mp4", "/two/walk.mp4"], 40)
    assert len(names[0]) == 40
    assert names[0].endswith("the end.mp4")
    assert names[1:] == ["walk.mp4 (/one)", "walk.mp4 (/two)"]


def test_a_switch_in_a_menu_shows_a_tick_not_an_icon(window):
    switches = [action for action in (*window.actions_.all(), *window.toggles.all()) if action.isCheckable()]
    assert len(switches) > 5
    assert not any(action.isIconVisibleInMenu() for action in switches)


def test_the_sheet_of_keys_lists_every_action_of_the_menus(window):
    sheet = ShortcutsDialog(window.menuBar(), window)
    listed = dict(sheet.rows)
    assert listed["F, F11"] == "Full screen"
    assert listed["Ctrl++, Ctrl+="] == "Zoom in"
    assert len(sheet.rows) == len([*window.actions_.all(), *window.toggles.all()])


def test_the_speed_menu_ticks_the_speed(window):
    menu = window.transport._speed.menu()
    for speed in (2.0, 0.5, 1.0):
        window.transport.set_speed(speed)
        assert [action.text() for action in menu.actions() if action.isChecked()] == [f"{speed:g}×"]
