"""What the keys do: one sheet, made from the menus."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication, Qt
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenuBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ..widgets.theme import GRID


def _tr(text: str) -> str:
    return QCoreApplication.translate("Shortcuts", text)


class ShortcutsDialog(QDialog):
    """Lists every action that has a key, by menu.

    Args:
        bar: the menus.

    Attributes:
        rows: what is listed: keys and what they do.
    """

    def __init__(self, bar: QMenuBar | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.rows: list[tuple[str, str]] = []
        menus = [] if bar is None else [(action.text(), action.menu()) for action in bar.actions()]
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID)
        columns.setSpacing(5 * GRID)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(2 * GRID)
            columns.addLayout(column, 1)
        for place, (title, menu) in enumerate(menus):
            if menu is not None:
                (right if place % 2 else left).addLayout(self._section(_plain(title), menu.actions()))
        for column in (left, right):
            column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        buttons = QDialogButtonBox()
        close = buttons.addButton(_tr("Close"), QDialogButtonBox.ButtonRole.AcceptRole)
        assert close is not None
        close.setProperty("kind", "primary")
        close.setDefault(True)
        buttons.accepted.connect(self.accept)
        row = QHBoxLayout()
        row.setContentsMargins(3 * GRID, 0, 3 * GRID, 2 * GRID)
        row.addWidget(buttons)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll, 1)
        outer.addLayout(row)
        self.resize(90 * GRID, 70 * GRID)

    def _section(self, title: str, actions: list[QAction]) -> QVBoxLayout:
        heading = QLabel(title)
        heading.setProperty("role", "heading")
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        for action in actions:
            if action.shortcut().isEmpty():
                continue
            keys = ", ".join(one.toString(QKeySequence.SequenceFormat.NativeText) for one in action.shortcuts())
            self.rows.append((keys, _plain(action.text())))
            key, words = QLabel(keys), QLabel(_plain(action.text()))
            key.setProperty("role", "strong")
            words.setWordWrap(True)
            grid.addWidget(key, grid.rowCount(), 0)
            grid.addWidget(words, grid.rowCount() - 1, 1)
        column = QVBoxLayout()
        column.setSpacing(GRID)
        column.addWidget(heading)
        column.addLayout(grid)
        return column


def _plain(text: str) -> str:
    """Return a menu's text without the mark of its key and its dots."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")
