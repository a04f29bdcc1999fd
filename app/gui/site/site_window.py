"""The window of a site: its sources side by side, what is drawn on them, and what is counted there."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QEvent, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PyQt6.QtWidgets import QFileDialog, QGridLayout, QLabel, QMainWindow, QSplitter, QWidget

from app.site.document import SiteDocument
from inference.errors import FaceLensError
from inference.settings import AnalysisSettings
from inference.stages import SharedModels

from ..actions import connect
from ..dialogs.confirm import confirmed
from ..dialogs.open import ask_address, ask_files, dropped_names
from ..dialogs.several import MOST_SOURCES
from ..dialogs.shortcuts import ShortcutsDialog
from ..labels import message_of, sentence
from ..placement import fitting_size
from ..playback.rendering import RenderOptions
from ..preferences import Preferences
from ..toggles import Toggles
from ..widgets import icons
from ..widgets.banner import Banner, Level
from ..widgets.theme import GRID, Theme
from .drawing import DrawingControls
from .edits import Edits
from .shapes_panel import ShapesPanel
from .site_actions import SITE_TOGGLES, SiteToolBar, build_site_actions, fill_site_menus
from .site_thread import SiteThread
from .tile_renderer import TileRenderer
from .wall import Wall

_FIRST_SIZE = QSize(160 * GRID, 95 * GRID)
# how often it is looked whether a source gives no images
_LOOK_EVERY_MS = 500
# a window that ends waits so long for what is being kept and delivered
_SHUTDOWN_S = 5.0


class SiteWindow(QMainWindow):
    """Watches a site until it is closed.

    Args:
        document: says what is watched.
        theme: the application's colours and style.
        preferences: what is shown of faces.
        open_models: loads the models.

    Signals:
        preferences_changed(Preferences): a person has used a switch.
        several_asked(), site_asked(): something else is to be opened, in a window of its own.
        crashed(Exception): a fault of the program.
        closed(): it is gone; its threads may still be ending.
    """

    preferences_changed = pyqtSignal(object)
    several_asked = pyqtSignal()
    site_asked = pyqtSignal()
    crashed = pyqtSignal(object)
    closed = pyqtSignal()
    _tiles_ready = pyqtSignal()

    def __init__(
        self,
        document: SiteDocument,
        theme: Theme,
        preferences: Preferences,
        open_models: Callable[[AnalysisSettings], SharedModels] = SharedModels,
    ) -> None:
        super().__init__()
        self.preferences, self._theme = preferences, theme
        self._is_ending = False
        self.edits = Edits(document, self)
        self.actions_ = build_site_actions(self)
        self.toggles = Toggles(self, SITE_TOGGLES)
        self.setWindowIcon(icons.application_icon())
        self.setAcceptDrops(True)
        self._build()
        self.drawing = DrawingControls(self.wall, self.panel, self.edits, self.actions_, self.banner, self)
        self.renderer = TileRenderer(self._tiles_ready.emit, self._options(), may_miss=document.path is None)
        self.thread_ = SiteThread(document.configuration, document.path, self.renderer, open_models, self)
        self._connect()
        self._show_document()
        self._apply_preferences()
        self._show_marks()
        screen = self.screen()
        if screen is not None:
            self.resize(fitting_size(_FIRST_SIZE, screen.availableGeometry()))
        self._status.setText(self.tr("Loading the models…"))
        self.wall.tiles[self.edits.document.names[0]].setFocus()
        self.thread_.start()

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        colors = self._theme.colors
        self._toolbar = SiteToolBar(self.actions_, self.toggles)
        self.addToolBar(self._toolbar)
        bar = self.menuBar()
        assert bar is not None
        self._menu_bar = bar
        fill_site_menus(bar, self.actions_, self.toggles)
        self.wall = Wall(colors)
        self.banner = Banner(colors)
        stage = QWidget()
        grid = QGridLayout(stage)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.wall, 0, 0)
        grid.addWidget(self.banner, 0, 0, Qt.AlignmentFlag.AlignTop)
        self.panel = ShapesPanel(colors)
        splitter = QSplitter()
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(stage)
        splitter.addWidget(self.panel)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([128 * GRID, 32 * GRID])
        self.setCentralWidget(splitter)
        self._status, self._trouble = QLabel(), QLabel()
        self._trouble.setProperty("state", "warning")
        status = self.statusBar()
        assert status is not None
        status.addWidget(self._status)
        status.addPermanentWidget(self._trouble)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY_MS)
        self._look.timeout.connect(self._look_for_silence)
        self._look.start()

    def _connect(self) -> None:
        a, wall, thread = self.actions_, self.wall, self.thread_
        connect(
            (a.open_several, self.several_asked.emit),
            (a.open_site, self.site_asked.emit),
            (a.add_files, lambda: self.add_sources(ask_files(self))),
            (a.add_address, lambda: self.add_sources([ask_address(self)])),
            (a.remove_source, self._remove_source),
            (a.begin_again, lambda: None if wall.current is None else thread.begin_again(wall.current)),
            (a.save, self.save),
            (a.save_as, lambda: self.save(ask=True)),
            (a.close, self.close),
            (a.grid, lambda: wall.enlarge(None)),
            (a.shortcuts, lambda: ShortcutsDialog(self.menuBar(), self).open()),
        )
        for number in range(MOST_SOURCES):
            key = QShortcut(QKeySequence(str(number + 1)), self)
            key.activated.connect(lambda number=number: self._press_number(number))
        a.panel.setChecked(True)
        a.panel.toggled.connect(self.panel.setVisible)
        a.fullscreen.toggled.connect(self._toggle_fullscreen)
        self.toggles.changed.connect(self._use_switch)
        self._tiles_ready.connect(self._show_tiles)
        wall.resized.connect(self.renderer.set_size)
        wall.again_asked.connect(thread.begin_again)
        wall.arranged.connect(self._show_marks)
        wall.selected.connect(lambda _: self._show_marks())
        self.edits.changed.connect(self._apply_document)
        self.edits.refused.connect(lambda reason: self.banner.say(Level.WARNING, reason))
        thread.began.connect(lambda: self._status.setText(""))
        thread.has_news.connect(self._show_news)
        thread.refused.connect(lambda reason: self.banner.say(Level.WARNING, sentence(reason)))
        thread.failed.connect(self._show_failed)
        thread.crashed.connect(self._show_crashed)
        thread.file_changed.connect(self._notice_change)

    # --- the document -------------------------------------------------------------------------

    def _apply_document(self) -> None:
        self.thread_.change(self.edits.document.configuration)
        self._show_document()

    def _show_document(self) -> None:
        document = self.edits.document
        for name in set(self.wall.tiles) - set(document.names):
            self.renderer.forget(name)
        self.wall.set_sources(document.names)
        self.drawing.show_shapes()
        name = document.path.name if document.path is not None else document.configuration.name
        self.setWindowTitle(f"{name}[*] – FaceLens")
        self.setWindowModified(self.edits.is_unsaved)
        self._show_marks()

    def add_sources(self, targets: list[str]) -> None:
        """Watch further files or addresses."""
        targets = [target for target in targets if target]
        if len(targets) + len(self.edits.document.names) > MOST_SOURCES:
            self.banner.say(Level.WARNING, self.tr("Nine sources at most are shown side by side."))
        elif targets:
            self.edits.change(lambda document: document.with_sources(targets))

    def _remove_source(self) -> None:
        name = self.wall.current
        if name is None:
            return
        if len(self.edits.document.names) == 1:
            self.banner.say(Level.WARNING, self.tr("This is the last source: close the window to stop watching it."))
        else:
            self.edits.change(lambda document: document.without_source(name))

    def save(self, *, ask: bool = False) -> bool:
        """Write the site to its file, or to one that is asked for; return whether that was done."""
        path = self.edits.document.path
        if path is None or ask:
            suggested = path or Path(self.preferences.save_folder or str(Path.home())) / "site.toml"
            name, _ = QFileDialog.getSaveFileName(self, self.tr("Save site"), str(suggested), self.tr("Site (*.toml)"))
            if not name:
                return False
            path = Path(name if name.lower().endswith(".toml") else f"{name}.toml")
        try:
            self.edits.save(path)
        except FaceLensError as error:
            self.banner.say(Level.ERROR, sentence(message_of(error)))
            return False
        self.thread_.watch(path)
        self.banner.say(Level.DONE, self.tr("Saved {path}").format(path=path))
        return True

    def _notice_change(self) -> None:
        """Follow a file that somebody else has changed, unless that would drop what is unsaved here."""
        if not self.edits.is_unsaved:
            self.edits.read_again()
            return
        text = self.tr("The site file was changed by somebody else. What you have changed here is not saved yet.")
        self.banner.say(Level.WARNING, text, self.tr("Take the file's"), self.edits.read_again)

    # --- showing ------------------------------------------------------------------------------

    def _show_tiles(self) -> None:
        self.wall.show_rendered(self.renderer.take())

    def _show_news(self) -> None:
        news = self.thread_.news.take()
        if news is None:
            return
        self.wall.show_states(news.states)
        self.panel.show_states(news.states)
        visits = sum(state.visits for state in news.states)
        people = self.tr("%Ln people so far", "", news.people)
        self.panel.totals.setText(people)
        frames = sum(state.fps for state in news.states)
        shown = (
            people,
            self.tr("%Ln visits", "", visits),
            self.tr("{fps} frames per second").format(fps=f"{frames:.0f}"),
        )
        self._status.setText("  ·  ".join(shown))
        failing = [f"{one.name}: {one.failure}" for one in news.deliveries if one.failure]
        self._trouble.setText("  ·  ".join([*([news.store] if news.store else []), *failing])[:120])

    def _look_for_silence(self) -> None:
        for tile in self.wall.tiles.values():
            if tile.message:
                tile.update()

    def _show_failed(self, reason: str) -> None:
        self._status.setText(self.tr("Nothing is watched"))
        self.banner.say(Level.ERROR, sentence(reason))

    def _show_crashed(self, error: BaseException) -> None:
        self._show_failed(self.tr("a fault in FaceLens has ended it"))
        self.crashed.emit(error)

    def _show_marks(self) -> None:
        """Let actions and list follow what is large and what is marked."""
        a, wall = self.actions_, self.wall
        a.grid.setEnabled(wall.large is not None)
        a.remove_source.setEnabled(wall.current is not None)
        a.begin_again.setEnabled(wall.current is not None)
        self.drawing.show_marks()

    # --- preferences --------------------------------------------------------------------------

    def _use_switch(self, preferences: Preferences) -> None:
        self.set_preferences(preferences)
        self.preferences_changed.emit(preferences)

    def set_preferences(self, preferences: Preferences) -> None:
        """Show faces so from now on."""
        if preferences != self.preferences:
            self.preferences = preferences
            self._apply_preferences()

    def _apply_preferences(self) -> None:
        self.toggles.show_preferences(self.preferences)
        self.renderer.set_options(self._options())
        self.apply_theme()

    def _options(self) -> RenderOptions:
        preferences = self.preferences
        return RenderOptions(
            is_overlay_shown=preferences.is_overlay_shown,
            is_interval_shown=preferences.is_interval_shown,
            settings=preferences.display,
        )

    def apply_theme(self) -> None:
        """Follow the theme of the preferences, or the system's."""
        colors = self._theme.apply(self.preferences.theme)
        self.actions_.set_colors(colors)
        self.toggles.set_colors(colors)
        for one in (self.wall, self.panel, self.banner):
            one.set_colors(colors)

    # --- keys, drops, closing -----------------------------------------------------------------

    def _press_number(self, number: int) -> None:
        self.wall.enlarge_number(number)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if event is None:
            return
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif event.key() in steps:
            self.wall.step(*steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        """Leave what is innermost: a drawing, a mark, a message, full screen, the large source."""
        if self.wall.cancel():
            self._show_marks()
        elif not self.banner.isHidden():
            self.banner.hide()
        elif self.wall.large is not None:
            self.wall.enlarge(None)
        elif self.actions_.fullscreen.isChecked():
            self.actions_.fullscreen.setChecked(False)

    def _toggle_fullscreen(self, is_wanted: bool) -> None:
        for widget in (self._menu_bar, self._toolbar, self.statusBar()):
            if widget is not None:
                widget.setVisible(not is_wanted)
        self.panel.setVisible(not is_wanted and self.actions_.panel.isChecked())
        state = self.windowState()
        full = Qt.WindowState.WindowFullScreen
        self.setWindowState(state | full if is_wanted else state & ~full)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.WindowStateChange and not self.isFullScreen():
            self.actions_.fullscreen.setChecked(False)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        if event is not None and dropped_names(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent | None) -> None:
        if event is not None:
            event.acceptProposedAction()
            self.add_sources(dropped_names(event.mimeData()))

    def end(self) -> None:
        """Close without a question."""
        self._is_ending = True
        self.close()

    def join(self, deadline: float | None = None) -> None:
        """Wait until everything is kept and delivered, `time.monotonic()` reaches `deadline` at most."""
        deadline = time.monotonic() + _SHUTDOWN_S if deadline is None else deadline
        self.thread_.join(deadline)
        self.renderer.join(deadline)

    def closeEvent(self, event: QCloseEvent | None) -> None:
        question = self.tr("Close without saving what you have changed of this site?")
        if not self._is_ending and self.edits.is_unsaved and not confirmed(self, question, self.tr("Close unsaved")):
            if event is not None:
                event.ignore()
            return
        self._look.stop()
        self.thread_.stop()
        self.renderer.stop()
        super().closeEvent(event)
        self.closed.emit()
