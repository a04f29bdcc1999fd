"""One source of a site: its thread that reads, its stages, and what is made of its results."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from inference.errors import FaceLensError, SourceError, UsageError
from inference.scenes import Mask
from inference.settings import AnalysisSettings, DisplaySettings
from inference.sources import Source, open_source
from inference.sources.urls import is_url
from inference.stages import DetectedFrame, SharedModels, Stages
from inference.types import Frame, FrameResult, Gap, SourceInfo

from .configuration import SourceConfiguration
from .source_clock import ClockPace, SourceClock
from .states import Activity, Pace, SourceState
from .turns import Lane, Turns, Work
from .watching import Onlooker

log = logging.getLogger(__name__)


# the pause before a source is opened once more, and the longest; each is twice the one before
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 30.0
# a live source that gives more frames than this a second is made to wait
_MOST_FPS = 60.0
# a frame that comes a little early for the wished pace is taken all the same, in shares of its step
_SLACK = 0.25
# how long `close` waits for a thread that may hang in a driver or a network
_JOIN_S = 2.0


class Observer:
    """What is made of a source's results. Its methods are called from one thread at a time."""

    def begin(self, info: SourceInfo) -> None:
        """Take note that the source was opened.

        Raises:
            FaceLensError: nothing can be made of it.
        """

    def observe(self, frame: Frame, result: FrameResult, at_s: float, *, is_searched: bool) -> None:
        """Take in the next result.

        Args:
            frame: that was analysed.
            result: what was found in it.
            at_s: when the frame was taken, seconds since 1970 in UTC.
            is_searched: all of it was searched for faces, as privacy wants it.
        """

    def wait(self, silent_s: float) -> None:
        """Take note that no frame has come for so many seconds."""

    def end(self, *, is_whole: bool = True) -> None:
        """Take note that the source is gone.

        Args:
            is_whole: all of it has been analysed.

        Raises:
            FaceLensError: something that was made of it is not complete.
        """

    def people(self) -> int:
        """Return how many are in view."""
        return 0

    def visits(self) -> int:
        """Return how many visits counted so far."""
        return 0

    def counts(self) -> dict[str, int]:
        """Return what was counted at lines and in zones."""
        return {}

    def dwelt_s(self) -> dict[str, float]:
        """Return for how many seconds people were in each zone on average."""
        return {}

    def change(self, source: SourceConfiguration) -> None:
        """Go on with other lines and zones."""


