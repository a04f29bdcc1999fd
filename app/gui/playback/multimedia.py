"""Qt's multimedia library, where it can be loaded."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QLoggingCategory, QObject


def media_devices(parent: QObject) -> Any:
    """Return Qt's watcher of cameras and sound devices; None where it can't be loaded (it needs libpulse)."""
    # tells at length which libraries for hardware decoding, which nobody asked for, it can't find
    QLoggingCategory.setFilterRules("qt.multimedia.*=false")
    try:
        from PyQt6.QtMultimedia import QMediaDevices
    except ImportError:
        return None
    return QMediaDevices(parent)
