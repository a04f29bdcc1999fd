"""What a person sees of an exception that nobody foresaw; the window lives on."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from types import TracebackType

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QFontDatabase, QGuiApplication
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from ... import __version__
from ..widgets.theme import GRID


class CrashDialog(QDialog):
    """Says that something failed, with details to copy."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Something went wrong"))
        self.details = details_of(error)
        words = QLabel(
            self.tr(
                "FaceLens has met a fault of its own. The window goes on; if it behaves oddly, start it again. "
                "The details below help to find the fault; they hold no images."
            )
        )
        words.setWordWrap(True)
        text = QPlainTextEdit(self.details)
        text.setReadOnly(True)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        text.setAccessibleName(self.tr("Details"))
        buttons = QDialogButtonBox()
        copy = buttons.addButton(self.tr("Copy details"), QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.AcceptRole)
        assert copy is not None
        assert close is not None
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(words)
        column.addWidget(text, 1)
        column.addWidget(buttons)
        self.resize(70 * GRID, 46 * GRID)

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self.details)


def details_of(error: BaseException) -> str:
    """Return versions and the traceback."""
    trace = "".join(traceback.format_exception(error))
    return f"FaceLens {__version__}, Python {platform.python_version()}, {platform.platform()}\n\n{trace}"


class ExceptionHooks(QObject):
    """Brings what no code caught, in any thread, to the window; as a context manager it restores the old hooks.

    Signals:
        caught(object): the exception; emitted in whichever thread, so connect to a slot of the window.
    """

    caught = pyqtSignal(object)

    def install(self) -> None:
        """Take over from Python's hooks, which would end the process or write to a terminal nobody sees."""
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._caught_in_window
        threading.excepthook = self._caught_in_thread

    def remove(self) -> None:
        """Give Python's hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _caught_in_window(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
        else:
            self._report(error)

    def _caught_in_thread(self, details: threading.ExceptHookArgs) -> None:
        if details.exc_value is not None and not isinstance(details.exc_value, SystemExit):
            self._report(details.exc_value)

    def _report(self, error: BaseException) -> None:
        traceback.print_exception(error)
        self.caught.emit(error)
