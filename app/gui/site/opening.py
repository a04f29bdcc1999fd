"""Opens windows of sites, and keeps them in step with each other; knows nothing heavy before one is wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QFileDialog, QWidget

from inference.errors import FaceLensError

from ..dialogs.several import SeveralDialog
from ..labels import message_of, sentence
from ..playback.cameras import Cameras
from ..preferences import Preferences
from ..widgets.theme import Theme

if TYPE_CHECKING:
    from app.site.document import SiteDocument

    from .site_window import SiteWindow

REQUIREMENTS = "requirements-site.txt"


class SiteWindows(QObject):
    """The windows of sites that are open.

    Args:
        theme: the application's.
        cameras: that may be watched.
        preferences: what is shown of faces.
        window: owns the dialogs; None where there is no other window.
        open_models: loads the models; None for the usual ones.

    Attributes:
        windows: those that are open.

    Signals:
        preferences_changed(Preferences): a switch was used in one of them.
        failed(str): something can't be opened, and why.
        opened(): there is one more.
        crashed(Exception): a fault of the program in one of them.
    """

    preferences_changed = pyqtSignal(object)
    failed = pyqtSignal(str)
    opened = pyqtSignal()
    crashed = pyqtSignal(object)

    def __init__(
        self,
        theme: Theme,
        cameras: Cameras,
        preferences: Preferences,
        window: QWidget | None = None,
        open_models: Callable[..., Any] | None = None,
    ) -> None:
        super().__init__(window)
        self._theme, self._cameras, self._window, self._open_models = theme, cameras, window, open_models
        self.preferences = preferences
        self.windows: list[SiteWindow] = []
        self._ended: list[SiteWindow] = []

    def ask_several(self, targets: Sequence[str] = ()) -> None:
        """Ask what to watch side by side, and watch it."""
        cameras = [(f"camera:{one.number}", one.name) for one in self._cameras.available()]
        dialog = SeveralDialog(targets, cameras, self._parent())
        dialog.asked.connect(self.open_several)
        dialog.open()

    def ask_site(self) -> None:
        """Ask for a site file, and watch it."""
        name, _ = QFileDialog.getOpenFileName(self._parent(), self.tr("Open site"), "", self.tr("Site (*.toml)"))
        if name:
            self.open_site(Path(name))

    def open_several(self, targets: Sequence[str]) -> None:
        """Watch files, cameras and addresses side by side."""
        analysis = self.preferences.analysis
        name = self.tr("Side by side")
        self._open(lambda documents: documents.of_sources(targets, name, analysis))

    def open_site(self, path: Path) -> None:
        """Watch what a site file names."""
        self._open(lambda documents: documents.read(path))

    def show(self, document: SiteDocument) -> SiteWindow:
        """Watch what a document says.

        Raises:
            ModuleNotFoundError: the packages for it are not installed.
        """
        from .site_window import SiteWindow

        models = {} if self._open_models is None else {"open_models": self._open_models}
        window = SiteWindow(document, self._theme, self.preferences, **models)
        window.preferences_changed.connect(self._use)
        window.several_asked.connect(self.ask_several)
        window.site_asked.connect(self.ask_site)
        window.crashed.connect(self.crashed)
        window.closed.connect(lambda: self._let_go(window))
        self.windows.append(window)
        window.show()
        self.opened.emit()
        return window

    def set_preferences(self, preferences: Preferences) -> None:
        """Show faces so from now on."""
        self.preferences = preferences
        for window in self.windows:
            window.set_preferences(preferences)

    def close_all(self, *, ask: bool = True) -> bool:
        """Close them, and return whether all of them are."""
        for window in [*self.windows]:
            if ask:
                window.close()
            else:
                window.end()
        return not self.windows

    def join(self, deadline: float) -> None:
        """Wait for the threads of those that are closed, until `time.monotonic()` reaches `deadline` at most."""
        for window in self._ended:
            window.join(deadline)

    def _open(self, make: Callable[[type[SiteDocument]], SiteDocument]) -> None:
        try:
            from app.site.document import SiteDocument

            self.show(make(SiteDocument))
        except ModuleNotFoundError as error:
            text = self.tr("Several sources need the package {name}, which is missing: pip install -r {file}")
            self.failed.emit(text.format(name=error.name, file=REQUIREMENTS))
        except FaceLensError as error:
            self.failed.emit(sentence(message_of(error)))

    def _use(self, preferences: Preferences) -> None:
        self.set_preferences(preferences)
        self.preferences_changed.emit(preferences)

    def _let_go(self, window: SiteWindow) -> None:
        if window in self.windows:
            self.windows.remove(window)
            self._ended.append(window)
            window.thread_.ended.connect(lambda: self._forget(window))
            if window.thread_.has_ended:
                self._forget(window)

    def _forget(self, window: SiteWindow) -> None:
        """Let go of a window whose threads are through."""
        if window in self._ended:
            self._ended.remove(window)
            window.join()
            window.deleteLater()

    def _parent(self) -> QWidget | None:
        return self.windows[-1] if self.windows and self._window is None else self._window
