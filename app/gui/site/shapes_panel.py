"""The list beside the images: sources with their lines, zones and masks, and what is counted there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.site.states import Activity, SourceState

from ..widgets.theme import GRID, Colors
from .shape_painting import counted, shown_name
from .shapes import Kind, Shape

_KEY = Qt.ItemDataRole.UserRole
Key = tuple[str, Kind | None, str]


class ShapesPanel(QWidget):
    """Lists what is watched.

    Signals:
        chosen(str, object): a source, and the key of one of its shapes or None.
        renamed(str, Shape, str): a shape of a source is to be called otherwise.
    """

    chosen = pyqtSignal(str, object)
    renamed = pyqtSignal(str, object, str)

    def __init__(self, colors: Colors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._colors = colors
        self._shapes: dict[str, list[Shape]] = {}
        self._is_filling = False
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("Sources, lines and zones"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(2 * GRID)
        self.tree.setItemsExpandable(False)
        self.tree.setUniformRowHeights(False)
        self.tree.setEditTriggers(QTreeWidget.EditTrigger.EditKeyPressed | QTreeWidget.EditTrigger.DoubleClicked)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.tree.header()
        assert header is not None
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.itemSelectionChanged.connect(self._choose)
        self.tree.itemChanged.connect(self._rename)
        self.totals = QLabel()
        self.totals.setProperty("role", "heading")
        self.totals.setWordWrap(True)
        self.hint = QLabel()
        self.hint.setProperty("role", "small")
        self.hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2 * GRID, 0, 2 * GRID)
        column.setSpacing(GRID)
        for label in (self.totals, self.hint):
            label.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        column.addWidget(self.totals)
        column.addWidget(self.tree, 1)
        column.addWidget(self.hint)
        self.setMinimumWidth(24 * GRID)

    def show_shapes(self, shapes: Mapping[str, Sequence[Shape]]) -> None:
        """List sources and what is drawn on them."""
        self._shapes = {name: [*reversed(those)] for name, those in shapes.items()}
        chosen = self._chosen()
        self._is_filling = True
        self.tree.clear()
        for name, those in self._shapes.items():
            top = QTreeWidgetItem([name, ""])
            top.setData(0, _KEY, (name, None, ""))
            font = top.font(0)
            font.setBold(True)
            top.setFont(0, font)
            self.tree.addTopLevelItem(top)
            for shape in those:
                item = QTreeWidgetItem([shown_name(shape), ""])
                item.setData(0, _KEY, (name, shape.kind, shape.name))
                item.setToolTip(0, self._tip(shape))
                if shape.kind is not Kind.MASK:
                    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                top.addChild(item)
            top.setExpanded(True)
        self._is_filling = False
        if chosen is not None:
            self.select(chosen[0], None if chosen[1] is None else (chosen[1], chosen[2]))

    def show_states(self, states: Sequence[SourceState]) -> None:
        """Show what is counted now."""
        by_name = {state.name: state for state in states}
        self._is_filling = True
        for item in self._items():
            name, kind, shape_name = item.data(0, _KEY)
            state = by_name.get(name)
            if state is None:
                continue
            if kind is None:
                item.setText(1, self._state_words(state))
                color = self._colors.error if state.activity is Activity.FAILED else self._colors.muted
                item.setForeground(1, QColor(color))
                item.setToolTip(1, state.reason or "")
            else:
                shape = next((one for one in self._shapes[name] if one.key == (kind, shape_name)), None)
                if shape is not None:
                    item.setText(1, counted(shape, state.counts or {}, state.dwelt_s or {}))
        self._is_filling = False

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors

    def select(self, source: str, key: tuple[Kind, str] | None) -> None:
        """Mark a source or a shape, without telling of it."""
        wanted = (source, None, "") if key is None else (source, *key)
        self._is_filling = True
        for item in self._items():
            if item.data(0, _KEY) == wanted:
                self.tree.setCurrentItem(item)
        self._is_filling = False

    def edit(self, source: str, key: tuple[Kind, str]) -> None:
        """Let a person type another name for a shape."""
        self.select(source, key)
        item = self.tree.currentItem()
        if item is not None:
            self.tree.setFocus()
            self.tree.editItem(item, 0)

    def rows(self) -> list[tuple[str, str]]:
        """Return what is listed, from the top."""
        return [(item.text(0), item.text(1)) for item in self._items()]

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.tree.topLevelItem(number) for number in range(self.tree.topLevelItemCount())]
        return [
            item
            for top in tops
            if top is not None
            for item in (top, *(top.child(number) for number in range(top.childCount())))
            if item is not None
        ]

    def _state_words(self, state: SourceState) -> str:
        words = {
            Activity.OPENING: self.tr("opening"),
            Activity.RUNNING: self.tr("%Ln people", "", state.people),
            Activity.AWAY: self.tr("away"),
            Activity.ENDED: self.tr("ended"),
            Activity.FAILED: self.tr("failed"),
        }
        return words[state.activity]

    def _tip(self, shape: Shape) -> str:
        return {
            Kind.LINE: self.tr("Line: who goes over it the way of the arrow goes in"),
            Kind.ZONE: self.tr("Zone: who is in it now, and how long they stay on average"),
            Kind.MASK: self.tr("Mask: is black before anything looks, once the site goes on with it"),
        }[shape.kind]

    def _chosen(self) -> Key | None:
        item = self.tree.currentItem()
        return None if item is None else item.data(0, _KEY)

    def _choose(self) -> None:
        chosen = self._chosen()
        if not self._is_filling and chosen is not None:
            name, kind, shape_name = chosen
            self.chosen.emit(name, None if kind is None else (kind, shape_name))

    def _rename(self, item: QTreeWidgetItem, column: int) -> None:
        if self._is_filling or column != 0:
            return
        source, kind, name = item.data(0, _KEY)
        shape = next((one for one in self._shapes.get(source, ()) if one.key == (kind, name)), None)
        if shape is not None and item.text(0).strip() != name:
            self.renamed.emit(source, shape, item.text(0).strip())
