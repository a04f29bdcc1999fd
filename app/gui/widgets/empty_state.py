"""What the window shows before anything is open: an invitation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QAction, QIcon
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inference.sources import without_credentials

from . import icons
from .theme import GRID, Colors

_SHOWN_RECENT = 4
# characters of a name that fit beneath each other in the smallest window
_LONGEST_NAME = 44


class EmptyState(QWidget):
    """A place to drop things, the three ways to begin, and what was open last.

    Args:
        open_file, camera_menu, demo: the window's own actions; the camera button opens the menu's list.

    Signals:
        recent_chosen(str): a file or an address of the list.
    """

    recent_chosen = pyqtSignal(str)

    def __init__(
        self, open_file: QAction, choose_camera: Callable[[QWidget], None], demo: QAction, colors: Colors
    ) -> None:
        super().__init__()
        self.setObjectName("stage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = QLabel()
        self._zone = QFrame()
        self._zone.setObjectName("dropZone")
        self._buttons: list[tuple[QPushButton, str]] = []
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._build(open_file, choose_camera, demo)
        self.set_colors(colors)

    def _build(self, open_file: QAction, choose_camera: Callable[[QWidget], None], demo: QAction) -> None:
        title = QLabel(self.tr("Drop a video or an image here"))
        title.setProperty("role", "title")
        words = QLabel(self.tr("Age, gender and ethnicity of its faces, estimated on this computer"))
        words.setProperty("role", "muted")
        for label in (self._icon, title, words):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (title, words):
            label.setWordWrap(True)
        opening = self._button(self.tr("Open a file"), "open", open_file.trigger, open_file.toolTip())
        opening.setProperty("kind", "primary")
        camera = self._button(
            self.tr("Choose a camera"), "camera", lambda: choose_camera(camera), self.tr("Show a camera's image")
        )
        playing = self._button(self.tr("Play the demo"), "play", demo.trigger, demo.toolTip())
        # one below the other: words of any language fit into a small window
        buttons = QVBoxLayout()
        buttons.setSpacing(GRID)
        for button in (opening, camera, playing):
            button.setMinimumWidth(27 * GRID)
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

        inner = QVBoxLayout(self._zone)
        inner.setContentsMargins(2 * GRID, 4 * GRID, 2 * GRID, 3 * GRID)
        inner.setSpacing(GRID)
        inner.addWidget(self._icon)
        inner.addSpacing(GRID)
        inner.addWidget(title)
        inner.addWidget(words)
        inner.addSpacing(2 * GRID)
        inner.addLayout(buttons)
        inner.addSpacing(GRID)
        inner.addLayout(self._recent)
        self._zone.setMaximumWidth(80 * GRID)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GRID, 3 * GRID, GRID, 3 * GRID)
        outer.addStretch()
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._zone, 20)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch()

    def _button(self, text: str, icon: str, act: Callable[[], object], tip: str) -> QPushButton:
        button = QPushButton(f" {text}")  # some air beside the icon
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.clicked.connect(lambda: act())
        self._buttons.append((button, icon))
        return button

    def set_recent(self, targets: Sequence[str]) -> None:
        """List what was open last."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if targets:
            title = QLabel(self.tr("Opened last"))
            title.setProperty("role", "small")
            self._recent.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        shown = targets[:_SHOWN_RECENT]
        for target, name in zip(shown, listed_names(shown, _LONGEST_NAME), strict=True):
            button = QPushButton(name)
            button.setProperty("kind", "link")
            button.setToolTip(self.tr("Open {name} again").format(name=target))
            button.clicked.connect(lambda _=False, target=target: self.recent_chosen.emit(target))
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_dragging(self, is_dragging: bool) -> None:
        """Show that a drop would be taken."""
        self._zone.setProperty("dragging", is_dragging)
        style = self._zone.style()
        if style is not None:
            style.unpolish(self._zone)
            style.polish(self._zone)

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._icon.setPixmap(icons.pixmap("drop", colors.accent, 56, self.devicePixelRatioF()))
        for button, name in self._buttons:
            color = colors.on_accent if button.property("kind") == "primary" else colors.text
            button.setIcon(QIcon(icons.pixmap(name, color, 18, self.devicePixelRatioF())))


def short_name(target: str) -> str:
    """Return a file's name, or the address without user name and password."""
    shown = without_credentials(target)
    return shown if "://" in shown else PurePath(shown).name or shown


def listed_names(targets: Sequence[str], longest: int) -> list[str]:
    """Return short names that tell targets apart: those that are called the same with their folders.

    Args:
        targets: files and addresses.
        longest: characters of a name; of longer ones the middle is left out.
    """
    names = [short_name(target) for target in targets]
    listed = []
    for target, name in zip(targets, names, strict=True):
        shown = elided(name, longest)
        if names.count(name) > 1 and "://" not in name:
            shown += f" ({elided(str(PurePath(target).parent), longest // 2)})"
        listed.append(shown)
    return listed


def elided(text: str, longest: int) -> str:
    """Return a text of so many characters at most; of longer ones the middle is left out."""
    if len(text) <= longest:
        return text
    end = longest // 2
    return f"{text[: longest - end - 1]}…{text[-end:]}"
