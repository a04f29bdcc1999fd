"""Images of the window for the documentation, made from the built-in demo: `make screenshots`.

Needs a display; under Linux without one, `xvfb-run` gives a virtual one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PyQt6.QtCore import QSettings
from PyQt6.QtWidgets import QApplication, QWidget

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.gui.dialogs.about import AboutDialog
from app.gui.display import forget_opencv_plugins, require_display
from app.gui.main_window import DEMO, MainWindow
from app.gui.preferences import Preferences, PreferencesStore, ThemeChoice
from app.gui.widgets import icons
from app.gui.widgets.theme import Theme

# where both people of the demo are in view
MOMENT_S = 5.0
PATIENCE_S = 120.0


class Studio:
    """A window whose state is waited for, then photographed."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self.application, self.folder = application, folder
        self._settings = tempfile.TemporaryDirectory()
        store = PreferencesStore(QSettings(f"{self._settings.name}/settings.ini", QSettings.Format.IniFormat))
        store.save(replace(Preferences(), theme=ThemeChoice.LIGHT, has_read_notice=True))
        self.window = MainWindow(store, Theme(application, icons.FOLDER))
        self.window.resize(1200, 760)
        self.window.show()

    def wait_for(self, reached: Callable[[], bool]) -> None:
        """Let the window work until something is so, and a moment longer for what follows from it."""
        deadline = time.monotonic() + PATIENCE_S
        while not reached():
            if time.monotonic() > deadline:
                raise TimeoutError("the window did not come into the state that was waited for")
            self.application.processEvents()
            time.sleep(0.01)
        self.rest(1.5)

    def rest(self, seconds: float) -> None:
        """Let the window work for some time."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.application.processEvents()
            time.sleep(0.01)

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        """Save an image of the window or another widget."""
        self.rest(0.5)
        path = self.folder / f"{name}.png"
        (widget or self.window).grab().save(str(path))
        print(path)

    def play_to(self, time_s: float) -> None:
        """Play until a moment and stay exactly there."""
        self.wait_for(lambda: self._position() >= time_s and self._people() > 0)
        self.window.actions_.play.trigger()
        self.window.controller.seek(time_s)
        self.wait_for(lambda: abs(self._position() - time_s) < 0.1 and self._people() > 0)

    def set(self, **changes: object) -> None:
        """Change preferences."""
        self.window.set_preferences(replace(self.window.preferences, **changes))  # type: ignore[arg-type]

    def close(self) -> None:
        self.window.close()
        self._settings.cleanup()

    def _position(self) -> float:
        rendered = self.window.view.rendered
        return rendered.captured.frame.timestamp_s if rendered else 0.0

    def _people(self) -> int:
        rendered = self.window.view.rendered
        return len(rendered.result.faces) if rendered and rendered.result else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/images"), help="where to (docs/images)")
    parser.add_argument("--source", default=DEMO, help="what to play instead of the demo, for looking only")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    require_display()
    forget_opencv_plugins()
    studio = Studio(QApplication([]), given.folder)
    window = studio.window
    studio.shoot("window-empty")
    window.open(given.source)
    studio.play_to(MOMENT_S if given.source == DEMO else 2.0)
    studio.shoot("window-light")
    studio.set(theme=ThemeChoice.DARK)
    studio.shoot("window-dark")
    window.actions_.charts.trigger()
    studio.shoot("window-charts")
    window.actions_.people.trigger()
    window.resize(800, 600)
    studio.rest(1.0)
    studio.shoot("window-small")
    studio.set(theme=ThemeChoice.LIGHT)
    window.open("rtsp://127.0.0.1:9/door")
    studio.wait_for(lambda: bool(window.banner.text))
    studio.shoot("window-error")
    notice = AboutDialog(window, is_first_start=True)
    notice.show()
    studio.shoot("window-notice", notice)
    notice.close()
    studio.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
