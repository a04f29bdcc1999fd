"""The dialog that analyses a whole file: what to write, progress, result."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QTimer, QUrl
from PyQt6.QtGui import QCloseEvent, QDesktopServices
from PyQt6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inference.files import IMAGE_EXTENSIONS, WrittenFile
from inference.output_names import default_outputs
from inference.outputs import Outputs
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, DisplaySettings

from ..labels import label_of
from ..playback.file_job import FileJob, JobState
from ..widgets.empty_state import short_name
from ..widgets.theme import GRID
from ..widgets.transport_bar import format_time

_POLL_EVERY_MS = 250


class FileJobDialog(QDialog):
    """One file's analysis from question to result; the window stays usable beside it.

    Args:
        target: a video or a folder of images.
        analysis: how to analyse.
        display: what to write of the faces.
        open_pipeline: makes a pipeline that is not loaded yet.
    """

    def __init__(
        self,
        target: str,
        analysis: AnalysisSettings,
        display: DisplaySettings,
        open_pipeline: Callable[[AnalysisSettings], Pipeline],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Analyse {name}").format(name=short_name(target)))
        self._target, self._open_pipeline = target, open_pipeline
        self._analysis, self._display = analysis, display
        self._job: FileJob | None = None
        self._pages = QStackedWidget()
        self._pages.addWidget(self._build_question())
        self._pages.addWidget(self._build_progress())
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.addWidget(self._pages)
        self.setMinimumWidth(60 * GRID)
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_EVERY_MS)
        self._timer.timeout.connect(self._poll)

    # --- the question -------------------------------------------------------------------------

    def _build_question(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + 4)
        title = QLabel(self.tr("What should be written?"))
        title.setProperty("role", "heading")
        self.video = QCheckBox(label_of("job.output"))
        self.table = QCheckBox(label_of("job.export"))
        self.summary = QCheckBox(label_of("job.summary"))
        for box in (self.video, self.table, self.summary):
            box.setChecked(True)
            box.toggled.connect(self._check)
        self.folder = QLineEdit(str(_folder_for(self._target)))
        self.folder.setAccessibleName(self.tr("Folder"))
        browse = QPushButton(self.tr("Choose…"))
        browse.setToolTip(self.tr("Choose the folder to write into"))
        browse.clicked.connect(self._browse)
        self.folder.textChanged.connect(self._check)
        where = QHBoxLayout()
        where.setSpacing(GRID)
        where.addWidget(QLabel(self.tr("Folder")))
        where.addWidget(self.folder, 1)
        where.addWidget(browse)
        self.start_button = QPushButton(self.tr("Start"))
        self.start_button.setProperty("kind", "primary")
        self.start_button.setDefault(True)
        self.start_button.clicked.connect(self.start)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        column.addWidget(title)
        for box in (self.video, self.table, self.summary):
            column.addWidget(box)
        column.addLayout(where)
        column.addStretch()
        column.addLayout(_buttons(cancel, self.start_button))
        return page

    def _check(self) -> None:
        wants_something = self.video.isChecked() or self.table.isChecked() or self.summary.isChecked()
        self.start_button.setEnabled(wants_something and bool(self.folder.text().strip()))

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder to write into"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _outputs(self) -> Outputs:
        is_image = Path(self._target).suffix.lower() in IMAGE_EXTENSIONS
        names = default_outputs([self._target] if is_image else self._target, self.folder.text().strip())
        return Outputs(
            output=names.output if self.video.isChecked() else None,
            export=names.export if self.table.isChecked() else None,
            summary=names.summary if self.summary.isChecked() else None,
        )

    # --- progress and result ------------------------------------------------------------------

    def _build_progress(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID + 4)
        self._headline = QLabel()
        self._headline.setProperty("role", "heading")
        self._headline.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(GRID)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._details = QLabel()
        self._details.setProperty("role", "muted")
        self._details.setWordWrap(True)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setToolTip(self.tr("End now; what was done is kept"))
        self._cancel.clicked.connect(self._cancel_or_close)
        self._show_folder = QPushButton(self.tr("Open folder"))
        self._show_folder.clicked.connect(self._open_folder)
        self._show_folder.hide()
        column.addWidget(self._headline)
        column.addWidget(self._bar)
        column.addWidget(self._details)
        column.addStretch()
        column.addLayout(_buttons(self._show_folder, self._cancel))
        return page

    def start(self) -> None:
        """Begin with what is ticked."""
        self._job = FileJob(self._target, self._analysis, self._display, self._outputs(), self._open_pipeline)
        self._pages.setCurrentIndex(1)
        self._headline.setText(self.tr("Loading the models…"))
        self._bar.setRange(0, 0)
        self._job.start()
        self._timer.start()

    def _poll(self) -> None:
        if self._job is None:
            return
        state = self._job.state()
        if state.is_finished:
            self._timer.stop()
            self._show_result(state)
        elif state.frames:
            self._show_progress(state)

    def _show_progress(self, state: JobState) -> None:
        self._headline.setText(self.tr("Analysing {name}").format(name=short_name(self._target)))
        speed = state.frames / state.wall_s if state.wall_s else 0.0
        parts = [self.tr("{n} frames").format(n=f"{state.frames:,}"), self.tr("{n} a second").format(n=f"{speed:.0f}")]
        if state.statistics.people is not None:
            parts.append(self.tr("{n} people").format(n=state.statistics.people))
        if state.total:
            self._bar.setRange(0, state.total)
            self._bar.setValue(min(state.frames, state.total))
            parts[0] = self.tr("{n} of {all} frames").format(n=f"{state.frames:,}", all=f"{state.total:,}")
            parts.append(
                self.tr("{time} left").format(time=format_time(max(0, state.total - state.frames) / max(speed, 1e-3)))
            )
        self._details.setText(" · ".join(parts))

    def _show_result(self, state: JobState) -> None:
        if state.failure is not None:
            self._headline.setText(self.tr("The analysis has ended early"))
        elif state.is_cancelled:
            self._headline.setText(self.tr("Cancelled; what was done is kept"))
        else:
            self._headline.setText(self.tr("Done"))
        self._bar.setRange(0, 1)
        self._bar.setValue(int(state.failure is None and not state.is_cancelled))
        people, age = state.statistics.people, state.statistics.mean_age
        lines = [state.failure] if state.failure else []
        found = self.tr("{n} frames in {time}").format(n=f"{state.frames:,}", time=format_time(state.wall_s))
        if people is not None:
            found += self.tr(", {n} people").format(n=people)
        if age is not None:
            found += self.tr(", mean age {n}").format(n=f"{age:.0f}")
        lines.append(found)
        lines += map(self._line_of, state.written)
        self._details.setText("\n".join(lines))
        self._show_folder.setVisible(bool(state.written))
        self._cancel.setText(self.tr("Close"))
        self._cancel.setToolTip("")

    def _line_of(self, file: WrittenFile) -> str:
        if file.path == file.asked_for:
            return file.path
        return self.tr("{path} ({older} is left as it was)").format(path=file.path, older=Path(file.asked_for).name)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.folder.text()))

    def _cancel_or_close(self) -> None:
        if self.is_running:
            self._headline.setText(self.tr("Finishing the files…"))
            self.cancel()
        else:
            self.accept()

    @property
    def is_running(self) -> bool:
        """True from the start of the job to its end."""
        return self._job is not None and self._job.is_alive()

    def cancel(self) -> None:
        """End the job early, if there is one, and keep what was done."""
        if self._job is not None:
            self._job.cancel()

    def join(self, deadline: float) -> None:
        """Wait for the end of the job, until `time.monotonic()` reaches `deadline` at most."""
        if self._job is not None:
            self._job.join(max(0.0, deadline - time.monotonic()))

    def closeEvent(self, event: QCloseEvent | None) -> None:
        self.cancel()
        super().closeEvent(event)

    @property
    def text(self) -> str:
        """Headline and details."""
        return f"{self._headline.text()}\n{self._details.text()}"


def _buttons(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID)
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    return row


def _folder_for(target: str) -> Path:
    path = Path(target)
    return path.resolve().parent if path.exists() else Path.cwd()
