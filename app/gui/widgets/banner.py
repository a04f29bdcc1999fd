"""A line over the image that says what went wrong and what to do, or what was done."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from . import icons
from .theme import GRID, Colors


class Level(StrEnum):
    """How serious it is; also the name in the style sheet."""

    ERROR = "error"
    WARNING = "warning"
    DONE = "done"


_ICONS = {Level.ERROR: "warning", Level.WARNING: "warning", Level.DONE: "done"}


# how long the news stay that something was done
_DONE_FOR_MS = 12_000


class Banner(QFrame):
    """Shows one message; a newer one takes its place. What went well goes by itself after a while."""

    def __init__(self, colors: Colors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAccessibleName(self.tr("Message"))
        self._colors = colors
        self._level = Level.ERROR
        self._act: Callable[[], object] | None = None
        self._other_act: Callable[[], object] | None = None
        self._said = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DONE_FOR_MS)
        self._timer.timeout.connect(self.hide)
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = QPushButton()
        self._action.clicked.connect(lambda: self._run(self._act))
        self._other = QPushButton()
        self._other.clicked.connect(lambda: self._run(self._other_act))
        self._dismiss = QToolButton()
        self._dismiss.setToolTip(self.tr("Put this message away"))
        self._dismiss.setAccessibleName(self.tr("Dismiss"))
        self._dismiss.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.setSpacing(GRID + GRID // 2)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        row.addWidget(self._other, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._dismiss, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_colors(colors)
        self.hide()

    @property
    def text(self) -> str:
        """The message; empty while it is put away."""
        return "" if self.isHidden() else self._text.text()

    @property
    def level(self) -> Level:
        return self._level

    def say(
        self,
        level: Level,
        text: str,
        action: str | None = None,
        act: Callable[[], object] | None = None,
        *,
        other: tuple[str, Callable[[], object]] | None = None,
    ) -> int:
        """Show a message, with a button that does something about it where `action` and `act` are given.

        `other` is a second button, and what it does.

        Returns:
            What `withdraw` takes back.
        """
        self._said += 1
        self._level, self._act, self._other_act = level, act, None if other is None else other[1]
        self._other.setText("" if other is None else other[0])
        self._other.setVisible(other is not None)
        self._text.setText(text)
        self._action.setText(action or "")
        self._action.setVisible(action is not None)
        self.setProperty("level", str(level))
        style = self.style()
        if style is not None:
            for widget in (self, self._text):
                style.unpolish(widget)
                style.polish(widget)
        self.set_colors(self._colors)
        self.show()
        self.raise_()
        if level is Level.DONE:
            self._timer.start()
        else:
            self._timer.stop()
        return self._said

    def shows(self, said: int) -> bool:
        """Return whether a message, as `say` numbered it, is still there to be read."""
        return said == self._said and not self.isHidden()

    def withdraw(self, said: int) -> None:
        """Put a message away that is not true any more, unless another has taken its place."""
        if said == self._said:
            self.hide()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        color = {Level.ERROR: colors.error, Level.WARNING: colors.warning, Level.DONE: colors.success}[self._level]
        self._icon.setPixmap(icons.pixmap(_ICONS[self._level], color, 20, self.devicePixelRatioF()))
        self._dismiss.setIcon(icons.icon("close", colors))

    def _run(self, act: Callable[[], object] | None) -> None:
        self.hide()
        if act is not None:
            act()
