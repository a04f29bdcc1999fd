"""Engines that can't be had: what is said, what goes on, and when it is no longer said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.gui.dialogs import preferences as dialog_module
from app.gui.dialogs.preferences import PreferencesDialog
from app.gui.preferences import Preferences
from app.gui.widgets.banner import Banner, Level
from app.gui.widgets.theme import LIGHT
from inference.errors import EngineError
from inference.settings import AnalysisSettings, EngineChoice

from .conftest import faces_of


def engines(dialog: PreferencesDialog) -> list[str]:
    box = dialog.controls["analysis.engine"]
    return [str(box.itemData(index)) for index in range(box.count())]


def test_analysis_goes_on_with_the_settings_that_work_and_the_message_goes_with_its_cause(
    make_window, kept_pipeline, clip, until
):
    def open_pipeline(settings):
        if settings.engine is EngineChoice.CUDA:
            raise EngineError("no GPU answers here; use {engine} cpu", field="engine")
        return kept_pipeline

    window = make_window(open_pipeline=open_pipeline)
    window.open(clip)
    until(lambda: faces_of(window) == 1)
    works = window.preferences
    window.set_preferences(works.with_value("analysis.engine", EngineChoice.CUDA))
    until(lambda: "no GPU answers here" in window.banner.text)
    assert window.banner.level is Level.WARNING
    assert "goes on" in window.banner.text
    assert "No analysis" not in window.status.text
    window.set_preferences(works)
    until(lambda: window.banner.text == "")


@pytest.mark.parametrize("has_gpu", [False, True])
def test_graphics_cards_are_offered_where_there_is_one(qtbot, monkeypatch, has_gpu):
    monkeypatch.setattr(dialog_module, "may_use_gpu", lambda _: has_gpu)
    dialog = PreferencesDialog(Preferences())
    qtbot.addWidget(dialog)
    assert ("cuda" in engines(dialog)) is has_gpu
    asked_for = replace(Preferences(), analysis=AnalysisSettings(engine=EngineChoice.CUDA))
    dialog.show_preferences(asked_for)
    assert dialog.controls["analysis.engine"].currentText() == "NVIDIA graphics card (CUDA)"


def test_a_message_is_withdrawn_only_while_it_is_the_one_that_is_shown(qtbot):
    banner = Banner(LIGHT)
    qtbot.addWidget(banner)
    first = banner.say(Level.ERROR, "first")
    banner.say(Level.ERROR, "second")
    banner.withdraw(first)
    assert banner.text == "second"
    banner.withdraw(banner.say(Level.ERROR, "third"))
    assert banner.text == ""


def test_news_of_success_go_by_themselves_and_move_nothing(playing, until):
    place = playing.view.mapTo(playing, playing.view.rect().topLeft())
    playing.banner._timer.setInterval(1)
    playing.banner.say(Level.ERROR, "stays")
    assert playing.view.mapTo(playing, playing.view.rect().topLeft()) == place
    assert not playing.banner._timer.isActive()
    playing.banner.say(Level.DONE, "Saved")
    until(lambda: playing.banner.text == "")
