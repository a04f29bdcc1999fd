"""The process that shows the window, from its start to its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PyQt6.QtCore import QSettings, QTimer
from PyQt6.QtWidgets import QApplication

from app.cli import parse_arguments
from app.gui import application as application_module
from app.gui.main_window import MainWindow
from inference.settings import DetectorRange

MAIN = Path(__file__).resolve().parents[3] / "main.py"


@pytest.fixture(autouse=True)
def _settings_of_the_test(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path))


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_in_the_terminal_closes_the_window(tmp_path, clip):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    settings = tmp_path / "FaceLens" / "FaceLens.ini"
    command = [sys.executable, str(MAIN), clip]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        # what was opened last is noted once the window is up
        while process.poll() is None and not settings.exists():
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=100)[1]
    assert process.returncode == 130
    assert "Traceback" not in said
    assert "geometry" in settings.read_text()


def test_the_command_line_opens_its_video_and_its_settings_win(qapp, monkeypatch, clip, until):
    """What is opened later is opened whole."""
    windows: list[MainWindow] = []

    def run(self_or_none=None) -> int:
        (window,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
        windows.append(window)
        until(lambda: window.view.rendered is not None)
        assert window.view.rendered.captured.frame.timestamp_s >= 1.0
        assert window.preferences.analysis.detector == DetectorRange.NEAR
        until(lambda: "Loading" not in window.status.text)
        window.close()
        return 0

    monkeypatch.setattr(application_module, "create_application", lambda: qapp)
    monkeypatch.setattr(QApplication, "exec", run)
    before = signal.getsignal(signal.SIGINT)
    try:
        assert application_module.run_window(parse_arguments([clip, "--start", "1", "--detector", "near"])) == 0
    finally:
        signal.signal(signal.SIGINT, before)
    assert windows
    QTimer.singleShot(0, windows[0].deleteLater)
