"""The small image with its time that stands over the seek bar while the pointer is on it."""

from __future__ import annotations

from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QImage, QPixmap
from PyQt6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from inference.types import ImageArray

from .theme import GRID


class PreviewPopup(QFrame):
    """Lies over the window and lets the mouse through.

    Args:
        window: in which it stays.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("preview")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._image, self._words = QLabel(), QLabel()
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        column.setSpacing(GRID // 2)
        column.addWidget(self._image, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._words)
        self._above = QPoint()
        self.clear()

    @property
    def words(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    @property
    def image(self) -> QImage:
        """What it shows; null for nothing."""
        return self._image.pixmap().toImage()

    def show_above(self, place: QPoint, words: str) -> None:
        """Stand above a place, in the coordinates of the screen, and say something; the image stays the one before."""
        self._above = place
        self._words.setText(words)
        self._settle()
        self.show()
        self.raise_()

    def show_image(self, image_bgr: ImageArray) -> None:
        """Show an image, (h, w, 3) uint8 BGR."""
        height, width = image_bgr.shape[:2]
        data = image_bgr.tobytes()
        self._image.setPixmap(QPixmap.fromImage(QImage(data, width, height, 3 * width, QImage.Format.Format_BGR888)))
        self._image.show()
        self._settle()

    def clear(self) -> None:
        """Disappear, and forget the image."""
        self.hide()
        self._image.clear()
        self._image.hide()

    def _settle(self) -> None:
        """Take the size of what it holds, and a place within the window."""
        window = self.parentWidget()
        assert window is not None
        self.adjustSize()
        place = window.mapFromGlobal(self._above)
        left = min(max(GRID // 2, place.x() - self.width() // 2), window.width() - self.width() - GRID // 2)
        self.move(left, max(0, place.y() - self.height() - GRID // 2))
