"""A check that a window can be opened, before Qt would end the process."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from inference.errors import UsageError

_WITHOUT = "Without a window: python main.py --video FILE_OR_URL, --image FILE_OR_FOLDER, or --camera N --headless"
# Debian's packages of what Qt's X11 plugin loads and a small installation lacks
_PACKAGES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}


def forget_opencv_plugins() -> None:
    """Take back what `import cv2` sets: the plugins and fonts of its own Qt 5, which crash a Qt 6."""
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        os.environ.pop(name, None)


def require_display() -> None:
    """Check that a window can be opened.

    Raises:
        UsageError: there is no display, or a library that Qt needs for it is missing.
    """
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    if _has_wayland():
        return
    if not os.environ.get("DISPLAY"):
        raise UsageError(f"there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set. {_WITHOUT}")
    _require_x11_plugin()
    if not _answers_x11():
        raise UsageError(f"the display {os.environ['DISPLAY']} does not answer. {_WITHOUT}")


def _has_wayland() -> bool:
    name, folder = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("XDG_RUNTIME_DIR")
    return bool(name) and (Path(folder or "/") / name).exists()  # type: ignore[operator]


def _require_x11_plugin() -> None:
    """Load Qt's plugin for X11 the way Qt would, to learn which library it misses."""
    from PyQt6 import QtGui

    plugin = Path(QtGui.__file__).parent / "Qt6" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.exists():  # a system's own PyQt6, whose packages bring what they need
        return
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        library = str(error).partition(":")[0]
        package = _PACKAGES.get(library)
        remedy = f"On Debian or Ubuntu: sudo apt-get install {package}. " if package else ""
        raise UsageError(
            f"the window needs the system library {library}, which is missing. {remedy}{_WITHOUT}"
        ) from error


def _answers_x11() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    is_broken = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not is_broken
