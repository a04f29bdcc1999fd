"""The analysis thread: from captured frames to images for the screen; the newest of both wins."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from inference.boxes import other_faces
from inference.errors import FaceLensError
from inference.film import Film
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, DisplaySettings, Privacy
from inference.sinks import RunFacts
from inference.types import Frame, FrameResult, ImageArray

from ..labels import message_of
from .latest import LatestSlot
from .numbering import Numbering
from .player import CapturedFrame
from .rendering import RenderedFrame, RenderOptions, face_key, render, safe_frame, thumbnail
from .session import Session

_THUMBNAIL_EVERY_S = 0.5
_PROTECTED = DisplaySettings(privacy=Privacy.BLUR)


class FrameListener(Protocol):
    """Receives every analysed frame; called in the analysis thread, so it has to return at once."""

    def offer(self, captured: CapturedFrame, result: FrameResult, options: RenderOptions) -> None:
        """Take a frame, what was found in it, and how it is shown; it may be covered as a whole."""
        ...


class AnalyserListener(Protocol):
    """Receives the news of the analyser; called in one of its threads."""

    def frame_rendered(self) -> None:
        """An image waits in `Analyser.rendered_frames`, which was empty before."""
        ...

    def models_loaded(self) -> None:
        """Analysis works from now on; `Analyser.facts` has the engine."""
        ...

    def models_failed(self, message: str) -> None: ...

    def analysis_crashed(self, error: Exception) -> None: ...


class Analyser(threading.Thread):
    """Analyses the newest frame, draws on it and leaves it for the view.

    Models load in a thread of their own: until they are there, and where they can't be had, images
    are shown without faces.

    Args:
        listener: is told of images and of the models.
        open_pipeline: makes a pipeline that is not loaded yet.
        session: is given every result.

    Attributes:
        frames: where the player delivers.
        rendered_frames: where the view takes.
        analysed: number of frames analysed so far.
    """

    def __init__(
        self, listener: AnalyserListener, open_pipeline: Callable[[AnalysisSettings], Pipeline], session: Session
    ) -> None:
        super().__init__(name="facelens-analysis", daemon=True)
        self.frames: LatestSlot[CapturedFrame] = LatestSlot()
        self.rendered_frames: LatestSlot[RenderedFrame] = LatestSlot()
        self.analysed = 0
        self._listener, self._open_pipeline, self._session = listener, open_pipeline, session
        self._lock = threading.Lock()
        self._must_end = False
        self._frame_listener: FrameListener | None = None
        self._film: tuple[int, Film] | None = None
        self._must_look_again = False
        self._render_options = RenderOptions()
        self._request = 0
        self._wanted: AnalysisSettings | None = None
        self._incoming: Pipeline | None = None
        self._incoming_settings: AnalysisSettings | None = None
        self._loaders: list[threading.Thread] = []
        # from here on of the thread itself
        self._pipeline: Pipeline | None = None
        self._settings: AnalysisSettings | None = None
        self._overlay, self._drawn_options = self._render_options.overlay(), self._render_options
        self._last: CapturedFrame | None = None
        self._result: FrameResult | None = None
        self._is_searched = self._was_covered = False
        self._is_known = False
        self._film_version = 0
        self._numbering = Numbering()
        self._thumbnails: dict[int, tuple[float, ImageArray]] = {}

    # --- any thread ---------------------------------------------------------------------------

    def set_render_options(self, options: RenderOptions) -> None:
        """Show the present and the following frames with these options; what they hide is not analysed differently."""
        self._render_options = options
        self.frames.wake()

    def set_frame_listener(self, listener: FrameListener | None) -> None:
        """Hand every analysed frame to `listener` from now on, None for nobody; the one before gets no more."""
        with self._lock:
            self._frame_listener = listener

    def set_film(self, film: Film | None, serial: int = 0) -> None:
        """Show what a film knows of the frames of a player, in place of analysing them; None for no film.

        Args:
            film: may still grow.
            serial: of the player whose source it is.
        """
        with self._lock:
            self._film = None if film is None else (serial, film)
        self.look_again()

    def look_again(self) -> None:
        """Show what the film knows of the present frame by now."""
        self._must_look_again = True
        self.frames.wake()

    def load(self, settings: AnalysisSettings, *, again: bool = False) -> None:
        """Load the models for these settings; the old ones work until then.

        What is there, or was tried in vain, is not loaded a second time, unless `again` is set.
        """
        with self._lock:
            if settings == self._wanted and not again:
                return
            self._wanted = settings
            self._request += 1
            loader = threading.Thread(
                target=self._load, args=(settings, self._request), name="facelens-load", daemon=True
            )
            self._loaders = [thread for thread in self._loaders if thread.is_alive()] + [loader]
        loader.start()

    def facts(self) -> RunFacts | None:
        """Return which engine is at work, which may change while it runs; None without models."""
        with self._lock:
            pipeline = self._incoming or self._pipeline
        return None if pipeline is None else pipeline.facts()

    def stop(self) -> None:
        self._must_end = True
        self.frames.wake()

    def join_all(self, deadline: float) -> None:
        """Wait for all threads, until `time.monotonic()` reaches `deadline` at most."""
        for thread in (self, *self._loaders):
            thread.join(max(0.0, deadline - time.monotonic()))

    def _load(self, settings: AnalysisSettings, request: int) -> None:
        try:
            pipeline = self._open_pipeline(settings)
            pipeline.load()
        except Exception as error:  # whatever it is, the window must not wait for models that never come
            with self._lock:
                is_current = request == self._request and not self._must_end
            if is_current and isinstance(error, FaceLensError):
                self._listener.models_failed(message_of(error))
            elif is_current:
                self._listener.analysis_crashed(error)
            return
        with self._lock:
            is_current = request == self._request and not self._must_end
            outdated = self._incoming if is_current else pipeline
            if is_current:
                self._incoming, self._incoming_settings = pipeline, settings
        if outdated is not None:
            outdated.close()
        if is_current:
            self.frames.wake()
            self._listener.models_loaded()

    # --- the thread ---------------------------------------------------------------------------

    def run(self) -> None:
        try:
            while not self._must_end:
                captured = self.frames.wait()
                if self._must_end:
                    break
                before = self._settings
                has_new_models = self._adopt_incoming()
                if captured is not None:
                    self._take_in(captured)
                elif self._last is not None and self._is_film_news(self._last):
                    self._analyse_last(self._last)
                elif has_new_models and self._last is not None and not self._is_known:
                    self._analyse_again(self._last, before)
                if self._last is not None:
                    self._present(self._last, is_fresh=captured is not None)
        finally:
            with self._lock:
                self._must_end = True
                remaining = [self._pipeline, self._incoming]
                self._pipeline = self._incoming = None
            for pipeline in remaining:
                if pipeline is not None:
                    pipeline.close()

    def _adopt_incoming(self) -> bool:
        with self._lock:
            incoming, self._incoming = self._incoming, None
            settings = self._incoming_settings
        if incoming is None:
            return False
        if self._pipeline is not None:
            self._pipeline.close()
        self._pipeline, self._settings = incoming, settings
        self._numbering.begin(self._result)
        return True

    def _take_in(self, captured: CapturedFrame) -> None:
        if self._last is not None and captured.serial < self._last.serial:
            return
        if self._last is None or captured.serial > self._last.serial:
            self._thumbnails = {}
            # read once: they may change meanwhile, and have to belong to the overlay
            options = self._render_options
            self._overlay, self._drawn_options = options.overlay(), options
            if self._pipeline is not None:
                self._pipeline.reset()
            self._numbering.begin_source()
        self._last, self._result, self._is_searched = captured, None, False
        self._analyse_last(captured)

    def _analyse_last(self, captured: CapturedFrame) -> None:
        is_first_time = self._result is None
        film = self._film_of(captured)
        known = None if film is None else film.find(captured.frame.index, captured.frame.timestamp_s)
        if (known is not None) is not self._is_known:
            self._thumbnails = {}  # the film's tracks have other numbers
        self._is_known = known is not None
        if film is not None:
            self._film_version = film.version
        self._result = known or self._analyse(captured)
        settings = film.settings if film is not None and known is not None else self._settings
        self._is_searched = self._result is not None and _searches_everywhere(settings)
        if self._result is not None and is_first_time:
            self.analysed += 1
            if known is None:
                self._session.add(captured.info, self._result)
            # under the lock: whoever has taken the listener away may rely on it that nothing more arrives there
            with self._lock:
                if self._frame_listener is not None:
                    options = self._render_options
                    frame = safe_frame(captured.frame, options.settings.privacy, is_searched=self._is_searched)
                    self._frame_listener.offer(replace(captured, frame=frame), self._result, options)

    def _film_of(self, captured: CapturedFrame) -> Film | None:
        with self._lock:
            serial, film = self._film or (0, None)
        return film if serial == captured.serial else None

    def _is_film_news(self, captured: CapturedFrame) -> bool:
        """Return whether the film says something else of a frame than what is shown, when somebody asks to look."""
        must_look, self._must_look_again = self._must_look_again, False
        if not must_look:
            return False
        film = self._film_of(captured)
        if film is None:
            return self._is_known
        if self._is_known:
            return film.version != self._film_version
        return film.find(captured.frame.index, captured.frame.timestamp_s) is not None

    def _analyse_again(self, captured: CapturedFrame, before: AnalysisSettings | None) -> None:
        """Analyse the frame that is shown with new models, after those with the settings `before`.

        Where these only search otherwise, as for protected faces, the people stay as they were found, and what is
        found besides is protected.
        """
        shown = self._result
        self._analyse_last(captured)
        found = self._result
        if shown is not None and found is not None and _differ_in_search_alone(before, self._settings):
            self._result = replace(shown, ignored=(*shown.ignored, *other_faces(found.covered, shown.covered)))

    def _analyse(self, captured: CapturedFrame) -> FrameResult | None:
        if self._pipeline is None:
            return None
        try:
            result = self._pipeline.process(captured.frame, live=captured.is_moving)
        except FaceLensError as error:
            self._give_up()
            self._listener.models_failed(message_of(error))
        except Exception as error:  # whatever it is, the video goes on and the person is told
            self._give_up()
            self._listener.analysis_crashed(error)
        else:
            return self._numbering.apply(result)
        return None

    def _give_up(self) -> None:
        """Go on without a pipeline."""
        if self._pipeline is not None:
            self._pipeline.close()
        with self._lock:
            self._pipeline = None

    def _present(self, captured: CapturedFrame, *, is_fresh: bool) -> None:
        options = self._render_options
        if not options.draws_like(self._drawn_options):
            self._overlay, self._drawn_options, self._thumbnails = options.overlay(), options, {}
        frame = safe_frame(captured.frame, options.settings.privacy, is_searched=self._is_searched)
        is_covered = frame is not captured.frame
        if is_covered is not self._was_covered:
            self._was_covered, self._thumbnails = is_covered, {}
        image, region = render(frame, self._result, options, self._overlay)
        self._update_thumbnails(frame, options)
        thumbnails = {key: image for key, (_, image) in self._thumbnails.items()}
        rendered = RenderedFrame(
            image,
            region,
            captured,
            self._result,
            thumbnails,
            is_fresh,
            is_searched=self._is_searched,
            is_covered=is_covered,
        )
        if self.rendered_frames.put(rendered):
            self._listener.frame_rendered()

    def _update_thumbnails(self, frame: Frame, options: RenderOptions) -> None:
        """Renew the thumbnails of the people in view now and then: one that changes with every frame is unrestful."""
        now, old = time.monotonic(), self._thumbnails
        covered = self._result.covered if self._result else ()
        self._thumbnails = {}
        for position, face in enumerate(self._result.faces if self._result else ()):
            key = face_key(face, position)
            taken_at, image = old.get(key, (0.0, None))
            is_due = now - taken_at > _THUMBNAIL_EVERY_S and not face.coasted
            if image is None or is_due or face.track_id is None:
                taken_at, image = now, thumbnail(frame, face, covered, options.settings.privacy)
            self._thumbnails[key] = taken_at, image


def _searches_everywhere(settings: AnalysisSettings | None) -> bool:
    """Return whether models with these settings search a frame as privacy wants it."""
    return settings is not None and settings.protecting(_PROTECTED) == settings


def _differ_in_search_alone(first: AnalysisSettings | None, second: AnalysisSettings | None) -> bool:
    if first is None or second is None:
        return False
    return replace(first, search_px=second.search_px, search_everywhere=second.search_everywhere) == second
