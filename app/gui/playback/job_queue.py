"""Whole files that are analysed one after the other, beside the window."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from inference.files import IMAGE_EXTENSIONS, VIDEO_EXTENSIONS, WrittenFile
from inference.output_names import default_outputs
from inference.outputs import Outputs
from inference.pipeline import Pipeline
from inference.settings import EVERYTHING, AnalysisSettings, DisplaySettings, Selection

from .file_job import FileJob, JobState

_POLL_EVERY_MS = 250


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What a person wants to have of one file.

    Attributes:
        target: a video, an image, or a folder of images.
        analysis, display: as for a headless run.
        folder: where results go; empty for the file's own folder.
        wants_copy, wants_table, wants_summary: what is written.
        replaces: earlier results of the same file are replaced once the new ones are whole; else they stay, and the
            new ones get names that nothing has.
        part: of the file that is analysed.
    """

    target: str
    analysis: AnalysisSettings
    display: DisplaySettings
    folder: str = ""
    wants_copy: bool = True
    wants_table: bool = True
    wants_summary: bool = True
    replaces: bool = False
    part: Selection = EVERYTHING

    @property
    def results_folder(self) -> str:
        """The folder that results go into."""
        return self.folder or str(folder_of(self.target))

    def outputs(self) -> Outputs:
        """Return the files to write, under names that are right now."""
        is_image = Path(self.target).suffix.lower() in IMAGE_EXTENSIONS
        target = [self.target] if is_image else self.target
        names = default_outputs(target, self.results_folder, keeps_earlier=not self.replaces, part=self.part)
        return Outputs(
            output=names.output if self.wants_copy else None,
            export=names.export if self.wants_table else None,
            summary=names.summary if self.wants_summary else None,
        )

    def has_earlier_results(self) -> bool:
        """Return whether earlier results would have to be replaced, or kept."""
        return any(map(os.path.lexists, replace(self, replaces=True).outputs().paths))


class JobStage(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class QueuedJob:
    """One file of the queue.

    Attributes:
        number: tells it from the others.
        request: what is wanted.
        job: the analysis itself; None while it waits.
        is_ending: it was asked to end early.
        has_ended: the queue has gone on to the next one.
    """

    def __init__(self, number: int, request: JobRequest) -> None:
        self.number, self.request = number, request
        self.job: FileJob | None = None
        self.is_ending = self.has_ended = False

    @property
    def stage(self) -> JobStage:
        state = self.state()
        if state is None:
            return JobStage.WAITING
        if not self.has_ended:
            return JobStage.RUNNING
        if state.failure is not None:
            return JobStage.FAILED
        return JobStage.CANCELLED if state.is_cancelled else JobStage.DONE

    @property
    def written(self) -> tuple[WrittenFile, ...]:
        """The files that it has left."""
        state = self.state()
        return () if state is None else state.written

    def state(self) -> JobState | None:
        """Return frames, people and results so far; None while it waits."""
        return None if self.job is None else self.job.state()


class JobQueue(QObject):
    """Analyses files one at a time, in an order that may be changed; lives in the window's thread.

    Args:
        open_pipeline: makes a pipeline that is not loaded yet.

    Signals:
        changed(): jobs have come, gone, begun, ended, moved on or changed places.
        ended(QueuedJob): a job has come to its end, in whatever way.
    """

    changed = pyqtSignal()
    ended = pyqtSignal(object)

    def __init__(self, open_pipeline: Callable[[AnalysisSettings], Pipeline], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_pipeline = open_pipeline
        self._numbers = itertools.count(1)
        self._jobs: list[QueuedJob] = []
        self._running: QueuedJob | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_EVERY_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def jobs(self) -> tuple[QueuedJob, ...]:
        """All of them, in the order in which they run."""
        return tuple(self._jobs)

    @property
    def running(self) -> QueuedJob | None:
        """The one that is being analysed."""
        return self._running

    @property
    def waiting(self) -> tuple[QueuedJob, ...]:
        """Those whose turn has not come."""
        return tuple(job for job in self._jobs if job.job is None)

    @property
    def is_busy(self) -> bool:
        """True while something is analysed or waits for it."""
        return self._running is not None or bool(self.waiting)

    def add(self, requests: Iterable[JobRequest]) -> list[QueuedJob]:
        """Put files at the end of the queue; the first begins at once where nothing runs."""
        added = [QueuedJob(next(self._numbers), request) for request in requests]
        self._jobs += added
        self._begin_next()
        self.changed.emit()
        return added

    def move(self, job: QueuedJob, places: int) -> None:
        """Let a waiting job run sooner (-1) or later (1) than its neighbour among those that wait."""
        waiting = self.waiting
        place = waiting.index(job) + places
        if 0 <= place < len(waiting):
            mine, other = self._jobs.index(job), self._jobs.index(waiting[place])
            self._jobs[mine], self._jobs[other] = self._jobs[other], self._jobs[mine]
            self.changed.emit()

    def remove(self, job: QueuedJob) -> None:
        """Take a job out of the list; one that runs is ended early, keeps what was done, and stays listed."""
        if job is self._running:
            job.is_ending = True
            if job.job is not None:
                job.job.cancel()
        else:
            self._jobs.remove(job)
        self.changed.emit()

    def remove_finished(self) -> None:
        """Keep only what runs or waits."""
        self._jobs = [job for job in self._jobs if job is self._running or job.job is None]
        self.changed.emit()

    def cancel_all(self) -> None:
        """Forget those that wait, and end the one that runs early; what was done is kept."""
        self._jobs = [job for job in self._jobs if job.job is not None]
        if self._running is not None:
            self.remove(self._running)
        self.changed.emit()

    def join(self, deadline: float) -> None:
        """Wait for the end of the job that runs, until `time.monotonic()` reaches `deadline` at most."""
        if self._running is not None and self._running.job is not None:
            self._running.job.join(max(0.0, deadline - time.monotonic()))

    def _begin_next(self) -> None:
        if self._running is not None or not self.waiting:
            return
        job = self.waiting[0]
        request = job.request
        # named only now: the one before may have had results of the same name
        job.job = FileJob(
            request.target, request.analysis, request.display, request.outputs(), self._open_pipeline, request.part
        )
        self._running = job
        job.job.start()
        self._timer.start()

    def _poll(self) -> None:
        job = self._running
        if job is not None and job.job is not None and not job.job.is_alive():
            job.job.join()
            job.has_ended = True
            self._running = None
            self._timer.stop()
            self._begin_next()
            self.ended.emit(job)
        self.changed.emit()


def folder_of(target: str) -> Path:
    """Return the folder that a file or folder lies in; the current one for what is not there."""
    path = Path(target)
    return path.resolve().parent if path.exists() else Path.cwd()


def targets_of(names: Iterable[str]) -> list[str]:
    """Return what can be analysed by itself: files as they are; of a folder each video, and the folder for its images.

    Nothing is named twice.
    """
    found: list[str] = []
    for name in names:
        found += _of_folder(Path(name)) if os.path.isdir(name) else [name]
    return list(dict.fromkeys(found))


def _of_folder(folder: Path) -> list[str]:
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError:
        return [str(folder)]  # why it can't be read is said when its turn comes
    videos = [str(path) for path in files if path.suffix.lower() in VIDEO_EXTENSIONS]
    has_images = any(path.suffix.lower() in IMAGE_EXTENSIONS for path in files)
    return [*videos, str(folder)] if has_images or not videos else videos