class SourceRunner(Work):
    """Reads a source, again and again where it is live, and hands its frames to the site's turns.

    Args:
        source: of the site file.
        turns: of the site.
        models: of the site.
        observer: of the source.
        first_track: returns the number of the first track each time that it is opened.
        onlooker: for whom it is watched.
    """

    def __init__(
        self,
        source: SourceConfiguration,
        turns: Turns,
        models: SharedModels,
        observer: Observer,
        first_track: Callable[[], int],
        onlooker: Onlooker,
    ) -> None:
        self.configuration = source
        self.observer = observer
        self._turns, self._models, self._first_track = turns, models, first_track
        self._onlooker = onlooker
        self._mask = Mask(source.masks)
        self._lock = threading.Lock()  # of what follows
        self._activity, self._reason = Activity.OPENING, ""
        self._pace = Pace()
        self._dropped_before = 0
        self._last_at = time.monotonic()
        self._opened: Source | None = None
        self._lane: Lane | None = None
        self._is_live = True
        self._stages: Stages | None = None
        self._clock = SourceClock(None, is_live=True)
        self._failure: Exception | None = None
        self._stopped = threading.Event()
        # a daemon: a driver that never returns must not keep the program from ending
        self._thread = threading.Thread(target=self._run, name=f"facelens-source {source.name}", daemon=True)

    @property
    def name(self) -> str:
        return self.configuration.name

    @property
    def may_come_back(self) -> bool:
        """True for what is tried again and again: cameras and addresses."""
        url = self.configuration.url
        return url.startswith("camera:") or is_url(url)

    def start(self) -> None:
        self._thread.start()

    def can_become(self, source: SourceConfiguration) -> bool:
        """Tell whether another description asks for nothing that takes opening the source again."""
        same = replace(
            self.configuration, masks=source.masks, lines=source.lines, zones=source.zones, max_fps=source.max_fps
        )
        return source.copy is None and same == source

    def reconfigure(self, source: SourceConfiguration) -> None:
        """Go on with another description of the same source; see `can_become`."""
        self.observer.change(source)
        self.configuration, self._mask = source, Mask(source.masks)

    def close(self) -> None:
        """End it, after the frame that is being worked on; one that hangs is left to itself."""
        self.stop()
        self._thread.join(_JOIN_S)
        self._leave()

    def stop(self) -> None:
        """Begin to end it."""
        self._stopped.set()
        with self._lock:
            lane, opened = self._lane, self._opened
        if lane is not None:
            lane.close()
        if opened is not None:
            # beside: a camera's driver may take its time
            threading.Thread(target=opened.close, name="facelens-close", daemon=True).start()

    @property
    def is_done(self) -> bool:
        """True once nothing more will come."""
        return self._activity in (Activity.ENDED, Activity.FAILED)

    def state(self) -> SourceState:
        """Return how it goes, and let the observer know of a silence."""
        with self._lock:
            dropped = self._dropped_before + (0 if self._lane is None else self._lane.dropped)
            running = self._activity is Activity.RUNNING
            return SourceState(
                self.name,
                self._activity,
                self._reason or None,
                self._pace.fps() if running else 0.0,
                self._pace.staleness_s() if running else None,
                self.observer.people() if running else 0,
                self.observer.visits(),
                self._pace.frames,
                dropped,
                None,
                self.observer.counts(),
                self.observer.dwelt_s(),
            )

    def tick(self) -> None:
        """Let the observer know where no frame has come for a while."""
        silent_s = time.monotonic() - self._last_at
        if silent_s > 1.0 and (self._lane is None or self._lane.is_live) and not self.is_done:
            self.observer.wait(silent_s)

    # --- the thread that reads -------------------------------------------------------------------

    def _run(self) -> None:
        pause_s = _FIRST_PAUSE_S
        while not self._stopped.is_set():
            frames_before = self._pace.frames
            try:
                self._read()
            except FaceLensError as error:
                self._went(error)
            except Exception as error:
                log.exception("%s: a fault in FaceLens", self.name)
                self._went(error)
            else:
                if not self._stopped.is_set():
                    self._set(Activity.ENDED, "")
                    log.info("%s: all of it has been analysed: %d frames", self.name, self._pace.frames)
            try:
                self.observer.end(is_whole=self._activity is Activity.ENDED)
            except FaceLensError as error:
                log.error("%s: %s", self.name, error)
            if self.is_done or self._stopped.is_set():
                return
            pause_s = _FIRST_PAUSE_S if self._pace.frames > frames_before else min(2 * pause_s, _LONGEST_PAUSE_S)
            self._stopped.wait(pause_s)

    def _went(self, error: Exception) -> None:
        """Note that it can't be opened or broke off."""
        if self._stopped.is_set():
            return
        is_final = not self.may_come_back or isinstance(error, UsageError)
        reason = str(error) or type(error).__name__
        if reason != self._reason:
            log.warning("%s: %s%s", self.name, reason, "" if is_final else "; trying again")
        self._set(Activity.FAILED if is_final else Activity.AWAY, reason)

    def _read(self) -> None:
        """Open, and hand over all frames.

        Raises:
            FaceLensError: it can't be opened, or breaks off.
        """
        wanted, self._failure = self.configuration, None
        on_gpu = wanted.decode.is_gpu(is_accelerated=self._models.estimator.is_accelerated)
        source = open_source(wanted.url, reconnect_s=math.inf, on_gpu=on_gpu)
        with source:
            for note in source.notes:
                log.warning("%s", note)
            source.tell_gaps(self)
            is_live = source.info.is_live
            if not source.info.has_time:
                raise UsageError(f"{source.info.name} holds still images; a site watches videos and cameras")
            self.observer.begin(source.info)
            with self._lock:
                self._opened = source
                self._is_live = is_live
                self._stages = Stages(self._settings(), None, self._models, self._first_track())
                self._clock = SourceClock(wanted.starts_at, is_live=is_live)
                self._lane = lane = self._turns.add(is_live=is_live or self._onlooker.may_miss, work=self)
            self._set(Activity.RUNNING, "")
            log.info("%s: opened", self.name)
            try:
                self._feed(source, lane, is_live=is_live)
                lane.drain()
            finally:
                self._leave()
            if self._failure is not None:
                raise self._failure

    def _settings(self) -> AnalysisSettings:
        """Return how the source is analysed: where faces are covered, every frame is searched everywhere."""
        wanted, settings = self.configuration, self._models.settings.protecting(self._onlooker.display)
        if self._is_live or wanted.copy is None:
            return settings
        return settings.protecting(DisplaySettings(privacy=wanted.privacy))

    def _feed(self, source: Source, lane: Lane, *, is_live: bool) -> None:
        next_s, put_at = -math.inf, 0.0
        pace = ClockPace() if self._onlooker.keeps_time and not is_live else None
        for frame in source:
            if pace is not None and self._stopped.wait(pace.wait_s(frame.timestamp_s)):
                return
            max_fps = self.configuration.max_fps
            if max_fps is not None:
                if frame.timestamp_s < next_s - _SLACK / max_fps:
                    continue
                next_s = max(next_s + 1 / max_fps, frame.timestamp_s)
            if is_live:
                wait_s = put_at + 1 / _MOST_FPS - time.monotonic()
                if wait_s > 0 and self._stopped.wait(wait_s):
                    return
                put_at = time.monotonic()
            if not lane.put(frame):
                return

    def _leave(self) -> None:
        """Let go of the source and its lane."""
        with self._lock:
            lane, self._lane, self._opened = self._lane, None, None
            stages, self._stages = self._stages, None
        if lane is not None:
            self._turns.remove(lane)
            self._dropped_before += lane.dropped
        if stages is not None:
            stages.close()

    def _set(self, activity: Activity, reason: str) -> None:
        with self._lock:
            self._activity, self._reason = activity, reason

    # --- as a listener to gaps, in the same thread ----------------------------------------------------

    def broke_off(self, reason: FaceLensError) -> None:
        """Note that a live source gives no images."""
        log.warning("%s: %s; trying again", self.name, reason)
        self._set(Activity.AWAY, str(reason))

    def came_back(self, gap: Gap) -> None:
        """Note that it gives images again."""
        log.warning("%s: is back after %.1f s", self.name, gap.to_s - gap.from_s)
        self._set(Activity.RUNNING, "")

    # --- in the threads of the turns -------------------------------------------------------------------

    def find(self, frame: Frame) -> DetectedFrame:
        stages = self._stages
        if stages is None:
            raise SourceError(f"{self.name} has ended")
        stages.search_as(self._settings())
        return stages.find(self._mask.apply(frame))

    def estimate(self, found: DetectedFrame, arrived_at: float) -> None:
        stages = self._stages
        if stages is None:
            return
        result = stages.estimate(found)
        at_s = self._clock.time_of(found.frame)
        self.observer.observe(found.frame, result, at_s, is_searched=found.is_searched)
        with self._lock:
            self._last_at = time.monotonic()
            self._pace.add(self._last_at - arrived_at)

    def fail(self, error: Exception) -> None:
        self._failure = error
        if not isinstance(error, FaceLensError):
            log.error("%s: a fault in FaceLens", self.name, exc_info=error)
        with self._lock:
            opened = self._opened
        if opened is not None:
            opened.close()
