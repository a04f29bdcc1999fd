"""The question before whole files are analysed: which, what to write, and where."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from inference.settings import EVERYTHING, AnalysisSettings, DisplaySettings, Selection

from ..labels import label_of
from ..playback.job_queue import JobRequest, folder_of, targets_of
from ..widgets.empty_state import short_name
from ..widgets.theme import GRID
from ..widgets.transport_bar import part_words
from .open import ask_files, ask_folder

_LINES = 4


class AnalyseDialog(QDialog):
    """Asks what to analyse and what to write; the files then go into the window's queue.

    Args:
        targets: videos, images and folders to begin with.
        analysis: how to analyse.
        display: what to write of the faces.
        waits: other files are being analysed, so that these have to wait.
        part: of the first target that is chosen in the window; it is offered, and taken unless the person says no.

    Attributes:
        targets: what is listed.

    Signals:
        asked(list[JobRequest]): the person wants these.
    """

    asked = pyqtSignal(object)

    def __init__(
        self,
        targets: Iterable[str],
        analysis: AnalysisSettings,
        display: DisplaySettings,
        parent: QWidget | None = None,
        *,
        waits: bool = False,
        part: Selection = EVERYTHING,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Analyse whole files"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._analysis, self._display = analysis, display
        targets = targets_of(targets)
        self._parts = {targets[0]: part} if targets and part != EVERYTHING else {}
        self.targets: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + 4)
        self._add_files(column)
        self._add_outputs(column)
        self._add_folder(column)
        self._add_earlier(column)
        column.addStretch()
        self._add_buttons(column, waits=waits)
        self.setMinimumWidth(60 * GRID)
        if len(targets) == 1:
            self.folder.setText(str(folder_of(targets[0])))
        self._list(targets)

    # --- building -----------------------------------------------------------------------------

    def _add_files(self, column: QVBoxLayout) -> None:
        column.addWidget(_heading(self.tr("What should be analysed?")))
        self.files = QListWidget()
        self.files.setAccessibleName(self.tr("Files to analyse"))
        self.files.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.files.setFixedHeight(_LINES * 3 * GRID + GRID)
        self.files.itemSelectionChanged.connect(self._check)
        column.addWidget(self.files)
        add_files = _button(self.tr("Add files…"), lambda: self.add(ask_files(self)))
        add_folder = _button(self.tr("Add folder…"), lambda: self.add(filter(None, [ask_folder(self)])))
        self._remove = _button(self.tr("Remove"), self._remove_selected)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button in (add_files, add_folder, self._remove):
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        self.part = QCheckBox()
        self.part.setChecked(True)
        self.part.toggled.connect(self._check)
        for target, part in self._parts.items():
            self.part.setText(self.tr("Of {name} only {part}").format(name=short_name(target), part=part_words(part)))
        column.addWidget(self.part)

    def _add_outputs(self, column: QVBoxLayout) -> None:
        column.addWidget(_heading(self.tr("What should be written?")))
        self.video = QCheckBox(label_of("job.output"))
        self.table = QCheckBox(label_of("job.export"))
        self.summary = QCheckBox(label_of("job.summary"))
        for box in (self.video, self.table, self.summary):
            box.setChecked(True)
            box.toggled.connect(self._check)
            column.addWidget(box)

    def _add_folder(self, column: QVBoxLayout) -> None:
        self.folder = QLineEdit()
        self.folder.setAccessibleName(self.tr("Folder"))
        self.folder.setPlaceholderText(self.tr("Beside each file"))
        self.folder.textChanged.connect(self._check)
        browse = _button(self.tr("Choose…"), self._browse)
        browse.setToolTip(self.tr("Choose the folder to write into"))
        where = QHBoxLayout()
        where.setSpacing(GRID)
        where.addWidget(QLabel(self.tr("Folder")))
        where.addWidget(self.folder, 1)
        where.addWidget(browse)
        column.addLayout(where)

    def _add_earlier(self, column: QVBoxLayout) -> None:
        """What becomes of earlier results; seen only where there are some."""
        self._earlier = QWidget()
        inner = QVBoxLayout(self._earlier)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(GRID // 2)
        self._earlier_words = QLabel()
        self._earlier_words.setWordWrap(True)
        self.keep = QRadioButton(self.tr("Keep them, and write new files beside them"))
        self.replace = QRadioButton(self.tr("Replace them, once the new ones are complete"))
        self.keep.setChecked(True)
        for widget in (self._earlier_words, self.keep, self.replace):
            inner.addWidget(widget)
        column.addWidget(self._earlier)

    def _add_buttons(self, column: QVBoxLayout, *, waits: bool) -> None:
        self.start_button = QPushButton(self.tr("Add to the queue") if waits else self.tr("Start"))
        self.start_button.setProperty("kind", "primary")
        self.start_button.setDefault(True)
        self.start_button.clicked.connect(self.start)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addStretch()
        row.addWidget(_button(self.tr("Cancel"), self.reject))
        row.addWidget(self.start_button)
        column.addLayout(row)

    # --- answers ------------------------------------------------------------------------------

    def add(self, names: Iterable[str]) -> None:
        """Put files, and what is in folders, on the list."""
        self._list([*self.targets, *targets_of(names)])

    def _list(self, targets: list[str]) -> None:
        self.targets = list(dict.fromkeys(targets))
        self.files.clear()
        for target in self.targets:
            item = QListWidgetItem(short_name(target))
            item.setToolTip(target)
            self.files.addItem(item)
        if len({folder_of(target) for target in self.targets}) > 1 and not self.folder.isModified():
            self.folder.clear()
        self._check()

    def _remove_selected(self) -> None:
        gone = {self.files.row(item) for item in self.files.selectedItems()}
        self._list([target for place, target in enumerate(self.targets) if place not in gone])

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder to write into"), self.folder.text())
        if folder:
            self.folder.setText(folder)
            self.folder.setModified(True)

    def _check(self) -> None:
        wants_something = self.video.isChecked() or self.table.isChecked() or self.summary.isChecked()
        self.start_button.setEnabled(wants_something and bool(self.targets))
        self._remove.setEnabled(bool(self.files.selectedItems()))
        self.part.setVisible(any(target in self._parts for target in self.targets))
        earlier = [request for request in self.requests() if request.has_earlier_results()] if wants_something else []
        self._earlier.setVisible(bool(earlier))
        names = ", ".join(short_name(request.target) for request in earlier[:3])
        text = self.tr("There are results already of {names}.")
        if len(earlier) > 3:
            text = self.tr("There are results already of {names} and others.")
        self._earlier_words.setText(text.format(names=names))

    def requests(self) -> list[JobRequest]:
        """Return what is asked for, in the order of the list."""
        return [
            JobRequest(
                target,
                self._analysis,
                self._display,
                folder=self.folder.text().strip(),
                wants_copy=self.video.isChecked(),
                wants_table=self.table.isChecked(),
                wants_summary=self.summary.isChecked(),
                replaces=self.replace.isChecked(),
                part=self._parts.get(target, EVERYTHING) if self.part.isChecked() else EVERYTHING,
            )
            for target in self.targets
        ]

    def start(self) -> None:
        """Hand over what is asked for, and close."""
        requests = self.requests()
        self.accept()
        self.asked.emit(requests)


def _button(text: str, act: object) -> QPushButton:
    """Return a button that Return doesn't press: it is meant for the one that begins."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: act())  # type: ignore[operator]
    return button


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label
