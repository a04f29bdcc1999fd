"""The analysis of a whole file in the background, at full speed."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from inference.errors import FaceLensError
from inference.files import WrittenFile
from inference.film import Film
from inference.outputs import Outputs
from inference.pipeline import Pipeline
from inference.settings import EVERYTHING, AnalysisSettings, DisplaySettings, Selection
from inference.sinks import open_sinks, written_by
from inference.sources import open_source
from inference.types import FrameResult, SourceInfo

from ... import __version__
from ..labels import message_of
from .session import Session
from .statistics import Statistics


@dataclass(frozen=True, slots=True, eq=False)
class JobState:
    """Progress of a job.

    Attributes:
        frames: analysed so far.
        total: frames to expect; None where unknown.
        wall_s: seconds since the first frame was asked for.
        statistics: people found so far; counted as in the summary.
        is_finished: nothing more will change.
        is_cancelled: it was ended early; what was written is complete up to there.
        failure: what ended it, None where nothing did.
        written: the files that it has left.
    """

    frames: int
    total: int | None
    wall_s: float
    statistics: Statistics
    is_finished: bool
    is_cancelled: bool
    failure: str | None
    written: tuple[WrittenFile, ...]


class FileJob(threading.Thread):
    """Analyses a source to its end; may be asked for its state and cancelled from any thread.

    Args:
        target: as for `inference.sources.open_source`.
        analysis, display: as for a headless run.
        outputs: what to write.
        open_pipeline: makes a pipeline that is not loaded yet.
        selection: the part that is analysed.

    Attributes:
        film: all that was found; None before the source is open.
    """

    def __init__(
        self,
        target: str,
        analysis: AnalysisSettings,
        display: DisplaySettings,
        outputs: Outputs,
        open_pipeline: Callable[[AnalysisSettings], Pipeline] = Pipeline,
        selection: Selection = EVERYTHING,
    ) -> None:
        super().__init__(name="facelens-file-job", daemon=True)
        self._selection = selection
        self.target, self.outputs = target, outputs
        self._analysis, self._display, self._open_pipeline = analysis, display, open_pipeline
        self.film: Film | None = None
        self._session = Session(keeps_table=False)
        self._end_early = threading.Event()
        self._info: SourceInfo | None = None
        self._frames = 0
        self._started_at: float | None = None
        self._ended_at: float | None = None
        self._is_finished = self._is_cancelled = False
        self._failure: str | None = None
        self._written: tuple[WrittenFile, ...] = ()

    def cancel(self) -> None:
        """End early and keep what was done."""
        self._end_early.set()

    def state(self) -> JobState:
        """Return how far the job is."""
        now = self._ended_at or time.monotonic()
        return JobState(
            frames=self._frames,
            total=self._info.frame_count if self._info else None,
            wall_s=now - self._started_at if self._started_at else 0.0,
            statistics=self._session.statistics(),
            is_finished=self._is_finished,
            is_cancelled=self._is_cancelled,
            failure=self._failure,
            written=self._written,
        )

    def run(self) -> None:
        try:
            self._run()
        except FaceLensError as error:
            self._failure = message_of(error)
        except BaseException:
            self._failure = "a fault in FaceLens"
            raise
        finally:
            self._ended_at = time.monotonic()
            self._is_finished = True

    def _run(self) -> None:
        with contextlib.ExitStack() as opened:
            source = opened.enter_context(
                open_source(self.target, selection=self._selection, apart=self.outputs.output)
            )
            self._info = source.info
            settings = replace(self._analysis.protecting(self._display), keep_best_looks=True)
            self.film = Film(source.info, settings, self._selection)
            pipeline = opened.enter_context(self._open_pipeline(settings))
            sinks = open_sinks(
                source.info,
                self._display,
                self.outputs,
                inputs=[self.target],
                selection=self._selection,
                version=__version__,
            )
            self._started_at = time.monotonic()
            try:
                report = pipeline.run(source, sinks, on_result=self._count, stop=self._end_early)
            finally:
                self._written = tuple(written_by(sinks))
                self.film.finish(pipeline.facts())
            self._is_cancelled = report.interrupted

    def _count(self, result: FrameResult) -> None:
        self._frames += 1
        if self.film is not None:
            self.film.add(result)
        if self._info is not None:
            self._session.add(self._info, result)
