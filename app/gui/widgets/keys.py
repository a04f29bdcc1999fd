"""Keys that a part of the window keeps for itself though they do something else in the rest of it."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtGui import QKeyEvent


def is_own_key(event: QEvent | None, *keys: Qt.Key) -> bool:
    """Return whether an event asks if one of these keys, without others, is to stay with whoever has the keyboard.

    Such an event is accepted, so that no shortcut of the window takes the key.
    """
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
        return False
    is_own = event.key() in keys and event.modifiers() in (
        Qt.KeyboardModifier.NoModifier,
        Qt.KeyboardModifier.KeypadModifier,
    )
    if is_own:
        event.accept()
    return is_own
