"""One source among several: its newest image, its name and state, and what is drawn on it."""

from __future__ import annotations

import time
from collections.abc import Mapping

from PyQt6.QtCore import QPointF, QRect, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PyQt6.QtWidgets import QPushButton, QWidget

from app.site.states import Activity, SourceState
from inference.scenes import Point

from ..labels import sentence
from ..playback.viewport import Viewport
from ..widgets.theme import GRID, Colors
from ..widgets.video_view import to_qimage
from .editor import Dragged, Drawn, Editor
from .shape_painting import paint_drawing, paint_shapes
from .shapes import Kind
from .tile_renderer import RenderedTile

# how near to a corner the mouse has to come, logical pixels
_REACH = 9.0
# a source that should give images and gives none for so long, seconds, is dimmed: it must not pass for what is now
_SILENT_S = 2.0
_BAR = 26
_SMALL_WIDTH = 220


class Tile(QWidget):
    """Shows one source; no pixel of its image is computed here.

    Args:
        name: of the source.
        colors: of the theme.

    Attributes:
        editor: what is drawn on it.
        state: how the source is; None while nobody knows.

    Signals:
        clicked(): nothing was being drawn, and nothing grasped.
        double_clicked(): the same, twice.
        drawn(Drawn): a shape was drawn to its end.
        dragged(Dragged): a shape was moved.
        selected(): another shape is selected, or none.
        resized(Viewport): its size is another.
        again_asked(): the source is to be opened again.
    """

    clicked = pyqtSignal()
    double_clicked = pyqtSignal()
    drawn = pyqtSignal(object)
    dragged = pyqtSignal(object)
    selected = pyqtSignal()
    resized = pyqtSignal(object)
    again_asked = pyqtSignal()

    def __init__(self, name: str, colors: Colors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.editor = Editor()
        self.state: SourceState | None = None
        self.is_large = False
        self._colors = colors
        self._rendered: RenderedTile | None = None
        self._is_current = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(QSize(8, 8))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._again = QPushButton(self)
        self._again.setCursor(Qt.CursorShape.ArrowCursor)
        self._again.clicked.connect(self.again_asked)
        self._again.hide()
        self._tell_accessible()

    # --- what is shown ------------------------------------------------------------------------

    @property
    def rendered(self) -> RenderedTile | None:
        return self._rendered

    @property
    def viewport(self) -> Viewport:
        """The tile's size in device pixels."""
        ratio = self.devicePixelRatioF()
        return Viewport(round(self.width() * ratio), round(self.height() * ratio))

    @property
    def image_rect(self) -> QRectF:
        """Where the frame lies, logical pixels; of the usual shape while there is none."""
        frame_wh = (16, 9) if self._rendered is None else self._rendered.frame_wh
        scale, dx, dy = Viewport(self.width(), self.height()).transform(frame_wh)
        return QRectF(dx, dy, frame_wh[0] * scale, frame_wh[1] * scale)

    @property
    def message(self) -> str:
        """What is said over the image; empty where all is well."""
        state = self.state
        if state is None or state.activity is Activity.OPENING:
            return self.tr("Opening…") if self._rendered is None else ""
        if state.activity is Activity.RUNNING:
            return self._silence()
        reason = sentence(state.reason, self.name) if state.reason else ""
        if state.activity is Activity.AWAY:
            return self.tr("{reason}. Trying again…").format(reason=reason.rstrip("."))
        return self.tr("The end") if state.activity is Activity.ENDED else reason

    @property
    def facts(self) -> str:
        """Rate, people, and how old the results are, in a few words."""
        state = self.state
        if state is None or state.activity is not Activity.RUNNING:
            return ""
        parts = [self.tr("%Ln people", "", state.people)]
        if self.width() >= _SMALL_WIDTH:
            parts.append(self.tr("{fps} fps").format(fps=f"{state.fps:.0f}"))
        if state.staleness_s is not None and (self.is_large or state.staleness_s >= 1.0):
            parts.append(self.tr("{n} ms old").format(n=round(1000 * state.staleness_s)))
        return "  ·  ".join(parts)

    @property
    def short_message(self) -> str:
        """The same in a word or two, where there is no room for more."""
        activity = None if self.state is None else self.state.activity
        short = {Activity.AWAY: self.tr("Away. Trying again…"), Activity.FAILED: self.tr("Does not open")}
        return short.get(activity, self.message) if activity is not None else self.message

    def show_rendered(self, rendered: RenderedTile) -> None:
        """Show an image from the next repaint on."""
        self._rendered = rendered
        self.update()

    def show_state(self, state: SourceState | None) -> None:
        """Show how the source is."""
        self.state = state
        activity = None if state is None else state.activity
        can_begin = activity in (Activity.ENDED, Activity.FAILED)
        self._again.setText(self.tr("Play again") if activity is Activity.ENDED else self.tr("Try again"))
        self._again.setVisible(can_begin and self.width() >= _SMALL_WIDTH // 2)
        self._tell_accessible()
        self._place_button()
        self.setToolTip(self.message if can_begin or activity is Activity.AWAY else "")
        self.update()

    def set_colors(self, colors: Colors) -> None:
        """Follow the theme."""
        self._colors = colors
        self.update()

    def set_current(self, is_current: bool) -> None:
        """Mark it as the one that the keyboard speaks to."""
        self._is_current = is_current
        self.update()

    def _silence(self) -> str:
        """Say for how long no image has come, where that is long."""
        if self._rendered is None:
            return self.tr("Waiting for the first image…")
        silent_s = time.monotonic() - self._rendered.analysed_at
        if silent_s < _SILENT_S:
            return ""
        return self.tr("No new image for %Ln seconds", "", int(silent_s))

    def _tell_accessible(self) -> None:
        self.setAccessibleName(self.name)
        self.setAccessibleDescription(", ".join(filter(None, (self.facts, self.message))))

    # --- painting -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colors.stage))
        self._paint_image(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        message = self.message
        if self._rendered is not None:
            state = self.state
            counts: Mapping[str, int] = (state.counts if state else None) or {}
            dwelt: Mapping[str, float] = (state.dwelt_s if state else None) or {}
            paint_shapes(painter, self.image_rect, self.editor, counts, dwelt, with_labels=self.width() > _SMALL_WIDTH)
            paint_drawing(painter, self.image_rect, self.editor)
            if message:
                painter.fillRect(self.rect(), QColor(0, 0, 0, 150))
        self._paint_bar(painter)
        if message:
            self._paint_message(painter, message)
        elif self._rendered is not None and self._rendered.is_covered:
            self._paint_message(painter, self.tr("Not searched for faces: covered as a whole"))
        if self._is_current or self.hasFocus():
            painter.setPen(QPen(QColor(self._colors.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_image(self, painter: QPainter) -> None:
        rendered = self._rendered
        if rendered is None:
            return
        image, place = to_qimage(rendered.image), self.image_rect
        ratio = self.devicePixelRatioF()
        if abs(place.width() * ratio - image.width()) < 1.5 and abs(place.height() * ratio - image.height()) < 1.5:
            # whole device pixels: a copy, and the image stays crisp
            image.setDevicePixelRatio(ratio)
            painter.drawImage(QPointF(round(place.x() * ratio) / ratio, round(place.y() * ratio) / ratio), image)
        else:
            painter.drawImage(place, image)

    def _paint_bar(self, painter: QPainter) -> None:
        """Write name and state along the upper end, on a dark ground."""
        bar = QRect(0, 0, self.width(), min(_BAR, self.height()))
        painter.fillRect(bar, QColor(0, 0, 0, 165))
        room = bar.adjusted(GRID, 0, -GRID, 0)
        painter.setPen(QColor("white"))
        font = QFont(self.font())
        facts = self.facts
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(facts) if facts else 0
        if wide > 0.6 * room.width():
            facts, wide = "", 0
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, facts)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        name = painter.fontMetrics().elidedText(self.name, Qt.TextElideMode.ElideMiddle, room.width() - wide - 2 * GRID)
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(self.font())

    def _paint_message(self, painter: QPainter, text: str) -> None:
        room = self.rect().adjusted(2 * GRID, _BAR, -2 * GRID, -GRID // 2)
        if not self._again.isHidden():
            room.setBottom(self._again.y() - GRID)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        if painter.boundingRect(room, flags, text).height() > room.height():
            text = self.short_message
        painter.setPen(QColor("white") if self._rendered is not None else QColor(self._colors.text))
        if self._rendered is not None and self._rendered.is_covered and not self._is_silent:
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
            words = painter.boundingRect(room, flags, text)
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(0, 0, 0, 190))
            painter.drawRoundedRect(words.adjusted(-8, -3, 8, 3), 6, 6)
            painter.restore()
        painter.drawText(room, flags, text)

    @property
    def _is_silent(self) -> bool:
        return bool(self.message)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        self._place_button()
        self.resized.emit(self.viewport)

    def _place_button(self) -> None:
        size = self._again.sizeHint()
        self._again.resize(size)
        self._again.move(
            (self.width() - size.width()) // 2, min(self.height() - size.height() - 4, self.height() * 2 // 3)
        )

    # --- mouse and keys -----------------------------------------------------------------------

    def _point(self, event: QMouseEvent) -> Point:
        """Return where the mouse is in the frame, as fractions of its sides."""
        rect, at = self.image_rect, event.position()
        self.editor.set_scale(rect.width(), rect.height(), _REACH)
        return (at.x() - rect.x()) / max(1.0, rect.width()), (at.y() - rect.y()) / max(1.0, rect.height())

    @property
    def can_edit(self) -> bool:
        """Whether the mouse grasps shapes here: with a tool anywhere, else where there is room for it."""
        return self.editor.tool is not None or self.is_large

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus()
        if self.can_edit:
            before = self.editor.selected
            self._tell(self.editor.press(self._point(event)))
            if self.editor.selected != before:
                self.selected.emit()
        else:
            self.clicked.emit()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and self.can_edit:
            self.editor.move(self._point(event))
            tool = self.editor.tool is not None
            self.setCursor(Qt.CursorShape.CrossCursor if tool else Qt.CursorShape.ArrowCursor)
            self.update()
        elif event is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton and self.can_edit:
            self._tell(self.editor.release(self._point(event)))
            self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        if self.editor.tool in (Kind.ZONE, Kind.MASK):
            self._tell(self.editor.finish())
            self.update()
        elif self.editor.tool is None:
            self.double_clicked.emit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.editor.is_drawing:
                self._tell(self.editor.finish())
            else:
                self.clicked.emit()
        elif event.key() == Qt.Key.Key_Backspace and self.editor.take_back():
            pass
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def focusInEvent(self, event: QFocusEvent | None) -> None:
        super().focusInEvent(event)
        self.selected.emit()

    def _tell(self, outcome: Drawn | Dragged | None) -> None:
        if isinstance(outcome, Drawn):
            self.drawn.emit(outcome)
        elif isinstance(outcome, Dragged):
            self.dragged.emit(outcome)
