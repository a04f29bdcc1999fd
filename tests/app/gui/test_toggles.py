"""The switches of menus and buttons."""

from __future__ import annotations

import numpy as np
import pytest

from app.gui.menus import ToolBar
from app.gui.toggles import TOGGLES
from inference.settings import Privacy

from .conftest import pixels


@pytest.mark.parametrize("name", ["overlay", "age", "gender", "ethnicity", "interval", "privacy"])
def test_every_switch_changes_the_image_at_once_and_back(paused, until, name):
    """Also while the video stands: the frame is drawn anew, nothing is analysed again."""
    paused.resize(1000, 700)
    until(lambda: paused.view.rendered.image.shape[1] >= paused.view.width() - 1)
    before, analysed = pixels(paused).copy(), paused.controller._analyser.analysed
    action = paused.toggles[name]
    action.trigger()
    until(lambda: not np.array_equal(pixels(paused), before))
    action.trigger()
    until(lambda: np.array_equal(pixels(paused), before))
    assert paused.controller._analyser.analysed == analysed


def test_hidden_attributes_leave_the_cards_as_well(paused, until):
    until(lambda: len(paused.panel.people.cards) == 1)
    paused.toggles["gender"].trigger()
    paused.toggles["age"].trigger()
    said = paused.panel.people.cards[0].accessibleName()
    assert "White 60%" in said
    assert "years" not in said
    assert "ale" not in said


@pytest.mark.parametrize("toggle", TOGGLES, ids=[toggle.name for toggle in TOGGLES])
def test_a_row_of_the_table_gives_a_switch_that_is_in_the_menus_works_and_is_remembered(make_window, store, toggle):
    window = make_window()
    action = window.toggles[toggle.name]
    assert action in [entry for menu in window.menuBar().actions() for entry in menu.menu().actions()]
    assert (action in window.findChild(ToolBar).actions()) is toggle.in_tool_bar
    before = window.preferences
    assert action.isChecked() is toggle.preference.is_on(before)
    action.trigger()
    window.close()
    remembered, again = store.load(), make_window()
    assert again.toggles[toggle.name].isChecked() is not toggle.preference.is_on(before)
    switched = [one.name for one in TOGGLES if one.preference.is_on(remembered) is not one.preference.is_on(before)]
    assert switched == [toggle.name]
    assert toggle.preference.switch(remembered, toggle.preference.is_on(before)) == before


def test_switching_protection_on_leaves_faces_pixelated_that_are_so_already(window):
    pixelated = window.preferences.with_value("display.privacy", Privacy.PIXELATE)
    (privacy,) = [toggle.preference for toggle in TOGGLES if toggle.name == "privacy"]
    assert privacy.switch(pixelated, True) == pixelated
    assert privacy.switch(pixelated, False).display.privacy is Privacy.NONE
