"""Saving: from the actions of the window to snapshots, recordings, tables and charts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from inference.settings import EVERYTHING

from .. import __version__
from .actions import Actions, connect, set_icon
from .dialogs.save import Saver
from .playback.controller import Controller
from .playback.film_statistics import shares_of
from .preferences import Preferences
from .source_controls import SourceControls
from .widgets.banner import Banner
from .widgets.recording_badge import RecordingBadge
from .widgets.side_panel import SidePanel
from .widgets.theme import Theme
from .widgets.video_view import VideoView


class SaveControls(QObject):
    """Saves what is on the screen and what was found; keeps the record button in step with the recording.

    Args:
        window: the dialogs' owner.
        controller: records, and holds the session.
        actions: those that save are connected here.
        sources: tells when a recording has nothing to record any more, and what is open.
        view, panel: what is on the screen.
        banner: shows the results.
        theme: colours the icon of the record button.

    Attributes:
        saver: asks for files and writes them.
        badge: says that it is being recorded.
        preferences: what a table is written with.
    """

    def __init__(
        self,
        window: QWidget,
        controller: Controller,
        actions: Actions,
        sources: SourceControls,
        *,
        view: VideoView,
        panel: SidePanel,
        banner: Banner,
        theme: Theme,
    ) -> None:
        super().__init__(window)
        self._window, self._controller, self._actions, self._sources = window, controller, actions, sources
        self._view, self._panel, self._theme = view, panel, theme
        self.saver = Saver(window, controller, banner)
        self.badge = RecordingBadge(view, lambda: controller.recorded_s)
        self.preferences = Preferences()
        connect(
            (actions.snapshot, self._snapshot),
            (actions.export_table, lambda: self.saver.export_table(self.preferences.display)),
            (actions.export_people, self._export_people),
            (actions.export_charts, self._export_charts),
        )
        actions.record.toggled.connect(self._toggle_recording)
        controller.recording_complete.connect(self._end_part)
        controller.ended.connect(lambda: self._end_part() if controller.records_part else None)
        for ends in (sources.opening, sources.closed, controller.recording_failed):
            ends.connect(lambda *_: actions.record.setChecked(False))

    def join(self, deadline: float) -> None:
        """Wait until everything is written, until `time.monotonic()` reaches `deadline` at most."""
        self.saver.join(deadline)

    def _snapshot(self) -> None:
        if self._view.rendered is not None:
            self.saver.snapshot(self._view.rendered, self._controller.render_options)

    def _toggle_recording(self, is_wanted: bool) -> None:
        if is_wanted and not self._controller.is_recording:
            self.badge.begin(self.saver.start_recording())
            self._go_to_part()
            if self._sources.info is not None and self._sources.info.has_time:
                self._sources.resume()  # nothing comes while it stands still
        elif not is_wanted:
            self._controller.stop_recording()
            self.badge.end()
        is_recording, colors = self._controller.is_recording, self._theme.colors
        self._actions.record.setText(self.tr("Stop &recording") if is_recording else self.tr("&Record"))
        set_icon(
            self._actions.record,
            "stop" if is_recording else "record",
            replace(colors, text=colors.error, accent=colors.error) if is_recording else colors,
        )

    def _go_to_part(self) -> None:
        """Play the chosen part where one is recorded and something else is shown."""
        part, rendered = self._controller.part, self._view.rendered
        if part == EVERYTHING or rendered is None:
            return
        now_s = rendered.captured.frame.timestamp_s
        if part.is_before(now_s) or part.is_past(now_s):
            self._sources.seek_to(part.start_s)
            self._sources.resume()

    def _end_part(self) -> None:
        """Stop: all of the chosen part is recorded."""
        self._sources.pause()
        self._actions.record.setChecked(False)

    def _export_people(self) -> None:
        film, query = self._controller.films.film, self._panel.people.gallery.query
        if film is not None:
            self.saver.export_people(film, self._controller.part, replace(self.preferences.display, find=query))

    def _export_charts(self) -> None:
        from .widgets.charts_file import ChartsOrigin, charts_file  # brings a library that takes its time

        statistics, hidden = self._controller.session.statistics_of_part(), self.preferences.display.hide
        statistics = replace(statistics, shares=shares_of(statistics.estimates))
        info = self._sources.info
        origin = ChartsOrigin(info.name if info is not None else "", tuple(self._settings_in_words()), __version__)
        self.saver.export_charts(lambda ending: charts_file(ending, statistics, hidden, origin))

    def _settings_in_words(self) -> Iterator[str]:
        """Yield sentences on what the charts stand on."""
        analysis, session = self.preferences.analysis, self._controller.session
        part, rule = session.part(), session.statistics().rule
        chosen = self._controller.part
        if chosen != EVERYTHING and session.tells_by_film:
            end = "the end" if chosen.end_s is None else f"{chosen.end_s:.2f} s"
            yield f"Part of the file: {chosen.start_s:.2f} s to {end}."
        if part is not None:
            yield f"Not all of it was analysed: {part[0]:,} of {part[1]:,} frames."
        if rule:
            yield f"Counted: {rule}."
        yield (
            f"Settings: detector range {analysis.detector}; smallest face {analysis.min_face_px:g} px; "
            f"certainty of a face {analysis.min_detection_score:g}."
        )
