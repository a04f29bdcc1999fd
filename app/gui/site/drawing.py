"""From what the mouse has drawn to the site's document, and back to what is shown and offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PyQt6.QtCore import QObject
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QWidget

from inference.errors import FaceLensError

from ..actions import connect
from ..labels import message_of, sentence
from ..widgets.banner import Banner, Level
from .editor import Dragged, Drawn
from .edits import Edits
from .shapes import Kind, Shape, free_name
from .shapes_panel import ShapesPanel
from .site_actions import SiteActions
from .wall import Wall


class DrawingControls(QObject):
    """Draws, moves, renames and deletes lines, zones and masks.

    Args:
        wall: where they are drawn.
        panel: where they are listed.
        edits: what comes of it.
        actions: those that draw are connected here.
        banner: says what can't be done.
        window: Qt's owner.
    """

    def __init__(
        self, wall: Wall, panel: ShapesPanel, edits: Edits, actions: SiteActions, banner: Banner, window: QWidget
    ) -> None:
        super().__init__(window)
        self._wall, self._panel, self._edits, self._actions, self._banner = wall, panel, edits, actions, banner
        self._tools: dict[Kind, QAction] = {
            Kind.LINE: actions.draw_line,
            Kind.ZONE: actions.draw_zone,
            Kind.MASK: actions.draw_mask,
        }
        for kind, action in self._tools.items():
            action.triggered.connect(lambda is_on, kind=kind: self.choose(kind if is_on else None))
        connect(
            (actions.rename, self._ask_name),
            (actions.turn, self._turn),
            (actions.delete, self._delete),
            (actions.undo, self.undo),
            (actions.redo, edits.redo),
        )
        wall.drawn.connect(self._add)
        wall.dragged.connect(self._move)
        panel.chosen.connect(self._mark)
        panel.renamed.connect(self._rename)

    # --- showing ------------------------------------------------------------------------------

    def show_shapes(self) -> None:
        """Show what the document says."""
        shapes = {name: self._edits.shapes(name) for name in self._edits.document.names}
        for name, those in shapes.items():
            editor = self._wall.tiles[name].editor
            editor.shapes = those
            if editor.selected not in [shape.key for shape in those]:
                editor.selected = None
            self._wall.tiles[name].update()
        self._panel.show_shapes(shapes)
        self.show_marks()

    def show_marks(self) -> None:
        """Let actions, list and hint follow what is marked and which tool is in the hand."""
        a, wall = self._actions, self._wall
        for kind, action in self._tools.items():
            action.setChecked(wall.tool is kind)
        _, shape = self._marked() or (None, None)
        a.rename.setEnabled(shape is not None and shape.kind is not Kind.MASK)
        a.turn.setEnabled(shape is not None and shape.kind is Kind.LINE)
        a.delete.setEnabled(shape is not None)
        a.undo.setEnabled(self._edits.can_undo or wall.is_drawing)
        a.redo.setEnabled(self._edits.can_redo)
        a.save.setEnabled(self._edits.is_unsaved or self._edits.document.path is None)
        if wall.current is not None:
            self._panel.select(wall.current, None if shape is None else shape.key)
        self._panel.hint.setText(self._hint())

    def _hint(self) -> str:
        """Say what the mouse does now."""
        if self._wall.tool is Kind.LINE:
            return self.tr("Click where the line begins and where it ends, or drag. The arrow shows which way is in.")
        if self._wall.tool is not None:
            return self.tr(
                "Click each corner; Return, a double click or the first corner closes. Backspace takes one back."
            )
        if self._wall.large is None and len(self._wall.tiles) > 1:
            return self.tr("Click a source, or press its number, to make it large. L, Z and M draw.")
        return self.tr("Drag corners and edges to move them. F2 renames, Del deletes, T turns a line round.")

    # --- changing -----------------------------------------------------------------------------

    def choose(self, tool: Kind | None) -> None:
        """Draw something from now on; None for nothing."""
        self._wall.choose(tool)
        self.show_marks()

    def undo(self) -> None:
        """Take back the last point of what is being drawn, else the last change."""
        for tile in self._wall.tiles.values():
            if tile.editor.take_back():
                tile.update()
                self.show_marks()
                return
        self._edits.undo()

    def _add(self, source: str, drawn: Drawn) -> None:
        shapes = self._edits.shapes(source)
        words = {Kind.LINE: self.tr("Line"), Kind.ZONE: self.tr("Zone"), Kind.MASK: ""}
        name = free_name(drawn.kind, words[drawn.kind], shapes)
        if drawn.kind is Kind.MASK:
            name = str(1 + sum(shape.kind is Kind.MASK for shape in shapes))
        shape = Shape(drawn.kind, name, drawn.points)
        if self._put(source, [*shapes, shape]):
            self.choose(None)
            self._mark(source, shape.key)

    def _move(self, source: str, dragged: Dragged) -> None:
        self._put(source, _with(self._edits.shapes(source), dragged.before.key, dragged.after))

    def _turn(self) -> None:
        marked = self._marked()
        if marked is not None and marked[1].kind is Kind.LINE:
            source, shape = marked
            self._put(source, _with(self._edits.shapes(source), shape.key, shape.turned()))

    def _delete(self) -> None:
        marked = self._marked()
        if marked is not None:
            source, shape = marked
            self._put(source, [one for one in self._edits.shapes(source) if one.key != shape.key])

    def _ask_name(self) -> None:
        marked = self._marked()
        if marked is not None:
            self._panel.edit(marked[0], marked[1].key)

    def _rename(self, source: str, shape: Shape, name: str) -> None:
        shapes = _with(self._edits.shapes(source), shape.key, replace(shape, name=name))
        renamed = (str(shape.kind), shape.name, name)
        if self._put(source, shapes, renamed):
            self._mark(source, (shape.kind, name))
        else:
            self.show_shapes()

    def _put(self, source: str, shapes: Sequence[Shape], renamed: tuple[str, str, str] | None = None) -> bool:
        """Draw this on a source, unless one of the shapes is none."""
        try:
            for shape in shapes:
                shape.check()
        except FaceLensError as error:
            self._banner.say(Level.WARNING, sentence(message_of(error)))
            self.show_shapes()
            return False
        return self._edits.put_shapes(source, shapes, renamed)

    def _mark(self, source: str, key: tuple[Kind, str] | None) -> None:
        """Mark a source, and one of its shapes."""
        for tile in self._wall.tiles.values():
            tile.editor.selected = key if tile.name == source else None
            tile.update()
        self._wall.current = source
        if self._wall.large is not None and self._wall.large != source:
            self._wall.enlarge(source)
        self.show_marks()

    def _marked(self) -> tuple[str, Shape] | None:
        """Return the shape that is marked, and its source."""
        for name, tile in self._wall.tiles.items():
            for shape in tile.editor.shapes:
                if shape.key == tile.editor.selected:
                    return name, shape
        return None


def _with(shapes: Sequence[Shape], key: tuple[Kind, str], shape: Shape) -> list[Shape]:
    """Return shapes with another in the place of one."""
    return [shape if one.key == key else one for one in shapes]
