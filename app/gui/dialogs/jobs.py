"""The list of whole files that are analysed, wait for it, or are done."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QCoreApplication, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inference.files import WrittenFile

from ..playback.file_job import JobState
from ..playback.job_queue import JobQueue, JobStage, QueuedJob
from ..widgets.empty_state import elided, short_name
from ..widgets.theme import GRID
from ..widgets.transport_bar import format_time
from .confirm import confirmed
from .save import show_in_folder

_LONGEST_NAME = 48


def _tr(text: str, count: int = -1) -> str:
    return QCoreApplication.translate("Jobs", text, "", count)


class JobsDialog(QDialog):
    """Shows the queue, and lets a person change it; the queue goes on without it.

    Args:
        queue: what is analysed.

    Signals:
        add_asked(): more files are to be put into the queue.
        open_asked(QueuedJob): its results are to be seen in the window.
    """

    add_asked = pyqtSignal()
    open_asked = pyqtSignal(object)

    def __init__(self, queue: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_tr("Whole files"))
        self._queue = queue
        self._rows: dict[int, JobRow] = {}
        self._nothing = QLabel(_tr("Nothing is being analysed."))
        self._nothing.setProperty("role", "muted")
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID)
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        inner.addWidget(self._nothing)
        inner.addLayout(self._list)
        inner.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        add = _button(_tr("Add files…"), self.add_asked.emit)
        self._clear = _button(_tr("Remove finished"), queue.remove_finished)
        close = _button(_tr("Close"), self.hide)
        close.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        buttons.setSpacing(GRID)
        buttons.addWidget(add)
        buttons.addWidget(self._clear)
        buttons.addStretch()
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2 * GRID)
        column.addWidget(scroll, 1)
        column.addLayout(buttons)
        self.resize(76 * GRID, 44 * GRID)
        queue.changed.connect(self._show_jobs)
        self._show_jobs()

    def row(self, job: QueuedJob) -> JobRow:
        """Return what shows a job.

        Raises:
            KeyError: it is not listed any more.
        """
        return self._rows[job.number]

    def _show_jobs(self) -> None:
        jobs = self._queue.jobs
        listed = {job.number for job in jobs}
        for number in self._rows.keys() - listed:
            row = self._rows.pop(number)
            self._list.removeWidget(row)
            row.deleteLater()
        for place, job in enumerate(jobs):
            if job.number not in self._rows:
                self._rows[job.number] = JobRow(job, self._queue, partial(self.open_asked.emit, job))
            row = self._rows[job.number]
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
            row.show_state()
        self._nothing.setVisible(not jobs)
        self._clear.setEnabled(any(job.stage not in (JobStage.WAITING, JobStage.RUNNING) for job in jobs))


class JobRow(QFrame):
    """One file: how far it is, and what can be done about it.

    Args:
        job: the file.
        queue: that it stands in.
        open_in_window: shows its results.
    """

    def __init__(self, job: QueuedJob, queue: JobQueue, open_in_window: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("job")
        self._job, self._queue = job, queue
        name = short_name(job.request.target)
        self.setAccessibleName(name)
        title = QLabel(elided(name, _LONGEST_NAME))
        title.setProperty("role", "strong")
        title.setToolTip(job.request.target)
        title.setTextFormat(Qt.TextFormat.PlainText)
        self._stage = QLabel()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(GRID)
        self._bar.setAccessibleName(_tr("Progress of {name}").format(name=name))
        self._details = QLabel()
        self._details.setProperty("role", "muted")
        self._details.setWordWrap(True)
        self._details.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._details.setTextFormat(Qt.TextFormat.PlainText)
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sooner = _button(_tr("Sooner"), lambda: queue.move(job, -1))
        self.later = _button(_tr("Later"), lambda: queue.move(job, 1))
        self.stop = _button(_tr("Stop…"), self._stop)
        self.drop = _button(_tr("Remove"), lambda: queue.remove(job))
        self.open_folder = _button(_tr("Open folder"), self._open_folder)
        self.open_in_window = _button(_tr("Open in the window"), open_in_window)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self._stage)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch()
        for button in (self.sooner, self.later, self.open_folder, self.open_in_window, self.stop, self.drop):
            button.setAccessibleName(f"{button.text()}: {name}")
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._details)
        column.addLayout(buttons)
        self.show_state()

    @property
    def text(self) -> str:
        """How far it is, and details."""
        return f"{self._stage.text()}\n{self._details.text()}"

    def show_state(self) -> None:
        """Bring everything up to date."""
        stage, state = self._job.stage, self._job.state()
        is_waiting, is_running = stage is JobStage.WAITING, stage is JobStage.RUNNING
        is_ended = not is_waiting and not is_running
        waiting = self._queue.waiting
        self._stage.setText(self._stage_words(stage))
        self._bar.setVisible(is_running)
        self._details.setVisible(not is_waiting)
        self._details.setToolTip("\n".join(file.path for file in self._job.written))
        self.sooner.setVisible(is_waiting and len(waiting) > 1)
        self.later.setVisible(is_waiting and len(waiting) > 1)
        if is_waiting:
            self.sooner.setEnabled(waiting[0] is not self._job)
            self.later.setEnabled(waiting[-1] is not self._job)
        self.stop.setVisible(is_running)
        self.stop.setEnabled(not self._job.is_ending)
        self.drop.setVisible(not is_running)
        self.open_folder.setVisible(is_ended and bool(self._job.written))
        self.open_in_window.setVisible(is_ended and stage is not JobStage.FAILED)
        if state is not None:
            self._details.setText(progress_words(state) if is_running else "\n".join(_result_lines(state)))
            self._show_progress(state)

    def _stage_words(self, stage: JobStage) -> str:
        if stage is JobStage.RUNNING and self._job.is_ending:
            return _tr("Finishing the files…")
        return {
            JobStage.WAITING: _tr("Waiting"),
            JobStage.RUNNING: _tr("Being analysed"),
            JobStage.DONE: _tr("Done"),
            JobStage.CANCELLED: _tr("Stopped; what was done is kept"),
            JobStage.FAILED: _tr("Ended early"),
        }[stage]

    def _show_progress(self, state: JobState) -> None:
        self._bar.setRange(0, state.total or 0)
        if state.total:
            self._bar.setValue(min(state.frames, state.total))

    def _stop(self) -> None:
        if may_stop(self, short_name(self._job.request.target)):
            self._queue.remove(self._job)

    def _open_folder(self) -> None:
        show_in_folder(self._job.written[0].path)


def progress_words(state: JobState) -> str:
    """Return how far a job is: frames, rate, people, time that is left."""
    if not state.frames:
        return _tr("Loading the models…")
    speed = state.frames / state.wall_s if state.wall_s else 0.0
    parts = [_tr("%Ln frames", state.frames), _tr("{n} a second").format(n=f"{speed:.0f}")]
    if state.statistics.people is not None:
        parts.append(_tr("%Ln people", state.statistics.people))
    if state.total:
        parts[0] = _tr("{n} of {all} frames").format(n=f"{state.frames:,}", all=f"{state.total:,}")
        left_s = max(0, state.total - state.frames) / max(speed, 1e-3)
        parts.append(_tr("{time} left").format(time=format_time(left_s)))
    return " · ".join(parts)


def _result_lines(state: JobState) -> list[str]:
    people, age = state.statistics.people, state.statistics.mean_age
    found = [_tr("%Ln frames in {time}", state.frames).format(time=format_time(state.wall_s))]
    if people is not None:
        found.append(_tr("%Ln people", people))
    if age is not None:
        found.append(_tr("mean age {n}").format(n=f"{age:.0f}"))
    return [*([state.failure] if state.failure else []), " · ".join(found), *map(_line_of, state.written)]


def _line_of(file: WrittenFile) -> str:
    name = Path(file.path).name
    if file.path == file.asked_for:
        return name
    return _tr("{name} ({older} is left as it was)").format(name=name, older=Path(file.asked_for).name)


def may_stop(window: QWidget, name: str) -> bool:
    """Ask whether an analysis is to end early."""
    question = _tr("Stop analysing {name}? What is done so far is kept.").format(name=name)
    return confirmed(window, question, _tr("Stop"), _tr("Go on"))


def may_close(window: QWidget, queue: JobQueue) -> bool:
    """Ask whether the window is to close though files are being analysed."""
    waiting = len(queue.waiting)
    text = _tr("A file is being analysed. What is done so far is kept, the rest is not analysed.")
    if waiting:
        text += " " + _tr("%Ln files that wait are forgotten.", waiting)
    return confirmed(window, text, _tr("Close all the same"), _tr("Go on"))


def _button(text: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: act())
    return button
