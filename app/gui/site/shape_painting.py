"""Paints lines, zones and masks over an image, with what is counted there."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from PyQt6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PyQt6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from inference.scenes import Direction, Point

from .editor import Editor
from .shapes import Kind, Shape

# as on the copies that a site writes
_COLORS = {Kind.LINE: QColor(240, 228, 66), Kind.ZONE: QColor(86, 180, 233), Kind.MASK: QColor(190, 190, 200)}
_INK = QColor(20, 20, 24)
_FILL, _FILL_MASK = 46, 90
_WIDTH, _RIM = 2.0, 2.0
_ARROW = 24.0
_CORNER = 4.5


def _tr(text: str) -> str:
    return QCoreApplication.translate("Shapes", text)


def shown_name(shape: Shape) -> str:
    """Return what a shape is called on the screen."""
    return _tr("Mask {n}").format(n=shape.name) if shape.kind is Kind.MASK else shape.name


def counted(shape: Shape, counts: Mapping[str, int], dwelt_s: Mapping[str, float]) -> str:
    """Return what was counted at a shape, in words: of a line both ways, of a zone who is there and for how long."""
    if shape.kind is Kind.LINE:
        ways = [f"{counts.get(f'{shape.name} {way}', 0):,}" for way in (Direction.IN, Direction.OUT)]
        return _tr("in {n}  out {m}").format(n=ways[0], m=ways[1])
    if shape.kind is Kind.MASK:
        return ""
    now = _tr("{n} now").format(n=f"{counts.get(shape.name, 0):,}")
    seconds = dwelt_s.get(shape.name)
    if seconds is None:
        return now
    mean = _tr("{n} s").format(n=f"{seconds:.0f}") if seconds < 120 else _tr("{n} min").format(n=f"{seconds / 60:.0f}")
    return f"{now}  ⌀ {mean}"


def paint_shapes(
    painter: QPainter,
    rect: QRectF,
    editor: Editor,
    counts: Mapping[str, int],
    dwelt_s: Mapping[str, float],
    *,
    with_labels: bool,
) -> None:
    """Paint the shapes of a source.

    Args:
        painter: antialiased.
        rect: where the frame lies.
        editor: has the shapes, and which is selected.
        counts, dwelt_s: as in `SourceState`.
        with_labels: with names and counts, where there is room for them.
    """
    shapes = editor.shown()
    for shape in shapes:
        is_selected = shape.key == editor.selected
        _paint_shape(painter, rect, shape.kind, shape.points, is_selected=is_selected)
    for shape in shapes if with_labels else ():
        if shape.kind is not Kind.MASK or shape.key == editor.selected:
            _paint_label(painter, rect, shape, shown_name(shape), counted(shape, counts, dwelt_s))


def paint_drawing(painter: QPainter, rect: QRectF, editor: Editor) -> None:
    """Paint what is being drawn, up to the mouse."""
    if editor.tool is None or not editor.points:
        return
    points = [*editor.points]
    if editor.pointer is not None and not editor.would_close:
        points.append(editor.pointer)
    if len(points) > 1:
        _paint_shape(painter, rect, editor.tool, points, is_selected=False, is_open=not editor.would_close)
    for number, point in enumerate(editor.points):
        _paint_corner(painter, _at(rect, point), editor.tool, is_large=number == 0 and editor.would_close)


def _paint_shape(
    painter: QPainter,
    rect: QRectF,
    kind: Kind,
    points: Sequence[Point],
    *,
    is_selected: bool,
    is_open: bool = False,
) -> None:
    corners, color = [_at(rect, point) for point in points], _COLORS[kind]
    is_closed = kind is not Kind.LINE and not is_open
    if kind is not Kind.LINE:
        painter.setPen(Qt.PenStyle.NoPen)
        fill = QColor(color)
        fill.setAlpha(_FILL_MASK if kind is Kind.MASK else _FILL)
        painter.setBrush(QBrush(fill, Qt.BrushStyle.BDiagPattern if kind is Kind.MASK else Qt.BrushStyle.SolidPattern))
        painter.drawPolygon(QPolygonF(corners))
    width = _WIDTH + 1 if is_selected else _WIDTH
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for shade, thickness in ((_INK, width + _RIM), (color, width)):
        pen = QPen(shade, thickness, cap=Qt.PenCapStyle.RoundCap, join=Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        (painter.drawPolygon if is_closed else painter.drawPolyline)(QPolygonF(corners))
    if kind is Kind.LINE:
        _paint_arrow(painter, corners, color, width)
    if is_selected:
        for corner in corners:
            _paint_corner(painter, corner, kind)


def _paint_arrow(painter: QPainter, points: Sequence[QPointF], color: QColor, width: float) -> None:
    """Paint an arrow at a line's middle, to the side that is in: its right as seen along it."""
    steps = [(start, end, math.hypot(end.x() - start.x(), end.y() - start.y())) for start, end in pairwise(points)]
    left = sum(length for _, _, length in steps) / 2
    while steps and (left > steps[0][2] or not steps[0][2]):
        left -= steps.pop(0)[2]
    if not steps:
        return
    start, end, length = steps[0]
    along = (end - start) / length
    middle = start + along * left
    across = QPointF(-along.y(), along.x())
    tip = middle + across * _ARROW
    path = QPainterPath(middle)
    path.lineTo(tip)
    for side in (1, -1):
        path.moveTo(tip)
        path.lineTo(tip - across * 9 + along * (6 * side))
    for shade, thickness in ((_INK, width + _RIM), (color, width)):
        pen = QPen(shade, thickness, cap=Qt.PenCapStyle.RoundCap, join=Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPath(path)


def _paint_corner(painter: QPainter, at: QPointF, kind: Kind, *, is_large: bool = False) -> None:
    size = _CORNER * (1.6 if is_large else 1.0)
    painter.setPen(QPen(_INK, 1.5))
    painter.setBrush(_COLORS[kind])
    painter.drawEllipse(at, size, size)


def _paint_label(painter: QPainter, rect: QRectF, shape: Shape, name: str, told: str) -> None:
    """Write name and counts beside the upper end of a shape, within the image."""
    corners = [_at(rect, point) for point in shape.points]
    top = corners[0] if shape.kind is Kind.LINE else min(corners, key=lambda corner: corner.y())
    font = QFont(painter.font())
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    painter.setFont(strong)
    metrics = painter.fontMetrics()
    name = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, int(rect.width() / 2))
    name_wide = metrics.horizontalAdvance(name)
    painter.setFont(font)
    told_wide = painter.fontMetrics().horizontalAdvance(told) + 8 if told else 0
    high = metrics.height() + 6
    wide = name_wide + told_wide + 12
    x = min(max(top.x() - 6, rect.left()), max(rect.left(), rect.right() - wide))
    y = min(max(top.y() - high - 8, rect.top() + 28), rect.bottom() - high)
    ground = QRectF(x, y, wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_COLORS[shape.kind])
    painter.drawRoundedRect(ground, 4, 4)
    painter.setPen(_INK)
    painter.setFont(strong)
    middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(ground.adjusted(6, 0, 0, 0), middle, name)
    painter.setFont(font)
    painter.drawText(ground.adjusted(14 + name_wide, 0, 0, 0), middle, told)


def _at(rect: QRectF, point: Point) -> QPointF:
    return QPointF(rect.x() + point[0] * rect.width(), rect.y() + point[1] * rect.height())
