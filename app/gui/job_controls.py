"""The analysis of whole files: from the actions of the window to the queue, and back to status bar and messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from inference.pipeline import Pipeline
from inference.settings import EVERYTHING, AnalysisSettings, Selection

from .dialogs.analyse import AnalyseDialog
from .dialogs.jobs import JobsDialog, may_close
from .playback.job_queue import JobQueue, JobRequest, JobStage, QueuedJob
from .preferences import Preferences
from .widgets.banner import Banner, Level
from .widgets.empty_state import short_name
from .widgets.status_bar import StatusBar


class JobControls(QObject):
    """Asks what is to be analysed, keeps it in a queue, and shows how far that is.

    Args:
        window: the dialogs' owner.
        open_pipeline: makes a pipeline that is not loaded yet.
        banner, status: show what comes of it.

    Attributes:
        queue: the files.
        preferences: what they are analysed with.

    Signals:
        open_asked(QueuedJob): the results of a file are to be seen in the window.
    """

    open_asked = pyqtSignal(object)

    def __init__(
        self,
        window: QWidget,
        open_pipeline: Callable[[AnalysisSettings], Pipeline],
        *,
        banner: Banner,
        status: StatusBar,
    ) -> None:
        super().__init__(window)
        self._window, self._banner, self._status = window, banner, status
        self.queue = JobQueue(open_pipeline, self)
        self.preferences = Preferences()
        self._list: JobsDialog | None = None
        self._unseen = 0
        self.queue.changed.connect(self._show_progress)
        self.queue.ended.connect(self._tell)
        status.jobs_clicked.connect(self.show_list)

    def ask(self, targets: Iterable[str], part: Selection = EVERYTHING) -> AnalyseDialog:
        """Ask what is to be analysed, beginning with these, of the first a part; folders are taken apart."""
        analysis, display = self.preferences.analysis, self.preferences.display
        dialog = AnalyseDialog(targets, analysis, display, self._window, waits=self.queue.is_busy, part=part)
        dialog.asked.connect(self._add)
        dialog.open()
        return dialog

    def show_list(self) -> JobsDialog:
        """Show the queue."""
        if self._list is None:
            self._list = JobsDialog(self.queue, self._window)
            self._list.add_asked.connect(lambda: self.ask([]))
            self._list.open_asked.connect(self.open_asked)
        self._unseen = 0
        self._list.show()
        self._list.raise_()
        self._list.activateWindow()
        self._show_progress()
        return self._list

    def may_close(self) -> bool:
        """Return whether the window may close: nothing is being analysed, or the person says so."""
        return not self.queue.is_busy or may_close(self._window, self.queue)

    def _add(self, requests: list[JobRequest]) -> None:
        self.queue.add(requests)
        self.show_list()

    def _tell(self, job: QueuedJob) -> None:
        """Say that a file is done, to those who don't look at the list."""
        if self._list is not None and self._list.isVisible():
            return
        self._unseen += 1
        self._show_progress()
        name, state = short_name(job.request.target), job.state()
        if job.stage is JobStage.FAILED and state is not None:
            text = self.tr("{name} could not be analysed to its end: {reason}")
            self._banner.say(Level.ERROR, text.format(name=name, reason=state.failure), self.tr("Show"), self.show_list)
        elif job.stage is JobStage.DONE:
            self._banner.say(
                Level.DONE, self.tr("{name} is analysed").format(name=name), self.tr("Show"), self.show_list
            )

    def _show_progress(self) -> None:
        running = self.queue.running
        if running is None:
            text = self.tr("Files analysed: {n}").format(n=self._unseen) if self._unseen else ""
            self._status.show_jobs(text, self.tr("Results of the files that were analysed"))
            return
        state, name = running.state(), short_name(running.request.target)
        share = f"{100 * min(state.frames, state.total) // state.total} %" if state is not None and state.total else "…"
        waiting = len(self.queue.waiting)
        text = self.tr("Analysing: {share}, {n} waiting") if waiting else self.tr("Analysing: {share}")
        tip = self.tr("{name} is being analysed; a click shows all files").format(name=name)
        self._status.show_jobs(text.format(share=share, n=waiting), tip)
