"""The settings dialog."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, QPointF, QRect, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtWidgets import QApplication, QScrollArea

from app.gui.dialogs.preferences import PreferencesDialog
from app.gui.preferences import Preferences, ThemeChoice
from inference.settings import AnalysisSettings, DetectorRange, EngineChoice, Privacy


@pytest.fixture
def dialog(qtbot) -> PreferencesDialog:
    dialog = PreferencesDialog(Preferences())
    qtbot.addWidget(dialog)
    dialog.heard = []
    dialog.changed.connect(dialog.heard.append)
    return dialog


def test_every_setting_is_told_at_once(dialog):
    dialog.controls["analysis.engine"].setCurrentIndex(dialog.controls["analysis.engine"].findData(EngineChoice.CPU))
    assert dialog.heard[-1].analysis.engine is EngineChoice.CPU
    dialog.controls["analysis.detector"].setCurrentIndex(
        dialog.controls["analysis.detector"].findData(DetectorRange.WIDE)
    )
    dialog.controls["display.privacy"].setCurrentIndex(dialog.controls["display.privacy"].findData(Privacy.PIXELATE))
    dialog.controls["theme"].setCurrentIndex(dialog.controls["theme"].findData(ThemeChoice.DARK))
    dialog.controls["analysis.min_face_px"].setValue(45)
    dialog.controls["analysis.min_detection_score"].setValue(0.35)
    dialog.controls["analysis.tracking"].setChecked(False)
    last = dialog.heard[-1]
    assert (last.analysis.detector, last.display.privacy) == (DetectorRange.WIDE, Privacy.PIXELATE)
    assert (last.theme, last.analysis.min_face_px, last.analysis.tracking) == (ThemeChoice.DARK, 45.0, False)
    assert last.analysis.min_detection_score == pytest.approx(0.35)
    assert len(dialog.heard) == 7


def test_showing_preferences_tells_nothing(dialog):
    dialog.show_preferences(Preferences(theme=ThemeChoice.DARK))
    assert dialog.heard == []
    assert dialog.controls["theme"].currentData() is ThemeChoice.DARK


def test_a_reset_brings_back_defaults_and_is_remembered(window, store, answers):
    answers(True)
    window.toggles["loop"].trigger()
    window.toggles["age"].trigger()
    window._reset()
    assert window.preferences == Preferences(has_read_notice=True)
    assert store.load() == Preferences(has_read_notice=True)
    assert window.toggles["age"].isChecked()


@pytest.mark.parametrize("name", ["near", "middle"])
def test_the_detector_named_on_the_command_line_is_the_one_shown(dialog, name):
    """Ranges have texts of their own there; a detector that somebody has registered is shown by its name."""
    dialog.show_preferences(Preferences(analysis=AnalysisSettings(detector=name)))
    assert dialog.controls["analysis.detector"].currentData() == name
    assert ("middle" in dialog.controls["analysis.detector"].currentText()) == (name == "middle")
    dialog.controls["theme"].setCurrentIndex(dialog.controls["theme"].findData(ThemeChoice.DARK))
    assert dialog.heard[-1].analysis.detector == name


def test_the_settings_fit_a_small_screen_and_are_all_reached(dialog, qtbot):
    dialog.show()
    dialog.fit(QRect(0, 0, 800, 600))
    qtbot.wait(20)
    assert dialog.height() <= 600
    last = dialog.controls["language"]
    bar = dialog.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.wait(20)
    assert dialog.rect().contains(last.mapTo(dialog, last.rect().center()))
    assert not last.visibleRegion().isEmpty()
    dialog.fit(QRect(0, 0, 1920, 1080))
    qtbot.wait(20)
    assert all(not control.visibleRegion().isEmpty() for control in dialog.controls.values())


def test_the_wheel_over_a_setting_is_left_to_what_scrolls_and_changes_nothing(dialog):
    for name in ("analysis.engine", "analysis.min_face_px"):
        control = dialog.controls[name]
        turn = QWheelEvent(
            QPointF(5, 5),
            control.mapToGlobal(QPointF(5, 5)),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(control, turn)
        assert not turn.isAccepted()
    assert dialog.heard == []
