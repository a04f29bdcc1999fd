"""Asks where in a film, or among images, to go."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from inference.types import SourceInfo

from ..playback.positions import position_of
from ..widgets.theme import GRID


class JumpDialog(QDialog):
    """One line for a time, a frame or a share of the whole.

    Args:
        info: of the source.
        parent: its owner.

    Signals:
        chosen(float): a time in seconds; of images a number, counted from 0.
    """

    chosen = pyqtSignal(float)

    def __init__(self, info: SourceInfo, parent: QWidget) -> None:
        super().__init__(parent)
        self._info = info
        self.setWindowTitle(self.tr("Jump to"))
        self._line = QLineEdit()
        self._line.setAccessibleName(self.tr("Where to"))
        self._line.setPlaceholderText("1:23")
        examples = self.tr("1:23, 83 (seconds), 1:02:03.5, frame 400, or 50%")
        words = QLabel(examples if info.has_time else self.tr("The number of an image, or 50%"))
        words.setWordWrap(True)
        self._fault = QLabel()
        self._fault.setProperty("role", "strong")
        self._fault.setWordWrap(True)
        self._fault.hide()
        buttons = QDialogButtonBox()
        going = buttons.addButton(self.tr("Go"), QDialogButtonBox.ButtonRole.AcceptRole)
        assert going is not None
        going.setDefault(True)
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._go)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        for widget in (words, self._line, self._fault, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(40 * GRID)
        self.finished.connect(self.deleteLater)

    @property
    def fault(self) -> str:
        """What is wrong with what was typed; empty for nothing."""
        return self._fault.text() if not self._fault.isHidden() else ""

    def _go(self) -> None:
        position = position_of(self._line.text(), self._info)
        if position is None:
            self._fault.setText(self.tr("“{text}” is no place in it.").format(text=self._line.text()))
            self._fault.show()
            self.adjustSize()
            self._line.selectAll()
            self._line.setFocus()
            return
        self.chosen.emit(position)
        self.accept()
