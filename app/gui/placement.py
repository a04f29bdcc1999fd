"""Where a window stands, and how large it is at first: within the screen, and not on top of another window."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QLockFile, QPoint, QRect, QSize
from PyQt6.QtWidgets import QWidget

# around the window's content there are a title bar and a border, of which Qt knows nothing before they are drawn
_FRAME = QSize(16, 48)
_STEP = QPoint(32, 32)
_MOST_WINDOWS = 20


def fitting_size(wanted: QSize, available: QRect) -> QSize:
    """Return a window's size, no larger than what the screen leaves free."""
    return wanted.boundedTo(available.size() - _FRAME)


class WindowPlace:
    """A window's number among those that are open at a time, counted over all processes of a user.

    Args:
        folder: where it is noted, in files that go with the window.

    Attributes:
        number: 0 for the first.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._lock: QLockFile | None = None
        for self.number in range(_MOST_WINDOWS):
            lock = QLockFile(str(folder / f".window-{self.number}.lock"))
            if lock.tryLock(0):
                self._lock = lock
                break

    def shift(self, window: QWidget, available: QRect) -> None:
        """Move a window aside, so that the others can be seen; it stays within the screen."""
        place = window.pos() + _STEP * self.number
        room = available.size() - window.size() - _FRAME
        left = available.left() + (place.x() - available.left()) % max(1, room.width())
        top = available.top() + (place.y() - available.top()) % max(1, room.height())
        if self.number:
            window.move(left, top)

    def leave(self) -> None:
        """Give the number free."""
        if self._lock is not None:
            self._lock.unlock()
