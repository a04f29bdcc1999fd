"""Faults that nobody foresaw."""

from __future__ import annotations

import threading

from PyQt6.QtGui import QGuiApplication
from PyQt6.QtWidgets import QAbstractButton

from app.gui.dialogs.crash import CrashDialog, ExceptionHooks


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
    assert "test_crash.py" in copied
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
