"""Full screen: the image alone, and controls that come with the mouse."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PyQt6.QtCore import QEvent, QObject, Qt, QTimer
from PyQt6.QtWidgets import QApplication, QGridLayout, QMainWindow, QVBoxLayout, QWidget

_SHOWN_FOR_MS = 2000


class FullScreen(QObject):
    """Fills the screen with a window and takes away what is not the image.

    The controls lie over the lower end of the image then: they appear when the mouse moves, and go with its pointer two
    seconds later, unless it is on them, a menu is open, or somebody has tabbed to them.

    Args:
        window: fills the screen.
        controls: lie below the image outside full screen.
        column: the layout below whose image they lie then.
        over: the layout of the image, one cell, over which they lie in full screen.
        image: where the mouse is watched.
        others: are hidden in full screen.
        has_controls: whether there is something to control now.
    """

    def __init__(
        self,
        window: QMainWindow,
        controls: QWidget,
        *,
        column: QVBoxLayout,
        over: QGridLayout,
        image: QWidget,
        others: Sequence[QWidget],
        has_controls: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window, self._controls, self._column, self._over = window, controls, column, over
        self._image, self._others, self._has_controls = image, others, has_controls
        self._before = Qt.WindowState.WindowNoState
        self._is_on = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_FOR_MS)
        self._timer.timeout.connect(self._hide_unless_used)
        image.setMouseTracking(True)
        image.installEventFilter(self)

    def switch(self, is_on: bool) -> None:
        """Enter full screen, or leave it for the window's state before."""
        if is_on == self._is_on:
            return
        self._is_on = is_on
        if is_on:
            self._before = self._window.windowState()
            self._column.removeWidget(self._controls)
            self._over.addWidget(self._controls, 0, 0, Qt.AlignmentFlag.AlignBottom)
            self._window.showFullScreen()
        else:
            self._over.removeWidget(self._controls)
            self._column.addWidget(self._controls)
            self._window.setWindowState(self._before & ~Qt.WindowState.WindowFullScreen)
        for widget in self._others:
            widget.setVisible(not is_on)
        if is_on:
            self._hide_controls()
        else:
            self._timer.stop()
            self._image.unsetCursor()
            self._controls.show()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if self._is_on and event is not None and event.type() in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress):
            self._show_controls()
        return False

    def _show_controls(self) -> None:
        self._image.unsetCursor()
        self._controls.setVisible(self._has_controls())
        self._controls.raise_()
        self._timer.start()

    def _hide_unless_used(self) -> None:
        focused = QApplication.focusWidget()
        is_used = self._controls.underMouse() or QApplication.activePopupWidget() is not None
        if is_used or (focused is not None and self._controls.isAncestorOf(focused)):
            self._timer.start()
        else:
            self._hide_controls()

    def _hide_controls(self) -> None:
        self._controls.hide()
        self._image.setCursor(Qt.CursorShape.BlankCursor)
