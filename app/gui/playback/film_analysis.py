"""The analysis of the open file in the background, from its beginning to its end, beside what is watched."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from inference.errors import FaceLensError
from inference.film import Film
from inference.pipeline import Pipeline
from inference.process import return_released_memory
from inference.settings import AnalysisSettings
from inference.sources import Source
from inference.types import FrameResult

from ..labels import message_of
from .player import Target

# of 20, where 0 is a program's own: beside a busy view about a tenth of the processor is left
_NICENESS = 10
# while the view can't keep up, each frame here is followed by a rest
_REST_S = 0.15
# who was there is reckoned anew so often, and never takes more than this share of the time
_PEOPLE_EVERY_S = 2.0
_PEOPLE_SHARE = 0.05


class FilmListener(Protocol):
    """Receives the news of the analysis; called in its thread."""

    def film_begun(self, film: Film) -> None:
        """Results go into this film from now on."""
        ...

    def film_ended(self, film: Film) -> None:
        """The film gets no more frames; `Film.is_whole` says whether any are missing."""
        ...

    def film_failed(self, message: str) -> None:
        """Nothing more comes, since something went wrong."""
        ...


class FilmAnalyst(threading.Thread):
    """Analyses one file after the other into films; the models stay loaded from file to file.

    It is a headless run with a decoder and models of its own, so that it finds what that finds. The thread, and those
    that it begins, give way to all others where the system can do that.

    Args:
        listener: hears of films.
        open_pipeline: makes a pipeline that is not loaded yet.
        open_source: opens the file.
        is_view_behind: tells whether frames that are watched wait for the processor.
    """

    def __init__(
        self,
        listener: FilmListener,
        open_pipeline: Callable[[AnalysisSettings], Pipeline],
        open_source: Callable[[Target], Source],
        is_view_behind: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(name="facelens-film", daemon=True)
        self._listener, self._open_pipeline, self._open_source = listener, open_pipeline, open_source
        self._is_view_behind = is_view_behind
        self._changed = threading.Condition()
        self._wanted: tuple[Target, AnalysisSettings] | None = None
        self._stop_run = threading.Event()
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        self._must_end = False
        # from here on of the thread itself
        self._pipeline: Pipeline | None = None
        self._settings: AnalysisSettings | None = None

    # --- any thread ---------------------------------------------------------------------------

    def analyse(self, target: Target, settings: AnalysisSettings) -> None:
        """Analyse this file in place of what is being analysed."""
        with self._changed:
            self._wanted = target, replace(settings, keep_best_looks=True)
            self._end_run()

    def cancel(self) -> None:
        """Analyse nothing more; the film that was begun stays as it is."""
        with self._changed:
            self._wanted = None
            self._end_run()

    def _end_run(self) -> None:
        self._stop_run.set()
        self._stop_run = threading.Event()
        self._changed.notify_all()

    def pause(self, is_paused: bool) -> None:
        """Hold the analysis, or let it go on."""
        if is_paused:
            self._may_go_on.clear()
        else:
            self._may_go_on.set()

    @property
    def is_paused(self) -> bool:
        return not self._may_go_on.is_set()

    def stop(self) -> None:
        """End the thread; it may take a moment, see `join`."""
        with self._changed:
            self._must_end, self._wanted = True, None
            self._end_run()

    # --- the thread ---------------------------------------------------------------------------

    def run(self) -> None:
        _give_way()
        try:
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: self._wanted is not None or self._must_end)
                    if self._wanted is None:
                        return
                    (target, settings), self._wanted = self._wanted, None
                    stop = self._stop_run
                self._analyse(target, settings, stop)
                return_released_memory()
        finally:
            self._release()

    def _analyse(self, target: Target, settings: AnalysisSettings, stop: threading.Event) -> None:
        film: Film | None = None
        try:
            with self._open_source(target) as source:
                film = Film(source.info, settings)
                pipeline = self._pipeline_for(settings)
                if stop.is_set():
                    return
                self._listener.film_begun(film)
                run = _Run(film, pipeline, stop, self._may_go_on, self._is_view_behind)
                try:
                    pipeline.run(source, [], on_result=run.take, stop=stop)
                finally:
                    film.finish(pipeline.facts())
        except FaceLensError as error:
            if not stop.is_set():
                self._listener.film_failed(message_of(error))
        except Exception as error:  # whatever it is, the video goes on and the person is told
            self._release()
            if not stop.is_set():
                self._listener.film_failed(f"a fault in FaceLens has ended it: {error}")
        if film is not None and not stop.is_set():
            self._listener.film_ended(film)

    def _pipeline_for(self, settings: AnalysisSettings) -> Pipeline:
        if self._pipeline is None or self._settings != settings:
            self._release()
            pipeline = self._open_pipeline(settings)
            pipeline.load()
            self._pipeline, self._settings = pipeline, settings
        self._pipeline.reset()
        return self._pipeline

    def _release(self) -> None:
        if self._pipeline is not None:
            self._pipeline.close()
            self._pipeline = None


class _Run:
    """Takes in the results of one run, at a pace that leaves the view its share."""

    def __init__(
        self,
        film: Film,
        pipeline: Pipeline,
        stop: threading.Event,
        may_go_on: threading.Event,
        is_view_behind: Callable[[], bool],
    ) -> None:
        self._film, self._pipeline, self._stop, self._may_go_on = film, pipeline, stop, may_go_on
        self._is_view_behind = is_view_behind
        self._ask_again_at = 0.0

    def take(self, result: FrameResult) -> None:
        """Keep the result of a frame, and wait while the person wants it so."""
        self._film.add(result)
        now = time.monotonic()
        if now >= self._ask_again_at:
            self._film.set_people(self._pipeline.people())
            took_s = time.monotonic() - now
            self._ask_again_at = now + took_s + max(_PEOPLE_EVERY_S, took_s / _PEOPLE_SHARE)
        if self._is_view_behind():
            self._stop.wait(_REST_S)
        while not self._may_go_on.wait(_REST_S) and not self._stop.is_set():
            pass


def _give_way() -> None:
    """Let this thread, and those that it begins, wait for all others of the machine."""
    if sys.platform == "linux":  # where a thread has a priority of its own
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
