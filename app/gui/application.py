"""Starts Qt and shows the window."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from inference.process import share_memory_between_threads
from inference.settings import AnalysisSettings, DisplaySettings

from ..cli import Job
from ..exit_codes import ExitCode
from .display import forget_opencv_plugins, require_display

if TYPE_CHECKING:
    from PyQt6.QtCore import QObject
    from PyQt6.QtWidgets import QApplication

# Python looks for Ctrl-C only while it runs; Qt's loop alone would never let it
_POLL_EVERY_MS = 250


def run_window(job: Job) -> int:
    """Show the window until it is closed.

    Args:
        job: what the command line asked for: something to open, settings that differ from the defaults.

    Returns:
        The process's exit code.

    Raises:
        UsageError: there is no display, or a system library for it is missing.
    """
    require_display()
    from inference.sources import Source

    from .dialogs.crash import ExceptionHooks
    from .languages import install_translations
    from .main_window import MainWindow
    from .playback.player import Target, open_target
    from .preferences import PreferencesStore
    from .widgets import icons
    from .widgets.theme import Theme

    forget_opencv_plugins()
    application = create_application()
    store = PreferencesStore()
    install_translations(application, store.load().language)
    hooks = ExceptionHooks()
    hooks.install()
    try:
        wanted = job.video if job.camera is None else job.camera

        def open_selected(target: Target) -> Source:
            """The part that the command line asks for; of what is opened later, the whole."""
            return open_target(target, job.selection) if target == wanted else open_target(target)

        settings = (job.analysis, job.display)
        overrides = None if settings == (AnalysisSettings(), DisplaySettings()) else settings
        window = MainWindow(store, Theme(application, icons.FOLDER), open_target=open_selected, settings=overrides)
        hooks.caught.connect(window.show_crash)
        follow_theme(window.apply_theme)
        window.show()
        close_on_interrupt(application, window, window.end)
        if wanted is not None:
            window.open(wanted)
        window.show_notice()
        return application.exec()
    finally:
        hooks.remove()


def create_application() -> QApplication:
    """Return Qt's application, not begun yet; comes before everything that has threads."""
    from PyQt6.QtWidgets import QApplication

    share_memory_between_threads()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("FaceLens")
    application.setOrganizationName("FaceLens")
    application.setDesktopFileName("facelens")
    return application


def follow_theme(apply: Callable[[], object]) -> None:
    """Call a function whenever the system turns light or dark."""
    from PyQt6.QtGui import QGuiApplication

    hints = QGuiApplication.styleHints()
    if hints is not None:
        hints.colorSchemeChanged.connect(lambda _: apply())


def close_on_interrupt(application: QApplication, owner: QObject, end: Callable[[], object]) -> None:
    """Call `end`, which closes the windows properly, on Ctrl-C in the terminal."""
    from PyQt6.QtCore import QTimer

    def interrupt() -> None:
        end()
        application.exit(ExitCode.INTERRUPTED)

    # from within the loop: one that has not begun yet could not be ended
    signal.signal(signal.SIGINT, lambda *_: QTimer.singleShot(0, interrupt))
    timer = QTimer(owner)
    timer.timeout.connect(lambda: None)
    timer.start(_POLL_EVERY_MS)
