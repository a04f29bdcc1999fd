"""Owns the worker threads of the window; reports what happens as Qt signals."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from inference.pipeline import Pipeline
from inference.settings import EVERYTHING, AnalysisSettings, Selection
from inference.sources import Source
from inference.types import SkippedFile, SourceInfo

from .analyser import Analyser
from .film_control import FilmControl
from .player import Player, Target, open_target
from .recorder import Recorder
from .rendering import RenderedFrame, RenderOptions
from .session import Session
from .sound import Sound

_RATES_EVERY_MS = 1000
# how long closing may take in all
_SHUTDOWN_S = 1.8


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates over the last second, for the status bar.

    Attributes:
        source_fps: frames that the source gave, per second.
        analysed_fps: frames analysed, per second.
        dropped: frames passed over since the source was opened.
        skipped: images of it that could not be read, so far.
    """

    source_fps: float
    analysed_fps: float
    dropped: int
    skipped: tuple[SkippedFile, ...] = ()


class Controller(QObject):
    """Opens, plays, analyses, records; no method waits.

    Args:
        open_pipeline: makes a pipeline that is not loaded yet.
        open_target: opens a source.
        parent: Qt's owner.

    Attributes:
        session: statistics and table since the source was opened.
        sound: of the files that are played.
        films: what is known of all of the open file.

    Signals:
        opened(SourceInfo): a source delivers.
        source_failed(str, bool): why it doesn't; whether it is tried again.
        ended(): the source has come to its end and waits there.
        frame_rendered(): an image can be taken.
        engine_changed(RunFacts, bool): on which engine analysis works, and why; whether another one gave way to it.
        models_failed(str): why it doesn't.
        analysis_crashed(object): an exception that nobody foresaw; analysis has stopped.
        rates_changed(Rates): once a second.
        recording_failed(str): why the recording has ended.
        recording_finished(str): its file.
        recording_complete(): all of the chosen part is recorded; the recording waits to be stopped.
    """

    opened = pyqtSignal(object)
    source_failed = pyqtSignal(str, bool)
    ended = pyqtSignal()
    frame_rendered = pyqtSignal()
    engine_changed = pyqtSignal(object, bool)
    models_failed = pyqtSignal(str)
    analysis_crashed = pyqtSignal(object)
    rates_changed = pyqtSignal(object)
    recording_failed = pyqtSignal(str)
    recording_finished = pyqtSignal(str)
    recording_complete = pyqtSignal()

    def __init__(
        self,
        open_pipeline: Callable[[AnalysisSettings], Pipeline] = Pipeline,
        open_target: Callable[[Target], Source] = open_target,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session = Session()
        self._open_target = open_target
        self._player_news, analyser_news = _PlayerNews(self), _AnalyserNews(self)
        self._analyser = Analyser(analyser_news, open_pipeline, self.session)
        self.films = FilmControl(self._analyser, self.session, open_pipeline, open_target, self)
        self.sound = Sound(self)
        self._player: Player | None = None
        self._stopped_players: list[Player] = []
        self._recorder: Recorder | None = None
        self._finishing: list[Recorder] = []
        self._render_options = RenderOptions()
        self._speed, self._loop, self._part = 1.0, False, EVERYTHING
        self._counted = (time.monotonic(), 0, 0)
        self._dropped_before = 0
        self._engine: tuple[str | None, str | None] | None = None
        self._player_news.has_opened.connect(self._report_opened)
        self._player_news.has_failed.connect(self._report_failed)
        self._player_news.has_ended.connect(self._report_ended)
        analyser_news.has_rendered.connect(self.frame_rendered)
        analyser_news.has_loaded.connect(lambda: self._report_engine())
        analyser_news.has_failed.connect(self.models_failed)
        analyser_news.has_crashed.connect(self.analysis_crashed)
        self._timer = QTimer(self)
        self._timer.setInterval(_RATES_EVERY_MS)
        self._timer.timeout.connect(self._report_rates)
        self._analyser.start()

    # --- source -------------------------------------------------------------------------------

    def open(self, target: Target, *, playing: bool = True) -> None:
        """Play a source in place of the present one."""
        self.close_source()
        predecessor = self._stopped_players[-1] if self._stopped_players else None
        self._dropped_before = self._analyser.frames.dropped
        self._player = Player(
            target,
            self._analyser.frames.put,
            self._player_news,
            self._open_target,
            predecessor=predecessor,
            is_free=lambda: self._analyser.frames.is_free,
            sound=self.sound.track(),
            playing=playing,
            speed=self._speed,
            loop=self._loop,
        )
        self._player.set_part(self._part)
        self._counted = (time.monotonic(), 0, self._analyser.analysed)
        self._player.start()
        self._timer.start()

    def close_source(self) -> None:
        """Stop playing; what is being recorded is finished."""
        self.stop_recording()
        self._timer.stop()
        if self._player is not None:
            self._player.stop()
            self._stopped_players = [one for one in self._stopped_players if one.is_alive()] + [self._player]
            self._player = None
        self.films.closed()

    def open_target(self, target: Target) -> Source:
        """Open a source as the player does, for somebody who reads it beside it."""
        return self._open_target(target)

    @property
    def target(self) -> Target | None:
        """The source that is open, or being opened; None without one."""
        return self._player.target if self._player else None

    def play(self, playing: bool) -> None:
        if self._player:
            self._player.play(playing)

    @property
    def has_delivered(self) -> bool:
        """True once the source that is open has given a frame."""
        return self._player is not None and self._player.frames_read > 0

    def seek(self, position: float) -> int:
        """Go on at a time in seconds, of stills at an image's number; return the number of `Player.seek`."""
        return self._player.seek(position) if self._player else 0

    def note_display_delay(self, seconds: float) -> None:
        """Tell how long a frame took from its time to the screen; the sound is played so much later."""
        if self._player:
            self._player.note_display_delay(seconds)

    def step(self, count: int) -> None:
        if self._player:
            self._player.step(count)

    def set_speed(self, speed: float) -> None:
        self._speed = speed
        if self._player:
            self._player.set_speed(speed)

    def set_loop(self, loop: bool) -> None:
        self._loop = loop
        self._tell_loop()

    def set_part(self, part: Selection) -> None:
        """Loop within this part of a file, record and export it alone."""
        self._part = part
        self.session.set_selection(part)
        if self._player:
            self._player.set_part(part)

    def _tell_loop(self) -> None:
        # a part that is recorded is played once
        if self._player:
            self._player.set_loop(self._loop and not self.records_part)

    # --- analysis -----------------------------------------------------------------------------

    def load_models(self, settings: AnalysisSettings, *, again: bool = False) -> None:
        """Analyse with these settings as soon as the models are loaded; `again`: also where that failed before."""
        self._analyser.load(settings, again=again)
        self.films.set_settings(settings)

    @property
    def is_analysing(self) -> bool:
        """True while there are models at work, if only with the settings before."""
        return self._analyser.facts() is not None

    @property
    def render_options(self) -> RenderOptions:
        return self._render_options

    def set_render_options(self, options: RenderOptions) -> None:
        if options != self._render_options:
            self._render_options = options
            self._analyser.set_render_options(options)

    def take_rendered_frame(self) -> RenderedFrame | None:
        """Return the newest rendered frame, once; None where there is none, or its source is closed."""
        rendered = self._analyser.rendered_frames.take()
        if rendered is None or self._player is None or rendered.captured.serial != self._player.serial:
            return None
        return rendered

    # --- recording ----------------------------------------------------------------------------

    @property
    def is_recording(self) -> bool:
        return self._recorder is not None

    @property
    def part(self) -> Selection:
        """The part of the file that is looped, recorded and exported."""
        return self._part

    @property
    def records_part(self) -> bool:
        """True while a part of a file is recorded, and no more than that."""
        return self._recorder is not None and self._recorder.part != EVERYTHING

    @property
    def recorded_s(self) -> float:
        """Length of the recording so far, seconds; 0 where there is none."""
        return 0.0 if self._recorder is None else self._recorder.recorded_s

    @property
    def inputs(self) -> list[str]:
        """Files and folders that are played, or the address; nothing of what is saved may replace them."""
        target = self.target
        if target is None or isinstance(target, int):
            return []
        return [target] if isinstance(target, str) else list(target)

    def start_recording(self, path: str) -> None:
        """Write an annotated video of what is analysed from now on, each frame as it is shown then.

        Of a file with a chosen part no other frames than its own; see `recording_complete`.
        """
        self.stop_recording()
        recorder = Recorder(path, self.inputs, self._recording_done, self._part, self.recording_complete.emit)
        self._recorder = recorder
        self._analyser.set_frame_listener(recorder)
        self._tell_loop()
        recorder.start()

    def stop_recording(self) -> None:
        """Complete the file that is recorded, in the background."""
        if self._recorder is not None:
            self._analyser.set_frame_listener(None)
            self._recorder.finish()
            self._finishing = [one for one in self._finishing if one.is_alive()] + [self._recorder]
            self._recorder = None
            self._tell_loop()

    def _recording_done(self, path: str, failure: str | None) -> None:
        if failure is None:
            self.recording_finished.emit(path)
        else:
            self.recording_failed.emit(failure)

    # --- end ----------------------------------------------------------------------------------

    def shut_down(self) -> None:
        """End all threads; waits for them, but never long: one that hangs in a driver is left to itself."""
        deadline = time.monotonic() + _SHUTDOWN_S
        self.close_source()
        self.films.stop()
        self._analyser.stop()
        for recorder in self._finishing:
            recorder.join(max(0.0, deadline - time.monotonic()))
        self.sound.shut_down(deadline)
        for player in self._stopped_players:
            player.join(max(0.0, deadline - time.monotonic()))
        self._analyser.join_all(deadline)
        self.films.join(deadline)

    # --- signals ------------------------------------------------------------------------------

    def _report_opened(self, serial: int, info: SourceInfo) -> None:
        if self._player is not None and self._is_current(serial):
            self.films.opened(self._player.target, serial, info)
            self.opened.emit(info)

    def _report_failed(self, serial: int, message: str, retrying: bool) -> None:
        if self._is_current(serial):
            self.source_failed.emit(message, retrying)

    def _report_ended(self, serial: int) -> None:
        if self._is_current(serial):
            self.ended.emit()

    def _is_current(self, serial: int) -> bool:
        return self._player is not None and self._player.serial == serial

    def _report_engine(self, *, gave_way: bool = False) -> None:
        facts = self._analyser.facts()
        if facts is not None:
            self._engine = facts.engine, facts.engine_reason
            self.films.models_loaded()
            self.engine_changed.emit(facts, gave_way)

    def _report_rates(self) -> None:
        if self._player is None:
            return
        self.films.look_again()
        facts = self._analyser.facts()
        if facts is not None and (facts.engine, facts.engine_reason) != self._engine:
            self._report_engine(gave_way=True)
        now, read, analysed = time.monotonic(), self._player.frames_read, self._analyser.analysed
        before, read_before, analysed_before = self._counted
        self._counted = (now, read, analysed)
        passed = max(now - before, 1e-3)
        dropped = self._analyser.frames.dropped - self._dropped_before
        self.rates_changed.emit(
            Rates((read - read_before) / passed, (analysed - analysed_before) / passed, dropped, self._player.skipped)
        )


class _PlayerNews(QObject):
    """Carries a player's news from the capture thread into the window's, with the player's number.

    The number tells news of a player of the past, which are dropped.
    """

    has_opened = pyqtSignal(int, object)
    has_failed = pyqtSignal(int, str, bool)
    has_ended = pyqtSignal(int)

    def opened(self, serial: int, info: SourceInfo) -> None:
        self.has_opened.emit(serial, info)

    def failed(self, serial: int, message: str, *, retrying: bool) -> None:
        self.has_failed.emit(serial, message, retrying)

    def ended(self, serial: int) -> None:
        self.has_ended.emit(serial)


class _AnalyserNews(QObject):
    """Carries the analyser's news from its threads into the window's."""

    has_rendered = pyqtSignal()
    has_loaded = pyqtSignal()
    has_failed = pyqtSignal(str)
    has_crashed = pyqtSignal(object)

    def frame_rendered(self) -> None:
        self.has_rendered.emit()

    def models_loaded(self) -> None:
        self.has_loaded.emit()

    def models_failed(self, message: str) -> None:
        self.has_failed.emit(message)

    def analysis_crashed(self, error: Exception) -> None:
        self.has_crashed.emit(error)
