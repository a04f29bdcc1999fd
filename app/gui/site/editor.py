"""What the mouse does to the shapes of one source: draws, selects, drags. Knows no widget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from inference.scenes import Point
from inference.scenes.geometry import distance_to_path, is_inside

from .shapes import Kind, Shape, within


class Drawn(NamedTuple):
    """A shape that was drawn to its end; it may be none (`Shape.check`)."""

    kind: Kind
    points: tuple[Point, ...]


class Dragged(NamedTuple):
    """A shape that was dragged elsewhere."""

    before: Shape
    after: Shape


class _Grip(NamedTuple):
    """What of a shape is held: one of its points, or all of it where `corner` is None."""

    shape: Shape
    corner: int | None
    at: Point


class Editor:
    """Points are fractions of the frame, as in a site file; distances are measured on the screen.

    Attributes:
        shapes: of the source, the last lie on top.
        tool: what is drawn; None for selecting and dragging.
        selected: key of a shape; None for none.
        points: of what is being drawn, so far.
        pointer: where the mouse is while something is being drawn.
    """

    def __init__(self) -> None:
        self.shapes: Sequence[Shape] = ()
        self.tool: Kind | None = None
        self.selected: tuple[Kind, str] | None = None
        self.points: list[Point] = []
        self.pointer: Point | None = None
        self._size = (1.0, 1.0)
        self._reach = 8.0
        self._grip: _Grip | None = None
        self._dragged: Shape | None = None
        self._pressed_at: Point | None = None

    def set_scale(self, width: float, height: float, reach: float) -> None:
        """Note how large the frame is on the screen, and how near to something the mouse has to come to grasp it."""
        self._size, self._reach = (max(1.0, width), max(1.0, height)), reach

    def shown(self) -> list[Shape]:
        """Return the shapes as they are to be seen: what is dragged is where the mouse has it."""
        dragged = self._dragged
        return [dragged if dragged is not None and shape.key == dragged.key else shape for shape in self.shapes]

    @property
    def is_drawing(self) -> bool:
        """True once the first point is set."""
        return bool(self.points)

    @property
    def is_dragging(self) -> bool:
        return self._dragged is not None

    @property
    def would_close(self) -> bool:
        """Whether a click where the mouse is closes the area that is being drawn."""
        return self.tool is not Kind.LINE and len(self.points) > 2 and self._is_at(self.pointer, self.points[0])

    def choose(self, tool: Kind | None) -> None:
        """Draw something else from now on, or nothing; what was begun is dropped."""
        self.tool = tool
        self.points, self.pointer, self._pressed_at = [], None, None
        self._grip = self._dragged = None

    # --- mouse --------------------------------------------------------------------------------

    def press(self, at: Point) -> Drawn | None:
        """The mouse goes down."""
        at = within(at)
        if self.tool is None:
            self._grasp(at)
            return None
        self.pointer = at
        if self.would_close:
            return self.finish()
        self._pressed_at = at
        if self.tool is Kind.LINE and self.points:
            return self._line_to(at)
        if not self.points or not self._is_at(at, self.points[-1]):
            self.points.append(at)
        return None

    def move(self, at: Point) -> None:
        """The mouse moves."""
        self.pointer = within(at) if self.tool is not None else None
        grip = self._grip
        if grip is None or (self._dragged is None and self._is_at(at, grip.at, share=0.5)):
            return
        if grip.corner is None:
            self._dragged = grip.shape.shifted((at[0] - grip.at[0], at[1] - grip.at[1]))
        else:
            self._dragged = grip.shape.moved(grip.corner, at)

    def release(self, at: Point) -> Drawn | Dragged | None:
        """The mouse goes up: a line that was dragged is drawn, a shape that was dragged has moved."""
        grip, dragged = self._grip, self._dragged
        self._grip = self._dragged = None
        if grip is not None and dragged is not None and dragged != grip.shape:
            return Dragged(grip.shape, dragged)
        pressed, self._pressed_at = self._pressed_at, None
        if self.tool is Kind.LINE and self.points and pressed is not None and not self._is_at(at, pressed):
            return self._line_to(within(at))
        return None

    # --- keys ---------------------------------------------------------------------------------

    def finish(self) -> Drawn | None:
        """Close the area that is being drawn; nothing where there is none."""
        if self.tool is None or len(self.points) < (2 if self.tool is Kind.LINE else 3):
            return None
        points, self.points = tuple(self.points), []
        return Drawn(self.tool, points)

    def take_back(self) -> bool:
        """Take back the last point, and tell whether there was one."""
        if self.points:
            self.points.pop()
            return True
        return False

    def cancel(self) -> bool:
        """Drop what is drawn or dragged, then the tool, then the selection; tell whether there was anything."""
        was_busy = bool(self.points) or self._dragged is not None or self.tool is not None
        if self.points or self._dragged is not None:
            self.choose(self.tool)
        elif self.tool is not None:
            self.choose(None)
        elif self.selected is not None:
            self.selected, was_busy = None, True
        return was_busy

    # --- where things are -----------------------------------------------------------------------

    def _line_to(self, at: Point) -> Drawn | None:
        if self._is_at(at, self.points[0]):
            return None
        start, self.points = self.points[0], []
        return Drawn(Kind.LINE, (start, at))

    def _grasp(self, at: Point) -> None:
        """Select what lies under the mouse, and hold it: a corner, all of it by its rim; nothing by its inside."""
        self._grip = None
        # what is selected already comes first, so that it can be taken out from under another
        order = [*reversed(self.shapes)]
        order.sort(key=lambda shape: shape.key != self.selected)
        for shape in order:
            corner = next((n for n, point in enumerate(shape.points) if self._is_at(at, point)), None)
            if corner is not None:
                self._grip, self.selected = _Grip(shape, corner, at), shape.key
                return
        for shape in order:
            path = [*shape.points, shape.points[0]] if shape.is_closed else [*shape.points]
            if distance_to_path(self._on_screen(at), [self._on_screen(one) for one in path]) <= self._reach:
                self._grip, self.selected = _Grip(shape, None, at), shape.key
                return
        inside = (shape.key for shape in order if shape.is_closed and is_inside(at, shape.points))
        self.selected = next(inside, None)

    def _is_at(self, point: Point | None, other: Point, share: float = 1.0) -> bool:
        if point is None:
            return False
        (x1, y1), (x2, y2) = self._on_screen(point), self._on_screen(other)
        return abs(x1 - x2) <= share * self._reach and abs(y1 - y2) <= share * self._reach

    def _on_screen(self, point: Point) -> Point:
        return point[0] * self._size[0], point[1] * self._size[1]
