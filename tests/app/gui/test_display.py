"""No display, or half of one: a message and exit code 2 instead of an abort."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.gui import display
from inference.errors import UsageError

MAIN = Path(__file__).resolve().parents[3] / "main.py"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")


@pytest.fixture(autouse=True)
def no_display(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


def test_a_process_without_a_display_ends_with_a_message():
    done = subprocess.run(
        [sys.executable, str(MAIN)], capture_output=True, text=True, timeout=100, env=dict(os.environ)
    )
    assert done.returncode == 2
    assert "no display" in done.stderr
    assert "--video" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_display_that_does_not_answer(monkeypatch):
    monkeypatch.setattr(display, "_require_x11_plugin", lambda: None)
    monkeypatch.setenv("DISPLAY", ":9876")
    with pytest.raises(UsageError, match=r":9876 does not answer.*--video"):
        display.require_display()


def test_a_missing_library_is_named_with_its_package(monkeypatch):
    def load(path):
        raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file or directory")

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(display.ctypes, "CDLL", load)
    with pytest.raises(UsageError, match=r"libxcb-cursor\.so\.0.*apt-get install libxcb-cursor0.*--video"):
        display.require_display()


def test_wayland_counts_where_its_socket_is(monkeypatch, tmp_path):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with pytest.raises(UsageError, match="no display"):
        display.require_display()
    (tmp_path / "wayland-0").touch()
    display.require_display()


def test_a_chosen_platform_needs_no_display(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    display.require_display()


def test_opencv_leaves_no_plugins_behind(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", "/cv2/qt/plugins")
    monkeypatch.setenv("QT_QPA_FONTDIR", "/cv2/qt/fonts")
    display.forget_opencv_plugins()
    assert not {"QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"} & os.environ.keys()
