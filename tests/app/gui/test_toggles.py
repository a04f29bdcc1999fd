"""The switches of menus and buttons."""

from __future__ import annotations

import numpy as np
import pytest

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
