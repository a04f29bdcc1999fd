"""The widget that shows the image: paints finished pixels, zooms, pans, takes clicks."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PyQt6.QtWidgets import QWidget

from inference.types import ImageArray

from ..playback.rendering import RenderedFrame, face_key
from ..playback.viewport import Viewport

_ZOOM_STEP = 1.25
_DRAG_PX = 4
_CAPTION_PX = 16
# paint times and frame ages of this many images are kept for the status bar and for measurements
_KEPT = 120


def to_qimage(image: ImageArray) -> QImage:
    """Return an image that shares the array's pixels; the array has to outlive it.

    Args:
        image: (h, w, 4) uint8, blue, green, red, 255, rows without gaps.
    """
    height, width = image.shape[:2]
    return QImage(image.data, width, height, 4 * width, QImage.Format.Format_RGB32)  # type: ignore[call-overload,no-any-return]


class VideoView(QWidget):
    """Shows the newest rendered frame and nothing else; no pixel is computed here.

    Attributes:
        paint_times_s: seconds that the last images took to paint.
        frame_ages_s: seconds between the moment a frame was due and its painting.

    Signals:
        viewport_changed(Viewport): size, zoom or part of the image.
        face_clicked(object): `face_key` of a face, or None for the rest of the image.
        double_clicked(): anywhere.
    """

    viewport_changed = pyqtSignal(object)
    face_clicked = pyqtSignal(object)
    double_clicked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.setAccessibleName(self.tr("Image"))
        self.setAccessibleDescription(self.tr("The video or image, with the faces found in it"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(QSize(240, 160))
        self.paint_times_s: deque[float] = deque(maxlen=_KEPT)
        self.frame_ages_s: deque[float] = deque(maxlen=_KEPT)
        self._rendered: RenderedFrame | None = None
        self._image = QImage()
        self._is_unpainted = False
        self._viewport = Viewport()
        self._stage = QColor("black")
        self._is_dimmed = False
        self._message = ""
        self._pressed_at: QPointF | None = None
        self._dragged_from: QPointF | None = None

    # --- what is shown ------------------------------------------------------------------------

    @property
    def rendered(self) -> RenderedFrame | None:
        return self._rendered

    @property
    def message(self) -> str:
        """The text in the middle of an empty stage."""
        return self._message

    def set_message(self, message: str) -> None:
        """Show a text while there is no image."""
        self._message = message
        self.update()

    @property
    def viewport(self) -> Viewport:
        return self._viewport

    def show_frame(self, rendered: RenderedFrame | None) -> None:
        """Show this from the next repaint on; None for an empty stage."""
        is_other_size = (
            rendered is not None and self._rendered is not None and rendered.frame_wh != self._rendered.frame_wh
        )
        self._rendered = rendered
        self._is_unpainted = rendered is not None and rendered.is_fresh
        if rendered is None or is_other_size:
            self.reset_zoom()
        self.update()

    def set_stage_color(self, color: str) -> None:
        """Set the colour around the image."""
        self._stage = QColor(color)
        self.update()

    @property
    def is_dimmed(self) -> bool:
        return self._is_dimmed

    def set_dimmed(self, is_dimmed: bool) -> None:
        """Dim the image: it is not what the camera sees now."""
        if is_dimmed != self._is_dimmed:
            self._is_dimmed = is_dimmed
            self.update()

    def paintEvent(self, event: QPaintEvent | None) -> None:
        started = time.perf_counter()
        painter = QPainter(self)
        rendered = self._rendered
        if rendered is None:
            painter.fillRect(self.rect(), self._stage)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._message)
            return
        self._image = to_qimage(rendered.image)
        ratio = self.devicePixelRatioF()
        target = self._target_of(rendered)
        is_exact = abs(target.width() - self._image.width()) < 1.5 and abs(target.height() - self._image.height()) < 1.5
        shown = QRectF(target.x() / ratio, target.y() / ratio, target.width() / ratio, target.height() / ratio)
        if is_exact:
            # whole device pixels: a copy, and the image stays crisp
            self._image.setDevicePixelRatio(ratio)
            corner = QPointF(round(target.x()) / ratio, round(target.y()) / ratio)
            shown = QRectF(corner, self._image.deviceIndependentSize())
        self._fill_around(painter, shown)
        if is_exact:
            painter.drawImage(shown.topLeft(), self._image)
        else:
            painter.drawImage(shown, self._image)
        if self._is_dimmed:
            painter.fillRect(self.rect(), QColor(0, 0, 0, 150))
        if rendered.is_covered:
            self._draw_caption(painter, self.tr("Not searched for faces: covered as a whole"))
        painter.end()
        if self._is_unpainted:
            self._is_unpainted = False
            now = time.perf_counter()
            self.paint_times_s.append(now - started)
            self.frame_ages_s.append(now - rendered.captured.captured_at)

    def _draw_caption(self, painter: QPainter, text: str) -> None:
        """Write a line over the lower end of the image, on a dark ground."""
        room = self.rect().adjusted(_CAPTION_PX, _CAPTION_PX, -_CAPTION_PX, -_CAPTION_PX)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        words = painter.boundingRect(room, flags, text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 190))
        painter.drawRoundedRect(words.adjusted(-10, -5, 10, 5), 6, 6)
        painter.setPen(QColor("white"))
        painter.drawText(room, flags, text)

    def _target_of(self, rendered: RenderedFrame) -> QRectF:
        """Return where the image's pixels belong now, in device pixels; not where they did when it was rendered."""
        scale, dx, dy = self._viewport.transform(rendered.frame_wh)
        region = rendered.region
        return QRectF(
            region.x1 * scale + dx,
            region.y1 * scale + dy,
            (region.x2 - region.x1) * scale,
            (region.y2 - region.y1) * scale,
        )

    def _fill_around(self, painter: QPainter, shown: QRectF) -> None:
        """Paint the stage beside the image only: what is under it would be painted twice."""
        width, height = float(self.width()), float(self.height())
        for x, y, w, h in (
            (0.0, 0.0, width, shown.top() + 1),
            (0.0, shown.bottom() - 1, width, height - shown.bottom() + 1),
            (0.0, 0.0, shown.left() + 1, height),
            (shown.right() - 1, 0.0, width - shown.right() + 1, height),
        ):
            if w > 0 and h > 0:
                painter.fillRect(QRectF(x, y, w, h), self._stage)

    # --- zoom ---------------------------------------------------------------------------------

    def zoom(self, steps: float, at: QPointF | None = None) -> None:
        """Zoom in (above 0) or out, about a point of the view; its middle by default."""
        if self._rendered is None:
            return
        at = at or QPointF(self.width() / 2, self.height() / 2)
        ratio = self.devicePixelRatioF()
        place = at.x() * ratio, at.y() * ratio
        self._set_viewport(self._viewport.zoomed(_ZOOM_STEP**steps, place, self._rendered.frame_wh))

    def reset_zoom(self) -> None:
        """Show the whole image."""
        self._set_viewport(replace(self._viewport, zoom=1.0, center=(0.5, 0.5)))

    def _set_viewport(self, viewport: Viewport) -> None:
        if viewport != self._viewport:
            self._viewport = viewport
            self.viewport_changed.emit(viewport)
            self.update()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        ratio = self.devicePixelRatioF()
        size = round(self.width() * ratio), round(self.height() * ratio)
        self._set_viewport(replace(self._viewport, width=size[0], height=size[1]))

    # --- mouse --------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        if event is not None:
            self.zoom(event.angleDelta().y() / 120, event.position())
            event.accept()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position()
            self._dragged_from = None

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is None or self._pressed_at is None or self._rendered is None:
            return
        start = self._dragged_from or self._pressed_at
        moved = event.position() - start
        if self._dragged_from is None and moved.manhattanLength() < _DRAG_PX:
            return
        self._dragged_from = event.position()
        ratio = self.devicePixelRatioF()
        self._set_viewport(self._viewport.panned(moved.x() * ratio, moved.y() * ratio, self._rendered.frame_wh))

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if event is None or self._pressed_at is None:
            return
        if self._dragged_from is None:
            self.face_clicked.emit(self._face_at(event.position()))
        self._pressed_at = self._dragged_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        self._pressed_at = None
        self.double_clicked.emit()

    def _face_at(self, point: QPointF) -> int | None:
        """Return the smallest face under a point of the view."""
        if self._rendered is None or self._rendered.result is None:
            return None
        scale, dx, dy = self._viewport.transform(self._rendered.frame_wh)
        ratio = self.devicePixelRatioF()
        x, y = (point.x() * ratio - dx) / scale, (point.y() * ratio - dy) / scale
        hits = []
        for position, face in enumerate(self._rendered.result.faces):
            x1, y1, x2, y2 = face.detection.xyxy
            if x1 <= x <= x2 and y1 <= y <= y2:
                hits.append((face.detection.width, face_key(face, position)))
        return min(hits)[1] if hits else None
