"""Settings, notice, faults, and what all controls have in common."""

from __future__ import annotations

import json
import threading

import pytest
from PyQt6.QtCore import QMimeData, QUrl
from PyQt6.QtGui import QGuiApplication, QKeySequence
from PyQt6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QLabel, QLineEdit, QSpinBox

from app.gui import model_facts
from app.gui.dialogs.about import AboutDialog
from app.gui.dialogs.crash import CrashDialog, ExceptionHooks
from app.gui.dialogs.open import dropped_names, target_of
from app.gui.dialogs.preferences import PreferencesDialog
from app.gui.model_facts import group_errors
from app.gui.playback import cameras as cameras_module
from app.gui.playback.cameras import CameraChoice, Cameras
from app.gui.preferences import Preferences, ThemeChoice
from app.gui.widgets.empty_state import short_name
from app.gui.widgets.transport_bar import clock, next_speed
from inference.settings import DetectorRange, EngineChoice, Privacy

# --- every control -----------------------------------------------------------------------------


def test_every_action_has_a_shortcut_of_its_own_and_a_tooltip(window):
    actions = window.actions_.all()
    keys = [action.shortcut().toString(QKeySequence.SequenceFormat.PortableText) for action in actions]
    assert all(keys)
    assert len(set(keys)) == len(keys)
    assert all(
        action.toolTip().endswith(f"({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
        for action in actions
    )


def test_every_control_has_a_name_for_those_who_do_not_see_it(window):
    kinds = (QAbstractButton, QAbstractSlider, QComboBox, QSpinBox, QLineEdit)
    nameless = [
        one
        for kind in kinds
        for one in window.findChildren(kind)
        if one.isVisible()
        and not (one.accessibleName() or getattr(one, "text", str)())
        and one.objectName() != "qt_toolbar_ext_button"
        and not one.objectName().startswith("ScrollLeft")
        and "scroll" not in type(one).__name__.lower()
    ]
    assert nameless == []


@pytest.mark.parametrize("size", [(800, 600), (3840, 2160)])
def test_no_label_is_cut_off(window, size, qtbot):
    window.resize(*size)
    qtbot.wait(50)
    assert (window.width(), window.height()) == size
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.wordWrap():
            assert label.sizeHint().width() <= label.width() + 1, label.text()
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            assert button.sizeHint().width() <= button.width() + 1, button.text()


# --- settings ----------------------------------------------------------------------------------


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
    assert (last.analysis.detector, last.analysis.privacy) == (DetectorRange.WIDE, Privacy.PIXELATE)
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


# --- notice ------------------------------------------------------------------------------------


CARD = {
    "metrics": {
        "data": "held-out faces",
        "overall": {"faces": 100, "age_mae": 4.62, "gender_accuracy": 0.94, "ethnicity_accuracy": 0.85},
        "subgroups": [
            {"group": "age", "value": "0-4", "faces": 10, "age_mae": 1.9, "gender_accuracy": 0.7},
            {"group": "age", "value": "70-100", "faces": 12, "age_mae": 8.1},
            {"group": "gender x ethnicity", "value": "male, Black", "faces": 9, "age_mae": 20.0},
        ],
    }
}


def words_of(dialog: AboutDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_the_notice_says_how_wrong_by_group(qtbot, monkeypatch, tmp_path):
    card = tmp_path / "card.json"
    card.write_text(json.dumps(CARD))
    monkeypatch.setattr(model_facts, "DEFAULT_MODEL", card.with_suffix(".onnx"))
    for first in (True, False):
        about = AboutDialog(is_first_start=first)
        qtbot.addWidget(about)
        words = words_of(about)
        assert "off by 4.6 years: by 1.9 for people aged 0–4, by 8.1 for people aged 70–100" in words
        assert "gender is wrong for 6 in 100" in words
        assert "Nothing leaves this computer" in words
    assert "held-out faces" in words
    assert "20.0" not in words


@pytest.mark.parametrize("card", [None, "", "[]", '{"metrics": 7}', '{"metrics": {"overall": {"faces": "many"}}}'])
def test_a_card_without_figures_leaves_the_rest(qtbot, monkeypatch, tmp_path, card):
    if card is not None:
        (tmp_path / "card.json").write_text(card)
    monkeypatch.setattr(model_facts, "DEFAULT_MODEL", tmp_path / "card.onnx")
    about = AboutDialog()
    qtbot.addWidget(about)
    assert "Errors differ between groups" in words_of(about)


def test_the_notice_is_shown_until_it_was_read(make_window, store):
    store.save(Preferences())
    window = make_window()
    window.show_notice()
    (notice,) = window.findChildren(AboutDialog)
    assert notice.isVisible()
    notice.accept()
    assert store.load().has_read_notice
    notice.setParent(None)
    window.show_notice()
    assert window.findChildren(AboutDialog) == []


def test_group_errors_put_everybody_first_and_leave_crossings_out():
    rows = group_errors(CARD)
    assert [row.group for row in rows] == ["", "0-4", "70-100"]
    assert rows[0].gender == pytest.approx(0.06)
    assert rows[2].gender is None


# --- faults ------------------------------------------------------------------------------------


def test_details_of_a_fault_can_be_copied(qtbot):
    try:
        raise KeyError("lost")
    except KeyError as error:
        dialog = CrashDialog(error)
    qtbot.addWidget(dialog)
    (copy,) = [one for one in dialog.findChildren(QAbstractButton) if "Copy" in one.text()]
    copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "KeyError: 'lost'" in copied
    assert "test_dialogs.py" in copied
    assert "FaceLens 0" in copied


def test_an_exception_in_any_thread_reaches_the_window(qtbot, capsys):
    hooks = ExceptionHooks()
    hooks.install()
    try:
        with qtbot.waitSignal(hooks.caught, timeout=20_000) as caught:
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start()
            thread.join()
        assert isinstance(caught.args[0], ZeroDivisionError)
    finally:
        hooks.remove()
    assert "ZeroDivisionError" in capsys.readouterr().err


# --- cameras -----------------------------------------------------------------------------------


def test_without_qts_watcher_the_system_is_asked_and_changes_are_noticed(qtbot, monkeypatch):
    monkeypatch.setattr(cameras_module, "_media_devices", lambda parent: None)
    monkeypatch.setattr(cameras_module, "_LOOK_EVERY_MS", 10)
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


# --- small things ------------------------------------------------------------------------------


def test_pictures_together_are_a_set_and_anything_else_is_the_first():
    assert target_of([]) is None
    assert target_of(["a.mp4", "b.jpg"]) == "a.mp4"
    assert target_of(["a.jpg"]) == "a.jpg"
    assert target_of(["a.jpg", "b.PNG"]) == ("a.jpg", "b.PNG")


def test_drops_of_files_addresses_and_text():
    data = QMimeData()
    data.setUrls([QUrl("rtsp://192.0.2.7/door"), QUrl.fromLocalFile("/films/a b.mp4")])
    assert dropped_names(data) == ["rtsp://192.0.2.7/door", "/films/a b.mp4"]
    text = QMimeData()
    text.setText(" http://192.0.2.7/a.mp4\n")
    assert dropped_names(text) == ["http://192.0.2.7/a.mp4"]
    assert dropped_names(None) == []


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (65.9, "1:05"), (3729, "1:02:09"), (36000, "10:00:00")])
def test_times_as_people_write_them(seconds, text):
    assert clock(seconds) == text


def test_passwords_are_not_shown():
    assert short_name("rtsp://me:secret@192.0.2.7/door") == "rtsp://192.0.2.7/door"
    assert short_name("/films/a b.mp4") == "a b.mp4"


def test_tenths_and_speeds():
    assert clock(65.97, tenths=True) == "1:05.9"
    assert [next_speed(1.0, 1), next_speed(1.0, -1), next_speed(4.0, 1), next_speed(0.25, -1)] == [1.5, 0.5, 4.0, 0.25]
