"""The window: puts the parts together and passes on what a person asks for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PyQt6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PyQt6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeyEvent
from PyQt6.QtWidgets import QGridLayout, QLabel, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, DisplaySettings, EngineChoice
from inference.sinks import RunFacts
from inference.sources import Source
from inference.types import SourceInfo

from .actions import build_actions, connect, set_icon
from .dialogs.about import AboutDialog
from .dialogs.confirm import confirmed
from .dialogs.crash import CrashDialog
from .dialogs.open import ask_address, ask_files, ask_folder, dropped_names, target_of
from .dialogs.preferences import PreferencesDialog
from .dialogs.shortcuts import ShortcutsDialog
from .film_controls import FilmControls
from .full_screen import FullScreen
from .job_controls import JobControls
from .menus import CameraMenu, RecentMenu, ToolBar, fill_menu_bar
from .placement import WindowPlace, fitting_size
from .playback.cameras import Cameras
from .playback.controller import Controller
from .playback.job_queue import QueuedJob
from .playback.player import Target, open_target
from .preferences import Preferences, PreferencesStore
from .preview_controls import PreviewControls
from .save_controls import SaveControls
from .site.opening import SiteWindows
from .source_controls import SourceControls
from .toggles import ToggleGroup, Toggles
from .widgets import icons
from .widgets.banner import Banner, Level
from .widgets.empty_state import EmptyState, short_name
from .widgets.side_panel import SidePanel
from .widgets.status_bar import StatusBar
from .widgets.theme import GRID, Theme
from .widgets.timeline import Timeline
from .widgets.transport_bar import TransportBar
from .widgets.video_view import VideoView, to_qimage

_PANEL_EVERY_MS = 200
_CHARTS_EVERY_MS = 1000
_SHUTDOWN_S = 1.9
# a site that ends has something to keep and to deliver
_SITES_S = 5.0
_FIRST_SIZE = QSize(150 * GRID, 95 * GRID)
DEMO = "demo"


class MainWindow(QMainWindow):
    """The application's window.

    Args:
        store: where preferences are kept.
        theme: the application's colours and style.
        open_pipeline: makes a pipeline that is not loaded yet.
        open_target: opens a source.
        settings: override what is remembered, for this run; None for nothing.
    """

    def __init__(
        self,
        store: PreferencesStore,
        theme: Theme,
        open_pipeline: Callable[[AnalysisSettings], Pipeline] = Pipeline,
        open_target: Callable[[Target], Source] = open_target,
        settings: tuple[AnalysisSettings, DisplaySettings] | None = None,
    ) -> None:
        super().__init__()
        self._store, self._theme = store, theme
        self.preferences = store.load()
        if settings is not None:
            self.preferences = replace(self.preferences, analysis=settings[0], display=settings[1])
        self._preferences_dialog: PreferencesDialog | None = None
        self._is_ending = False
        self._said_of_models = 0
        # what is emphasised, and what was before the latest click
        self._highlighted: int | None = None
        self._highlighted_before: int | None = None

        self.setWindowTitle("FaceLens")
        self.setWindowIcon(icons.application_icon())
        self.setAcceptDrops(True)
        self.actions_ = build_actions(self)
        self.toggles = Toggles(self)
        self.controller = Controller(open_pipeline, open_target, self)
        self.cameras = Cameras(self)
        self._build()
        self.sources = SourceControls(
            self,
            self.controller,
            self.actions_,
            view=self.view,
            transport=self.transport,
            banner=self.banner,
            status=self.status,
            theme=theme,
        )
        self.saving = SaveControls(
            self,
            self.controller,
            self.actions_,
            self.sources,
            view=self.view,
            panel=self.panel,
            banner=self.banner,
            theme=theme,
        )
        self.films = FilmControls(
            self,
            self.controller,
            self.actions_,
            self.sources,
            view=self.view,
            panel=self.panel,
            timeline=self.timeline,
            transport=self.transport,
            banner=self.banner,
        )
        self.previews = PreviewControls(
            self, self.controller, self.sources, transport=self.transport, timeline=self.timeline
        )
        self.jobs = JobControls(self, open_pipeline, banner=self.banner, status=self.status)
        self.sites = SiteWindows(theme, self.cameras, self.preferences, self)
        self._connect()
        self._apply_preferences()
        self._place = WindowPlace(store.folder)
        self.resize(fitting_size(_FIRST_SIZE, self._available()))
        if self.restoreGeometry(store.load_bytes("geometry")):
            self._place.shift(self, self._available())
        self._splitter.restoreState(store.load_bytes("splitter"))
        self.status.show_engine(self.tr("Loading the models…"), self.tr("Analysis begins in a moment"))
        self._splitter.setFocus()  # no button is about to be pressed

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        colors, actions = self._theme.colors, self.actions_
        self.camera_menu = CameraMenu(self.cameras, self)
        # the keyboard goes through the window in the order in which its parts are added
        self._toolbar = ToolBar(actions, self.toggles, self.camera_menu)
        self.addToolBar(self._toolbar)
        self.view = VideoView()
        self.banner = Banner(colors)
        self._recent_menu = RecentMenu(self)
        self.empty = EmptyState(actions.open_file, self.camera_menu.pop_up, actions.open_demo, colors)
        self.transport = TransportBar(
            actions.play,
            actions.step_back,
            actions.step_forward,
            self.toggles["loop"],
            self.toggles["muted"],
            actions.fullscreen,
            colors,
        )
        self._stage = QStackedWidget()
        self._stage.addWidget(self.empty)
        self._stage.addWidget(self.view)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # the banner lies over the image, which so stays where it is
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self._stage, 0, 0)
        self._drop_hint = QLabel(self.tr("Drop to open"))
        self._drop_hint.setObjectName("dropHint")
        self._drop_hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._drop_hint.hide()
        grid.addWidget(self._drop_hint, 0, 0)
        grid.addWidget(self.banner, 0, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid, 1)
        self.bottom = QWidget()
        below = QVBoxLayout(self.bottom)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(self.transport)
        self.timeline = Timeline(colors)
        below.addWidget(self.timeline)
        column.addWidget(self.bottom)
        self.panel = SidePanel(colors)
        self._splitter = QSplitter()
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(left)
        self._splitter.addWidget(self.panel)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([110 * GRID, 38 * GRID])
        self.setCentralWidget(self._splitter)
        self.status = StatusBar()
        self.setStatusBar(self.status)
        bar = self.menuBar()
        assert bar is not None
        fill_menu_bar(bar, actions, self.toggles, self.camera_menu, self._recent_menu)
        self._full_screen = FullScreen(
            self,
            self.bottom,
            column=column,
            over=grid,
            image=self.view,
            others=(bar, self._toolbar, self.status),
            has_controls=lambda: self.sources.info is not None,
        )
        self._panel_timer = QTimer(self)
        self._panel_timer.setInterval(_PANEL_EVERY_MS)
        self._charts_timer = QTimer(self)
        self._charts_timer.setInterval(_CHARTS_EVERY_MS)

    def _connect(self) -> None:
        a, controller, sources = self.actions_, self.controller, self.sources
        connect(
            (a.open_file, lambda: sources.open_names(ask_files(self))),
            (a.open_folder, lambda: sources.open_names([ask_folder(self)])),
            (a.open_address, lambda: sources.open_names([ask_address(self)])),
            (a.open_demo, lambda: self.open(DEMO)),
            (a.open_several, lambda: self.sites.ask_several()),
            (a.open_site, self.sites.ask_site),
            (a.quit, self.close),
            (a.new_session, self._clear_session),
            (a.analyse_file, self._analyse_file),
            (a.jobs, self.jobs.show_list),
            (a.zoom_in, lambda: self.view.zoom(1)),
            (a.zoom_out, lambda: self.view.zoom(-1)),
            (a.zoom_reset, self.view.reset_zoom),
            (a.people, self._show_people),
            (a.everybody, self._show_everybody),
            (a.charts, self._show_charts),
            (a.preferences, self._show_preferences),
            (a.paste, self._paste),
            (a.copy_image, self._copy_image),
            (a.shortcuts, lambda: ShortcutsDialog(self.menuBar(), self).open()),
            (a.about, lambda: AboutDialog(self, engine=self.status.engine_reason).open()),
        )
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        drawing = self.toggles.of(ToggleGroup.DRAWING)
        self.view.addActions([a.play, a.snapshot, a.copy_image, *drawing, a.zoom_reset, a.fullscreen])
        a.fullscreen.toggled.connect(self._toggle_fullscreen)
        self.toggles.changed.connect(self.set_preferences)
        sources.opening.connect(self._make_room)
        sources.film_chosen.connect(self.films.open)
        sources.changed.connect(self._show_name)
        sources.closed.connect(self._show_nothing)
        sources.redrawn.connect(self._update_people)
        controller.frame_rendered.connect(self._show_title)
        controller.engine_changed.connect(self._show_engine)
        controller.models_failed.connect(self._show_models_failed)
        controller.analysis_crashed.connect(self._show_analysis_crashed)
        controller.films.failed.connect(self._show_film_failed)
        self.view.viewport_changed.connect(
            lambda viewport: controller.set_render_options(replace(controller.render_options, viewport=viewport))
        )
        self.transport.volume_chosen.connect(
            lambda volume: self.set_preferences(self.preferences.with_value("volume", volume))
        )
        controller.sound.changed.connect(self._show_sound_device)
        self._show_sound_device()
        self.view.face_clicked.connect(self._click_face)
        self.view.double_clicked.connect(self._double_click)
        self.panel.people.person_chosen.connect(self._highlight)
        for chosen in (self.empty.recent_chosen, self._recent_menu.chosen, self.camera_menu.chosen):
            chosen.connect(self.open)
        self.jobs.open_asked.connect(self.open_results)
        self.sites.preferences_changed.connect(self.set_preferences)
        self.sites.opened.connect(sources.pause)
        self.sites.failed.connect(lambda reason: self.banner.say(Level.ERROR, reason))
        self.sites.crashed.connect(self.show_crash)
        self._recent_menu.clear_asked.connect(lambda: self.set_preferences(replace(self.preferences, recent=())))
        self.saving.saver.folder_chosen.connect(
            lambda folder: self.set_preferences(replace(self.preferences, save_folder=folder))
        )
        self._panel_timer.timeout.connect(self._update_people)
        self._charts_timer.timeout.connect(self._update_charts)
        self.panel.currentChanged.connect(lambda _: self._update_charts())

    # --- source -------------------------------------------------------------------------------

    def open(self, target: Target) -> None:
        """Play something in place of what is playing."""
        self.sources.open(target)

    def _make_room(self, target: Target) -> None:
        self._highlight(None)
        self._stage.setCurrentWidget(self.view)
        self._panel_timer.start()
        self._charts_timer.start()

    def _paste(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            self.open_dropped(dropped_names(clipboard.mimeData()))

    def _copy_image(self) -> None:
        clipboard, rendered = QGuiApplication.clipboard(), self.view.rendered
        if clipboard is not None and rendered is not None:
            clipboard.setImage(to_qimage(rendered.image).copy())
            self.banner.say(Level.DONE, self.tr("The image is copied"))

    def _analyse_file(self) -> None:
        target = self.controller.target
        if isinstance(target, str):
            self.sources.pause()
        part = self.films.marks.selection
        self.jobs.ask([target] if isinstance(target, str) else [], part)

    def open_results(self, job: QueuedJob) -> None:
        """Show a file that was analysed, with all that is known of it, and the part that was analysed."""
        film = None if job.job is None else job.job.film
        self.films.open_known(job.request.target, film, job.request.part)

    def _show_name(self, info: SourceInfo | None) -> None:
        target = self.controller.target
        if info is not None and isinstance(target, str) and target != DEMO:
            self.set_preferences(self.preferences.with_recent(target))
        self._show_title()

    def _show_title(self) -> None:
        """Name the source, and of several images the one that is shown."""
        info, rendered = self.sources.info, self.view.rendered
        names = ["FaceLens"] if info is None else [short_name(info.name), "FaceLens"]
        if info is not None and not info.has_time and rendered is not None:
            image = short_name(rendered.captured.frame.source)
            names = names if image == names[0] else [image, *names]
        title = " – ".join(names)
        if title != self.windowTitle():
            self.setWindowTitle(title)

    def _show_nothing(self) -> None:
        """Go back to the invitation."""
        self._panel_timer.stop()
        self._charts_timer.stop()
        self.controller.session.clear()
        self.panel.clear()
        self._stage.setCurrentWidget(self.empty)

    # --- people and charts --------------------------------------------------------------------

    def _show_sound_device(self) -> None:
        self.transport.show_sound_device(is_there=self.controller.sound.is_available)

    def _click_face(self, key: int | None) -> None:
        self._highlighted_before = self._highlighted
        self._highlight(key)

    def _double_click(self) -> None:
        """Switch full screen; the first of the two clicks has selected nobody."""
        self._highlight(self._highlighted_before)
        self.actions_.fullscreen.toggle()

    def _highlight(self, key: int | None) -> None:
        self._highlighted = key
        self.panel.people.select(key)
        track = key if key is not None and key > 0 else None
        self.controller.set_render_options(replace(self.controller.render_options, highlight=track))

    def _update_people(self) -> None:
        self.panel.update_people(self.view.rendered, self.preferences, self.controller.session)

    def _update_charts(self) -> None:
        self.panel.update_charts(self.controller.session, self.preferences.display.hide)

    def _show_people(self) -> None:
        self.toggles["panel"].setChecked(True)
        self.panel.show_people()

    def _show_everybody(self) -> None:
        self.toggles["panel"].setChecked(True)
        self.panel.show_everybody()

    def _show_charts(self) -> None:
        self.toggles["panel"].setChecked(True)
        self.panel.show_charts()

    def _clear_session(self) -> None:
        question = self.tr("Forget the people, charts and table of this session? What was saved stays.")
        if self.controller.session.statistics().frames and not confirmed(self, question, self.tr("Clear")):
            return
        self.controller.session.clear()
        self._update_people()
        self._update_charts()

    # --- preferences --------------------------------------------------------------------------

    def set_preferences(self, preferences: Preferences) -> None:
        """Use these from now on, and remember them."""
        if preferences != self.preferences:
            self.preferences = preferences
            self._store.save(preferences)
            self._apply_preferences()

    def _apply_preferences(self) -> None:
        preferences = self.preferences
        self.toggles.show_preferences(preferences)
        self.panel.setVisible(preferences.is_panel_shown and not self.isFullScreen())
        self.apply_theme()
        self._recent_menu.show_recent(preferences.recent)
        self.empty.set_recent(preferences.recent)
        self.controller.set_loop(preferences.loop)
        self.controller.sound.set_volume(0.0 if preferences.is_muted else preferences.volume)
        self.transport.set_volume(preferences.volume)
        set_icon(self.toggles["muted"], "muted" if preferences.is_muted else "sound", self._theme.colors)
        self.controller.films.set_on(preferences.is_film_analysed)
        self.controller.set_render_options(
            replace(
                self.controller.render_options,
                settings=preferences.display,
                is_overlay_shown=preferences.is_overlay_shown,
                is_interval_shown=preferences.is_interval_shown,
            )
        )
        self.saving.preferences = self.jobs.preferences = self.films.preferences = preferences
        self.saving.saver.last_folder = preferences.save_folder
        self.sites.set_preferences(preferences)
        self.previews.set_preferences(preferences)
        self.films.update()
        self._load_models()
        self._update_people()
        self._update_charts()
        if self._preferences_dialog is not None:
            self._preferences_dialog.show_preferences(preferences)

    def _load_models(self, *, again: bool = False) -> None:
        analysis, display = self.preferences.analysis, self.preferences.display
        self.controller.load_models(analysis.protecting(display), again=again)

    def _show_preferences(self) -> None:
        if self._preferences_dialog is None:
            dialog = PreferencesDialog(self.preferences, self)
            dialog.changed.connect(self.set_preferences)
            dialog.reset_asked.connect(self._reset)
            self._preferences_dialog = dialog
        self._preferences_dialog.show()
        self._preferences_dialog.raise_()

    def _reset(self) -> None:
        question = self.tr("Set everything back as at the first start? The list of files opened last is cleared too.")
        if not confirmed(self._preferences_dialog or self, question, self.tr("Reset")):
            return
        self._store.forget_layout()
        self.set_preferences(self.preferences.reset())
        self.resize(fitting_size(_FIRST_SIZE, self._available()))
        self._splitter.setSizes([110 * GRID, 38 * GRID])

    def apply_theme(self) -> None:
        """Apply the theme of the preferences, or the system's."""
        before = self._theme.colors
        colors = self._theme.apply(self.preferences.theme)
        if colors is before and self.actions_.open_file.icon().isNull() is False:
            return
        self.actions_.set_colors(colors)
        self.toggles.set_colors(colors)
        self._toolbar.set_colors(colors)
        self.view.set_stage_color(colors.stage)
        self.banner.set_colors(colors)
        self.empty.set_colors(colors)
        self.panel.set_colors(colors)
        self.timeline.set_colors(colors)
        self.transport.set_colors(colors)

    # --- models and faults ------------------------------------------------------------------

    def _show_engine(self, facts: RunFacts, gave_way: bool) -> None:
        is_automatic = self.preferences.analysis.engine is EngineChoice.AUTO
        why = self.tr("chosen automatically") if is_automatic else self.tr("chosen in the settings")
        self.status.show_engine(facts.engine or "", facts.engine_reason or why, is_fallback=gave_way)
        self.banner.withdraw(self._said_of_models)
        if gave_way:
            text = self.tr("Analysis goes on with {name}: {reason}")
            self.banner.say(Level.WARNING, text.format(name=facts.engine, reason=facts.engine_reason))

    def _show_models_failed(self, message: str) -> None:
        if self.controller.is_analysing:
            text = self.tr("These settings do not work here, so analysis goes on with those before: {reason}")
            level, again = Level.WARNING, None
        else:
            self.status.show_engine(self.tr("No analysis"), message)
            text = self.tr("Images are shown without analysis: {reason}")
            level, again = Level.ERROR, self.tr("Try again")
        self._said_of_models = self.banner.say(
            level, text.format(reason=message), again, lambda: self._load_models(again=True)
        )

    def _show_analysis_crashed(self, error: BaseException) -> None:
        self._show_models_failed(self.tr("a fault in FaceLens has ended it"))
        self.show_crash(error)

    def _show_film_failed(self, message: str) -> None:
        text = self.tr("The file can't be analysed in the background: {reason}")
        self.banner.say(Level.WARNING, text.format(reason=message))

    def show_crash(self, error: BaseException) -> None:
        """Show an exception that nobody foresaw, with details to copy."""
        CrashDialog(error, self).show()

    def show_notice(self) -> None:
        """Show the notice of the first start, unless it was read."""
        if not self.preferences.has_read_notice:
            dialog = AboutDialog(self, is_first_start=True)
            dialog.accepted.connect(lambda: self.set_preferences(replace(self.preferences, has_read_notice=True)))
            dialog.open()

    # --- window -------------------------------------------------------------------------------

    def _toggle_fullscreen(self, is_wanted: bool) -> None:
        self._full_screen.switch(is_wanted)
        self.panel.setVisible(self.preferences.is_panel_shown and not is_wanted)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None or event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.actions_.fullscreen.isChecked():
            self.actions_.fullscreen.setChecked(False)
        elif not self.banner.isHidden():
            self.banner.hide()
        else:
            self._highlight(None)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.WindowStateChange:
            is_full = bool(self.windowState() & Qt.WindowState.WindowFullScreen)
            if not is_full and self.actions_.fullscreen.isChecked():
                self.actions_.fullscreen.setChecked(False)

    def dragEnterEvent(self, event: QDragEnterEvent | None) -> None:
        if event is not None and dropped_names(event.mimeData()):
            event.acceptProposedAction()
            self._show_drop(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent | None) -> None:
        self._show_drop(False)

    def dropEvent(self, event: QDropEvent | None) -> None:
        self._show_drop(False)
        if event is not None:
            event.acceptProposedAction()
            self.open_dropped(dropped_names(event.mimeData()))

    def open_dropped(self, names: list[str]) -> None:
        """Open files or addresses.

        Of several that can't be shown together the first, and offer to analyse them all, or to show them side by side.
        """
        self.sources.open_names(names)
        if isinstance(target_of(names), str) and len(names) > 1:
            text = self.tr("{name} is opened, the first of {n}").format(name=short_name(names[0]), n=len(names))
            beside = (self.tr("Side by side…"), lambda: self.sites.ask_several(names))
            self.banner.say(Level.DONE, text, self.tr("Analyse all…"), lambda: self.jobs.ask(names), other=beside)

    def _show_drop(self, is_dragging: bool) -> None:
        """Show that a drop would be taken, on the empty stage and over what is shown."""
        self.empty.set_dragging(is_dragging)
        self._drop_hint.setVisible(is_dragging and self._stage.currentWidget() is self.view)

    def _available(self) -> QRect:
        """The part of the screen that windows may take, logical pixels."""
        screen = self.screen()
        return screen.availableGeometry() if screen is not None else QRect(0, 0, 1024, 768)

    def end(self) -> None:
        """Close without a question: what is being done is ended, and what was done is kept."""
        self.jobs.queue.cancel_all()
        self._is_ending = True
        self.sites.close_all(ask=False)
        self.close()

    def closeEvent(self, event: QCloseEvent | None) -> None:
        if not self._is_ending and not (self.jobs.may_close() and self.sites.close_all()):
            if event is not None:
                event.ignore()
            return
        deadline = time.monotonic() + _SHUTDOWN_S
        self.jobs.queue.cancel_all()
        self._panel_timer.stop()
        self._charts_timer.stop()
        if not self.isFullScreen():
            self._store.save_bytes("geometry", self.saveGeometry())
        self._store.save_bytes("splitter", self._splitter.saveState())
        self._store.save(self.preferences)
        self._place.leave()
        self.previews.stop()
        self.controller.shut_down()
        self.previews.join(deadline)
        self.saving.join(deadline)
        self.films.join(deadline)
        self.panel.join(deadline)
        self.sites.join(time.monotonic() + _SITES_S)
        self.jobs.queue.join(deadline)
        super().closeEvent(event)
