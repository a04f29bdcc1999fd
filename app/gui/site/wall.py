"""The tiles of a site, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QWidget

from app.site.states import SourceState
from inference.types import ImageArray

from ..widgets.theme import Colors
from .arrangement import arrange, columns_of
from .editor import Dragged, Drawn
from .shapes import Kind
from .tile import Tile
from .tile_renderer import RenderedTile


class Wall(QWidget):
    """Shows a tile for each source: all alike, or one large and the others in a strip.

    Args:
        colors: of the theme.

    Attributes:
        large: name of the source that is large; None for none. One that is alone counts as large.
        current: name of the source that the keyboard speaks to; None while there is none.

    Signals:
        resized(str, Viewport): a source's tile has another size.
        drawn(str, Drawn), dragged(str, Dragged): what a person did to the shapes of a source.
        selected(str): a source, or a shape of it, is the current one.
        again_asked(str): a source is to be opened again.
        arranged(): another is large, or none.
    """

    resized = pyqtSignal(str, object)
    drawn = pyqtSignal(str, object)
    dragged = pyqtSignal(str, object)
    selected = pyqtSignal(str)
    again_asked = pyqtSignal(str)
    arranged = pyqtSignal()

    def __init__(self, colors: Colors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(240, 160)
        self._colors = colors
        self.tiles: dict[str, Tile] = {}
        self.large: str | None = None
        self.current: str | None = None
        self.tool: Kind | None = None

    def set_sources(self, names: Sequence[str]) -> None:
        """Show these sources, in this order; tiles of those that stay are kept."""
        for name in [name for name in self.tiles if name not in names]:
            tile = self.tiles.pop(name)
            tile.setParent(None)
            tile.deleteLater()
        self.tiles = {name: self.tiles.get(name) or self._new_tile(name) for name in names}
        if self.large not in self.tiles:
            self.large = None
        if self.current not in self.tiles:
            self.current = next(iter(self.tiles), None)
        before: Tile | None = None
        for tile in self.tiles.values():
            tile.show()
            if before is not None:
                QWidget.setTabOrder(before, tile)
            before = tile
        self._arrange()

    def show_rendered(self, rendered: Mapping[str, RenderedTile]) -> None:
        """Show the newest images."""
        for name, one in rendered.items():
            if name in self.tiles:
                self.tiles[name].show_rendered(one)

    def show_states(self, states: Sequence[SourceState]) -> None:
        """Show how the sources are."""
        for state in states:
            if state.name in self.tiles:
                self.tiles[state.name].show_state(state)

    def enlarge(self, name: str | None) -> None:
        """Make a source large; None for a grid of equals."""
        if name is not None and name not in self.tiles:
            return
        self.large = name
        if name is not None:
            self.current = name
            self.tiles[name].setFocus()
        self._arrange()
        self.arranged.emit()

    def enlarge_number(self, number: int) -> None:
        """Make a source large by its number, counted from 0; nothing where there is none."""
        names = list(self.tiles)
        if number < len(names):
            self.enlarge(names[number])

    def step(self, across: int, down: int) -> None:
        """Let the keyboard speak to the tile beside, above or below; in a strip, make that one large."""
        names = list(self.tiles)
        if not names or self.current is None:
            return
        columns = columns_of(len(names), max(1, self.width()), max(1, self.height()))
        place = names.index(self.current) + across + down * (1 if self.large else columns)
        if 0 <= place < len(names):
            if self.large:
                self.enlarge(names[place])
            else:
                self.tiles[names[place]].setFocus()

    def choose(self, tool: Kind | None) -> None:
        """Draw something with the next clicks, on whatever source they are; None for nothing."""
        self.tool = tool
        for tile in self.tiles.values():
            tile.editor.choose(tool)
            tile.update()

    def cancel(self) -> bool:
        """Take back one step of what is going on: the drawing, the tool, the selection; tell whether there was one."""
        cancelled = [tile.editor.cancel() for tile in self.tiles.values()]
        was_busy = any(cancelled)
        if was_busy and self.tool is not None and all(t.editor.tool is None for t in self.tiles.values()):
            self.tool = None
        self._update_all()
        return was_busy

    @property
    def is_drawing(self) -> bool:
        """Whether a shape is half drawn."""
        return any(tile.editor.is_drawing for tile in self.tiles.values())

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        for tile in self.tiles.values():
            tile.set_colors(colors)
        self.update()

    def image_of(self, name: str) -> ImageArray | None:
        """Return what a source's tile shows; None for nothing yet."""
        rendered = self.tiles[name].rendered
        return None if rendered is None else rendered.image

    def _new_tile(self, name: str) -> Tile:
        tile = Tile(name, self._colors, self)
        tile.clicked.connect(partial(self._click, name))
        tile.double_clicked.connect(lambda: self.enlarge(None))
        tile.drawn.connect(partial(self._drawn, name))
        tile.dragged.connect(partial(self._dragged, name))
        tile.selected.connect(partial(self._select, name))
        tile.again_asked.connect(partial(self.again_asked.emit, name))
        tile.resized.connect(partial(self.resized.emit, name))
        tile.editor.choose(self.tool)
        return tile

    def _click(self, name: str) -> None:
        self.enlarge(name if self.large != name else None)

    def _drawn(self, name: str, drawn: Drawn) -> None:
        self.drawn.emit(name, drawn)

    def _dragged(self, name: str, dragged: Dragged) -> None:
        self.dragged.emit(name, dragged)

    def _select(self, name: str) -> None:
        self.current = name
        for tile in self.tiles.values():
            if tile.name != name:
                tile.editor.selected = None
        self._update_all()
        self.selected.emit(name)

    def _update_all(self) -> None:
        for tile in self.tiles.values():
            tile.update()

    def _arrange(self) -> None:
        names = list(self.tiles)
        large = None if self.large is None else names.index(self.large)
        places = arrange(len(names), self.width(), self.height(), large)
        for (name, tile), place in zip(self.tiles.items(), places, strict=True):
            tile.is_large = name == self.large or len(names) == 1
            tile.setGeometry(place)
            tile.update()
            self.resized.emit(name, tile.viewport)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._arrange()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colors.line))
        painter.end()
