"""The window with its real threads and the real pipeline, used as a person would."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtCore import Qt

from app.gui.preferences import ThemeChoice
from inference.settings import DisplaySettings, Privacy

from .conftest import SETTINGS, faces_of


def test_full_screen_shows_the_image_alone_and_escape_leaves(playing, qtbot):
    qtbot.keyClick(playing, Qt.Key.Key_F)
    assert playing.isFullScreen()
    assert not playing.panel.isVisible()
    assert not playing.transport.isVisible()
    qtbot.keyClick(playing, Qt.Key.Key_Escape)
    assert not playing.isFullScreen()
    assert playing.panel.isVisible()
    assert playing.transport.isVisible()


def test_the_theme_changes_while_the_window_is_open(paused):
    light = paused.grab().toImage().pixelColor(paused.width() - 30, paused.height() // 2).lightness()
    paused.set_preferences(replace(paused.preferences, theme=ThemeChoice.DARK))
    dark = paused.grab().toImage().pixelColor(paused.width() - 30, paused.height() // 2).lightness()
    assert light > 200
    assert dark < 60


def test_charts_show_the_session_and_clearing_asks_and_begins_anew(paused, until, answers):
    paused.actions_.play.trigger()
    until(lambda: paused.controller.session.statistics().people == 1)
    paused.actions_.play.trigger()
    paused.actions_.charts.trigger()
    paused.panel.charts.show_statistics(paused.controller.session.statistics())
    assert paused.panel.charts.totals == ("1", f"{paused.controller.session.statistics().mean_age:.0f}")
    answers(False)
    paused.actions_.new_session.trigger()
    assert paused.panel.charts.totals[0] == "1"
    answers(True)
    paused.actions_.new_session.trigger()
    assert paused.panel.charts.totals[1] == "–"


def test_what_is_remembered(make_window, store, clip, until):
    window = make_window()
    window.toggles["ethnicity"].trigger()
    window.toggles["privacy"].trigger()
    window.toggles["loop"].trigger()
    window.resize(790, 590)
    window.open(clip)
    until(lambda: faces_of(window) == 1)
    window.close()
    remembered = store.load()
    assert remembered.analysis == SETTINGS
    assert remembered.display == DisplaySettings(Privacy.BLUR, frozenset({"ethnicity"}))
    assert remembered.loop
    assert remembered.recent == (clip,)
    again = make_window()
    assert again.size() == window.size()
    assert again.toggles["privacy"].isChecked()
    assert not again.toggles["ethnicity"].isChecked()
    assert not store.load_bytes("geometry").isEmpty()


def test_a_reset_asks_before_everything_is_as_at_first(window, answers, store):
    window.toggles["loop"].trigger()
    window.set_preferences(window.preferences.with_recent("/films/a.mp4"))
    window.actions_.preferences.trigger()
    questions = answers(False)
    window._preferences_dialog.reset_asked.emit()
    assert window.preferences.loop
    answers(True)
    window._preferences_dialog.reset_asked.emit()
    assert len(questions) == 2
    assert (store.load().loop, store.load().recent) == (False, ())
    assert store.load().has_read_notice
