"""The question what to watch side by side."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QDialog, QHBoxLayout, QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from inference.sources import without_credentials

from ..widgets.theme import GRID
from .open import ask_address, ask_files

# as many as fit side by side, and as keys make large
MOST_SOURCES = 9


class SeveralDialog(QDialog):
    """Asks for files, cameras and addresses.

    Args:
        targets: to begin with: files, addresses, `camera:N`, `demo`.
        cameras: those that are plugged in, by what the site calls them, with their names.

    Attributes:
        targets: what is listed.

    Signals:
        asked(list[str]): the person wants these.
    """

    asked = pyqtSignal(object)

    def __init__(
        self, targets: Iterable[str], cameras: Iterable[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Open several"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.targets: list[str] = []
        self._names = dict(cameras)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + 4)
        heading = QLabel(self.tr("What should be watched side by side?"))
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        self.sources = QListWidget()
        self.sources.setAccessibleName(self.tr("Sources"))
        self.sources.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.sources.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.sources.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sources.itemSelectionChanged.connect(self._check)
        column.addWidget(self.sources, 1)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        self._remove = self._button(self.tr("Remove"), self._remove_selected)
        row.addWidget(self._button(self.tr("Add files…"), lambda: self.add(ask_files(self))))
        row.addWidget(self._button(self.tr("Add address…"), lambda: self.add(filter(None, [ask_address(self)]))))
        for name in self._names:
            row.addWidget(self._button(self._names[name], lambda _=False, name=name: self.add([name])))
        row.addWidget(self._remove)
        row.addStretch()
        column.addLayout(row)
        self._hint = QLabel()
        self._hint.setProperty("role", "small")
        self._hint.setWordWrap(True)
        column.addWidget(self._hint)
        self._open = QPushButton(self.tr("Open"))
        self._open.setProperty("kind", "primary")
        self._open.setDefault(True)
        self._open.clicked.connect(self._ask)
        last = QHBoxLayout()
        last.setSpacing(GRID)
        last.addStretch()
        last.addWidget(self._button(self.tr("Cancel"), self.reject))
        last.addWidget(self._open)
        column.addLayout(last)
        self.resize(68 * GRID, 44 * GRID)
        self.add(targets)

    def add(self, targets: Iterable[str]) -> None:
        """List further sources; what is listed already is not listed again."""
        for target in targets:
            if target not in self.targets:
                self.targets.append(target)
                self.sources.addItem(self._names.get(target, without_credentials(target)))
        self._check()

    def _remove_selected(self) -> None:
        for row in sorted((self.sources.row(item) for item in self.sources.selectedItems()), reverse=True):
            self.sources.takeItem(row)
            del self.targets[row]
        self._check()

    def _check(self) -> None:
        count = len(self.targets)
        self._open.setEnabled(0 < count <= MOST_SOURCES)
        self._remove.setEnabled(bool(self.sources.selectedItems()))
        if count > MOST_SOURCES:
            self._hint.setText(self.tr("Nine at most are shown side by side. Remove some, or put them in the queue."))
        else:
            self._hint.setText(self.tr("They share the models, and people are known again from one to the other."))

    def _ask(self) -> None:
        self.asked.emit(list(self.targets))
        self.accept()

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(act)  # type: ignore[arg-type]
        return button
