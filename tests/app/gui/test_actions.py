"""What all controls have in common."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QKeySequence
from PyQt6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QSpinBox

from .conftest import truncated


def test_every_action_has_a_shortcut_of_its_own_and_a_tooltip(window):
    actions = [*window.actions_.all(), *window.toggles.all()]
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
def test_no_label_is_truncated_off(window, size, qtbot):
    window.resize(*size)
    qtbot.wait(50)
    assert (window.width(), window.height()) == size
    assert truncated(window) == []
