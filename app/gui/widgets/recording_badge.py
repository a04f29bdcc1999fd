"""The red sign over the image that says that it is being recorded, for how long, and into which file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QRectF, QSize, Qt, QTimer
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from .theme import GRID
from .transport_bar import format_time

_UPDATE_EVERY_MS = 250
_DOT_PX = 10
# on the dark ground both stand out as WCAG wants, whatever the image is
_GROUND, _RED, _TEXT = QColor(0, 0, 0, 200), QColor("#ff5449"), QColor("white")


class RecordingBadge(QWidget):
    """Lies in the lower left corner of the image while something is recorded; lets the mouse through.

    Args:
        image: over which it lies.
        recorded_s: asked for the length of the recording so far, seconds.
    """

    def __init__(self, image: QWidget, recorded_s: Callable[[], float]) -> None:
        super().__init__(image)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._recorded_s = recorded_s
        self._name = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_UPDATE_EVERY_MS)
        self._timer.timeout.connect(self._show_time)
        self.hide()

    @property
    def text(self) -> str:
        """Time and file; empty while nothing is recorded."""
        return "" if self.isHidden() else f"{format_time(self._recorded_s())}  {self._name}"

    def begin(self, path: str) -> None:
        """Show that this file is being recorded."""
        self._name = Path(path).name
        self._timer.start()
        self.show()
        self.raise_()
        self._show_time()

    def end(self) -> None:
        """Disappear."""
        self._timer.stop()
        self.hide()

    def sizeHint(self) -> QSize:
        room = self.parentWidget()
        most = 10_000 if room is None else max(8 * GRID, room.width() - 2 * GRID)
        words = self.fontMetrics().horizontalAdvance(self.text)
        return QSize(min(most, words + _DOT_PX + 4 * GRID), self.fontMetrics().height() + GRID)

    def _show_time(self) -> None:
        self.resize(self.sizeHint())
        room = self.parentWidget()
        # messages lie over the upper end of the image
        self.move(GRID, max(GRID, (0 if room is None else room.height()) - self.height() - GRID))
        self.setAccessibleName(self.tr("Recording: {text}").format(text=self.text))
        self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_GROUND)
        painter.drawRoundedRect(self.rect(), GRID, GRID)
        painter.setBrush(_RED)
        painter.drawEllipse(QRectF(1.25 * GRID, (self.height() - _DOT_PX) / 2, _DOT_PX, _DOT_PX))
        painter.setPen(_TEXT)
        words = self.rect().adjusted(_DOT_PX + 2 * GRID, 0, -GRID, 0)
        shown = self.fontMetrics().elidedText(self.text, Qt.TextElideMode.ElideMiddle, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
