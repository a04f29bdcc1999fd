"""The film of the open file: begun in the background, taken from a file or a job, shown, counted and corrected."""

from __future__ import annotations

import time
from collections.abc import Callable

from PyQt6.QtCore import QObject, pyqtSignal

from inference.film import Correction, Film
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings
from inference.sources import Source
from inference.types import SourceInfo

from .analyser import Analyser
from .film_analysis import FilmAnalyst
from .player import Target
from .session import Session

# frames that were passed over so lately mean that the view is short of processor time
_BEHIND_S = 1.0


class FilmControl(QObject):
    """Keeps one film for the source that is open, and hands it to the view and to the session.

    Args:
        analyser: shows what the film knows.
        session: counts by the film, once it knows more than what was watched.
        open_pipeline: makes a pipeline that is not loaded yet.
        open_target: opens a source.
        parent: Qt's owner.

    Attributes:
        film: what is known of the open file; None where nothing is.

    Signals:
        changed(): there is another film or none, it has ended, or was corrected.
        failed(str): why it could not be analysed.
    """

    changed = pyqtSignal()
    failed = pyqtSignal(str)

    def __init__(
        self,
        analyser: Analyser,
        session: Session,
        open_pipeline: Callable[[AnalysisSettings], Pipeline],
        open_target: Callable[[Target], Source],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._analyser, self._session = analyser, session
        self._open_pipeline, self._open_target = open_pipeline, open_target
        self.film: Film | None = None
        self._given: Film | None = None
        self._whole: list[Film] = []
        self._analyst: FilmAnalyst | None = None
        self._news = _FilmNews(self)
        self._news.begun.connect(self._take)
        self._news.ended.connect(self._end)
        self._news.failed.connect(self._fail)
        self._is_on = False
        self._is_paused = False
        self._are_models_there = False
        self._settings: AnalysisSettings | None = None
        self._source: tuple[Target, int, SourceInfo] | None = None
        self._asked: tuple[int, AnalysisSettings] | None = None
        self._dropped = (0, 0.0)

    # --- what the window tells ------------------------------------------------------------------

    def set_on(self, is_on: bool) -> None:
        """Analyse files in the background as they are opened, or hold what has begun."""
        self._is_on = is_on
        self._hold()
        self._begin()

    @property
    def is_paused(self) -> bool:
        """True while the analysis of this file is held by the person."""
        return self._is_paused

    def pause(self, is_paused: bool) -> None:
        """Hold the analysis of this file, or let it go on."""
        self._is_paused = is_paused
        self._hold()
        self.changed.emit()

    def _hold(self) -> None:
        if self._analyst is not None:
            self._analyst.pause(self._is_paused or not self._is_on)

    @property
    def is_running(self) -> bool:
        """True while frames are added to the film, or would be if it were not paused."""
        return self._asked is not None

    def set_settings(self, settings: AnalysisSettings) -> None:
        """Analyse with these settings from now on; a film that does not suit them makes room for one that does."""
        self._settings = settings
        if self.film is not None and not self._serves(self.film):
            self._show(next((film for film in reversed(self._whole) if self._serves(film)), None))
        self._begin()

    def models_loaded(self) -> None:
        """Begin: the view has its models."""
        self._are_models_there = True
        self._begin()

    def opened(self, target: Target, serial: int, info: SourceInfo) -> None:
        """Take a source as the one that is open."""
        self._source = target, serial, info
        given, self._given = self._given, None
        if given is not None:
            self._whole = [given]
            self._show(given)
        self._begin()

    def closed(self) -> None:
        """Forget the film: its source is closed."""
        self._source, self._asked, self._whole = None, None, []
        self._is_paused = False
        if self._analyst is not None:
            self._analyst.cancel()
        self._hold()
        self._show(None)

    def give(self, film: Film) -> None:
        """Use this film for the source that is opened next, whatever it was analysed with."""
        self._given = film

    def correct(self, correction: Correction) -> None:
        """Correct something in the film."""
        if self.film is not None:
            self.film.correct(correction)
            self._tell()

    def undo(self) -> None:
        if self.film is not None:
            self.film.undo()
            self._tell()

    def redo(self) -> None:
        if self.film is not None:
            self.film.redo()
            self._tell()

    def look_again(self) -> None:
        """Let the view show what the film has learnt of the present frame."""
        if self.film is not None:
            self._analyser.look_again()

    def stop(self) -> None:
        """End the thread; see `join`."""
        if self._analyst is not None:
            self._analyst.stop()

    def join(self, deadline: float) -> None:
        """Wait for the thread, until `time.monotonic()` reaches `deadline` at most."""
        if self._analyst is not None:
            self._analyst.join(max(0.0, deadline - time.monotonic()))

    # --- the film -------------------------------------------------------------------------------

    def _serves(self, film: Film) -> bool:
        """Return whether a film may be shown with the present settings."""
        settings = self._settings
        if settings is None or film.suits(settings):
            return True
        is_given = bool(self._whole) and film is self._whole[0] and self._asked is None
        return is_given and (film.settings.search_everywhere or not settings.search_everywhere)

    def _begin(self) -> None:
        """Begin to analyse the open file, where that is wanted and not done yet."""
        source, settings = self._source, self._settings
        if not (self._is_on and self._are_models_there and source is not None and settings is not None):
            return
        target, serial, info = source
        if info.is_live or not info.is_seekable or (self.film is not None and self._serves(self.film)):
            return
        if self._asked == (serial, settings):
            return
        if self._analyst is None:
            self._analyst = FilmAnalyst(self._news, self._open_pipeline, self._open_target, self._is_view_behind)
            self._analyst.start()
        self._asked = serial, settings
        self._hold()
        self._analyst.analyse(target, settings)

    def _is_view_behind(self) -> bool:
        """Return whether watched frames were passed over a moment ago; asked by the analyst's thread alone."""
        before, until = self._dropped
        dropped, now = self._analyser.frames.dropped, time.monotonic()
        if dropped > before:
            until = now + _BEHIND_S
        self._dropped = dropped, until
        return now < until

    def _take(self, film: Film) -> None:
        if self._is_present(film):
            self._show(film)

    def _end(self, film: Film) -> None:
        if self._is_present(film):
            self._asked = None
            self._whole = [*self._whole[-1:], film] if film.is_whole else self._whole
            self._tell()

    def _fail(self, message: str) -> None:
        self._asked = None
        self.failed.emit(message)
        self.changed.emit()

    def _is_present(self, film: Film) -> bool:
        """Return whether news of a film are of the open source, with the present settings."""
        if self._source is None or self._asked is None or self._settings is None:
            return False
        return film.info.name == self._source[2].name and film.suits(self._settings)

    def _show(self, film: Film | None) -> None:
        self.film = film
        self._tell()

    def _tell(self) -> None:
        self._session.set_film(self.film)
        self._analyser.set_film(self.film, self._source[1] if self._source is not None else 0)
        self.changed.emit()


class _FilmNews(QObject):
    """Carries the analyst's news from its thread into the window's."""

    begun = pyqtSignal(object)
    ended = pyqtSignal(object)
    failed = pyqtSignal(str)

    def film_begun(self, film: Film) -> None:
        self.begun.emit(film)

    def film_ended(self, film: Film) -> None:
        self.ended.emit(film)

    def film_failed(self, message: str) -> None:
        self.failed.emit(message)
