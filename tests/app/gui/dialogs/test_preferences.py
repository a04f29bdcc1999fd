"""The settings dialog."""

from __future__ import annotations

import pytest

from app.gui.dialogs.preferences import PreferencesDialog
from app.gui.preferences import Preferences, ThemeChoice
from inference.settings import DetectorRange, EngineChoice, Privacy


@pytest.fixture
def dialog(qtbot) -> PreferencesDialog:
    dialog = PreferencesDialog(Preferences())
    qtbot.addWidget(dialog)
    dialog.heard = []
    dialog.changed.connect(dialog.heard.append)
    return dialog


def test_every_setting_is_told_at_once(dialog):
    dialog.engine.setCurrentIndex(dialog.engine.findData(EngineChoice.CPU))
    assert dialog.heard[-1].analysis.engine is EngineChoice.CPU
    dialog.detector.setCurrentIndex(dialog.detector.findData(DetectorRange.WIDE))
    dialog.privacy.setCurrentIndex(dialog.privacy.findData(Privacy.PIXELATE))
    dialog.theme.setCurrentIndex(dialog.theme.findData(ThemeChoice.DARK))
    dialog.min_face.setValue(45)
    dialog.tracking.setChecked(False)
    last = dialog.heard[-1]
    assert (last.analysis.detector, last.display.privacy) == (DetectorRange.WIDE, Privacy.PIXELATE)
    assert (last.theme, last.analysis.min_face_px, last.analysis.tracking) == (ThemeChoice.DARK, 45.0, False)
    assert len(dialog.heard) == 6


def test_showing_preferences_tells_nothing(dialog):
    dialog.show_preferences(Preferences(theme=ThemeChoice.DARK))
    assert dialog.heard == []
    assert dialog.theme.currentData() is ThemeChoice.DARK


def test_a_reset_brings_back_defaults_and_is_remembered(window, store):
    window.actions_.loop.trigger()
    window.actions_.age.trigger()
    window._reset()
    assert window.preferences == Preferences(has_read_notice=True)
    assert store.load() == Preferences(has_read_notice=True)
    assert window.actions_.age.isChecked()
