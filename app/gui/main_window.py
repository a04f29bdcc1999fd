"""The window: puts the parts together and passes on what a person asks for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PyQt6.QtCore import QEvent, Qt, QTimer
from PyQt6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
)
from PyQt6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, DisplaySettings, EngineChoice, Privacy
from inference.sinks import RunFacts
from inference.sources import Source, open_source
from inference.types import SourceInfo, SourceKind

from .actions import build_actions
from .dialogs.about import AboutDialog
from .dialogs.crash import CrashDialog
from .dialogs.file_job import FileJobDialog
from .dialogs.open import ask_address, ask_files, ask_folder, dropped_names, target_of
from .dialogs.preferences import PreferencesDialog
from .dialogs.save import Saver
from .menus import ToolBar, fill_menu_bar
from .playback.cameras import Cameras
from .playback.controller import Controller, Rates
from .playback.player import Target
from .preferences import Preferences, PreferencesStore
from .widgets import icons
from .widgets.banner import Banner, Level
from .widgets.empty_state import EmptyState, short_name
from .widgets.side_panel import SidePanel
from .widgets.status_bar import StatusBar
from .widgets.theme import GRID, Theme
from .widgets.transport_bar import TransportBar, next_speed
from .widgets.video_view import VideoView

_PANEL_EVERY_MS = 200
_CHARTS_EVERY_MS = 1000
_SKIP_S = 5.0
_SHUTDOWN_S = 1.9
# a live source that is silent for so long is reported; it counts as gone only some seconds later
_SILENT_S = 2
DEMO = "demo"


class MainWindow(QMainWindow):
    """The application's window.

    Args:
        store: where preferences are kept.
        theme: the application's colours and style.
        open_pipeline: makes a pipeline that is not entered yet.
        open_target: opens a source.
        settings: override what is remembered, for this run; None for nothing.
    """

    def __init__(
        self,
        store: PreferencesStore,
        theme: Theme,
        open_pipeline: Callable[[AnalysisSettings], Pipeline] = Pipeline,
        open_target: Callable[[Target], Source] = open_source,
        settings: tuple[AnalysisSettings, DisplaySettings] | None = None,
    ) -> None:
        super().__init__()
        self._store, self._theme, self._open_pipeline = store, theme, open_pipeline
        self.preferences = store.load()
        if settings is not None:
            self.preferences = replace(self.preferences, analysis=settings[0], display=settings[1])
        self._info: SourceInfo | None = None
        self._is_playing = False
        self._are_models_settled = False
        self._silent_s = 0
        self._speed = 1.0
        self._file_job: FileJobDialog | None = None
        self._preferences_dialog: PreferencesDialog | None = None
        self._before_fullscreen = Qt.WindowState.WindowNoState

        self.setWindowTitle("FaceLens")
        self.setWindowIcon(icons.application_icon())
        self.setAcceptDrops(True)
        self.actions_ = build_actions(self)
        self.controller = Controller(open_pipeline, open_target, self)
        self.cameras = Cameras(self)
        self._build()
        self.saver = Saver(self, self.controller, self.banner)
        self._connect()
        self._apply_preferences()
        self.resize(150 * GRID, 95 * GRID)
        self.restoreGeometry(store.load_bytes("geometry"))
        self._splitter.restoreState(store.load_bytes("splitter"))
        self._show_source(None)
        self.status.show_engine(self.tr("Loading the models…"), self.tr("Analysis begins in a moment"))

    # --- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        colors, actions = self._theme.colors, self.actions_
        self.view = VideoView()
        self.banner = Banner(colors)
        self.camera_menu = QMenu(self.tr("&Camera"), self)
        self.empty = EmptyState(actions.open_file, self._pop_up_cameras, actions.open_demo, colors)
        self.transport = TransportBar(
            actions.play, actions.step_back, actions.step_forward, actions.loop, actions.fullscreen
        )
        self._stage = QStackedWidget()
        self._stage.addWidget(self.empty)
        self._stage.addWidget(self.view)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._stage, 1)
        column.addWidget(self.transport)
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
        self._recent_menu = QMenu(self.tr("Open &recent"), self)
        bar = self.menuBar()
        assert bar is not None
        fill_menu_bar(bar, actions, self.camera_menu, self._recent_menu)
        self._fill_cameras()
        self._toolbar = ToolBar(actions, self.camera_menu)
        self.addToolBar(self._toolbar)
        self._panel_timer = QTimer(self)
        self._panel_timer.setInterval(_PANEL_EVERY_MS)
        self._charts_timer = QTimer(self)
        self._charts_timer.setInterval(_CHARTS_EVERY_MS)

    def _connect(self) -> None:
        a, controller = self.actions_, self.controller
        for action, act in (
            (a.open_file, lambda: self.open_names(ask_files(self))),
            (a.open_folder, lambda: self.open_names([ask_folder(self)])),
            (a.open_address, lambda: self.open_names([ask_address(self)])),
            (a.open_demo, lambda: self.open(DEMO)),
            (a.close_source, self.close_source),
            (a.quit, self.close),
            (a.play, self._toggle_play),
            (a.step_back, lambda: self._step(-1)),
            (a.step_forward, lambda: self._step(1)),
            (a.skip_back, lambda: self._skip(-1)),
            (a.skip_forward, lambda: self._skip(1)),
            (a.slower, lambda: self._set_speed(next_speed(self._speed, -1))),
            (a.faster, lambda: self._set_speed(next_speed(self._speed, 1))),
            (a.snapshot, self._snapshot),
            (a.export_table, lambda: self.saver.export_table(self.preferences.display)),
            (a.export_charts, self._export_charts),
            (a.analyse_file, self._analyse_file),
            (a.new_session, self._clear_session),
            (a.zoom_in, lambda: self.view.zoom(1)),
            (a.zoom_out, lambda: self.view.zoom(-1)),
            (a.zoom_reset, self.view.reset_zoom),
            (a.people, self._show_people),
            (a.charts, self._show_charts),
            (a.preferences, self._show_preferences),
            (a.about, lambda: AboutDialog(self).open()),
        ):
            action.triggered.connect(partial(_call, act))
        a.record.toggled.connect(self._toggle_recording)
        a.fullscreen.toggled.connect(self._toggle_fullscreen)
        for action in (a.loop, a.overlay, a.age, a.gender, a.ethnicity, a.interval, a.privacy, a.panel):
            action.toggled.connect(self._take_toggles)
        controller.opened.connect(self._show_source)
        controller.source_failed.connect(self._tell_source_failed)
        controller.ended.connect(lambda: self._show_playing(False))
        controller.frame_rendered.connect(self._show_frame)
        controller.engine_changed.connect(self._tell_engine)
        controller.models_failed.connect(self._tell_models_failed)
        controller.analysis_crashed.connect(self._tell_analysis_crashed)
        controller.rates_changed.connect(self._show_rates)
        controller.recording_failed.connect(lambda _: self.actions_.record.setChecked(False))
        self.cameras.changed.connect(self._fill_cameras)
        self.transport.seek_asked.connect(controller.seek)
        self.transport.speed_chosen.connect(self._set_speed)
        self.view.viewport_changed.connect(
            lambda viewport: controller.set_render_options(replace(controller.render_options, viewport=viewport))
        )
        self.view.face_clicked.connect(self._highlight)
        self.view.double_clicked.connect(a.fullscreen.toggle)
        self.panel.people.person_chosen.connect(self._highlight)
        self.empty.recent_chosen.connect(self.open)
        self._panel_timer.timeout.connect(self._update_people)
        self._charts_timer.timeout.connect(self._update_charts)
        self.panel.currentChanged.connect(lambda _: self._update_charts())

    # --- opening ------------------------------------------------------------------------------

    def open_names(self, names: list[str]) -> None:
        """Open files or addresses; nothing where there are none."""
        target = target_of([name for name in names if name])
        if target is not None:
            self.open(target)

    def open(self, target: Target) -> None:
        """Play something in place of what is playing."""
        self.banner.hide()
        self.actions_.record.setChecked(False)
        self.controller.session.clear()
        self.view.show_frame(None)
        self.view.set_dimmed(False)
        self._highlight(None)
        self._show_source(None)
        self._stage.setCurrentWidget(self.view)
        self.view.set_message(self.tr("Opening {name}…").format(name=_name_of(target)))
        self.view.setFocus()
        # files wait for the models, so that nobody is missed; what is live is shown at once
        self.controller.open(target, playing=self._are_models_settled)
        self._show_playing(True)
        self._panel_timer.start()
        self._charts_timer.start()
        if isinstance(target, str) and target != DEMO:
            self.set_preferences(self.preferences.with_recent(target))

    def close_source(self) -> None:
        """Stop and go back to the invitation."""
        self.actions_.record.setChecked(False)
        self.controller.close_source()
        self._panel_timer.stop()
        self._charts_timer.stop()
        self.view.show_frame(None)
        self.status.clear()
        self._show_source(None)
        self._show_playing(False)
        self._update_people()
        self._stage.setCurrentWidget(self.empty)

    def _fill_cameras(self) -> None:
        self.camera_menu.clear()
        found = self.cameras.available()
        for place, camera in enumerate(found):
            text = f"{camera.name}  ({camera.detail})" if camera.detail else camera.name
            action = self.camera_menu.addAction(text.replace("&", "&&"), partial(self.open, camera.number))
            if action is not None and place < 9:
                action.setShortcut(f"Ctrl+Shift+{place + 1}")
        if not found:
            nothing = self.camera_menu.addAction(self.tr("No camera found; plug one in"))
            if nothing is not None:
                nothing.setEnabled(False)

    def _pop_up_cameras(self, beside: QWidget) -> None:
        self.camera_menu.popup(beside.mapToGlobal(beside.rect().bottomLeft()))

    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        for target in self.preferences.recent:
            self._recent_menu.addAction(short_name(target).replace("&", "&&"), partial(self.open, target))
        self._recent_menu.setEnabled(bool(self.preferences.recent))
        self.empty.set_recent(self.preferences.recent)

    def _show_source(self, info: SourceInfo | None) -> None:
        if info is not None and self.banner.level is not Level.DONE:
            self.banner.hide()
        self._info = info
        if info is not None and info.is_live and self._is_playing:
            self.controller.play(True)
        self.view.set_dimmed(False)
        self.transport.set_source(info)
        self.transport.setVisible(info is not None)
        is_open = info is not None
        is_still = info is not None and info.kind is SourceKind.STILLS
        a = self.actions_
        for action in (a.play, a.snapshot, a.export_table, a.export_charts, a.new_session, a.close_source):
            action.setEnabled(is_open)
        a.record.setEnabled(is_open and not is_still)
        for action in (a.step_back, a.skip_back, a.skip_forward):
            action.setEnabled(info is not None and info.is_seekable)
        a.step_forward.setEnabled(is_open and (info is None or not info.is_live))
        a.analyse_file.setEnabled(info is not None and not info.is_live)
        self.setWindowTitle(f"{short_name(info.name)} – FaceLens" if info is not None else "FaceLens")

    def _tell_source_failed(self, message: str, retrying: bool) -> None:
        if retrying:
            self.view.set_dimmed(True)
            self.banner.say(Level.WARNING, self.tr("{reason}. Trying again…").format(reason=message))
            return
        target = self.controller.target
        again = None if target is None else partial(self.open, target)
        self.banner.say(Level.ERROR, message, self.tr("Try again"), again)
        if self.view.rendered is None:
            self.close_source()
        self._show_playing(False)

    # --- playing ------------------------------------------------------------------------------

    def _toggle_play(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton) and focused.isEnabled():
            focused.click()  # whoever tabbed to a button means the button when pressing space
            return
        self._show_playing(not self._is_playing)
        self.controller.play(self._is_playing)

    def _show_playing(self, is_playing: bool) -> None:
        self._is_playing = is_playing
        self.actions_.play.setText(self.tr("&Pause") if is_playing else self.tr("&Play"))
        self.actions_.set_icon(self.actions_.play, "pause" if is_playing else "play", self._theme.colors)

    def _step(self, count: int) -> None:
        self.controller.step(count)
        self._show_playing(False)

    def _skip(self, direction: int) -> None:
        rendered = self.view.rendered
        if rendered is None:
            return
        frame = rendered.captured.frame
        if frame.is_still:
            self._step(direction)
        else:
            self.controller.seek(frame.timestamp_s + direction * _SKIP_S)

    def _set_speed(self, speed: float) -> None:
        self._speed = speed
        self.transport.set_speed(speed)
        self.controller.set_speed(speed)

    def _show_frame(self) -> None:
        rendered = self.controller.take_rendered_frame()
        if rendered is None:
            return
        self.view.show_frame(rendered)
        frame = rendered.captured.frame
        self.transport.set_position(frame.timestamp_s, frame.index, tenths=not self._is_playing)

    def _show_rates(self, rates: Rates) -> None:
        self._notice_silence(rates)
        ages = self.view.frame_ages_s
        latency = sum(ages) / len(ages) if ages else None
        self.view.frame_ages_s.clear()
        self.status.show_rates(rates, latency, is_paused=not self._is_playing)

    def _notice_silence(self, rates: Rates) -> None:
        """A live image that stands still must not look as if it were live."""
        is_silent = self._info is not None and self._info.is_live and self._is_playing and not rates.source_fps
        self._silent_s = self._silent_s + 1 if is_silent else 0
        if self._silent_s == _SILENT_S:
            self.view.set_dimmed(True)
            self.banner.say(
                Level.WARNING,
                self.tr("{name} gives no new image. It is still waited for.").format(
                    name=self._info.name if self._info else ""
                ),
            )
        elif not is_silent and self.view.is_dimmed and self._info is not None and rates.source_fps:
            self.view.set_dimmed(False)
            self.banner.hide()

    # --- people and charts --------------------------------------------------------------------

    def _highlight(self, key: int | None) -> None:
        self.panel.people.select(key)
        track = key if key is not None and key > 0 else None
        self.controller.set_render_options(replace(self.controller.render_options, highlight=track))

    def _update_people(self) -> None:
        self.panel.update_people(self.view.rendered, self.preferences, self.controller.session)

    def _update_charts(self) -> None:
        self.panel.update_charts(self.controller.session)

    def _show_people(self) -> None:
        self.actions_.panel.setChecked(True)
        self.panel.show_people()

    def _show_charts(self) -> None:
        self.actions_.panel.setChecked(True)
        self.panel.show_charts()

    def _clear_session(self) -> None:
        self.controller.session.clear()
        self._update_people()
        self._update_charts()

    # --- keeping ------------------------------------------------------------------------------

    def _snapshot(self) -> None:
        if self.view.rendered is not None:
            self.saver.snapshot(self.view.rendered, self.controller.render_options)

    def _toggle_recording(self, is_wanted: bool) -> None:
        options = self.controller.render_options
        if is_wanted and not self.controller.is_recording and not self.saver.start_recording(options):
            self.actions_.record.setChecked(False)
        elif not is_wanted:
            self.controller.stop_recording()
        recording = self.controller.is_recording
        self.actions_.record.setText(self.tr("Stop &recording") if recording else self.tr("&Record…"))
        self.actions_.set_icon(self.actions_.record, "stop" if recording else "record", self._theme.colors)

    def _export_charts(self) -> None:
        charts = self.panel.charts
        charts.show_statistics(self.controller.session.statistics())
        self.saver.export_charts(charts.image())

    def _analyse_file(self) -> None:
        target = self.controller.target
        if not isinstance(target, str):
            return
        if self._file_job is not None and self._file_job.job is not None and self._file_job.job.is_alive():
            self._file_job.show()
            self._file_job.raise_()
            return
        if self._is_playing:
            self._toggle_play()
        self._file_job = FileJobDialog(
            target, self.preferences.analysis, self.preferences.display, self._open_pipeline, self
        )
        self._file_job.show()

    # --- preferences --------------------------------------------------------------------------

    def set_preferences(self, preferences: Preferences) -> None:
        """Use these from now on, and remember them."""
        if preferences != self.preferences:
            self.preferences = preferences
            self._store.save(preferences)
            self._apply_preferences()

    def _apply_preferences(self) -> None:
        preferences, a = self.preferences, self.actions_
        display = preferences.display
        for action, is_on in (
            (a.loop, preferences.loop),
            (a.overlay, preferences.is_overlay_shown),
            (a.interval, preferences.is_interval_shown),
            (a.panel, preferences.is_panel_shown),
            (a.privacy, display.privacy is not Privacy.NONE),
            (a.age, "age" not in display.hide),
            (a.gender, "gender" not in display.hide),
            (a.ethnicity, "ethnicity" not in display.hide),
        ):
            action.blockSignals(True)
            action.setChecked(is_on)
            action.blockSignals(False)
            action.changed.emit()  # menus and buttons follow
        self.panel.setVisible(preferences.is_panel_shown and not self.isFullScreen())
        self.apply_theme()
        self._fill_recent()
        self.controller.set_loop(preferences.loop)
        self.controller.set_render_options(
            replace(
                self.controller.render_options,
                settings=display,
                is_overlay_shown=preferences.is_overlay_shown,
                is_interval_shown=preferences.is_interval_shown,
            )
        )
        self._load_models()
        self._update_people()
        if self._preferences_dialog is not None:
            self._preferences_dialog.show_preferences(preferences)

    def _load_models(self, *, again: bool = False) -> None:
        analysis, display = self.preferences.analysis, self.preferences.display
        self.controller.load_models(analysis.protecting(display), again=again)

    def _take_toggles(self) -> None:
        """The switches of menus and buttons into preferences."""
        a, display = self.actions_, self.preferences.display
        hide = {
            name
            for name, on in (("age", a.age), ("gender", a.gender), ("ethnicity", a.ethnicity))
            if not on.isChecked()
        }
        privacy = display.privacy
        if a.privacy.isChecked() != (privacy is not Privacy.NONE):
            privacy = Privacy.BLUR if a.privacy.isChecked() else Privacy.NONE
        self.set_preferences(
            replace(
                self.preferences,
                display=DisplaySettings(privacy, frozenset(hide)),
                loop=a.loop.isChecked(),
                is_overlay_shown=a.overlay.isChecked(),
                is_interval_shown=a.interval.isChecked(),
                is_panel_shown=a.panel.isChecked(),
            )
        )

    def _show_preferences(self) -> None:
        if self._preferences_dialog is None:
            dialog = PreferencesDialog(self.preferences, self)
            dialog.changed.connect(self.set_preferences)
            dialog.reset_asked.connect(self._reset)
            self._preferences_dialog = dialog
        self._preferences_dialog.show()
        self._preferences_dialog.raise_()

    def _reset(self) -> None:
        self._store.forget_layout()
        self.set_preferences(self.preferences.reset())
        self.resize(150 * GRID, 95 * GRID)
        self._splitter.setSizes([110 * GRID, 38 * GRID])

    def apply_theme(self) -> None:
        """Put on the theme that is set, or the system's."""
        before = self._theme.colors
        colors = self._theme.apply(self.preferences.theme)
        if colors is before and self.actions_.open_file.icon().isNull() is False:
            return
        self.actions_.set_colors(colors)
        self._toolbar.set_colors(colors)
        self.view.set_stage_color(colors.stage)
        self.banner.set_colors(colors)
        self.empty.set_colors(colors)
        self.panel.set_colors(colors)

    # --- models and faults ------------------------------------------------------------------

    def _tell_engine(self, facts: RunFacts, gave_way: bool) -> None:
        is_automatic = self.preferences.analysis.engine is EngineChoice.AUTO
        why = self.tr("chosen automatically") if is_automatic else self.tr("chosen in the settings")
        self.status.show_engine(facts.engine or "", facts.engine_reason or why, is_fallback=gave_way)
        if gave_way:
            text = self.tr("Analysis goes on with {name}: {reason}")
            self.banner.say(Level.WARNING, text.format(name=facts.engine, reason=facts.engine_reason))
        self._settle_models()

    def _tell_models_failed(self, message: str) -> None:
        self.status.show_engine(self.tr("No analysis"), message)
        self.banner.say(
            Level.ERROR,
            self.tr("Images are shown without analysis: {reason}").format(reason=message),
            self.tr("Try again"),
            lambda: self._load_models(again=True),
        )
        self._settle_models()

    def _tell_analysis_crashed(self, error: BaseException) -> None:
        self._tell_models_failed(self.tr("a fault in FaceLens has ended it"))
        self.show_crash(error)

    def _settle_models(self) -> None:
        """There is nothing to wait for any more."""
        if not self._are_models_settled:
            self._are_models_settled = True
            if self._is_playing:
                self.controller.play(True)

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
        if is_wanted:
            self._before_fullscreen = self.windowState()
            self.showFullScreen()
        else:
            self.setWindowState(self._before_fullscreen & ~Qt.WindowState.WindowFullScreen)
        for widget in (self.menuBar(), self._toolbar, self.status):
            if widget is not None:
                widget.setVisible(not is_wanted)
        self.panel.setVisible(self.preferences.is_panel_shown and not is_wanted)
        self.transport.setVisible(self._info is not None and not is_wanted)

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
            self.empty.set_dragging(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent | None) -> None:
        self.empty.set_dragging(False)

    def dropEvent(self, event: QDropEvent | None) -> None:
        self.empty.set_dragging(False)
        if event is not None:
            event.acceptProposedAction()
            self.open_names(dropped_names(event.mimeData()))

    def closeEvent(self, event: QCloseEvent | None) -> None:
        deadline = time.monotonic() + _SHUTDOWN_S
        if self._file_job is not None and self._file_job.job is not None:
            self._file_job.job.cancel()
        self._panel_timer.stop()
        self._charts_timer.stop()
        if not self.isFullScreen():
            self._store.save_bytes("geometry", self.saveGeometry())
        self._store.save_bytes("splitter", self._splitter.saveState())
        self._store.save(self.preferences)
        self.controller.shut_down()
        self.saver.join(deadline)
        if self._file_job is not None and self._file_job.job is not None:
            self._file_job.job.join(max(0.0, deadline - time.monotonic()))
        super().closeEvent(event)


def _call(act: Callable[[], object], _checked: bool = False) -> None:
    """Connects functions without an argument to signals that carry whether an action is checked."""
    act()


def _name_of(target: Target) -> str:
    if isinstance(target, int):
        return f"camera {target}"
    return short_name(target) if isinstance(target, str) else f"{len(target)} images"
