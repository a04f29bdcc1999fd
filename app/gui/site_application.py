"""`python main.py site FILE.toml --window`: the window of a site alone."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from inference.errors import UsageError

from ..exit_codes import ExitCode
from .display import forget_opencv_plugins, require_display

# what a site has to keep and to deliver at its end may take so long
_SHUTDOWN_S = 10.0


def run(given: argparse.Namespace) -> ExitCode:
    """Show a site until its windows are closed.

    Args:
        given: the words of the command `site`.

    Raises:
        UsageError: the site file is wrong, or no window can be opened.
    """
    if given.check:
        raise UsageError("--check opens no window: leave one of the two out")
    from app.site.document import SiteDocument

    document = SiteDocument.read(Path(given.file))
    require_display()
    try:
        from PyQt6.QtWidgets import QMessageBox
    except ImportError as error:
        raise UsageError(f"the window can't be opened ({error}); leave --window out to do without it") from error

    from .application import close_on_interrupt, create_application, follow_theme
    from .dialogs.about import AboutDialog
    from .dialogs.crash import CrashDialog, ExceptionHooks
    from .languages import install_translations
    from .playback.cameras import Cameras
    from .preferences import PreferencesStore
    from .site.opening import SiteWindows
    from .widgets import icons
    from .widgets.theme import Theme

    forget_opencv_plugins()
    application = create_application()
    store = PreferencesStore()
    preferences = store.load()
    install_translations(application, preferences.language)
    hooks = ExceptionHooks()
    hooks.install()
    try:
        theme = Theme(application, icons.FOLDER)
        sites = SiteWindows(theme, Cameras(), preferences)
        sites.preferences_changed.connect(store.save)
        sites.failed.connect(lambda reason: QMessageBox.warning(None, "FaceLens", reason))
        for told in (sites.crashed, hooks.caught):
            told.connect(lambda error: CrashDialog(error, sites.windows[0] if sites.windows else None).show())
        window = sites.show(document)
        follow_theme(window.apply_theme)
        close_on_interrupt(application, window, lambda: sites.close_all(ask=False))
        if not preferences.has_read_notice:
            dialog = AboutDialog(window, is_first_start=True)
            dialog.accepted.connect(lambda: store.save(sites.preferences.with_value("has_read_notice", True)))
            dialog.open()
        code = application.exec()
        sites.join(time.monotonic() + _SHUTDOWN_S)
        return ExitCode(code)
    finally:
        hooks.remove()
